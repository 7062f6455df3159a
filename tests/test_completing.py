"""What completes a word: found by how it was typed, and written so that a shell keeps it as text."""

from __future__ import annotations

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from changing import shell_on
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.cli.commands import COMMANDS
from milestone_tui.cli.completing import Shell as Kind
from milestone_tui.cli.completing import named_database, typed_text, written
from milestone_tui.cli.help_texts import EXIT_CODES, THINGS

TEXT = st.text(st.characters(min_codepoint=32, exclude_categories=("Cc", "Cs")), min_size=1)


@given(TEXT, st.sampled_from(["", "'", '"']))
def test_any_text_stays_one_word_for_bash(text: str, quote: str) -> None:
    line = f"{quote}{written(text, '', Kind.BASH, quote)}{quote}"
    if quote != '"' or not set("$`\\") & set(text):  # there shlex is not as a shell
        assert shlex.split(line) == [text]
    assert typed_text(line) == text


def test_the_database_of_a_line_is_that_of_its_last_option() -> None:
    assert named_database(["milestone-tui", "--db", "a.db", "show", "--db=b.db"]) == "b.db"
    assert named_database(["milestone-tui", "--db", "=", "a.db"]) == "a.db"
    assert named_database(["milestone-tui", "show"]) is None


def test_names_are_those_that_begin_as_typed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shell = shell_on(tmp_path, monkeypatch, capsys)

    def names(kind: str, *words: str, to: str = "bash") -> list[str]:
        return shell.says("completion", to, "--names", kind, "--", "milestone-tui", *words).splitlines()

    path = str(shell.database)
    assert names("keys", "--db", path, "a") == ["ACME"]
    assert names("things", "--db", path, "") == ["ACME", "ACME/"]
    assert names("milestones", "--db", path, "acme/be") == ["ACME/Beta\\ release"]
    assert names("milestones", "--db", path, '"ACME/Beta r') == ["ACME/Beta release"]
    assert names("keys", "--db", path, "", to="fish") == ["ACME\tCustomer portal"]
    assert names("people", "--db", path, "r") == ["Raj\\ Patel"]
    assert "due_on\\=" in names("fields", "--db", path, "du")
    assert names("keys", "--db", str(tmp_path / "none.db"), "") == [] and not (tmp_path / "none.db").exists()


def test_every_thing_has_its_line_of_help() -> None:
    assert {command.name.split()[0] for command in COMMANDS if " " in command.name} == THINGS.keys()


def test_the_manual_is_sound_and_names_every_command_and_exit_code(tmp_path: Path) -> None:
    pytest.importorskip("shtab")
    pytest.importorskip("argparse_manpage")
    root = Path(__file__).parents[1]
    subprocess.run([sys.executable, root / ".ci" / "shell_files.py", tmp_path], check=True)
    manual = tmp_path / "share" / "man" / "man1" / "milestone-tui.1"
    text = manual.read_text(encoding="utf-8")
    assert all(f"milestone\\-tui {command.name}" in text for command in COMMANDS)
    assert all(f".B {code}\n" in text for code, _ in EXIT_CODES)
    if shutil.which("man") is None:
        pytest.skip("man is not installed.")
    environment = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8", "MANWIDTH": "80", "HOME": str(tmp_path)}
    shown = subprocess.run(["man", "--warnings", "-l", manual], env=environment, capture_output=True, check=True)
    assert shown.stderr == b""
    assert max(map(len, shown.stdout.decode().splitlines())) <= 80

"""A path on the command line that names no ordinary file: a sentence and an exit code, and never a wait without end."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.input_files import expand_path

Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def run(tmp_path: Path) -> Run:
    """Run the program in a folder with a pipe and a folder in it; a wait without end is a failure."""
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "folder").mkdir()
    env = {"PATH": os.environ.get("PATH", ""), "HOME": str(tmp_path), "PYTHONPATH": str(Path.cwd())}

    def run_it(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "milestone_tui", "--db", "m.db", *arguments]
        return subprocess.run(command, cwd=tmp_path, env=env, capture_output=True, text=True, timeout=60)

    return run_it


@pytest.mark.parametrize(
    ("arguments", "sentence", "code"),
    [
        (["import", "pipe"], "pipe is a pipe. Name an ordinary file.", 2),
        (["import", "folder"], "folder is a folder. Name an ordinary file.", 2),
        (["import", "/dev/zero"], "/dev/zero is a device. Name an ordinary file.", 2),
        (["import", "~nobody-here/x.csv"], "Cannot read ~nobody-here/x.csv: no such file.", 2),
        (["import", "x" * 300], ": file name too long.", 2),
        (["holidays", "A", "--from", "pipe"], "pipe is a pipe. Name an ordinary file.", 2),
        (["holidays", "A", "--from", "folder"], "folder is a folder. Name an ordinary file.", 2),
        (["restore", "pipe"], "There is no file ", 2),
        (["restore", "folder"], "There is no file ", 2),
        (["restore", "x" * 300], "There is no file ", 2),
        (["--db", "pipe", "list"], "pipe is not an ordinary file. Choose another file with --db.", 3),
        (["--db", "folder", "list"], "folder is a folder. Name a file in it, such as ", 3),
        (["--db", "x" * 300, "import", "plan.csv"], ": file name too long. Choose another file with --db.", 3),
    ],
    ids=lambda value: " ".join(value)[:40] if isinstance(value, list) else "",
)
def test_what_is_no_ordinary_file(run: Run, tmp_path: Path, arguments: list[str], sentence: str, code: int) -> None:
    (tmp_path / "plan.csv").write_text("title\nA\n")
    ended = run(*arguments)
    assert sentence in ended.stderr and "Traceback" not in ended.stderr
    assert (ended.returncode, ended.stdout) == (code, "")


@pytest.mark.parametrize("name", ["pipe", "folder", "x" * 300])
def test_a_backup_goes_to_a_new_file_only(run: Run, tmp_path: Path, name: str) -> None:
    (tmp_path / "plan.csv").write_text("title\nA\n")
    assert run("import", "plan.csv").returncode == 0
    ended = run("backup", name)
    assert "Traceback" not in ended.stderr and ended.stderr.startswith("milestone-tui: ")
    assert ended.returncode in (2, 3)


@pytest.mark.parametrize("typed", ["~/x.ics", " '~/x.ics' ", '"~/x.ics"'])
def test_the_home_folder_and_quotes_are_understood(typed: str) -> None:
    assert expand_path(typed) == Path.home() / "x.ics"


@pytest.mark.parametrize("typed", ["~nobody-here/x.ics", "~Downloads/h.ics", "~Downloads"])
def test_a_home_folder_that_there_is_not_is_told(typed: str) -> None:
    with pytest.raises(ImportRefused, match="is not a home folder: there is no such user on this system"):
        expand_path(typed)

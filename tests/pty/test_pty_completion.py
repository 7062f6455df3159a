"""Completion in real shells: what is completed is one word for the shell, whatever a title contains."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from reviewed_project import TODAY
from terminal import Terminal

from milestone_tui.cli.completing import Shell
from milestone_tui.cli.completion_scripts import SCRIPTS, completion_script
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

pytest.importorskip("shtab")

HOSTILE = "zap \"it\" & 'that' $(touch PWNED) `touch PWNED`; #1 \\n !x [*] é: a=b @me"
"""A title with everything that a shell could take for something else."""
SHELLS = {
    Shell.BASH: ("bash", "--norc", "--noprofile", "-i"),
    Shell.ZSH: ("zsh", "-f", "-i"),
    Shell.FISH: ("fish", "--no-config", "-i"),
}
BEGIN = {
    Shell.BASH: "PS1='% '; source ./milestone-tui",
    Shell.ZSH: "PS1='%% '; fpath=($PWD $fpath); autoload -Uz compinit; compinit -u -D",
    Shell.FISH: "function fish_prompt; echo '% '; end; source ./milestone-tui.fish",
}


def add(title: str, do: Commands) -> None:
    do.milestones.create(1, {"title": title})


@pytest.fixture(params=[*Shell])
def shell(request: pytest.FixtureRequest) -> Shell:
    found: Shell = request.param
    if shutil.which(found.value) is None:
        pytest.skip(f"{found} is not installed.")
    return found


@pytest.fixture
def terminal(shell: Shell, tmp_path: Path) -> Iterator[Terminal]:
    """A shell with the script, the program on its path, and a database with a hostile title."""
    with closing(Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "ana")) as store:
        store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Customer portal"}))
        store.change_blocking(lambda do: do.projects.create({"key": "NORD", "name": "Data $(touch PWNED)"}))
        for title in ("Beta release", "Beta signed", "Load test passed", HOSTILE):
            store.change_blocking(partial(add, title))
    (tmp_path / SCRIPTS[shell]).write_text(completion_script(shell), encoding="utf-8")
    program = tmp_path / "bin" / "milestone-tui"
    program.parent.mkdir()
    program.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m milestone_tui "$@"\n', encoding="utf-8")
    program.chmod(0o755)
    name, *arguments = SHELLS[shell]
    env = {
        "PATH": f"{program.parent}:/usr/local/bin:/usr/bin:/bin",
        "MILESTONE_TUI_DB": str(tmp_path / "m.db"),
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    with Terminal(home=tmp_path, size=(120, 30), env=env, program=(shutil.which(name) or name, *arguments)) as found:
        found.press(f"cd {tmp_path}; {BEGIN[shell]}; echo re''ady", "enter")
        found.see(r"(?m)^ready")
        found.press("clear", "enter")
        found.miss("ready")
        yield found


def test_commands_options_and_files_are_completed(terminal: Terminal) -> None:
    terminal.press("milestone-tui risk li", "tab")
    terminal.see("risk list")
    terminal.press("AC", "tab")
    terminal.see("risk list ACME")
    terminal.press("--js", "tab")
    terminal.see("risk list ACME --json")


def test_a_key_then_a_title_is_completed(terminal: Terminal) -> None:
    terminal.press("milestone-tui done AC", "tab")
    terminal.see("done ACME/")
    terminal.press("Lo", "tab")
    terminal.see("done ACME/Load")
    terminal.press("--json", "enter")
    terminal.see('"title": "Load test passed"')


def test_a_hostile_title_stays_text(terminal: Terminal, tmp_path: Path) -> None:
    terminal.press("milestone-tui show ACME/za", "tab")
    terminal.see("that")
    terminal.press("enter")
    terminal.see(r"ACME · Customer portal · delivery · id 4")
    terminal.press("clear", "enter")
    terminal.miss("delivery")
    terminal.press("milestone-tui list --project N", "tab", "enter")
    terminal.see("NORD has no milestones")
    assert not (tmp_path / "PWNED").exists()

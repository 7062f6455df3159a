"""Commands that change the reviewed project, run in this process."""

from __future__ import annotations

import json
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from commands import Done, at_home
from reviewed_project import TODAY, fill

from milestone_tui.cli.main import main
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Reader, Store


class Shell:
    """Runs commands on one database, in a home of its own."""

    def __init__(self, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.database = database
        self._capsys = capsys

    def run(self, *words: str) -> Done:
        """Run a command and return how it ended."""
        code = main(["--db", str(self.database), *words])
        written = self._capsys.readouterr()
        return Done(code, written.out, written.err)

    def says(self, *words: str) -> str:
        """Return what a command prints that does not fail."""
        done = self.run(*words)
        assert done.code == 0, done.errors
        return done.out.rstrip("\n")

    def json(self, *words: str) -> Any:
        """Return what a command prints as JSON."""
        return json.loads(self.says(*words, "--json"))

    def refuses(self, *words: str) -> str:
        """Return why a command fails; it must change nothing."""
        before = self.database.read_bytes() if self.database.exists() else None
        done = self.run(*words)
        assert done.code == 2 and done.out == ""
        assert before == (self.database.read_bytes() if self.database.exists() else None)
        return done.errors.removeprefix("milestone-tui: ").rstrip("\n")

    def read(self, question: Callable[[Reader], Any]) -> Any:
        """Return what the database answers now."""
        with closing(Store.open(self.database, Clock.fixed(TODAY), "reader", only_reads=True)) as store:
            return question(store.read)


def shell_on(home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    """Return a shell in this folder, on a database with the reviewed project."""
    at_home(monkeypatch, home, TODAY)
    fill(home / "m.db")
    return Shell(home / "m.db", capsys)

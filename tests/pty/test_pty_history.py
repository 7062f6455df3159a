"""A folder of files, imported on a terminal: the bar, and ctrl+c between two files."""

from __future__ import annotations

import signal
import sqlite3
from contextlib import closing
from pathlib import Path

from monthly_files import write_year
from terminal import Terminal


def test_ctrl_c_between_files_leaves_whole_files(tmp_path: Path) -> None:
    write_year(tmp_path / "year", 6_000, 12)

    def imported() -> int:
        with closing(sqlite3.connect(f"file:{tmp_path / 'm.db'}?mode=ro", uri=True, timeout=0)) as db:
            return int(db.execute("SELECT count(*) FROM change").fetchone()[0])

    def has_some(_: object) -> bool:
        try:
            return imported() >= 1
        except sqlite3.OperationalError:
            return False  # not there yet, or locked

    words = ("--db", str(tmp_path / "m.db"), "--today", "2026-01-15", "import", "--history", str(tmp_path / "year"))
    with Terminal(*words, home=tmp_path) as terminal:
        terminal.wait(has_some, "the first file")
        terminal.press("ctrl+c")
        assert terminal.end() == 128 + signal.SIGINT
        terminal.see("Import interrupted after")
    assert 1 <= imported() < 12

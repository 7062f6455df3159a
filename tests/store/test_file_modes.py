from __future__ import annotations

import os
import stat
from pathlib import Path

import pytest

from milestone_tui.store.file_modes import folder_mode, match_database

TEAM = 40001
"""A group that no system has; only root may give files to it."""

as_root = pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root: gives files away")


def modes(path: Path) -> tuple[int, int, int]:
    status = path.stat()
    return stat.S_IMODE(status.st_mode), status.st_uid, status.st_gid


@pytest.mark.parametrize(
    ("mode", "folder"), [(0o600, 0o700), (0o660, 0o2770), (0o640, 0o750), (0o644, 0o755), (0o666, 0o2777)]
)
def test_whoever_may_read_a_file_may_enter_its_folder(mode: int, folder: int) -> None:
    assert folder_mode(mode) == folder


@pytest.mark.parametrize("mode", [0o600, 0o660, 0o640])
def test_what_is_made_beside_a_database_has_its_mode(tmp_path: Path, mode: int) -> None:
    database, copy, folder = tmp_path / "m.db", tmp_path / "copy.db", tmp_path / "backups"
    for path in (database, copy):
        path.touch(0o600)
    folder.mkdir(0o700)
    database.chmod(mode)
    for made in (copy, folder):
        match_database(made, database)
    assert (modes(copy)[0], modes(folder)[0]) == (mode, folder_mode(mode))


@as_root
def test_it_has_the_group_too_and_for_root_the_owner(tmp_path: Path) -> None:
    database, copy, folder = tmp_path / "m.db", tmp_path / "copy.db", tmp_path / "backups"
    for path in (database, copy):
        path.touch(0o600)
    folder.mkdir(0o700)
    os.chown(database, 30001, TEAM)
    database.chmod(0o660)
    for made in (copy, folder):
        match_database(made, database)
    assert modes(copy) == (0o660, 30001, TEAM)
    assert modes(folder) == (0o2770, 30001, TEAM)


def test_beside_a_database_that_is_gone_it_stays_private(tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    copy.touch(0o600)
    match_database(copy, tmp_path / "m.db")
    assert modes(copy)[0] == 0o600

"""The script that reads files changed at random: a short run of it, and what it demands."""

from __future__ import annotations

import subprocess
import sys
from contextlib import closing
from pathlib import Path

import fuzz_import
import pytest
from factories import TODAY
from fuzz_import import Tally, made, tried
from mutations import MOST_BYTES, MOST_LINES, Seed

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store

SEEDS = [
    Seed("plan.csv", b"title;due\nBeta;2026-12-04\n"),
    Seed("house.gan", b'<project name="B"><tasks><task id="1" name="A" meeting="true"/></tasks></project>'),
]


@pytest.fixture(autouse=True)
def others_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process have needed much memory: other tests have run in it."""
    monkeypatch.setattr(fuzz_import, "MOST_MEMORY", 1 << 50)


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store.open(tmp_path / "seeds.db", Clock.fixed(TODAY), "ana")


def test_two_hundred_files_are_read_or_refused(tmp_path: Path) -> None:
    words = ["--files", "200", "--seed", "7", "--seconds", "120", "--keep", str(tmp_path / "failed")]
    done = subprocess.run([sys.executable, fuzz_import.__file__, *words], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.startswith("200 files in ") and "2 again, " in done.stdout and "2 command" in done.stdout
    assert done.stdout.endswith("0 failed.\n") and not (tmp_path / "failed").exists()


def test_the_same_number_is_the_same_file() -> None:
    files = [made(SEEDS, 1, number) for number in range(200)]
    assert files == [made(SEEDS, 1, number) for number in range(200)] != [made(SEEDS, 2, n) for n in range(200)]
    assert max(len(file.data) for file in files) <= MOST_BYTES
    assert max(file.data.count(b"\n") for file in files) <= MOST_LINES


def test_a_file_that_fails_is_kept_with_the_reason(
    tmp_path: Path, store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    with closing(store):
        broken = tried(3, Seed("a.csv", None), tmp_path, store)  # type: ignore[arg-type]
        whole = tried(4, SEEDS[0], tmp_path, store)
        slow = tried(5, SEEDS[0], tmp_path, store)._replace(cpu=9)
    assert "TypeError" in broken.failure and not whole.failure
    assert whole.outcome == "imported" and 0 <= whole.cpu < 2 and whole.memory > 1 << 20
    tally = Tally(tmp_path / "kept")
    for result in (broken._replace(data=b"x"), whole, slow):
        tally.add(result)
    assert tally.slowest == slow
    assert [path.name for path in sorted((tmp_path / "kept").iterdir())] == ["3-a.csv", "3-a.csv.txt"]
    assert capsys.readouterr().out.startswith(f"FAILED {tmp_path / 'kept' / '3-a.csv'}: ")


@pytest.mark.parametrize(("bound", "reason"), [("MOST_CPU", " s of CPU"), ("MOST_MEMORY", " MB")])
def test_time_and_memory_are_bounded(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, store: Store, bound: str, reason: str
) -> None:
    monkeypatch.setattr(fuzz_import, bound, 0)
    with closing(store):
        failure = tried(1, SEEDS[0], tmp_path, store).failure
    assert failure.startswith("it took ") and failure.endswith(reason)


def test_a_command_that_fails_is_a_failure(tmp_path: Path, store: Store) -> None:
    with closing(store):
        (tmp_path / "m.db").write_bytes(b"SQLite format 3\0 but damaged" * 100)
        assert tried(100, SEEDS[0], tmp_path, store).failure.startswith("the command ended with 3:")

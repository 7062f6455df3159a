"""Read files changed at random, as many as fit into the time, and demand a plan or a sentence from each.

    python tests/fuzz_import.py [--seconds 300] [--files N] [--seed N] [--keep DIR] [--only NUMBER]

Each file is a plan of another program (where `samples.py` finds them) or one of ours in any format, changed in one to
four ways: see `mutations.py`, which also bounds its size to 300 kB and 5,000 lines. It goes through the readers, the
comparison and the words of the report. Every hundredth goes through the whole command, with a database; every other
hundredth is imported, then changed once more and imported as its update or as a folder of two months, and the update is
undone: what the database keeps must be sound after each. The demands: no traceback, at most 2 s of CPU a file, and at
most 300 MB of resident memory, which is the peak of the whole process that reads up to 1,000 files one after another. A
file that fails is kept, and the exit code is 1. The same seed gives the same files from the same samples, whatever the
time and the number of processors: `--only` tries one of them again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import resource
import shutil
import signal
import subprocess
import sys
import tempfile
import time
import traceback
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager, redirect_stderr, redirect_stdout, suppress
from datetime import date
from io import StringIO
from multiprocessing.context import SpawnProcess
from multiprocessing.queues import Queue
from pathlib import Path
from random import Random
from types import FrameType
from typing import TYPE_CHECKING, NamedTuple

ROOT = Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(Path(__file__).resolve().parent)]

from mutations import Seed, mutated  # noqa: E402

if TYPE_CHECKING:
    from milestone_tui.store import Store

MOST_CPU = 2.0
MOST_MEMORY = 300 << 20
PER_PROCESS = 1_000
"""Files that one process reads."""
WHOLE_COMMAND = 100
"""Every so many files one goes through the whole command, and another one is imported again."""
_AGAIN = WHOLE_COMMAND // 2
_HANGS_AFTER = 30.0
"""Seconds without another file after which a process is killed."""
_TODAY = date(2026, 11, 29)


class Result(NamedTuple):
    """What became of a file."""

    number: int
    name: str
    outcome: str
    """"imported", "refused", "days off", "archive", "command" or "again"."""
    cpu: float
    memory: int
    """The peak of the process so far, in bytes."""
    failure: str = ""
    data: bytes = b""
    """Of a file that failed."""


class Job(NamedTuple):
    """What every process is told."""

    seeds: Sequence[Seed]
    database: bytes
    """Plans that files may name."""
    seed: int
    until: float
    """The time at which to end."""


class _Hangs(BaseException):
    """The file has used far too much CPU."""


def made(seeds: Sequence[Seed], seed: int, number: int) -> Seed:
    """Return the file with this number."""
    return mutated(Random(f"{seed}:{number}"), seeds)


def read_all(file: Seed, store: Store) -> str:
    """Read a file in every way, compare it with nothing and with a database, and say what a person is told.

    Return what it is. Raises what a reader raises.
    """
    from milestone_tui.errors import MilestoneError
    from milestone_tui.exchange.reading import read_archive, read_holidays
    from milestone_tui.plan.importing.archives import KnownNames, compare_archive
    from milestone_tui.plan.importing.compare import compare
    from milestone_tui.plan.importing.known import NOTHING

    outcome = "refused"
    with suppress(MilestoneError):
        if read_holidays(file.data, range(2026, 2029)).holidays:
            outcome = "days off"
    with suppress(MilestoneError):
        if (archive := read_archive(file.data)) is not None:
            _tell(compare_archive(archive, KnownNames((), (), ())))
            return "archive"
        plan = _plan(file)
        _tell(compare(plan, NOTHING, _TODAY))
        _tell(compare(plan, store.read.known(plan), _TODAY))
        outcome = "imported"
    return outcome


def _plan(file: Seed):  # type: ignore[no-untyped-def]
    from milestone_tui.errors import AmbiguousDates
    from milestone_tui.exchange.reading import read_plan
    from milestone_tui.exchange.tables.options import TableOptions

    try:
        return read_plan(file.data, file.name)
    except AmbiguousDates:
        return read_plan(file.data, file.name, table=TableOptions(dates="dmy"))


def _tell(compared) -> None:  # type: ignore[no-untyped-def]
    import json

    from milestone_tui.exchange.json.import_preview import preview_record, report_record
    from milestone_tui.exchange.table.import_preview import write_import_preview
    from milestone_tui.plan.importing.report import sections
    from milestone_tui.plan.importing.words import told_words

    write_import_preview(compared, StringIO(), cells=80)
    json.dumps((preview_record(compared), report_record(compared.report)))
    for section in sections(compared.remarks):
        for told in section.told:
            told_words(told)


def run_command(file: Seed, folder: Path) -> tuple[str, float, int]:
    """Import a file into a database, as a person does; return a failure or "", the CPU and the memory that it took."""
    path = folder / f"file{Path(file.name).suffix}"
    path.write_bytes(file.data)
    words = ["--db", str(folder / "m.db"), "--today", _TODAY.isoformat(), "import", str(path), "--dates", "dmy"]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    said = folder / "said.txt"
    with said.open("wb") as out:
        process = subprocess.Popen([sys.executable, "-m", "milestone_tui", *words], stdout=out, stderr=out, env=env)
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = code = os.waitstatus_to_exitcode(status)
    text = said.read_text(encoding="utf-8", errors="replace")
    failure = "" if code in (0, 2) and "Traceback" not in text else f"the command ended with {code}:\n{text[-3000:]}"
    return failure, used.ru_utime + used.ru_stime, _bytes(used.ru_maxrss)


def import_again(file: Seed, other: Seed, folder: Path) -> str:
    """Import a file, then another version of it. Raises what a command raises, AssertionError for one that fails."""
    from milestone_tui.cli.main import main as run

    months = folder / "months"
    months.mkdir(exist_ok=True)
    first, second = (months / f"plan-2026-{month}-28{Path(file.name).suffix}" for month in ("09", "10"))
    first.write_bytes(file.data)
    second.write_bytes(other.data)
    database = folder / "again.db"
    for kept in folder.glob("again.db*"):
        kept.unlink()
    shutil.copyfile(folder / "seeds.db", database)
    common = ("--db", str(database), "--today", _TODAY.isoformat())
    history = [("import", "--history", str(months), "--dates", "dmy")]
    update = [("import", str(first), "--dates", "dmy"), ("import", "--update", "--cancel-gone", str(second)), ("undo",)]
    for command in (*(history if len(file.data) % 2 else update), ("check",)):
        said = StringIO()
        with redirect_stdout(said), redirect_stderr(said):
            code = run((*common, *command))
        if code and (command == ("check",) or code not in (1, 2)):
            raise AssertionError(f"{said.getvalue()[-3000:]}\n{' '.join(command)} ended with {code}")
    first.unlink()
    second.unlink()
    return "again"


def _bytes(peak: int) -> int:
    return peak if sys.platform == "darwin" else peak << 10


def tried(number: int, file: Seed, folder: Path, store: Store) -> Result:
    """Return what became of a file."""
    started = time.process_time()
    outcome, failure = _attempted(lambda: read_all(file, store))
    cpu = time.process_time() - started
    if number % WHOLE_COMMAND == _AGAIN and not failure:
        outcome, failure = _attempted(lambda: import_again(file, mutated(Random(number), [file]), folder))
    memory = _bytes(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
    if number % WHOLE_COMMAND == 0 and not failure:
        outcome = "command"
        failure, child_cpu, child_memory = run_command(file, folder)
        cpu, memory = max(cpu, child_cpu), max(memory, child_memory)
    if not failure and cpu >= MOST_CPU:
        failure = f"it took {cpu:.1f} s of CPU"
    if not failure and memory >= MOST_MEMORY:
        failure = f"it took {memory >> 20} MB"
    return Result(number, file.name, outcome, cpu, memory, failure, file.data if failure else b"")


def _attempted(do: Callable[[], str]) -> tuple[str, str]:
    """Return what is done and "", or "refused" and the failure."""
    try:
        with _limited():
            return do(), ""
    except _Hangs:
        return "refused", "it was stopped:\n" + traceback.format_exc(limit=-8)
    except MemoryError:
        return "refused", "it ran out of memory"
    except Exception:
        return "refused", traceback.format_exc(limit=-12)


@contextmanager
def _opened(job: Job, folder: Path) -> Iterator[Store]:
    """Open the database of the seeds; the command writes into another copy."""
    from milestone_tui.plan.calendar.clock import Clock
    from milestone_tui.store import Store

    for name in ("m.db", "seeds.db"):
        (folder / name).write_bytes(job.database)
    with closing(Store.open(folder / "seeds.db", Clock.fixed(_TODAY), "fuzz")) as store:
        yield store


@contextmanager
def _limited() -> Iterator[None]:
    """Raise _Hangs in code that takes five times the CPU that it may."""

    def stop(_number: int, _frame: FrameType | None) -> None:
        raise _Hangs

    signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, 5 * MOST_CPU)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)


def work(numbers: range, job: Job, results: Queue[Result | None]) -> None:
    """Try files in this process until the time is over, or until one has taken too much memory."""
    with tempfile.TemporaryDirectory() as name, _opened(job, Path(name)) as store:
        for number in numbers:
            if time.time() > job.until:
                break
            result = tried(number, made(job.seeds, job.seed, number), Path(name), store)
            results.put(result)
            if result.memory > MOST_MEMORY:  # the peak stays: the next file needs a new process
                break
    results.put(None)


class Tally:
    """What became of all files."""

    def __init__(self, keep: Path | None) -> None:
        self.keep = keep
        self.outcomes: Counter[str] = Counter()
        self.failures: list[Result] = []
        self.slowest = self.biggest = Result(0, "", "", 0, 0)

    def add(self, result: Result) -> None:
        """Count a file, and keep it if it failed."""
        self.outcomes[result.outcome] += 1
        self.slowest = max(self.slowest, result, key=lambda one: one.cpu)
        self.biggest = max(self.biggest, result, key=lambda one: one.memory)
        if not result.failure:
            return
        self.failures.append(result)
        self.keep = self.keep or Path(tempfile.mkdtemp(prefix="fuzz-import-"))
        self.keep.mkdir(parents=True, exist_ok=True)
        path = self.keep / f"{result.number}-{Path(result.name).name}"
        path.write_bytes(result.data)
        print(f"FAILED {path}: {result.failure.strip().splitlines()[-1]}", flush=True)
        path.with_name(f"{path.name}.txt").write_text(result.failure, encoding="utf-8")

    def report(self, seconds: float, seed: int) -> None:
        """Print the counts, the rate and the worst."""
        count = sum(self.outcomes.values())
        kinds = ", ".join(f"{number:,} {outcome}" for outcome, number in sorted(self.outcomes.items()))
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        cpu = used.ru_utime + used.ru_stime
        rates = f"{count / max(seconds, 0.1):.0f}/s, {count / max(cpu, 0.1):.0f} a CPU second"
        print(f"{count:,} files in {seconds:.0f} s ({rates}), seed {seed}: {kinds}.")
        print(f"Slowest: file {self.slowest.number} ({self.slowest.name}), {self.slowest.cpu:.2f} s of CPU.")
        print(f"Most memory: {self.biggest.memory >> 20} MB, at file {self.biggest.number} ({self.biggest.name}).")
        print(f"{len(self.failures):,} failed{f', kept in {self.keep}' if self.failures else ''}.")


class Worker:
    """A process that tries a range of files, and what is known of it."""

    def __init__(self, numbers: range, job: Job) -> None:
        context = multiprocessing.get_context("spawn")  # a fork would begin with the peak of this process
        self.numbers, self.at = numbers, numbers.start
        self.results: Queue[Result | None] = context.Queue()
        self.process: SpawnProcess = context.Process(target=work, args=(numbers, job, self.results))
        self.process.start()
        self.heard = time.monotonic()

    def hear(self, tally: Tally) -> bool:
        """Count what it has done; return whether it still works."""
        with suppress(Exception):  # the queue is empty
            while (result := self.results.get(timeout=0.02)) is not None:
                self.heard, self.at = time.monotonic(), result.number + 1
                tally.add(result)
            self.process.join()
            return False
        if self.process.is_alive() and time.monotonic() - self.heard < _HANGS_AFTER:
            return True
        self.process.kill()
        return False


def fuzz(seconds: float, files: int, seed: int, keep: Path | None) -> Tally:
    """Try files with one process per processor; return what became of them."""
    tally = Tally(keep)
    job = _job(seed, seconds)
    started, until = time.monotonic(), job.until
    ahead = [range(at, min(at + PER_PROCESS, files + 1)) for at in range(1, files + 1, PER_PROCESS)][::-1]
    workers: list[Worker] = []
    while workers or (ahead and time.time() < until):
        while ahead and len(workers) < (os.cpu_count() or 1) and time.time() < until:
            workers.append(Worker(ahead.pop(), job))
        for worker in [one for one in workers if not one.hear(tally)]:
            workers.remove(worker)
            if worker.at in worker.numbers and time.time() < until:  # it died, or gave up its process
                if worker.process.exitcode:
                    lost = made(job.seeds, seed, worker.at)
                    ended = f"its process ended with {worker.process.exitcode}"
                    tally.add(Result(worker.at, lost.name, "refused", 0, 0, ended, lost.data))
                    worker.at += 1
                ahead.append(range(worker.at, worker.numbers.stop))
    tally.report(time.monotonic() - started, seed)
    return tally


def _job(seed: int, seconds: float) -> Job:
    from fuzz_seeds import all_seeds, database

    with tempfile.TemporaryDirectory() as name:
        seeds = all_seeds(Path(name))
        return Job(seeds, database(Path(name)), seed, time.time() + seconds)


def main(words: Sequence[str] | None = None) -> int:
    """Fuzz as the arguments say; return 1 if a file failed."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=300, help="how long, 300 by default")
    parser.add_argument("--files", type=int, default=1_000_000, help="at most so many files")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="of the random numbers")
    parser.add_argument("--keep", type=Path, help="where files that failed are kept")
    parser.add_argument("--only", type=int, help="write the file with this number into --keep, and try it")
    arguments = parser.parse_args(words)
    if arguments.only is None:
        return 1 if fuzz(arguments.seconds, arguments.files, arguments.seed, arguments.keep).failures else 0
    job = _job(arguments.seed, 60)
    file = made(job.seeds, job.seed, arguments.only)
    with tempfile.TemporaryDirectory() as name, _opened(job, Path(name)) as store:
        result = tried(arguments.only, file, Path(name), store)
    tally = Tally(arguments.keep)
    tally.add(result._replace(failure=result.failure or "it is not wrong", data=file.data))
    print(result.failure)
    return 1 if result.failure else 0


if __name__ == "__main__":
    sys.exit(main())

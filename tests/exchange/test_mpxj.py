"""A plan of another program is converted in a child process, which has limits and is always ended."""

from __future__ import annotations

import os
import shlex
import shutil
import sys
from collections.abc import Callable
from contextlib import closing
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from time import monotonic, sleep

import pytest
from commands import at_home, ran
from mspdi_files import milestone, plan

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.mpxj import Converter, convert, find_converter, how_to_install
from milestone_tui.exchange.other_programs import other_file
from milestone_tui.exchange.reading import converted, read_plan
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.views.importing.compared_file import read_and_compare

XER = b"ERMHDR\t19.12\t2026-01-01\tProject\n%T\tTASK\n%E\n"
WAY = "This is a Primavera P6 file (.xer). In P6, export as Microsoft Project XML, then import that."
BRIDGE = plan(milestone(1, "Span closed", "12-04T17"))
WRITES = f"open(sys.argv[2], 'wb').write({BRIDGE!r})"


def converter(tmp_path: Path, code: str, **limits: float) -> Converter:
    """A converter that is a small script."""
    script = tmp_path / "convert.py"
    script.write_text(f"import os, subprocess, sys, time\n{code}\n")
    return Converter("Converter 1.0", (sys.executable, "-I", str(script)))._replace(**limits)  # type: ignore[arg-type]


def refusal(tmp_path: Path, code: str, **limits: float) -> str:
    with pytest.raises(ImportRefused) as refused:
        convert_by(converter(tmp_path, code, **limits))
    said = str(refused.value)
    assert said.startswith("Converter 1.0 could not convert plan.xer: ") and said.endswith(WAY)
    return said.removeprefix("Converter 1.0 could not convert plan.xer: ").removesuffix(f" {WAY}")


def convert_by(one: Converter, wanted: Callable[[], None] = lambda: None) -> bytes:
    other = other_file(XER, "plan.xer")
    assert other is not None
    return convert(XER, "plan.xer", other, one, wanted)


@pytest.fixture(autouse=True)
def scratch(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of all temporary folders."""
    folder = tmp_path / "scratch"
    folder.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(folder))
    return folder


def is_running(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (ProcessLookupError, FileNotFoundError):
        return False


def all_end(pids: str) -> bool:
    """Whether the processes end; a killed one needs a moment, and longer on a busy machine."""
    deadline = monotonic() + 20
    while any(map(is_running, map(int, pids.split()))):
        if monotonic() > deadline:
            return False
        sleep(0.01)
    return True


def test_what_the_child_writes_is_read_and_nothing_is_left(tmp_path: Path, scratch: Path) -> None:
    code = f"assert open(sys.argv[1], 'rb').read() == {XER!r} and sys.argv[1] == 'plan.xer'\n{WRITES}"
    (milestone,) = read_plan(convert_by(converter(tmp_path, code)), "plan.xer").projects[0].milestones
    assert (milestone.title, milestone.due_on) == ("Span closed", date(2026, 12, 4))
    assert list(scratch.iterdir()) == []


def test_the_folder_is_private(tmp_path: Path) -> None:
    convert_by(converter(tmp_path, f"assert os.stat('.').st_mode & 0o77 == 0\n{WRITES}"))


@pytest.mark.parametrize(
    ("code", "reason"),
    [
        ("sys.exit(3)", "it ended with code 3."),
        ("os.kill(os.getpid(), 9)", "it ended with code -9."),
        ("sys.exit('Unsupported file type')", "Unsupported file type."),
        (
            "print('Conversion Error: java.lang.IllegalArgumentException: Unsupported file type');"
            "print('\\tat org.mpxj.X(X.java:9)'); sys.exit(1)",
            "Unsupported file type.",
        ),
        ("print('java.lang.OutOfMemoryError: Java heap space'); sys.exit(1)", "it needs more than 1,024 MB of memory."),
        ("print('\\x1b[2J' + 'x' * 9999); sys.exit(1)", "\x1b[2J"),
    ],
)
def test_a_child_that_fails_is_a_sentence(tmp_path: Path, scratch: Path, code: str, reason: str) -> None:
    said = refusal(tmp_path, code)
    assert said == reason or (len(said) < 200 and "x" * 100 in said)
    assert list(scratch.iterdir()) == []


@pytest.mark.parametrize("code", ["pass", "open(sys.argv[2], 'w').close()", "os.mkdir(sys.argv[2])"])
def test_a_child_that_writes_nothing_is_a_sentence(tmp_path: Path, code: str) -> None:
    with pytest.raises(ImportRefused, match=r"^Converter 1\.0 could not convert plan\.xer\. This is a Primavera"):
        convert_by(converter(tmp_path, code))


def test_a_child_that_hangs_is_ended_with_all_that_it_started(tmp_path: Path, scratch: Path) -> None:
    pids = tmp_path / "pids"
    code = f"""
child = subprocess.Popen([sys.executable, '-I', '-c', 'import time; time.sleep(60)'])
open({str(pids)!r}, 'w').write(f'{{os.getpid()}} {{child.pid}}')
time.sleep(60)"""
    started = monotonic()
    assert refusal(tmp_path, code, most_seconds=1.0) == "it took more than 1 seconds."
    assert monotonic() - started < 10
    assert all_end(pids.read_text()) and list(scratch.iterdir()) == []


@pytest.mark.parametrize("stream", ["open(sys.argv[2], 'wb')", "sys.stdout.buffer", "open('other', 'wb')"])
def test_a_child_that_writes_without_end_is_ended(tmp_path: Path, scratch: Path, stream: str) -> None:
    code = f"out = {stream}\nwhile True: out.write(bytes(1 << 16))"
    assert refusal(tmp_path, code, most_bytes=4 << 20) == "it wrote more than 4 MB."
    assert list(scratch.iterdir()) == []


def test_many_small_files_are_too_much_as_well(tmp_path: Path) -> None:
    code = "for n in range(10**9): open(f'f{n}', 'wb').write(bytes(1 << 18))"
    assert refusal(tmp_path, code, most_bytes=4 << 20) == "it wrote more than 4 MB."


@pytest.mark.parametrize("error", [KeyboardInterrupt, ImportRefused])
def test_who_stops_it_ends_the_child(tmp_path: Path, scratch: Path, error: type[BaseException]) -> None:
    pids = tmp_path / "pids"

    def stop() -> None:
        if pids.exists() and pids.read_text():
            raise error("stopped")

    with pytest.raises(error, match="stopped"):
        convert_by(converter(tmp_path, f"open({str(pids)!r}, 'w').write(str(os.getpid()))\ntime.sleep(60)"), stop)
    assert not is_running(int(pids.read_text())) and list(scratch.iterdir()) == []


def test_a_converter_that_cannot_be_run_is_a_sentence() -> None:
    with pytest.raises(ImportRefused, match=r"could not convert plan\.xer: no such file or directory\. This is"):
        convert_by(Converter("MPXJ", ("/nowhere/java",)))


@pytest.fixture
def install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Put a Java and a package `mpxj` in reach, which are small scripts; the package cannot be imported."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("JAVA_HOME", raising=False)

    def put(code: str) -> None:
        library = tmp_path / "site" / "mpxj" / "lib"
        library.mkdir(parents=True)
        (library / "mpxj.jar").touch()
        (library.parent / "__init__.py").write_text("raise RuntimeError('it is imported')\n")
        facts = tmp_path / "site" / "mpxj-16.1.0.dist-info"
        facts.mkdir()
        (facts / "METADATA").write_text("Metadata-Version: 2.1\nName: mpxj\nVersion: 16.1.0\n")
        java = tmp_path / "bin" / "java"
        java.parent.mkdir()
        script = tmp_path / "converter.py"
        script.write_text(f"import sys\nsys.argv[1:] = sys.argv[-2:]\n{code}\n")
        java.write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -I {shlex.quote(str(script))} "$@"\n')
        java.chmod(0o755)
        monkeypatch.syspath_prepend(tmp_path / "site")

    return put


def test_the_command_converts_and_says_so(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    install: Callable[[str], None],
) -> None:
    install(WRITES)
    at_home(monkeypatch, tmp_path, date(2026, 11, 29))
    (tmp_path / "bridge.xer").write_bytes(XER)
    words = ("import", str(tmp_path / "bridge.xer"), "--db", str(tmp_path / "m.db"))
    assert "Converted with MPXJ 16.1.0 from bridge.xer" in ran(capsys, *words, "--dry-run").out
    done = ran(capsys, *words)
    assert (done.code, done.errors) == (0, "")
    assert done.out.startswith(
        "Imported 1 milestone into BRIDGE.\nChanged on the way: 1\n  Converted with MPXJ 16.1.0 from bridge.xer\n"
    )
    assert "mpxj" not in sys.modules


def test_a_preview_of_the_dashboard_converts_too_and_can_be_stopped(
    tmp_path: Path, install: Callable[[str], None]
) -> None:
    install(f"import time\nif open(sys.argv[1]).read().endswith('slow'): time.sleep(60)\n{WRITES}")
    quick, slow = tmp_path / "bridge.xer", tmp_path / "slow.xer"
    quick.write_bytes(XER)
    slow.write_bytes(XER + b"slow")

    def stop(done: int, total: int) -> None:
        raise ImportRefused("stopped")

    with closing(Store.open(tmp_path / "m.db", Clock.fixed(date(2026, 11, 29)), "ana")) as store:
        found = read_and_compare(str(quick), store, date(2026, 11, 29), lambda done, total: None)
        assert "Converted with MPXJ 16.1.0 from bridge.xer" in [row.what for row in found.compared.rows]
        with pytest.raises(ImportRefused, match="stopped"):
            read_and_compare(str(slow), store, date(2026, 11, 29), stop)


def test_a_java_beside_the_plan_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, install: Callable[[str], None]
) -> None:
    install("")
    assert find_converter() is not None
    monkeypatch.chdir(tmp_path / "bin")
    assert find_converter() is None
    monkeypatch.setenv("PATH", ".")
    assert find_converter() is None
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("JAVA_HOME", str(tmp_path))
    assert find_converter() is not None


def test_a_refusal_names_what_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, install: Callable[[str], None]
) -> None:
    if find_spec("mpxj") is None:
        assert find_converter() is None
        assert how_to_install() == "install Java and `pip install 'milestone-tui[mpxj]'`, then import this file"
        with pytest.raises(
            ImportRefused, match=r"then import that\. Or install Java and `pip install 'mil.*this file\.$"
        ):
            read_plan(XER, "plan.xer")
    assert converted(b"title\nA\n", "plan.csv") == (b"title\nA\n", ())
    install("")
    assert find_converter() is not None
    (tmp_path / "bin" / "java").unlink()
    assert find_converter() is None and how_to_install() == "install Java, then import this file"
    assert converted(XER, "plan.xer") == (XER, ())


def table(name: str, fields: str, *rows: str) -> list[str]:
    """A table of a file of P6; fields and cells are separated by blanks and by |."""
    cells = ["\t".join(("%R", *row.split("|"))) for row in rows]
    return [f"%T\t{name}", "\t".join(("%F", *fields.split())), *cells]


REAL_XER = "\r\n".join(
    (
        "ERMHDR\t19.12\t2026-01-01\tProject\tadmin\tAdmin\tdbxDatabaseNoName\tProject Management\tUSD",
        *table("CALENDAR", "clndr_id clndr_name default_flag clndr_type day_hr_cnt", "1|Standard|Y|CA_Base|8"),
        *table("PROJECT", "proj_id proj_short_name plan_start_date clndr_id", "1|Bridge|2026-09-01 08:00|1"),
        *table("PROJWBS", "wbs_id proj_id proj_node_flag wbs_name parent_wbs_id", "10|1|Y|Bridge|", "11|1|N|Steel|10"),
        *table(
            "TASK",
            "task_id proj_id wbs_id clndr_id task_name task_type status_code target_end_date early_end_date",
            "1|1|11|1|Foundation|TT_FinMile|TK_NotStart|2026-12-04 17:00|2026-12-04 17:00",
        ),
        "%E",
        "",
    )
).encode()


@pytest.mark.parametrize("name", ["bridge.xer", "plan with ' and Kova\u010d.xer"])
def test_mpxj_itself_converts(name: str) -> None:
    if shutil.which("java") is None or find_converter() is None:
        pytest.skip("mpxj and Java are not here")
    data, (told,) = converted(REAL_XER, name)
    assert told.what.startswith("Converted with MPXJ 1")
    (project,) = read_plan(data, name).projects
    (milestone,) = project.milestones
    assert (project.name, milestone.title, milestone.due_on) == ("Bridge", "Foundation", date(2026, 12, 4))
    with pytest.raises(ImportRefused, match=r"could not convert x\.mpp: Unsupported file type\. This is a Microsoft"):
        converted(b"junk", "x.mpp")

"""Convert plans of other programs with MPXJ, a Java library, in a child process with limits of time and size.

MPXJ is installed from its Python package, of which only the folder of the library is used.
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import NamedTuple

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.input_files import MOST_BYTES
from milestone_tui.exchange.other_programs import suffix_of
from milestone_tui.exchange.other_signs import OtherFile

MOST_SECONDS = 60.0
"""A longer conversion is given up."""
_HEAP_MB = 1024
"""The most memory of the Java program for objects."""
_LOOK_SECONDS = 0.05
"""How often a conversion looks whether it is still wanted and within its limits."""
_PACKAGE = "mpxj"
_CLASS = "org.mpxj.sample.MpxjConvert"
_LIMITS = (
    f"-Xmx{_HEAP_MB}m",
    "-XX:MaxMetaspaceSize=256m",
    "-XX:+UseSerialGC",
    "-XX:TieredStopAtLevel=1",
    "-Djava.awt.headless=true",
    "-Djava.io.tmpdir=.",
    "-Djavax.xml.accessExternalDTD=",  # a plan names no other file or address to be read
    "-Djavax.xml.accessExternalSchema=",
)
_JAVA_OPTIONS = ("JAVA_TOOL_OPTIONS", "_JAVA_OPTIONS", "JDK_JAVA_OPTIONS", "CLASSPATH")
"""Variables that would change the limits of Java, or what it loads."""
_LONGEST_REASON = 160
_READ_BACK = 8_192
"""Bytes at the end of what the child printed, in which its reason is searched."""


class Converter(NamedTuple):
    """A program that writes plans of other programs as Microsoft Project XML."""

    name: str
    """With its version, such as "MPXJ 16.10.0"."""
    command: Sequence[str]
    """Its command line; the files to read and to write follow."""
    most_seconds: float = MOST_SECONDS
    most_bytes: int = MOST_BYTES
    """The most that it may write."""


def find_converter() -> Converter | None:
    """Return MPXJ if it and Java are there; nothing of it is imported or run."""
    java, library = _java(), _library()
    if java is None or library is None:
        return None
    from importlib.metadata import PackageNotFoundError, version

    try:
        name = f"MPXJ {version(_PACKAGE)}"
    except PackageNotFoundError:
        name = "MPXJ"
    return Converter(name, (java, *_LIMITS, "-cp", str(library / "*"), _CLASS))


def how_to_install() -> str:
    """Return what makes the conversion possible, as an imperative without a full stop."""
    package = "`pip install 'milestone-tui[mpxj]'`"
    if _library() is not None:
        missing = "install Java"
    elif _java() is not None:
        missing = f"run {package}"
    else:
        missing = f"install Java and {package}"
    return f"{missing}, then import this file"


def convert(data: bytes, file_name: str, other: OtherFile, converter: Converter, wanted: Callable[[], None]) -> bytes:
    """Return a plan of another program as Microsoft Project XML.

    `wanted` is called again and again while the child process runs; an error that it raises, or ctrl+c, ends that.
    Raises ImportRefused for a plan that cannot be converted within the limits.
    """
    try:
        with TemporaryDirectory(prefix="milestone-tui-", ignore_cleanup_errors=True) as name:
            folder = Path(name)
            ending = suffix_of(file_name)
            source, target = folder / f"plan{ending if ending in other.suffixes else ''}", folder / "converted.xml"
            source.write_bytes(data)
            reason = _run(converter, folder, (source.name, target.name), len(data), wanted)
            converted = b"" if reason or not target.is_file() else target.read_bytes()
    except OSError as error:
        converted, reason = b"", (error.strerror or str(error)).lower()
    if not converted:
        because = f": {reason}" if reason else ""
        raise ImportRefused(f"{converter.name} could not convert {file_name}{because}. {other.sentence}")
    return converted


def _run(
    converter: Converter, folder: Path, files: tuple[str, str], source_size: int, wanted: Callable[[], None]
) -> str:
    """Run the converter in a folder; return why it failed, an empty text if it did not."""
    with (folder / "said.txt").open("wb") as said:
        process = subprocess.Popen(
            [*converter.command, *files],
            cwd=folder,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            env={name: value for name, value in os.environ.items() if name not in _JAVA_OPTIONS},
            start_new_session=True,  # ctrl+c reaches this process alone, which ends the child
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
    try:
        _limit(process, converter)
        reason = _watch(process, converter, folder, source_size, wanted)
    finally:
        _end(process)
    if reason or process.returncode == 0:
        return reason
    return _last_words(folder / "said.txt") or f"it ended with code {process.returncode}"


def _limit(process: subprocess.Popen[bytes], converter: Converter) -> None:
    """Bound what the child may use, even if this process is killed; where the system cannot, `_watch` alone does."""
    if sys.platform != "linux":
        return
    import resource

    seconds = int(4 * converter.most_seconds) + 1  # of all its threads together
    with suppress(OSError, ValueError):
        resource.prlimit(process.pid, resource.RLIMIT_CPU, (seconds, seconds))
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (converter.most_bytes, converter.most_bytes))
        resource.prlimit(process.pid, resource.RLIMIT_CORE, (0, 0))


def _watch(
    process: subprocess.Popen[bytes], converter: Converter, folder: Path, source_size: int, wanted: Callable[[], None]
) -> str:
    """Wait for the child; return which limit it passed, an empty text if none."""
    deadline = monotonic() + converter.most_seconds
    while True:
        wanted()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK_SECONDS)
        if _size(folder) - source_size >= converter.most_bytes:
            return f"it wrote more than {converter.most_bytes >> 20:,} MB"
        if process.returncode is not None:
            return ""
        if monotonic() > deadline:
            return f"it took more than {converter.most_seconds:g} seconds"


def _size(folder: Path) -> int:
    """Return the bytes of all files in a folder."""
    total = 0
    for place, _, names in os.walk(folder):
        for name in names:
            with suppress(OSError):  # it was removed just now
                total += os.lstat(Path(place) / name).st_size
    return total


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the child with all that it started, unless it has ended."""
    if process.returncode is not None:
        return
    with suppress(OSError):
        if hasattr(os, "killpg"):
            os.killpg(process.pid, signal.SIGKILL)
        else:
            process.kill()
    process.wait()


def _last_words(path: Path) -> str:
    """Return the reason among what the child printed: the message of the last error of Java, else the last line."""
    with path.open("rb") as said:
        said.seek(max(0, path.stat().st_size - _READ_BACK))
        text = said.read(_READ_BACK).decode("utf-8", "replace")
    lines = [line.strip() for line in text.splitlines()]
    lines = [line for line in lines if line and not line.startswith(("at ", "..."))]
    causes = [line for line in lines if "Exception" in line or "Error" in line]
    reason = (causes or lines or [""])[-1]
    if "OutOfMemoryError" in reason:
        return f"it needs more than {_HEAP_MB:,} MB of memory"
    message = reason.rpartition("Exception: ")[2].rpartition("Error: ")[2].rstrip(".")
    return message[:_LONGEST_REASON]


def _java() -> str | None:
    """Return the path of Java; None without it."""
    home = os.environ.get("JAVA_HOME")
    return (_program(str(Path(home) / "bin")) if home else None) or _program(None)


def _program(places: str | None) -> str | None:
    """Return the path of Java in these folders, by default those of PATH; never one beside the plan.

    Windows searches the working folder first, which may be that of a plan from anybody.
    """
    found = shutil.which("java", path=places)
    return None if found is None or Path(found).absolute().parent == Path.cwd() else str(Path(found).absolute())


def _library() -> Path | None:
    """Return the folder of MPXJ's Java library; None if it is not installed."""
    from importlib.util import find_spec

    try:
        spec = find_spec(_PACKAGE)
    except (ImportError, ValueError):
        return None
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(place) / "lib" / "mpxj.jar").is_file():
            return Path(place).resolve() / "lib"
    return None

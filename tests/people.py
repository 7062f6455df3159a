"""Other people on this computer: programs with a login and groups of their own, which only root may start.

They need no accounts: a number is a login to the kernel. Their interpreter is another one where the tests' own lies in
a folder that is closed to them.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import NamedTuple

import pytest
from terminal import Terminal

import milestone_tui

TEAM, OTHERS = 40001, 40002
"""Two groups; nobody here is in the second one."""


class Login(NamedTuple):
    """A person with a login and a group of their own, who is in the group TEAM too."""

    name: str
    id: int
    umask: int = 0o022
    groups: tuple[int, ...] = (TEAM,)

    def become(self) -> None:
        """Make this process the person's, for good."""
        os.setgroups(self.groups)
        os.setgid(self.id)
        os.setuid(self.id)
        os.umask(self.umask)

    def environment(self, home: Path) -> dict[str, str]:
        """What their programs are told."""
        return {"HOME": str(home), "PATH": "/usr/bin:/bin", "MILESTONE_TUI_USER": self.name, "LANG": "C.UTF-8"}

    def start(self, *arguments: object, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
        """Start Python as this person."""
        return subprocess.Popen(
            [interpreter(), *map(str, arguments)],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            preexec_fn=self.become,
            cwd="/",
            env={"PYTHONPATH": _modules(), **(env or {})},
        )

    def run(self, home: Path, *arguments: object) -> Answer:
        """Run a command for scripts as this person."""
        program = self.start("-m", "milestone_tui", *arguments, env=self.environment(home))
        out, errors = program.communicate(timeout=60)
        return Answer(program.returncode, out, errors)

    def open(self, home: Path, *arguments: object, day: str = "2026-11-22") -> Terminal:
        """Open the dashboard as this person."""
        return Terminal(
            *map(str, arguments),
            home=home,
            size=(100, 30),
            env={"PYTHONPATH": _modules(), **self.environment(home), "MILESTONE_TUI_TODAY": day},
            become=self.become,
            python=interpreter(),
        )


class Answer(NamedTuple):
    """What a command said."""

    code: int
    out: str
    errors: str


ANA, BEN, EVE = Login("ana", 30001), Login("ben", 30002, umask=0o077), Login("eve", 30003, groups=())


@contextmanager
def public_folder() -> Iterator[Path]:
    """Make a folder that everybody can enter, as a test's own cannot be; skip the test where there can be none."""
    folder = Path(tempfile.mkdtemp(prefix="milestone-tui-"))
    folder.chmod(0o755)
    try:
        if any(not parent.stat().st_mode & stat.S_IXOTH for parent in folder.parents):
            pytest.skip("others cannot enter the folder for temporary files")
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def commons() -> Iterator[Path]:
    """Make a folder in which everybody may make something, as in /tmp; skip the test where there can be none."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("needs root: starts programs as other people")
    with public_folder() as folder:
        folder.chmod(0o1777)
        if not interpreter():
            pytest.skip("other people can run no Python with these modules")
        yield folder


@cache
def interpreter() -> str:
    """Return a Python that other people can run with the modules of this one; empty where there is none."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}"
    for python in (sys.executable, f"/usr/bin/{name}", f"/usr/local/bin/{name}"):
        try:
            done = subprocess.run(
                [python, "-c", "import milestone_tui.cli.main, textual, sqlmodel"],
                capture_output=True,
                check=False,
                timeout=60,
                preexec_fn=EVE.become,
                cwd="/",
                env={"PYTHONPATH": _modules()},
            )
        except OSError:
            continue
        if done.returncode == 0:
            return python
    return ""


def _modules() -> str:
    ours = Path(milestone_tui.__file__).parent.parent
    return os.pathsep.join([str(ours), *(path for path in sys.path if path.endswith("-packages"))])

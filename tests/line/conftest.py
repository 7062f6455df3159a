from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
from line.recorder import Recording
from line.scenes import SCENES, demo_file, record

Recorded = Callable[[str, tuple[int, int]], Recording]


@pytest.fixture(scope="session")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database with the demo portfolio, to copy."""
    return demo_file(tmp_path_factory.mktemp("demo"))


@pytest.fixture(scope="session")
def scene(demo: Path) -> Recorded:
    """The recording of a scene at a size, made once."""

    @cache
    def recorded(name: str, size: tuple[int, int]) -> Recording:
        return record(demo, SCENES[name], size)

    return recorded

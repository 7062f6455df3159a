"""Files that other programs wrote: they are not ours to give away, so they lie beside the checkout."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pytest

_ORACLES = Path(os.environ.get("MILESTONE_TUI_ORACLES") or Path(__file__).parents[2] / "shared" / "oracles")
FOLDER = Path(os.environ.get("MILESTONE_TUI_SAMPLES") or Path(__file__).parents[2] / "shared" / "samples")


def samples() -> list[Path]:
    """All of them; a test that wants them is skipped where there are none."""
    if not FOLDER.is_dir():
        pytest.skip("the files of other programs are not here: MILESTONE_TUI_SAMPLES names their folder")
    return sorted(FOLDER.iterdir())


def sample(name: str) -> Path:
    """One of them, such as `field/plan.csv`; a test that wants it is skipped where it is not."""
    path = FOLDER / name
    if not path.is_file():
        pytest.skip(f"{name} is not among the files of other programs that are here")
    return path


def oracle(name: str) -> dict[str, Any]:
    """Return worked examples with published results; a test that wants them is skipped where they are not."""
    path = _ORACLES / name
    if not path.is_file():
        pytest.skip(f"the worked examples {name} are not here: MILESTONE_TUI_ORACLES names their folder")
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def field_sample(name: str) -> Path:
    """One of the small plans in the shapes that the field writes; skipped where it is not."""
    path = FOLDER / "field" / name
    if not path.is_file():
        pytest.skip(f"{name} is not among the plans of the field that are here")
    return path

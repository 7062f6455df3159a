"""Type of a migration step."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import TypeAlias

from milestone_tui.store.mending import Mended

Part: TypeAlias = str | Callable[[sqlite3.Connection], Sequence[Mended]]
"""A statement, or a function that returns the rows it had to repair."""

Step: TypeAlias = Sequence[Part]
"""The parts of a step, in order."""

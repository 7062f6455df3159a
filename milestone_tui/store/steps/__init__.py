"""The numbered steps of the schema: a step that was released is never edited, a later one is added."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Sequence
from typing import TypeAlias

from milestone_tui.store.mending import Mended
from milestone_tui.store.steps.first import FIRST
from milestone_tui.store.steps.fourth import FOURTH, WHOLE
from milestone_tui.store.steps.logins import LOGINS
from milestone_tui.store.steps.second import SECOND
from milestone_tui.store.steps.third import THIRD

Step: TypeAlias = Sequence[str | Callable[[sqlite3.Connection], list[Mended]]]
"""Statements, and functions that return the rows which they had to mend."""

STEPS: Sequence[Step] = (FIRST, SECOND, THIRD, FOURTH, LOGINS)
"""After step n the file says `user_version` n."""

FROM_NOTHING: tuple[int, Sequence[str]] = (4, WHOLE)
"""A version, and the statements that make a new database of it, instead of all the steps so far."""

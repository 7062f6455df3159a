"""The numbered steps of the schema: a step that was released is never edited, a later one is added."""

from __future__ import annotations

from collections.abc import Sequence

from milestone_tui.store.steps.first import FIRST
from milestone_tui.store.steps.fourth_tmp import FOURTH
from milestone_tui.store.steps.second import SECOND
from milestone_tui.store.steps.third import THIRD

STEPS: Sequence[Sequence[str]] = (FIRST, SECOND, THIRD, FOURTH)
"""The statements of each step; after step n the file says `user_version` n."""

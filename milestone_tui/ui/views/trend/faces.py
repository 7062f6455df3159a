"""The table of the faces of Trend, in the order of `tab`."""

from __future__ import annotations

from typing import Any

from milestone_tui.ui.views.trend.burn_up import BurnUpFace
from milestone_tui.ui.views.trend.face import Face
from milestone_tui.ui.views.trend.milestones import MilestoneTrend
from milestone_tui.ui.views.trend.value import EarnedValueFace

FACES: tuple[type[Face[Any, Any, Any]], ...] = (MilestoneTrend, BurnUpFace, EarnedValueFace)

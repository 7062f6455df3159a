"""The left side of the title of a screen about one project."""

from __future__ import annotations

from milestone_tui.plan.model import Project
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink


def project_title(project: Project, screen: str, name_most: int = 40) -> Line:
    """Return `ACME Customer portal  › Timeline`, the name in at most `name_most` cells."""
    return (
        (fit(project.key, 12).rstrip(), Ink.BRIGHT),
        (f" {fit(project.called, name_most).rstrip()}".rstrip(), Ink.TEXT),
        (f"  › {screen}", Ink.DIM),
    )

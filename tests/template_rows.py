"""Milestones of templates for tests: name what matters, the rest is as in a new milestone."""

from __future__ import annotations

from typing import Any

from milestone_tui.plan.fields import TEMPLATE_FIELDS
from milestone_tui.plan.templates.template import TemplateMilestone


def template_row(
    title: str, offset: int | None, phase: str = "", *, criteria: tuple[str, ...] = (), **fields: Any
) -> TemplateMilestone:
    """One milestone of a template."""
    new = {name: spec.default for name, spec in TEMPLATE_FIELDS.items()}
    return TemplateMilestone(new | {"title": title, "phase": phase} | fields, offset, criteria)

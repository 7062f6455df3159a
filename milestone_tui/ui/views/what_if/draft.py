"""Conversion between a what-if and its draft."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.language.reasons import Why
from milestone_tui.plan.model import ChangeReason
from milestone_tui.plan.network.move_request import MoveRequest
from milestone_tui.plan.network.move_result import RippleMode
from milestone_tui.plan.network.what_if import WhatIf


def move_draft(project_id: int | None, what: str, what_if: WhatIf, why: Why, texts: Mapping[str, str]) -> Unfinished:
    """Return the draft of a move; `texts` is being typed, `what` names the milestones together."""
    request, (reason, note) = what_if.request, why
    choices = {
        "ids": request.ids,
        "what": what,
        "reason": None if reason is None else reason.value,
        "note": note,
        "to": request.to,
        "working_days": request.working_days,
        "weeks": request.weeks,
        "way": what_if.mode.value,
    }
    title = f'Move of "{what or what_if.lead.title}"'
    return Unfinished(UnfinishedKind.CHANGE, project_id, title, texts=texts, choices=choices)


def drafted_reason(kept: Unfinished) -> Why:
    """Return the reason in a draft; empty when none was chosen."""
    reason = next((reason for reason in ChangeReason if reason == kept.choices.get("reason")), None)
    return Why(reason, str(kept.choices.get("note", "")) if reason is not None else "")


def drafted_move(kept: Unfinished, now: MoveRequest) -> tuple[MoveRequest, RippleMode]:
    """Return `now` moved as far as in a draft, and its ripple mode."""
    to, days, weeks = (kept.choices.get(name) for name in ("to", "working_days", "weeks"))
    mode = RippleMode.named(kept.choices.get("way"))
    request = now._replace(
        to=to if isinstance(to, date) else None,
        working_days=days if isinstance(days, int) else 0,
        weeks=weeks if isinstance(weeks, int) else 0,
    )
    return request, mode

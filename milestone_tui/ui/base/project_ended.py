"""What a screen about a project says when somebody archives or cancels that project meanwhile."""

from __future__ import annotations

from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import Project, ProjectState
from milestone_tui.store import Reader
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.messages import StatusMessage

_HISTORY = 50
"""Changes of the project among which the one that ended it is looked for: it was made a moment ago."""

_NOBODY = (None, "Somebody")


def tell_if_ended(screen: StoreScreen, before: Project | None, now: Project) -> None:
    """Say which other person archived or cancelled a project that a screen shows, and what can be done.

    `before` is the project as the screen showed it.
    """
    if before is None or not before.is_live or now.is_live:
        return
    read = screen.context.store.read
    change_id, actor = _who(read, now)
    own = read.undoable()
    if own is not None and own.id == change_id:
        return
    who = visible(actor)
    if now.archived_at is not None:
        sentence = f"{who} archived {now.key}. On Projects, is:archived finds it and A unarchives it."
    else:
        sentence = f"{who} cancelled {now.key}. Give it another state to take it up again."
    screen.app.post_message(StatusMessage(sentence))


def ended_word(project: Project | None) -> str:
    """`ACME is archived`, for a title; empty where the project goes on."""
    if project is None or project.is_live:
        return ""
    return f"{project.key} is {'archived' if project.archived_at is not None else 'cancelled'}"


def _who(read: Reader, project: Project) -> tuple[int | None, str]:
    """Which change ended it, and whose, by the journal."""
    if project.archived_at is not None:
        label = f"Archive {project.key}"
        changes = read.history(project_id=project.id, limit=_HISTORY)
        return next(((change.id, str(change.actor)) for change in changes if change.label == label), _NOBODY)
    entries = read.project_history(project.id, _HISTORY)
    ended = (e for e in entries if e.field == "state" and e.after == ProjectState.CANCELLED)
    return next(((entry.change_id, str(entry.actor)) for entry in ended), _NOBODY)

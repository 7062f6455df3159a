"""The notice on a screen when another person archives or cancels its project."""

from __future__ import annotations

from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import Project, ProjectState
from milestone_tui.store import Reader
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.messages import StatusMessage

_HISTORY = 50
"""Recent changes of the project to search for the one that archived or cancelled it."""

_NOBODY = (None, "Somebody")


def show_if_ended(screen: StoreScreen, before: Project | None, now: Project) -> None:
    """Show which other person archived or cancelled a project, and what can be done.

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
        sentence = f"{who} cancelled {now.key}. Change its state to reopen it."
    screen.app.post_message(StatusMessage(sentence))


def ended_words(project: Project | None) -> str:
    """Return `ACME is archived` or `ACME is cancelled` for a title, else an empty text."""
    if project is None or project.is_live:
        return ""
    return f"{project.key} is {'archived' if project.archived_at is not None else 'cancelled'}"


def _who(read: Reader, project: Project) -> tuple[int | None, str]:
    """Return the id and the actor of the change that archived or cancelled a project."""
    if project.archived_at is not None:
        label = f"Archive {project.key}"
        changes = read.history(project_id=project.id, limit=_HISTORY)
        return next(((change.id, str(change.actor)) for change in changes if change.label == label), _NOBODY)
    entries = read.project_history(project.id, _HISTORY)
    ended = (e for e in entries if e.field == "state" and e.after == ProjectState.CANCELLED)
    return next(((entry.change_id, str(entry.actor)) for entry in ended), _NOBODY)

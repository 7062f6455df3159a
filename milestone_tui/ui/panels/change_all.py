"""The panel that changes owner, phase, state or tags of all marked milestones."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.fields import NEW_MILESTONE
from milestone_tui.plan.form_state import FieldContext, read_field, start, typed
from milestone_tui.plan.language.tags import TagChange, parse_tag_change
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import MilestoneState
from milestone_tui.ui.base.field_panel import FieldPanel, field_keys
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock

if TYPE_CHECKING:
    from milestone_tui.store import Commands

_NONE = "-"
"""What is typed to leave a field empty."""

_LABELS = {
    "owner": ("Owner", "a name, or - for none"),
    "phase": ("Phase", "a phase, or - for none"),
    "state": ("State", ", ".join(state for state in MilestoneState if state is not MilestoneState.DONE)),
    "tags": ("Tags", "+legal -draft"),
}


class ChangeAllScreen(FieldPanel[bool]):
    """Panel with the fields to change in several milestones; answers True after the change."""

    BINDINGS: ClassVar[Keys] = field_keys("all.change", "change", "Change all marked milestones")

    def __init__(self, context: Context, project_id: int, ids: Sequence[int], kept: Unfinished | None = None) -> None:
        super().__init__(context, kept)
        self._project_id = project_id
        self._ids = ids
        self._people = [person.name for person in context.store.read.people()]
        self._phases = [phase.name for phase in context.store.read.phases(project_id)]
        self._done = sum(not m.is_open and m.done_on is not None for m in context.store.read.milestones(ids))
        self._echo = TextBlock(context.renderer)

    def compose_panel(self) -> ComposeResult:
        """Compose the title, the fields and the echo."""
        count = count_words(len(self._ids), "milestone")
        about = "  empty fields stay unchanged"
        yield TextBlock(self.context.renderer, (((f" Change {count}", Ink.BRIGHT), (about, Ink.DIM)), ()))
        for name, (label, hint) in _LABELS.items():
            self._fields[name] = PanelField(self.context.renderer, name, label, placeholder=hint)
        yield from self._fields.values()
        yield self._echo

    @on(Input.Changed)
    def _show_echo(self) -> None:
        try:
            said, reopened = self._words(), self._done if "state" in self._changes() else 0
        except InvalidInput:
            said, reopened = "", 0  # the field shows the mistake when the panel is submitted
        line: Line = ((" " + said, Ink.DIM),) if said else ()
        if reopened:
            line = (*line, (f" · reopens {reopened} done {'milestone' if reopened == 1 else 'milestones'}", Ink.WARN))
        self._echo.lines = (line,) if line else ()

    def _words(self) -> str:
        changes, tags = self._changes(), self._tags()
        said = [f"{name}: {value or 'none'}{self._new(name, value)}" for name, value in changes.items()]
        said += [f"+{tag}" for tag in tags.add] + [f"−{tag}" for tag in tags.remove]
        return " · ".join(said)

    def _new(self, name: str, value: object) -> str:
        """Return ` (new)` for a person or phase that does not exist yet."""
        known = {"owner": self._people, "phase": self._phases}.get(name)
        return " (new)" if value and known is not None and value not in known else ""

    def about(self) -> Unfinished:
        """Return a draft with the ids of the milestones."""
        title = f"Change of {count_words(len(self._ids), 'milestone')}"
        return Unfinished(UnfinishedKind.CHANGE, self._project_id, title, choices={"ids": tuple(self._ids)})

    def submit(self) -> None:
        """Change the milestones as one change."""
        changes, tags = self._changes(), self._tags()
        if not changes and not any(tags):
            self.show_error("Fill in at least one field, or press esc to cancel.")
            return
        ids = list(self._ids)
        if len(ids) > AT_ONCE:
            self.show_status(f"Changing {count_words(len(ids), 'milestone')}")  # which takes a moment

        def change(do: Commands) -> None:
            if changes:
                do.milestones.edit_all(ids, changes, tags)
            else:
                do.milestones.tag_all(ids, tags)

        def done(_: object) -> None:
            self.show_below(f"Changed {count_words(len(ids), 'milestone')} · {self._words()} · u to undo")
            self.dismiss(True)

        self.carry_out(change, done)

    def _changes(self) -> dict[str, object]:
        """Return the new values by field; raise InvalidInput."""
        changed: dict[str, object] = {}
        for name, names in (("owner", self._people), ("phase", self._phases)):
            if text := self._fields[name].input.value.strip():
                changed[name] = "" if text == _NONE else _known(text.lstrip("@#"), names)
        if text := self._fields["state"].input.value.strip():
            if _state(text) == MilestoneState.DONE:  # ticking leaves out gates
                raise InvalidInput("state", "To tick the marked milestones, press esc, then space.")
            given = FieldContext(self.context.today)
            draft = typed(start({"state": NEW_MILESTONE["state"]}, given), "state", _state(text))
            changed["state"] = read_field("state", draft["state"], given)
        return changed

    def _tags(self) -> TagChange:
        return parse_tag_change(self._fields["tags"].input.value)


def _known(text: str, names: Sequence[str]) -> str:
    """Return the one existing name that begins with `text`, else `text` as a new name."""
    found = [name for name in names if fold(name).startswith(fold(text))]
    exact = [name for name in found if fold(name) == fold(text)]
    return exact[0] if exact else found[0] if len(found) == 1 else text


def _state(text: str) -> str:
    """Return the one state that begins with `text`, else `text`."""
    found = [state.value for state in MilestoneState if state.value.startswith(fold(text))]
    return found[0] if len(found) == 1 else text

"""Changing all that is marked at once: owner, phase, state, tags; what is left empty stays as it is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.fields import NEW_MILESTONE
from milestone_tui.plan.form_state import Given, read_field, start, typed
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
    "owner": ("Owner", "a name, or - for nobody"),
    "phase": ("Phase", "a phase, or - for none"),
    "state": ("State", ", ".join(state for state in MilestoneState if state is not MilestoneState.DONE)),
    "tags": ("Tags", "+legal -draft"),
}


class ChangeAllScreen(FieldPanel[bool]):
    """Asks what is to be changed of the milestones; answers True when that was done."""

    BINDINGS: ClassVar[Keys] = field_keys("all.change", "change them", "Change all of them")

    def __init__(self, context: Context, project_id: int, ids: Sequence[int], kept: Unfinished | None = None) -> None:
        super().__init__(context, kept)
        self._project_id = project_id
        self._ids = ids
        self._people = [person.name for person in context.store.read.people()]
        self._phases = [phase.name for phase in context.store.read.phases(project_id)]
        self._done = sum(not m.is_open and m.done_on is not None for m in context.store.read.milestones(ids))
        self._echo = TextBlock(context.renderer)

    def compose_panel(self) -> ComposeResult:
        """How many there are, and the fields."""
        count = count_words(len(self._ids), "milestone")
        about = "  what is left empty stays as it is"
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
            said, reopened = "", 0  # said beside the field, when it is to be written
        line: Line = ((" " + said, Ink.DIM),) if said else ()
        if reopened:
            line = (*line, (f" · {reopened} done {'is' if reopened == 1 else 'are'} open again", Ink.WARN))
        self._echo.lines = (line,) if line else ()

    def _words(self) -> str:
        changes, tags = self._changes(), self._tags()
        said = [f"{name}: {value or 'none'}{self._new(name, value)}" for name, value in changes.items()]
        said += [f"+{tag}" for tag in tags.add] + [f"−{tag}" for tag in tags.remove]
        return " · ".join(said)

    def _new(self, name: str, value: object) -> str:
        """What of it is not there yet."""
        known = {"owner": self._people, "phase": self._phases}.get(name)
        return " (new)" if value and known is not None and value not in known else ""

    def about(self) -> Unfinished:
        """The milestones that are changed."""
        title = f"Change of {count_words(len(self._ids), 'milestone')}"
        return Unfinished(UnfinishedKind.CHANGE, self._project_id, title, choices={"ids": tuple(self._ids)})

    def submit(self) -> None:
        """Change them, in one change."""
        changes, tags = self._changes(), self._tags()
        if not changes and not any(tags):
            self.show_error("Nothing is to be changed: esc leaves.")
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
            self.tell(f"Changed {count_words(len(ids), 'milestone')} · {self._words()} · u undoes")
            self.dismiss(True)

        self.carry_out(change, done)

    def _changes(self) -> dict[str, object]:
        """The fields that are to be changed, with their new values; raises InvalidInput."""
        changed: dict[str, object] = {}
        for name, names in (("owner", self._people), ("phase", self._phases)):
            if text := self._fields[name].input.value.strip():
                changed[name] = "" if text == _NONE else _known(text.lstrip("@#"), names)
        if text := self._fields["state"].input.value.strip():
            if _state(text) == MilestoneState.DONE:  # gates are not
                raise InvalidInput("state", "Without a state: space ticks what is marked.")
            given = Given(self.context.today)
            draft = typed(start({"state": NEW_MILESTONE["state"]}, given), "state", _state(text))
            changed["state"] = read_field("state", draft["state"], given)
        return changed

    def _tags(self) -> TagChange:
        return parse_tag_change(self._fields["tags"].input.value)


def _known(text: str, names: Sequence[str]) -> str:
    """The name that `text` begins, where there is just one; else a new one."""
    found = [name for name in names if fold(name).startswith(fold(text))]
    exact = [name for name in found if fold(name) == fold(text)]
    return exact[0] if exact else found[0] if len(found) == 1 else text


def _state(text: str) -> str:
    """The state that `text` begins, where there is just one."""
    found = [state.value for state in MilestoneState if state.value.startswith(fold(text))]
    return found[0] if len(found) == 1 else text

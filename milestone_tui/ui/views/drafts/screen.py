"""What was typed and not saved when the program ended: offered at the start, and gone on with, left or discarded."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from milestone_tui.plan.drafts import OF_A_MILESTONE, KeptDraft, Unfinished, UnfinishedKind
from milestone_tui.plan.fields import MILESTONE_FIELDS, PROJECT_FIELDS, panel_word
from milestone_tui.plan.language.wording import ago_words, count_words, days_of_work_words, list_words
from milestone_tui.ui.base.choice_panel import ChoicePanel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.renderer import Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock

if TYPE_CHECKING:
    from milestone_tui.store import Commands

_ROWS = 6
"""Drafts that are seen at a time."""
_AGO = 16
"""Cells for how long ago one was kept."""
_PICKED = {"depends": ("predecessors", "After"), "people": ("people", "Who")}
"""What is picked in a tab: the words for its list, and for one of it that was typed."""

_ANYWHERE = {
    UnfinishedKind.PROJECT: "new project",
    UnfinishedKind.TEMPLATE: "new project",
    UnfinishedKind.FILTER: "projects",
    UnfinishedKind.CHANGE: "projects",
    UnfinishedKind.DAYS_OFF: "projects",
}
"""Where that belongs which is of no project that exists."""


class DraftsScreen(ChoicePanel[KeptDraft]):
    """Lists the drafts; answers with the one to go on with. Who leaves finds them again at the next start."""

    BINDINGS: ClassVar[Keys] = [
        bind("drafts.go_on", "enter", "go on", "Open it as it was left", "choose"),
        bind("drafts.discard", "d", "discard", "Forget what was typed; a second press brings it back"),
        hidden("drafts.copy", "y", "copy", "Copy what was typed as text"),
        bind("drafts.down", "down,j", "choose", "The next one", "step(1)", display="↑ ↓"),
        hidden("drafts.up", "up,k", "choose", "The one before", "step(-1)"),
        bind("drafts.later", "escape", "later", "Keep it; the next start offers it again", "leave"),
    ]

    DEFAULT_CSS = """
    DraftsScreen Choices { margin-top: 1; }
    """

    def __init__(self, context: Context, drafts: Sequence[KeptDraft]) -> None:
        super().__init__(context)
        self._drafts = tuple(drafts)
        self._discarded: frozenset[int] = frozenset()
        self._head = TextBlock(context.renderer)

    def compose_panel(self) -> ComposeResult:
        """How many there are, and which."""
        yield self._head
        yield self._choices

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Of one there is nothing to choose."""
        return len(self._drafts) > 1 if action == "step" else True

    def show_words(self) -> None:
        """Write how many there are, and which."""
        count = len(self._drafts)
        changes = sum(draft.unfinished.kind is UnfinishedKind.WAITING for draft in self._drafts)
        kind = "unsaved change" if changes == count else "unfinished edit"
        said = f"An {kind} is kept" if count == 1 else f"{count_words(count, kind)} are kept"
        if 0 < changes < count:
            said = (
                f"{count_words(changes, 'unsaved change')} and {count_words(count - changes, 'unfinished edit')} kept"
            )
        self._head.lines = (((f" {said}", Ink.BRIGHT), (" from when the program ended", Ink.DIM)),)
        cursor = self._choices.cursor
        self._choices.styles.height = min(_ROWS, count)
        width = max(len(_where(draft)) for draft in self._drafts)
        self._choices.items = tuple(self._line(draft, width) for draft in self._drafts)
        self._choices.cursor = min(cursor, count - 1)

    def _line(self, draft: KeptDraft, width: int) -> Line:
        """One draft; `width` cells say where it belongs."""
        edit = draft.unfinished
        discarded = draft.id in self._discarded
        about = ("deleted meanwhile", Ink.WARN) if draft.gone else (typed_words(edit), Ink.DIM)
        if edit.kind is UnfinishedKind.WAITING:
            about = ("not saved yet", Ink.DIM)
        if discarded:
            about = ("discarded · d undoes", Ink.DIM)
        room = max(30, self.app.size.width - _AGO - width - 9)
        title = room // 2
        return (
            ("   ", Ink.TEXT),
            (fit(edit.title or "Without a name", title), Ink.DIM if discarded else Ink.TEXT),
            (f"  {_where(draft):{width}}  ", Ink.DIM),
            (fit(about[0], room - title), about[1]),
            (fit(ago_words(draft.kept_at, self.context.clock.now()), _AGO, right=True), Ink.DIM),
        )

    def action_choose(self) -> None:
        """Answer with the one under the cursor."""
        draft = self._drafts[self._choices.cursor]
        kind = draft.unfinished.kind
        if draft.gone and kind not in (UnfinishedKind.MILESTONE, UnfinishedKind.PROJECT):
            of_a_person = kind is UnfinishedKind.PERSON
            what = "milestone" if kind in OF_A_MILESTONE else "person" if of_a_person else "project"
            self.refuse_prompt(f"The {what} was deleted: y copies what was typed.")
        elif draft.id in self._discarded:
            self.refuse_prompt("It is discarded: d brings it back.")
        else:
            self._close(draft)

    def action_copy(self) -> None:
        """Copy what was typed."""
        self.app.copy_to_clipboard(typed_text(self._drafts[self._choices.cursor].unfinished))
        self.show_status("Copied what was typed as text")

    def action_discard(self) -> None:
        """Forget the one under the cursor when this is left; until then a second press brings it back."""
        self._discarded ^= {self._drafts[self._choices.cursor].id}
        self.show_words()

    def action_leave(self) -> None:
        """Close without an answer."""
        self._close(None)

    def _close(self, answer: KeptDraft | None) -> None:
        """Forget what was discarded and answer."""
        gone = [draft for draft in self._drafts if draft.id in self._discarded]
        left = [draft.id for draft in gone if draft.unfinished.kind is UnfinishedKind.WAITING]
        self.context.store.discard_left(left)
        gone = [draft for draft in gone if draft.id not in left]
        if not gone:
            if left:
                self.tell(f"Discarded {count_words(len(left), 'change')}")
            self.dismiss(answer)
            return

        def discard(do: Commands) -> None:
            for draft in gone:
                do.drafts.discard(draft)

        def done(_: object) -> None:
            self.tell("Discarded what was typed" if len(gone) == 1 else f"Discarded {len(gone)} unfinished edits")
            self.dismiss(answer)

        self.run_command(discard, done, lambda error: self.show_error(str(error)))


def _where(draft: KeptDraft) -> str:
    """Where it belongs, as far as that is known."""
    kind, key = draft.unfinished.kind, draft.project_key
    if kind is UnfinishedKind.WAITING:
        return "change"
    if kind is UnfinishedKind.QUICK_ADD:
        return f"new in {key}" if key else "new"
    if kind is UnfinishedKind.PERSON:
        return "people"
    return key if draft.unfinished.target_id is not None else _ANYWHERE.get(kind, "")


def typed_words(edit: Unfinished) -> str:
    """What was typed into, in words."""
    words = _words(edit)
    lists = {
        "criteria": edit.criteria,
        "predecessors": edit.links,
        "people": edit.work or edit.roles,
        "phases": edit.phases,
    }
    fields = [words[field] for field in edit.texts if field in words]
    changed = [name for name, both in lists.items() if both and both.mine != both.seen]
    picked = [_PICKED[tab][0] for tab in edit.picking if tab in _PICKED]
    return list_words(list(dict.fromkeys([*fields, *changed, *picked])), most=5)


def typed_text(edit: Unfinished) -> str:
    """All that was typed, as text: a line for each field, criterion and phase."""
    words = _words(edit)
    if edit.kind is UnfinishedKind.WAITING:
        return edit.title
    lines = [f"{words[field].capitalize()}: {text}" if field in words else text for field, text in edit.texts.items()]
    lines += [f"Criterion: {entry.text}" for entry in (edit.criteria.mine if edit.criteria else ())]
    lines += [
        f"Works on it: {draft.person}, {days_of_work_words(draft.effort_days)} d"
        for draft in (edit.work.mine if edit.work else ())
    ]
    lines += [f"Phase: {phase.name}" for phase in (edit.phases.mine if edit.phases else ())]
    lines += [f"{draft.role.capitalize()}: {draft.person}" for draft in (edit.roles.mine if edit.roles else ())]
    lines += [f"{_PICKED[tab][1]}: {text}" for tab, text in edit.picking.items() if tab in _PICKED]
    return "\n".join(lines)


def _words(edit: Unfinished) -> Mapping[str, str]:
    """The words for the fields of what was edited; a line alone needs no word."""
    if edit.kind is UnfinishedKind.PROJECT:
        return {name: spec.word for name, spec in PROJECT_FIELDS.items()}
    if edit.kind is UnfinishedKind.MILESTONE:
        return {name: spec.word for name, spec in MILESTONE_FIELDS.items()}
    if edit.kind in (UnfinishedKind.QUICK_ADD, UnfinishedKind.FILTER):
        return {}
    return {name: panel_word(name) for name in edit.texts}

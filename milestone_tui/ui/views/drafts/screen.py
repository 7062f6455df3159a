"""The panel of drafts from earlier sessions: resume, discard or leave them for later."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from milestone_tui.plan.drafts import OF_A_MILESTONE, KeptDraft, Unfinished, UnfinishedKind
from milestone_tui.plan.fields import MILESTONE_FIELDS, PROJECT_FIELDS, RISK_FIELDS, panel_word
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
"""The most drafts in view."""
_AGO = 16
"""Cells for the age of a draft."""
_PICKED = {
    "depends": ("predecessors", "Predecessor"),
    "people": ("people", "Person"),
    "threatens": ("milestones", "Milestone"),
}
"""What a tab adds: the words for its list and for one typed entry."""

_ANYWHERE = {
    UnfinishedKind.PROJECT: "new project",
    UnfinishedKind.TEMPLATE: "new project",
    UnfinishedKind.FILTER: "projects",
    UnfinishedKind.CHANGE: "projects",
    UnfinishedKind.DAYS_OFF: "projects",
}
"""Where a draft without an existing project belongs."""


class DraftsScreen(ChoicePanel[KeptDraft]):
    """Panel that lists the drafts and answers with the one to resume; the others stay for the next start."""

    BINDINGS: ClassVar[Keys] = [
        bind("drafts.resume", "enter", "resume", "Open it where you left off", "choose"),
        bind("drafts.discard", "d", "discard", "Discard this draft; d again keeps it"),
        hidden("drafts.copy", "y", "copy", "Copy the text of this draft"),
        bind("drafts.down", "down,j", "choose", "Go to the next draft", "step(1)", display="↑ ↓"),
        hidden("drafts.up", "up,k", "choose", "Go to the previous draft", "step(-1)"),
        bind("drafts.later", "escape", "later", "Keep it and ask at the next start", "leave"),
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
        """Yield the title and the drafts."""
        yield self._head
        yield self._choices

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether a key works: one draft leaves nothing to choose."""
        return len(self._drafts) > 1 if action == "step" else True

    def update_content(self) -> None:
        """Show how many drafts there are, and which."""
        count = len(self._drafts)
        changes = sum(draft.unfinished.kind is UnfinishedKind.WAITING for draft in self._drafts)
        kinds = [(changes, "unsaved change"), (count - changes, "draft")]
        counted = " and ".join(count_words(number, kind) for number, kind in kinds if number)
        self._head.lines = (((f" {counted}", Ink.BRIGHT), (" from your last session", Ink.DIM)),)
        cursor = self._choices.cursor
        self._choices.styles.height = min(_ROWS, count)
        width = max(len(_where(draft)) for draft in self._drafts)
        self._choices.items = tuple(self._line(draft, width) for draft in self._drafts)
        self._choices.cursor = min(cursor, count - 1)

    def _line(self, draft: KeptDraft, width: int) -> Line:
        """Return the line of a draft; `width` cells are for the place it belongs to."""
        edit = draft.unfinished
        discarded = draft.id in self._discarded
        about = ("since deleted", Ink.WARN) if draft.gone else (typed_words(edit), Ink.DIM)
        if edit.kind is UnfinishedKind.WAITING:
            about = ("not saved yet", Ink.DIM)
        if discarded:
            about = ("discarded · d to keep", Ink.DIM)
        room = max(30, self.app.size.width - _AGO - width - 9)
        title = room // 2
        return (
            ("   ", Ink.TEXT),
            (fit(edit.title or "Untitled", title), Ink.DIM if discarded else Ink.TEXT),
            (f"  {_where(draft):{width}}  ", Ink.DIM),
            (fit(about[0], room - title), about[1]),
            (fit(ago_words(draft.kept_at, self.context.clock.now()), _AGO, right=True), Ink.DIM),
        )

    def action_choose(self) -> None:
        """Answer with the draft under the cursor."""
        draft = self._drafts[self._choices.cursor]
        kind = draft.unfinished.kind
        if draft.gone and kind not in (UnfinishedKind.MILESTONE, UnfinishedKind.PROJECT):
            itself = kind in (UnfinishedKind.PERSON, UnfinishedKind.RISK)
            what = "milestone" if kind in OF_A_MILESTONE else kind.value if itself else "project"
            self.refuse_prompt(f"This {what} was deleted. Press y to copy your text.")
        elif draft.id in self._discarded:
            self.refuse_prompt("This draft is discarded. Press d to keep it.")
        else:
            self._close(draft)

    def action_copy(self) -> None:
        """Copy the text of the draft."""
        self.app.copy_to_clipboard(typed_text(self._drafts[self._choices.cursor].unfinished))
        self.show_status("Copied your text to the clipboard")

    def action_discard(self) -> None:
        """Mark the draft under the cursor as discarded, or not; it is deleted when the panel closes."""
        self._discarded ^= {self._drafts[self._choices.cursor].id}
        self.update_content()

    def action_leave(self) -> None:
        """Close without an answer."""
        self._close(None)

    def _close(self, answer: KeptDraft | None) -> None:
        """Delete the discarded drafts and answer."""
        discarded = [draft for draft in self._drafts if draft.id in self._discarded]
        left = [draft.id for draft in discarded if draft.unfinished.kind is UnfinishedKind.WAITING]
        self.context.store.discard_unsaved(left)
        discarded = [draft for draft in discarded if draft.id not in left]
        if not discarded:
            if left:
                self.show_below(f"Discarded {count_words(len(left), 'change')}")
            self.dismiss(answer)
            return

        def discard(do: Commands) -> None:
            for draft in discarded:
                do.drafts.discard(draft)

        def done(_: object) -> None:
            self.show_below(f"Discarded {count_words(len(discarded), 'draft')}")
            self.dismiss(answer)

        self.run_command(discard, done, lambda error: self.show_error(str(error)))


def _where(draft: KeptDraft) -> str:
    """Return where a draft belongs, as far as it is known."""
    kind, key = draft.unfinished.kind, draft.project_key
    if kind is UnfinishedKind.WAITING:
        return "change"
    if kind is UnfinishedKind.QUICK_ADD or (kind is UnfinishedKind.RISK and draft.unfinished.target_id is None):
        return f"new in {key}" if key else "new"
    if kind is UnfinishedKind.PERSON:
        return "people"
    return key if draft.unfinished.target_id is not None else _ANYWHERE.get(kind, "")


def typed_words(edit: Unfinished) -> str:
    """Return the names of the edited fields and lists."""
    words = _words(edit)
    lists = {
        "criteria": edit.criteria,
        "predecessors": edit.links,
        "people": edit.work or edit.roles,
        "phases": edit.phases,
        "milestones": edit.threats,
    }
    fields = [words[field] for field in edit.texts if field in words]
    changed = [name for name, both in lists.items() if both and both.mine != both.seen]
    picked = [_PICKED[tab][0] for tab in edit.picking if tab in _PICKED]
    return list_words(list(dict.fromkeys([*fields, *changed, *picked])), most=5)


def typed_text(edit: Unfinished) -> str:
    """Return the whole text of a draft, a line for each field, criterion and phase."""
    words = _words(edit)
    if edit.kind is UnfinishedKind.WAITING:
        return edit.title
    lines = [f"{words[field].capitalize()}: {text}" if field in words else text for field, text in edit.texts.items()]
    lines += [f"Criterion: {entry.text}" for entry in (edit.criteria.mine if edit.criteria else ())]
    lines += [
        f"Effort: {entry.person}, {days_of_work_words(entry.effort_days)} d"
        for entry in (edit.work.mine if edit.work else ())
    ]
    lines += [f"Phase: {phase.name}" for phase in (edit.phases.mine if edit.phases else ())]
    lines += [f"{entry.role.capitalize()}: {entry.person}" for entry in (edit.roles.mine if edit.roles else ())]
    lines += [f"{_PICKED[tab][1]}: {text}" for tab, text in edit.picking.items() if tab in _PICKED]
    return "\n".join(lines)


def _words(edit: Unfinished) -> Mapping[str, str]:
    """Return the words for the fields of a draft; empty where there is only one line."""
    if edit.kind is UnfinishedKind.PROJECT:
        return {name: spec.word for name, spec in PROJECT_FIELDS.items()}
    if edit.kind is UnfinishedKind.MILESTONE:
        return {name: spec.word for name, spec in MILESTONE_FIELDS.items()}
    if edit.kind is UnfinishedKind.RISK and edit.target_id is not None:
        return {name: spec.word for name, spec in RISK_FIELDS.items()}
    if edit.kind in (UnfinishedKind.QUICK_ADD, UnfinishedKind.FILTER, UnfinishedKind.RISK):
        return {}
    return {name: panel_word(name) for name in edit.texts}

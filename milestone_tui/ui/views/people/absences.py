"""The absences of one person: added, edited and deleted."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from milestone_tui.errors import InvalidInput, MilestoneError, NotFound
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.days_off import days_off_words, parse_days_off
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words, exact_day, long_day
from milestone_tui.plan.model import Person
from milestone_tui.plan.monitoring import Absence
from milestone_tui.ui.base.field_panel import FieldPanel, field_keys
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, needs
from milestone_tui.ui.renderer import Renderer, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.columns import Column
from milestone_tui.ui.widgets.keyed_table import KeyedTable
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph

if TYPE_CHECKING:
    from milestone_tui.store import Commands

_FIELD = "absence"
_EXAMPLE = "21 dec - 31 dec holiday"
_AN_ABSENCE = "a selected absence"


class AbsencePanel(FieldPanel[int]):
    """Panel with one line for the days and a note; answers with the id of the absence."""

    BINDINGS: ClassVar[Keys] = field_keys("absence.save", "save", "Save this absence")

    def __init__(
        self, context: Context, person: Person, absence: Absence | None, kept: Unfinished | None = None
    ) -> None:
        """Edit an absence of a person; None adds one."""
        super().__init__(context, kept)
        self._person = person
        self._absence = absence
        text = absence_text(absence) if absence is not None else ""
        self._fields[_FIELD] = PanelField(context.renderer, _FIELD, "Days and note", text, placeholder=_EXAMPLE)
        self._meaning = TextBlock(context.renderer)

    def compose_panel(self) -> ComposeResult:
        """Yield the title, the line and how it is understood."""
        title = "Add an absence, one day or a range" if self._absence is None else "Edit an absence"
        name = fit(self._person.name, 30).rstrip()
        yield TextBlock(self.context.renderer, (((f" {name}  ", Ink.BRIGHT), (title, Ink.TEXT)), ()))
        yield self._fields[_FIELD]
        self._meaning.styles.margin = (1, 0, 0, 0)
        yield self._meaning

    def on_mount(self) -> None:
        """Put the cursor at the end and show how the line is understood."""
        super().on_mount()
        self._fields[_FIELD].input.action_end()
        self._explain()

    def show_keys(self) -> None:
        """Show the keys; there is no other field to go to."""
        super().show_keys()
        self.key_bar.hints = tuple(hint for hint in self.key_bar.hints if hint.does != "next field")

    @on(Input.Changed)
    def _explain(self) -> None:
        """Show how the text is understood."""
        if not self._fields[_FIELD].input.value.strip():
            self._show_meaning("without a year, the next such date", Ink.DIM)
            return
        try:
            self._show_meaning(days_off_words(self._days()), Ink.GOOD)
        except InvalidInput as error:
            self._show_meaning(str(error), Ink.BAD)

    def new_day(self) -> None:
        """Show how the text is understood on the new day."""
        if not self.busy:
            self._explain()

    def _show_meaning(self, sentence: str, ink: Ink) -> None:
        self._meaning.lines = indented(paragraph(sentence, max(20, self.app.size.width - 2), ink))

    def _days(self) -> Sequence[HolidayInput]:
        text = self._fields[_FIELD].input.value
        return parse_days_off(text, self.context.today, self.context.settings.date_order)

    def about(self) -> Unfinished:
        """Return the draft without its text."""
        choices = {"absence": self._absence.id} if self._absence is not None else {}
        title = f'Absence: "{self._person.name}"'
        return Unfinished(UnfinishedKind.ABSENCE, self._person.id, title, choices=choices)

    def submit(self) -> None:
        """Save the absence."""
        if not self._fields[_FIELD].input.value.strip():
            self._show_meaning(f"Enter something such as {_EXAMPLE}.", Ink.BAD)
            return
        days, known, person_id = self._days(), self._absence, self._person.id
        first, last, note = days[0].day, days[-1].day, days[0].name

        def save(do: Commands) -> int:
            if known is None:
                return do.absences.add(person_id, first, last, note)
            seen = {"first_on": known.first_on, "last_on": known.last_on, "note": known.note}
            do.absences.edit(known.id, {"first_on": first, "last_on": last, "note": note}, seen)
            return known.id

        done = "Added" if known is None else "Saved"
        self.write_and_answer(save, f"{done} absence {days_off_words(days)} · u to undo")

    def complain(self, error: MilestoneError) -> None:
        """Show a mistake below the line."""
        self.busy = False
        self.key_bar.clear_status()
        self._show_meaning(str(error), Ink.BAD)


def absence_text(absence: Absence) -> str:
    """Return an absence as it is typed: `21 Dec 2026 - 31 Dec 2026 holiday`."""
    days = exact_day(absence.first_on)
    if absence.last_on != absence.first_on:
        days += f" - {exact_day(absence.last_on)}"
    return f"{days} {absence.note}".rstrip()


class AbsenceTable(KeyedTable[Absence]):
    """Table with a line for each absence."""

    NONE: ClassVar[str] = "No absences yet. Press n to add one."
    MARGIN: ClassVar[int] = 3
    HEAD_LINES: ClassVar[int] = 2

    _COLUMNS: ClassVar[Sequence[Column[Absence]]] = (
        Column("FIRST DAY", lambda row: long_day(row.first_on), 16, gap=0),
        Column("LAST DAY", lambda row: long_day(row.last_on), 16),
        Column("DAYS", lambda row: f"{(row.last_on - row.first_on).days + 1:,} d", 7, Ink.DIM, right=True),
        Column("NOTE", lambda row: row.note, ink=Ink.DIM, gap=3, least=8),
    )

    def __init__(self, renderer: Renderer) -> None:
        super().__init__(renderer, self.NONE)

    def columns(self, width: int) -> Sequence[Column[Absence]]:
        """Return the columns."""
        return self._COLUMNS

    def key_of(self, entry: Absence) -> Hashable:
        """Return the id."""
        return entry.id


class AbsencesScreen(StoreScreen):
    """Screen of all absences of a person."""

    DEFAULT_CSS = """
    AbsencesScreen AbsenceTable { margin-top: 1; }
    """

    BINDINGS: ClassVar[Keys] = [
        bind("absences.edit", "enter,e", "edit", "Edit the days and the note"),
        bind("absences.add", "n", "new", "Add an absence, one day or a range"),
        bind("absences.delete", "d,delete", "delete", "Delete this absence"),
        bind("app.undo", "u", "undo", "Undo your last change"),
        bind("absences.leave", "escape,q", "back", "Go to the previous screen"),
    ]

    NEEDS = needs({_AN_ABSENCE: "edit delete"})

    NAMED_VIEW = "people"

    SHOWS_PAST = True

    def __init__(self, context: Context, person_id: int) -> None:
        super().__init__(context)
        self._person_id = person_id
        self.person: Person | None = None
        self.table = AbsenceTable(context.renderer)

    def compose(self) -> ComposeResult:
        """Yield title, absences and key bar."""
        yield from (self.title_bar, self.table, self.key_bar)

    def reload(self) -> None:
        """Read the person and the absences."""
        first = self.person is None
        try:
            self.person = self.context.store.read.person(self._person_id)
        except NotFound:
            self.call_later(self.close_because, "That person was deleted.")
            return
        absences = self.context.store.read.absences(self._person_id)
        next_ = next((absence.id for absence in absences if absence.last_on >= self.context.today), None)
        self.table.hint = self.context.empty_words(self.table.NONE)
        self.table.show_entries(absences, next_ if first else None)
        self.title_bar.left = ((fit(self.person.name, 40).rstrip(), Ink.BRIGHT), ("  › Absences", Ink.DIM))
        self.title_bar.right = ((count_words(len(absences), "absence"), Ink.DIM),)
        self.needs_changed()

    def has(self, need: str) -> bool:
        """Return whether an absence is under the cursor."""
        return self.table.selected is not None

    def refusal(self, need: str) -> str:
        """Return that there is none."""
        return "No absence selected. Press n to add one."

    @on(RowView.Opened)
    def action_edit(self) -> None:
        """Edit the absence under the cursor."""
        if (absence := self.table.selected) is not None:
            self.ask_for(absence)

    def action_add(self) -> None:
        """Add an absence."""
        self.ask_for(None)

    def ask_for(self, absence: Absence | None, kept: Unfinished | None = None) -> None:
        """Open the panel of an absence, None for a new one, with the text of the draft `kept`."""
        if (person := self.person) is not None:
            self.ask(lambda: AbsencePanel(self.context, person, absence, kept), self.table.select)

    def resume(self, kept: Unfinished) -> None:
        """Open the panel of the draft; if its absence was deleted, as a new one."""
        wanted = kept.choices.get("absence")
        self.ask_for(next((absence for absence in self.table.entries if absence.id == wanted), None), kept)

    def action_delete(self) -> None:
        """Delete the absence under the cursor."""
        if (absence := self.table.selected) is not None:
            words = visible(absence_text(absence))
            self.run_command(
                lambda do: do.absences.delete(absence.id),
                lambda _: self.show_status(f"Deleted absence {words} · u to undo"),
            )

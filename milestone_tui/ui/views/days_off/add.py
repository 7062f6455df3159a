"""One line that adds days off: a day, the holidays of a country, a calendar file; or that says the working week."""

from __future__ import annotations

from asyncio import Future, wait
from collections.abc import Sequence
from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.widgets import Input

from milestone_tui.errors import ImportRefused, InvalidInput, MilestoneError
from milestone_tui.plan.calendar.week import parse_week, week_words
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.days_off import days_off_words, parse_days_off
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Plan, Project
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.too_soon import newly_too_soon, replan_offer, will_be_too_soon, with_days_off
from milestone_tui.ui.aside import aside
from milestone_tui.ui.base.field_panel import FieldPanel
from milestone_tui.ui.context import Context
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph
from milestone_tui.ui.workers import WRITES, begin

if TYPE_CHECKING:
    from milestone_tui.store import Commands


_AT_ONCE = 0.3
"""Seconds that keys wait for what is read; what takes longer is told, and `escape` gives it up."""


class Source(StrEnum):
    """What is asked for."""

    DAY = "day"
    COUNTRY = "country"
    FILE = "file"
    WEEK = "week"


class _Asked(NamedTuple):
    label: str
    hint: str
    question: str


_ASKED = {
    Source.DAY: _Asked("Day", "25 dec Christmas", "A day off, or a span as 24 dec - 2 jan Shutdown"),
    Source.COUNTRY: _Asked("Country", "DE, DE-BY, US-CA", "The public holidays of a country, or of a part of one"),
    Source.FILE: _Asked("File", "a path", "The days of a calendar file: .ics, or .calendar of GanttProject"),
    Source.WEEK: _Asked("Working days", "Sun-Thu", "The days of the week on which people work"),
}


class _Found(NamedTuple):
    """Days off that were read, and how many entries were not taken."""

    days: Sequence[HolidayInput]
    left_out: int = 0


class AddDaysOffScreen(FieldPanel[date]):
    """Asks for one line and writes what it says; answers with the next of the days that were added."""

    BINDINGS: ClassVar[list[BindingType]] = [
        # Priority: the field would take enter for itself.
        Binding("enter,ctrl+s", "submit", "take it", priority=True, id="add_days.add", tooltip="Write it"),
    ]

    def __init__(
        self, context: Context, plan: Plan, network: Network, way: Source, kept: Unfinished | None = None
    ) -> None:
        """`network` is that of the plan and those it is linked with."""
        super().__init__(context, kept)
        self._plan = plan
        self._network = network
        self._way = way
        asked = _ASKED[way]
        shown = week_words(plan.project.working_days) if way is Source.WEEK else ""
        self.field = PanelField(context.renderer, way.value, asked.label, shown, placeholder=asked.hint)
        self._meaning = TextBlock(context.renderer)
        self._fields = {way.value: self.field}
        self._reading: Future[_Found] | None = None
        """What is being read; None when that was given up, or is done."""

    def compose_panel(self) -> ComposeResult:
        """What is asked, the field, how it is understood."""
        key = fit(self._plan.project.key, 12).rstrip()
        question = _ASKED[self._way].question
        yield TextBlock(self.context.renderer, (((f" {key}  ", Ink.BRIGHT), (question, Ink.TEXT)), ()))
        yield self.field
        self._meaning.styles.margin = (1, 0, 0, 0)
        yield self._meaning

    def on_mount(self) -> None:
        """Room for one line of meaning; the cursor behind what stands there."""
        super().on_mount()
        self.field.input.action_end()
        self._explain()

    @on(Input.Changed)
    def _explain(self) -> None:
        """Say how it is understood, where that can be told without reading anything."""
        text = self.field.input.value
        try:
            if self._way is Source.DAY and text.strip():
                days = parse_days_off(text, self.context.today)
                self._mean(days_off_words(days), Ink.GOOD, self._breaks(self._with(days)))
            elif self._way is Source.WEEK:
                week = parse_week(text)
                changed = self._plan.project._replace(working_days=week)
                self._mean(f"works {week_words(week)}", Ink.GOOD, self._breaks(changed))
            elif self._way in (Source.COUNTRY, Source.FILE):
                years = self._years()
                self._mean(f"for {years[0]} to {years[-1]}, the years of the plan and the one after", Ink.DIM)
            else:
                self._mean("without a year it is the next such day", Ink.DIM)
        except InvalidInput as error:
            self._mean(str(error), Ink.BAD)

    def new_day(self) -> None:
        """Say which days are meant now."""
        if not self.busy:
            self._explain()

    def _mean(self, sentence: str, ink: Ink, broken: int = 0) -> None:
        """Say how it is understood, and how many links it will break."""
        width = max(20, self.app.size.width - 2)
        warned = paragraph(will_be_too_soon(broken), width, Ink.WARN) if broken else ()
        self._meaning.lines = indented((*paragraph(sentence, width, ink), *warned))

    def _with(self, days: Sequence[HolidayInput]) -> Project:
        """The project with these days off besides its own."""
        project = self._plan.project
        return with_days_off(project, (*project.holidays, *(day.day for day in days)))

    def _breaks(self, changed: Project) -> int:
        return newly_too_soon(self._network, changed)

    def _years(self) -> range:
        from milestone_tui.exchange.years import years_of_plan  # late, as all that reads from elsewhere

        return years_of_plan(self._plan, self.context.today)

    def about(self) -> Unfinished:
        """The project, and what was asked for."""
        title = f"Days off: {self.field.value.strip()}"
        return Unfinished(UnfinishedKind.DAYS_OFF, self._plan.project.id, title, choices={"way": self._way.value})

    def action_submit(self) -> None:
        """Write what the line says."""
        text = self.field.input.value.strip()
        if self.busy or not text:
            if not text:
                self._explain_empty()
            return
        self.busy = True
        if self._way is Source.WEEK:
            self._set_week(text)
        else:
            begin(self, WRITES, self._read, text)

    def _explain_empty(self) -> None:
        self._mean(f"Nothing is typed: try {_ASKED[self._way].hint}.", Ink.BAD)

    def _set_week(self, text: str) -> None:
        project = self._plan.project
        try:
            week = parse_week(text)
        except InvalidInput as error:
            self.complain(error)
            return
        seen = {"working_days": project.working_days}
        broken = self._breaks(project._replace(working_days=week))

        def done(_: object) -> None:
            hint = replan_offer(broken) if broken else "u undoes"
            self.tell(f"{project.key} works {week_words(week)} · {hint}")
            self.dismiss(None)

        self.carry_out(lambda do: do.projects.edit(project.id, {"working_days": week}, seen), done)

    async def _read(self, text: str) -> None:
        """Read the days, elsewhere than in the loop that paints, and write them."""
        years = self._years()
        today = self.context.today
        reading = self._reading = aside(lambda: self._found(text, years, today))
        await wait([reading], timeout=_AT_ONCE)
        if reading.done():
            await self._take(reading)
            return
        self._mean("Reading. Press esc to stop.", Ink.WARN)
        begin(self, "reading", self._take, reading)  # no key waits for this

    async def _take(self, reading: Future[_Found]) -> None:
        try:
            found = await reading
        except MilestoneError as error:
            if reading is self._reading:
                self.complain(error)
        else:
            if reading is self._reading:
                self._reading = None
                self._write(found)

    def action_leave(self) -> None:
        """Close without an answer; give up what is being read first."""
        if self._reading is None:
            super().action_leave()
            return
        self.complain(MilestoneError("Not read: you stopped it. Name another file, or press enter to try again."))

    def _found(self, text: str, years: range, today: date) -> _Found:
        if self._way is Source.DAY:
            return _Found(parse_days_off(text, today))
        if self._way is Source.COUNTRY:
            from milestone_tui.exchange.days_off.country import country_holidays  # late: it is big

            return _Found([HolidayInput(h.day, h.name) for h in country_holidays(text, years)])
        from milestone_tui.exchange.reading import bytes_of, read_holidays, typed_path

        read = read_holidays(bytes_of(typed_path(text), self.context.store.path), years)
        days = [HolidayInput(h.day, h.name) for h in read.holidays if h.day.year in years]
        if not days:
            raise ImportRefused(f"Nothing in that file is a day off in {years[0]} to {years[-1]}.")
        return _Found(days, len(read.left_out) + len(read.holidays) - len(days))

    def _write(self, found: _Found) -> None:
        project, new = self._plan.project, list[int]()
        broken = self._breaks(self._with(found.days))

        def add(do: Commands) -> None:
            new.append(do.holidays.add(project.id, found.days))

        def done(change: object) -> None:
            words = [f"Took {count_words(new[-1], 'day off', 'days off')} into {project.key}"]
            if known := len({day.day for day in found.days}) - new[-1]:
                words.append(f"{known} {'was' if known == 1 else 'were'} there")
            if found.left_out:
                words.append(f"{found.left_out} left out")
            hint = replan_offer(broken) if broken else "u undoes"
            self.tell(", ".join(words) + (f" · {hint}" if change else ""))
            days = sorted(day.day for day in found.days)
            self.dismiss(next((day for day in days if day >= self.context.today), days[0]))

        self.carry_out(add, done)

    def complain(self, error: MilestoneError) -> None:
        """Say below the field what is wrong."""
        self.busy, self._reading = False, None
        self._mean(str(error), Ink.BAD)

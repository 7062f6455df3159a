"""What adds days off: a day, the holidays of a country, a calendar file; or says the working week."""

from __future__ import annotations

from asyncio import Future, wait
from collections.abc import Mapping, Sequence
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from milestone_tui.errors import ImportRefused, InvalidInput, MilestoneError
from milestone_tui.plan.calendar.week import parse_week, week_words
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.days_off import days_off_words, parse_days_off
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Plan
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.too_soon import (
    newly_too_soon,
    now_too_soon,
    replan_offer,
    will_be_too_soon,
    with_days_off,
)
from milestone_tui.ui.aside import aside
from milestone_tui.ui.base.field_panel import FieldPanel, field_keys
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
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
    IMPORT = "import"
    WEEK = "week"


class _Asked(NamedTuple):
    label: str
    hint: str
    question: str


_ASKED = {
    Source.DAY: _Asked("Day", "25 dec Christmas", "A day off, or a span as 24 dec - 2 jan Shutdown"),
    Source.IMPORT: _Asked(
        "Import", "DE, US-CA or a path", "Days off of a country (DE, US-CA) or of a file (.ics, .calendar)"
    ),
    Source.WEEK: _Asked("Working days", "Sun-Thu", "The days of the week on which people work"),
}


class _Found(NamedTuple):
    """Days off that were read, and how many entries were not taken."""

    days: Sequence[HolidayInput]
    left_out: int = 0


class AddDaysOffScreen(FieldPanel[date]):
    """Asks for a line and writes what it says; answers with the next of the days that were added."""

    BINDINGS: ClassVar[Keys] = field_keys("add_days.add", "take it", "Write it")

    def __init__(
        self,
        context: Context,
        plans: Sequence[Plan],
        network: Network | None,
        ways: Sequence[Source],
        kept: Unfinished | None = None,
    ) -> None:
        """Ask for what is to be added to all of these plans, in one of several ways.

        `network` is that of the plans and those they are linked with; None where it is too big to say what breaks.
        """
        super().__init__(context, kept)
        self._plans = plans
        self._network = network
        self._ways = ways
        self._meaning = TextBlock(context.renderer)
        for way in ways:
            asked = _ASKED[way]
            shown = week_words(plans[0].project.working_days) if way is Source.WEEK else ""
            self._fields[way.value] = PanelField(
                context.renderer, way.value, asked.label, shown, placeholder=asked.hint
            )
        self._reading: Future[_Found] | None = None
        """What is being read; None when that was given up, or is done."""

    def compose_panel(self) -> ComposeResult:
        """What is asked, the field, how it is understood."""
        question = _ASKED[self._way].question if len(self._ways) == 1 else "Add days off to all of them"
        yield TextBlock(self.context.renderer, (((f" {self._whom}  ", Ink.BRIGHT), (question, Ink.TEXT)), ()))
        yield from self._fields.values()
        self._meaning.styles.margin = (1, 0, 0, 0)
        yield self._meaning

    def on_mount(self) -> None:
        """Room for one line of meaning; the cursor behind what stands there."""
        super().on_mount()
        self._fields[self._ways[0].value].input.action_end()
        self._explain()

    def on_descendant_focus(self) -> None:
        """Say how the field is understood that is typed into now."""
        self._explain()

    def show_keys(self) -> None:
        """One field has no next one."""
        super().show_keys()
        if len(self._ways) == 1:
            self.key_bar.hints = tuple(hint for hint in self.key_bar.hints if hint.does != "next field")

    @property
    def _way(self) -> Source:
        """The way whose field is typed into."""
        focused = (way for way in self._ways if self._fields[way.value].input.has_focus)
        return next(focused, self._ways[0])

    @property
    def _whom(self) -> str:
        if len(self._plans) > 1:
            return count_words(len(self._plans), "project")
        return fit(self._plans[0].project.key, 12).rstrip()

    @on(Input.Changed)
    def _explain(self) -> None:
        """Say how it is understood, where that can be told without reading anything."""
        text = self._fields[self._way.value].input.value
        try:
            if self._way is Source.DAY and text.strip():
                days = parse_days_off(text, self.context.today, self.context.settings.date_order)
                self._mean(days_off_words(days), Ink.GOOD, self._breaks(days))
            elif self._way is Source.WEEK:
                week = parse_week(text)
                self._mean(f"works {week_words(week)}", Ink.GOOD, self._breaks_by_week(week))
            elif self._way is Source.IMPORT:
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

    def _breaks(self, days: Sequence[HolidayInput]) -> int:
        """How many links these days off break, besides those there are."""
        if self._network is None:
            return 0
        new = [day.day for day in days]
        projects = [plan.project for plan in self._plans]
        return sum(newly_too_soon(self._network, with_days_off(p, (*p.holidays, *new))) for p in projects)

    def _breaks_by_week(self, week: int) -> int:
        changed = self._plans[0].project._replace(working_days=week)
        return newly_too_soon(self._network, changed) if self._network is not None else 0

    def _years(self) -> range:
        from milestone_tui.exchange.days_off.formats import years_of_plan  # late, as all that reads from elsewhere

        years = [years_of_plan(plan, self.context.today) for plan in self._plans]
        return range(min(each.start for each in years), max(each.stop for each in years))

    def about(self) -> Unfinished:
        """The project, or several, and what was asked for."""
        title = f"Days off: {', '.join(self._texts().values())}"
        ids = tuple(plan.project.id for plan in self._plans)
        if len(ids) > 1:
            return Unfinished(UnfinishedKind.DAYS_OFF, None, title, choices={"projects": ids})
        return Unfinished(UnfinishedKind.DAYS_OFF, ids[0], title, choices={"way": self._ways[0].value})

    def _texts(self) -> dict[Source, str]:
        """What is typed, by the way that its field asks for."""
        texts = {way: self._fields[way.value].input.value.strip() for way in self._ways}
        return {way: text for way, text in texts.items() if text}

    def submit(self) -> None:
        """Write what the line says, or both lines."""
        if not (texts := self._texts()):
            self._mean(f"Nothing is typed: try {_ASKED[self._way].hint}.", Ink.BAD)
            return
        self.busy = True
        if Source.WEEK in texts:
            self._set_week(texts[Source.WEEK])
        else:
            begin(self, WRITES, self._read, texts)

    def _set_week(self, text: str) -> None:
        project, week = self._plans[0].project, parse_week(text)
        seen = {"working_days": project.working_days}
        broken = self._breaks_by_week(week)

        def done(_: object) -> None:
            hint = replan_offer(broken) if broken else "u undoes"
            self.tell(f"{project.key} works {week_words(week)} · {hint}")
            self.dismiss(None)

        self.carry_out(lambda do: do.projects.edit(project.id, {"working_days": week}, seen), done)

    async def _read(self, texts: Mapping[Source, str]) -> None:
        """Read the days, elsewhere than in the loop that paints, and write them."""
        years = self._years()
        today = self.context.today
        reading = self._reading = aside(lambda: self._found(texts, years, today))
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

    def _found(self, texts: Mapping[Source, str], years: range, today: date) -> _Found:
        found = [self._one(way, text, years, today) for way, text in texts.items()]
        return _Found([day for each in found for day in each.days], sum(each.left_out for each in found))

    def _one(self, way: Source, text: str, years: range, today: date) -> _Found:
        if way is Source.DAY:
            return _Found(parse_days_off(text, today, self.context.settings.date_order))
        from milestone_tui.exchange.reading import bytes_of, read_holidays, typed_path

        path = typed_path(text)
        if not _is_path(text, path):
            from milestone_tui.exchange.days_off.country import country_holidays  # late: it is big

            return _Found([HolidayInput(h.day, h.name) for h in country_holidays(text, years)])
        read = read_holidays(bytes_of(path, self.context.store.path), years)
        days = [HolidayInput(h.day, h.name) for h in read.holidays if h.day.year in years]
        if not days:
            raise ImportRefused(f"Nothing in that file is a day off in {years[0]} to {years[-1]}.")
        return _Found(days, len(read.left_out) + len(read.holidays) - len(days))

    def _write(self, found: _Found) -> None:
        ids, new = [plan.project.id for plan in self._plans], list[int]()
        broken = self._breaks(found.days)

        def add(do: Commands) -> None:
            new.append(do.holidays.add_all(ids, found.days))

        def done(change: object) -> None:
            words = [f"Took {count_words(new[-1], 'day off', 'days off')} into {self._whom}"]
            if known := len({day.day for day in found.days}) * len(ids) - new[-1]:
                words.append(f"{known} {'was' if known == 1 else 'were'} there")
            if found.left_out:
                words.append(f"{found.left_out} left out")
            self.tell(", ".join(words) + (f" · {self._hint(broken)}" if change else ""))
            days = sorted(day.day for day in found.days)
            self.dismiss(next((day for day in days if day >= self.context.today), days[0]))

        self.carry_out(add, done)

    def _hint(self, broken: int) -> str:
        """What can be done next; there is no re-plan of several projects."""
        if not broken:
            return "u undoes"
        return replan_offer(broken) if len(self._plans) == 1 else f"{now_too_soon(broken)} · u undoes"

    def complain(self, error: MilestoneError) -> None:
        """Say below the field what is wrong."""
        self.busy, self._reading = False, None
        self._mean(str(error), Ink.BAD)


def _is_path(text: str, path: Path) -> bool:
    """Whether a file is meant, and no country: their codes and names have neither dots nor slashes."""
    return any(sign in text for sign in "./\\~") or path.is_file()

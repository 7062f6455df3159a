"""The panel that adds days off and worked days (typed, from a country or a calendar file) or sets the working week."""

from __future__ import annotations

from asyncio import Future, wait
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from milestone_tui.errors import ImportRefused, InvalidInput, MilestoneError
from milestone_tui.plan.calendar.day_list import (
    Placed,
    aside_words,
    count_entries,
    place_in,
    with_placed,
    working_words,
)
from milestone_tui.plan.calendar.week import parse_week, week_words
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.days_off import days_off_words, parse_days
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Plan
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.too_soon import (
    newly_too_soon,
    now_too_soon,
    replan_offer,
    will_be_too_soon,
)
from milestone_tui.ui.aside import aside
from milestone_tui.ui.base.field_panel import FieldPanel, field_keys
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock, indented, paragraph
from milestone_tui.ui.workers import WRITES, start_worker

if TYPE_CHECKING:
    from milestone_tui.store import Commands


_WORKED_HINT = "work 12 dec for a worked Saturday"
_AT_ONCE = 0.3
"""Seconds that keys wait for a file to be read; after that, `escape` stops the reading."""


class Source(StrEnum):
    """The kind of line that is typed."""

    DAY = "day"
    IMPORT = "import"
    WEEK = "week"


class _Prompt(NamedTuple):
    label: str
    hint: str
    title: str


_PROMPTS = {
    Source.DAY: _Prompt("Day", "25 dec Christmas", "Add a day off, or a range: 24 dec - 2 jan Shutdown"),
    Source.IMPORT: _Prompt("Import", "DE, US-CA or a path", "Add days off of a country, region or calendar file"),
    Source.WEEK: _Prompt("Working week", "Sun-Thu", "Set the working week"),
}


class _Found(NamedTuple):
    """The days that were typed, those that were read, and the number of skipped entries."""

    typed: Sequence[HolidayInput] = ()
    read: Sequence[HolidayInput] = ()
    skipped: int = 0


class AddDaysOffScreen(FieldPanel[date]):
    """Panel that adds typed or imported days off and worked days; answers with the next of them."""

    BINDINGS: ClassVar[Keys] = field_keys("add_days.add", "add", "Add these days off")

    def __init__(
        self,
        context: Context,
        plans: Sequence[Plan],
        network: Network | None,
        sources: Sequence[Source],
        kept: Unfinished | None = None,
    ) -> None:
        """Ask for days off of all these plans, from one of several sources.

        `network` is that of the plans and their linked plans; None when it is too big to find what is too soon.
        """
        super().__init__(context, kept)
        self._plans = plans
        self._network = network
        self._sources = sources
        self._meaning = TextBlock(context.renderer)
        for source in sources:
            prompt = _PROMPTS[source]
            shown = week_words(plans[0].project.working_days) if source is Source.WEEK else ""
            self._fields[source.value] = PanelField(
                context.renderer, source.value, prompt.label, shown, placeholder=prompt.hint
            )
        self._reading: Future[_Found] | None = None
        """The reading under way; None when it is done or was stopped."""

    def compose_panel(self) -> ComposeResult:
        """Yield the title, the fields and how they are understood."""
        title = _PROMPTS[self._source].title if len(self._sources) == 1 else "Add days off to all marked projects"
        yield TextBlock(self.context.renderer, (((f" {self._whom}  ", Ink.BRIGHT), (title, Ink.TEXT)), ()))
        yield from self._fields.values()
        self._meaning.styles.margin = (1, 0, 0, 0)
        yield self._meaning

    def on_mount(self) -> None:
        """Put the cursor at the end of the first field and show how it is understood."""
        super().on_mount()
        self._fields[self._sources[0].value].input.action_end()
        self._explain()

    def on_descendant_focus(self) -> None:
        """Show how the focused field is understood."""
        self._explain()

    def show_keys(self) -> None:
        """Show the keys: without the next field if there is only one, `set` for the working week."""
        super().show_keys()
        if len(self._sources) == 1:
            hints = (hint for hint in self.key_bar.hints if hint.does != "next field")
            named = {"add": "set"} if self._source is Source.WEEK else {}
            self.key_bar.hints = tuple(replace(hint, does=named.get(hint.does, hint.does)) for hint in hints)

    @property
    def _source(self) -> Source:
        """Return the source whose field has the focus."""
        focused = (source for source in self._sources if self._fields[source.value].input.has_focus)
        return next(focused, self._sources[0])

    @property
    def _whom(self) -> str:
        if len(self._plans) > 1:
            return count_words(len(self._plans), "project")
        return fit(self._plans[0].project.key, 12).rstrip()

    @on(Input.Changed)
    def _explain(self) -> None:
        """Show how the text is understood, as far as that needs no reading."""
        text = self._fields[self._source.value].input.value
        try:
            if self._source is Source.DAY and text.strip():
                self._explain_days(self._typed(text, self.context.today))
            elif self._source is Source.WEEK:
                week = parse_week(text)
                self._show_meaning(f"working week {week_words(week)}", Ink.GOOD, self._newly_too_soon_by_week(week))
            elif self._source is Source.IMPORT:
                years = self._years()
                self._show_meaning(f"for {years[0]} to {years[-1]}: the plan's years and one more", Ink.DIM)
            else:
                self._show_meaning(f"without a year, the next such date · {_WORKED_HINT}", Ink.DIM)
        except InvalidInput as error:
            self._show_meaning(str(error), Ink.BAD)

    def _explain_days(self, days: Sequence[HolidayInput]) -> None:
        """Show what typed days do to the list."""
        placed = [place_in(plan.project, days) for plan in self._plans]
        listed = {entry.day for each in placed for entry in (*each.written, *each.known)}
        shown = [day for day in days if day.day in listed]
        aside = aside_words(placed[0]) if len(placed) == 1 else ""
        words = " · ".join(filter(None, (days_off_words(shown), aside)))
        self._show_meaning(words, Ink.GOOD, self._newly_too_soon(_Found(days)))

    def _typed(self, text: str, today: date) -> Sequence[HolidayInput]:
        """Return the typed days; raise InvalidInput for a mistake and for what is a working day of every project."""
        days = parse_days(text, today, self.context.settings.date_order)
        if all(place_in(plan.project, days).working == days for plan in self._plans):
            raise InvalidInput("day", f"{working_words(days)}. Enter a non-working day, such as a Saturday.")
        return days

    def new_day(self) -> None:
        """Show how the text is understood on the new day."""
        if not self.busy:
            self._explain()

    def _show_meaning(self, sentence: str, ink: Ink, broken: int = 0) -> None:
        """Show how the text is understood, and how many links it will break."""
        width = max(20, self.app.size.width - 2)
        warned = paragraph(will_be_too_soon(broken), width, Ink.WARN) if broken else ()
        self._meaning.lines = indented((*paragraph(sentence, width, ink), *warned))

    def _newly_too_soon(self, found: _Found) -> int:
        """Return how many more links are violated with these days."""
        if self._network is None:
            return 0
        changed = []
        for project in (plan.project for plan in self._plans):
            typed = with_placed(project, place_in(project, found.typed))
            there = {*typed.holidays, *typed.worked}
            new = tuple(entry for entry in found.read if entry.day not in there)
            changed.append(with_placed(typed, Placed(new)))
        return sum(newly_too_soon(self._network, project) for project in changed)

    def _newly_too_soon_by_week(self, week: int) -> int:
        changed = self._plans[0].project._replace(working_days=week)
        return newly_too_soon(self._network, changed) if self._network is not None else 0

    def _years(self) -> range:
        from milestone_tui.exchange.days_off.formats import years_of_plan  # late, as all of exchange

        years = [years_of_plan(plan, self.context.today) for plan in self._plans]
        return range(min(each.start for each in years), max(each.stop for each in years))

    def about(self) -> Unfinished:
        """Return a draft without the texts of the fields."""
        title = f"Days off: {', '.join(self._texts().values())}"
        ids = tuple(plan.project.id for plan in self._plans)
        if len(ids) > 1:
            return Unfinished(UnfinishedKind.DAYS_OFF, None, title, choices={"projects": ids})
        return Unfinished(UnfinishedKind.DAYS_OFF, ids[0], title, choices={"way": self._sources[0].value})

    def _texts(self) -> dict[Source, str]:
        """Return the typed texts by source."""
        texts = {source: self._fields[source.value].input.value.strip() for source in self._sources}
        return {source: text for source, text in texts.items() if text}

    def submit(self) -> None:
        """Save what the fields say."""
        if not (texts := self._texts()):
            self._show_meaning(f"Enter something such as {_PROMPTS[self._source].hint}.", Ink.BAD)
            return
        self.busy = True
        if Source.WEEK in texts:
            self._set_week(texts[Source.WEEK])
        else:
            start_worker(self, WRITES, self._start_reading, texts)

    def _set_week(self, text: str) -> None:
        project, week = self._plans[0].project, parse_week(text)
        seen = {"working_days": project.working_days}
        broken = self._newly_too_soon_by_week(week)

        def done(_: object) -> None:
            hint = replan_offer(broken) if broken else "u to undo"
            self.show_below(f"Set the working week of {project.key} to {week_words(week)} · {hint}")
            self.dismiss(None)

        self.carry_out(lambda do: do.projects.edit(project.id, {"working_days": week}, seen), done)

    async def _start_reading(self, texts: Mapping[Source, str]) -> None:
        """Read the days off in a thread, then write them."""
        years = self._years()
        today = self.context.today
        reading = self._reading = aside(lambda: self._read_all(texts, years, today))
        await wait([reading], timeout=_AT_ONCE)
        if reading.done():
            await self._finish_reading(reading)
            return
        self._show_meaning("Reading. Press esc to stop.", Ink.WARN)
        start_worker(self, "reading", self._finish_reading, reading)  # no key waits for this

    async def _finish_reading(self, reading: Future[_Found]) -> None:
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
        """Stop the reading, or close without an answer."""
        if self._reading is None:
            super().action_leave()
            return
        self.complain(MilestoneError("Not read: you stopped it. Choose another file, or press ↵ to try again."))

    def _read_all(self, texts: Mapping[Source, str], years: range, today: date) -> _Found:
        found = [self._read_one(source, text, years, today) for source, text in texts.items()]
        typed = [day for each in found for day in each.typed]
        return _Found(typed, [day for each in found for day in each.read], sum(each.skipped for each in found))

    def _read_one(self, source: Source, text: str, years: range, today: date) -> _Found:
        if source is Source.DAY:
            return _Found(self._typed(text, today))
        from milestone_tui.exchange.input_files import expand_path, read_bytes_of
        from milestone_tui.exchange.reading import read_holidays

        path = expand_path(text)
        if not _is_path(text, path):
            from milestone_tui.exchange.days_off.country import country_holidays  # late: it is big

            return _Found(read=[HolidayInput(h.day, h.name) for h in country_holidays(text, years)])
        read = read_holidays(read_bytes_of(path, self.context.store.path), years)
        days = [HolidayInput(h.day, h.name) for h in read.holidays if h.day.year in years]
        days += [HolidayInput(w.day, w.name, True) for w in read.worked if w.day.year in years]
        if not days:
            raise ImportRefused(f"That file has no days off in {years[0]} to {years[-1]}. Choose another file.")
        others = len(read.holidays) + len(read.worked) - len(days)
        return _Found(read=days, skipped=len(read.remarks) + others)

    def _write(self, found: _Found) -> None:
        ids, new = [plan.project.id for plan in self._plans], list[HolidayInput]()
        broken = self._newly_too_soon(found)
        placed = [place_in(plan.project, found.typed) for plan in self._plans]

        def add(do: Commands) -> None:
            new.clear()
            if found.typed:
                new.extend(do.holidays.put_all(ids, found.typed))
            if found.read:
                new.extend(do.holidays.add_all(ids, found.read))

        def done(change: object) -> None:
            rest = []
            working = sum(len(each.working) for each in placed)
            if known := len({day.day for day in (*found.typed, *found.read)}) * len(ids) - len(new) - working:
                rest.append(f"{known} {'was' if known == 1 else 'were'} already there")
            if found.skipped:
                rest.append(f"{found.skipped} skipped")
            added = f"Added {count_entries(new)} to {self._whom}"
            words = "; ".join(filter(None, (added, ", ".join(rest))))
            self.show_below(f"{words} · {self._hint(broken)}" if change else words)
            days = sorted(day.day for day in new or (*found.typed, *found.read))
            self.dismiss(next((day for day in days if day >= self.context.today), days[0]))

        self.carry_out(add, done)

    def _hint(self, broken: int) -> str:
        """Return what can be done next; several projects cannot be re-planned together."""
        if not broken:
            return "u to undo"
        return replan_offer(broken) if len(self._plans) == 1 else f"{now_too_soon(broken)} · u to undo"

    def complain(self, error: MilestoneError) -> None:
        """Show a mistake below the fields."""
        self.busy, self._reading = False, None
        self._show_meaning(str(error), Ink.BAD)


def _is_path(text: str, path: Path) -> bool:
    """Return whether a text is a path: names and codes of countries have neither dots nor slashes."""
    return any(sign in text for sign in "./\\~") or path.is_file()

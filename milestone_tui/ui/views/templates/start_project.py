"""The panel that creates a project from a template."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from textual import on, work
from textual.app import ComposeResult
from textual.widgets import Input

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.calendar.week import parse_week, week_words
from milestone_tui.plan.calendar.workdays import WorkCalendar
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.form_state import suggested_key
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.language.dates import parse_date
from milestone_tui.plan.language.wording import count_words, long_day
from milestone_tui.plan.rules import NEW_PROJECT, validate_project
from milestone_tui.plan.templates.template import NewPlan, Template, ending_on, started_on
from milestone_tui.ui.base.field_panel import FieldPanel, field_keys
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.messages import StatusMessage, ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.templates.screen import TemplatesScreen, template_named
from milestone_tui.ui.views.templates.words import size_words
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock
from milestone_tui.ui.workers import WRITES, start_worker

if TYPE_CHECKING:
    from milestone_tui.store import Commands

_FIELDS = (
    ("name", "Name", ""),
    ("key", "Key", "short, such as ACME"),
    ("client", "Client", ""),
    ("start_on", "Start on", "today"),
    ("target_on", "End on", "schedules backwards from this date"),
    ("working_days", "Working week", "such as Mon-Fri or Sun-Thu"),
    ("days_off", "Days off", "country or region, such as DE, DE-BY"),
)


class _Wanted(NamedTuple):
    country: str
    years: range


class _DaysOff(NamedTuple):
    """The public holidays that were found."""

    wanted: _Wanted | None = None
    days: tuple[HolidayInput, ...] = ()
    mistake: str = ""


class StartProjectScreen(FieldPanel[int]):
    """Panel that creates a project from a template and answers with its id."""

    BINDINGS: ClassVar[Keys] = field_keys("start.create", "create", "Create the project")

    def __init__(self, context: Context, template: Template, kept: Unfinished | None = None) -> None:
        super().__init__(context, kept)
        self._template = template
        taken = (summary.project.key for summary in context.store.read.projects(context.today, archived=True))
        self._taken = frozenset(taken)
        self._suggested = ""
        self._off = _DaysOff()
        self._defaults = context.preferences.new_project()
        week = self._defaults["working_days"]
        assert isinstance(week, int)
        given = {"working_days": week_words(week), "days_off": context.settings.days_off}
        self._fields = {
            name: PanelField(
                context.renderer, name, label, given.get(name, ""), placeholder=hint, replace=name in ("key", *given)
            )
            for name, label, hint in _FIELDS
        }
        self._outcome = TextBlock(context.renderer)

    def compose_panel(self) -> ComposeResult:
        """Yield the title, the fields and the dates that result."""
        name = fit(self._template.name, 40).rstrip()
        about = f"  {size_words(self._template, phases=False)}"
        title = ((" New project from ", Ink.TEXT), (f'"{name}"', Ink.BRIGHT), (about, Ink.DIM))
        yield TextBlock(self.context.renderer, (title, ()))
        yield from self._fields.values()
        self._outcome.styles.margin = (1, 0, 0, 0)
        yield self._outcome

    def on_mount(self) -> None:
        """Show the resulting dates."""
        super().on_mount()
        self._show_outcome()
        self._look_up_beside()

    @on(Input.Changed)
    def _typed(self) -> None:
        key = self._fields["key"].input
        if key.value in ("", self._suggested) and not key.has_focus:
            self._suggested = suggested_key(self._text("name"), self._taken)
            key.value = self._suggested
        self._show_outcome()
        self._look_up_beside()

    def new_day(self) -> None:
        """Show the dates as of the new day, unless the project is being created."""
        if not self.busy:
            self._show_outcome()
            self._look_up_beside()

    def _show_outcome(self) -> None:
        try:
            plan = self._plan()
            if self._off.mistake:
                raise InvalidInput("days_off", self._off.mistake)
        except InvalidInput as error:
            self._outcome.lines = (((f" {error}", Ink.BAD),),)
            return
        days = f"{long_day(plan.start_on)} → {long_day(plan.finish_on)}"
        counted = [count_words(len(plan.milestones), "milestone")]
        if self._off.days:
            week = WorkCalendar(parse_week(self._text("working_days")))
            off = sum(plan.start_on <= day.day <= plan.finish_on and week.is_working(day.day) for day in self._off.days)
            counted.append(f"{count_words(off, 'day', 'days')} off")
        late = plan.start_on < self.context.today
        dates = ((f" {days}", Ink.BRIGHT), (f"   {', '.join(counted)}", Ink.DIM))
        self._outcome.lines = ((*dates, ("   starts in the past", Ink.WARN)) if late else dates,)

    # Days off ----------------------------------------------------------------------------------------------

    def _wanted(self) -> _Wanted | None:
        """Return the country and years to look up; raise InvalidInput while the dates are not valid."""
        if not (country := self._text("days_off")):
            return None
        plan = self._plan_with(())
        # Days off lengthen the plan, to earlier dates when it is scheduled backwards.
        return _Wanted(country, range(plan.start_on.year - 1, plan.finish_on.year + 2))

    @work(exclusive=True, group="days off")
    async def _look_up_beside(self) -> None:
        await self._look_up()

    async def _look_up(self) -> None:
        """Look up the public holidays in a thread, then show the dates."""
        try:
            wanted = self._wanted()
        except InvalidInput:
            return  # shown already
        if wanted == self._off.wanted:
            return
        self._off = _DaysOff()  # nothing is known while it is read, which another key may cut short
        if wanted is not None:
            try:
                self._off = _DaysOff(wanted, await to_thread(_days_off_of, wanted))
            except InvalidInput as error:
                self._off = _DaysOff(wanted, mistake=str(error))
        self._show_outcome()

    def _text(self, field: str) -> str:
        return self._fields[field].input.value.strip()

    def _plan(self) -> NewPlan:
        """Return the template with its dates; raise InvalidInput for a field with a mistake."""
        return self._plan_with(day.day for day in self._off.days)

    def _plan_with(self, days_off: Iterable[date]) -> NewPlan:
        calendar = WorkCalendar(parse_week(self._text("working_days")), days_off)
        start, end = self._text("start_on"), self._text("target_on")
        if start and end:
            raise InvalidInput("target_on", "Enter a start or an end date, not both.")
        field, text = ("target_on", end) if end else ("start_on", start)
        today = self.context.today
        try:
            order = self.context.settings.date_order
            day = parse_date(text, today, calendar=calendar, order=order) if text else today
            return ending_on(self._template, day, calendar) if end else started_on(self._template, day, calendar)
        except InvalidInput as error:
            raise InvalidInput(field, str(error), error.brief) from None

    def about(self) -> Unfinished:
        """Return a draft without the texts of the fields."""
        title = self._text("name") or f'New project from "{self._template.name}"'
        return Unfinished(UnfinishedKind.TEMPLATE, None, title, choices={"template": self._template.name})

    def unfinished(self) -> Unfinished | None:
        """Return the draft, without a key that was only suggested."""
        edit = super().unfinished()
        if edit is None or edit.texts.get("key") != self._suggested:
            return edit
        texts = {name: text for name, text in edit.texts.items() if name != "key"}
        return replace(edit, texts=texts) if texts else None

    def submit(self) -> None:
        """Create the project."""
        self.busy = True
        start_worker(self, WRITES, self._start)

    async def _start(self) -> None:
        try:
            fields: dict[str, object] = {field: self._text(field) for field in ("name", "key", "client")}
            fields |= {field: self._defaults[field] for field in ("currency", "acceptance_days")}
            if not fields["name"]:
                raise InvalidInput("name", "Enter a name for the project.")
            validate_project(NEW_PROJECT, fields)
            await self._look_up()
            plan = self._plan()
            if self._off.mistake:
                raise InvalidInput("days_off", self._off.mistake)
        except InvalidInput as error:
            self.complain(error)
            return
        fields |= {"start_on": plan.start_on, "working_days": parse_week(self._text("working_days"))}
        if self._text("target_on"):
            fields["target_on"] = plan.finish_on
        days_off = [day for day in self._off.days if day.day.year >= plan.start_on.year]

        def start(do: Commands) -> int:
            made = do.templates.start(fields, self._template.name, plan)
            if days_off:
                do.holidays.add(made, days_off)
            return made

        self.write_and_answer(start)


def _days_off_of(wanted: _Wanted) -> tuple[HolidayInput, ...]:
    from milestone_tui.exchange.days_off.country import country_holidays  # late: it is big

    return tuple(HolidayInput(holiday.day, holiday.name) for holiday in country_holidays(*wanted))


def start_from_template(screen: StoreScreen, kept: Unfinished | None = None) -> None:
    """Open the panels to choose a template and to create a project, then go to its timeline.

    Resume the draft `kept` if there is one; raise NotFound when its template was deleted.
    """

    def go_to(project_id: int) -> None:
        screen.app.post_message(ViewRequested("timeline", Place(project_id)))
        screen.app.post_message(StatusMessage("Created from a template · B to set a baseline · u to undo"))

    def start(template: Template | None, edit: Unfinished | None = None) -> None:
        if template is None:
            return

        def made(project_id: int | None) -> None:
            if project_id is None:
                choose(template)  # back to the templates
            else:
                go_to(project_id)

        screen.ask(lambda: StartProjectScreen(screen.context, template, edit), made)

    def choose(at: Template | None = None) -> None:
        screen.ask(lambda: TemplatesScreen(screen.context, at), start)

    if kept is None:
        choose()
    else:
        start(template_named(screen.context, str(kept.choices.get("template", ""))), kept)

"""The layout of an editor: fields on the left, tabs on the right, a calendar below; and the moves between them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding
from textual.containers import Horizontal
from textual.reactive import Reactive
from textual.widget import Widget

from milestone_tui.errors import InvalidInput
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.editors.side_tabs import Divider, Side, TabList
from milestone_tui.ui.keys import Keys, bind, hidden, shown_hints
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.widgets.fields import DateField, Field
from milestone_tui.ui.widgets.month_pane import Calendar
from milestone_tui.ui.widgets.tabs import Tab, TabLine

NARROW = 100
"""Cells below which fields and tabs are shown one at a time."""
LOW = 28
"""Lines below which there are no blank lines between groups of fields."""

FIELDS = "fields"
"""Name of the tab for the fields in a narrow terminal."""


class FormScreen(StoreScreen):
    """Screen with a form and tabs; a subclass names the tabs and explains dates."""

    AUTO_FOCUS = "FieldInput"

    OPENS_VIEWS = False

    HELP_TOPICS = ("dates",)

    # With Textual's default, tab would repaint the whole screen.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    BINDINGS: ClassVar[Keys] = [
        bind("editor.next", "tab", "next field", "Go to the next field", "next_field"),
        hidden("editor.previous", "shift+tab", "previous field", "Go back a field", "previous_field"),
        hidden("editor.below", "down", "field below", "Go to the next field", "next_field"),
        hidden("editor.above", "up", "field above", "Go back a field", "previous_field"),
        bind("editor.tabs", "ctrl+t,f2", "next tab", "Switch between the fields and the tabs", "next_tab"),
        hidden("editor.copy", "ctrl+y", "copy", "Copy all fields as text"),
        bind("editor.help", "f1", "help", "Show the keys of this screen"),
    ]

    DEFAULT_CSS = """
    FormScreen #body { height: 1fr; margin-top: 1; }
    FormScreen #form { width: 52%; min-width: 62; max-width: 90; }
    FormScreen.-dated #calendar { display: block; }
    FormScreen #top-tabs { display: none; margin: 1 0 0 0; }

    FormScreen.-narrow #body { layout: vertical; margin-top: 0; }
    FormScreen.-narrow #top-tabs { display: block; }
    FormScreen.-narrow #form { width: 100%; max-width: 100%; height: 1fr; }
    FormScreen.-narrow Divider { display: none; }
    FormScreen.-narrow #side { display: none; width: 100%; height: 1fr; }
    FormScreen.-narrow #side > TabLine { display: none; }
    FormScreen.-narrow #side > .list { max-height: 100%; }
    FormScreen.-narrow.-tabs #form { display: none; }
    FormScreen.-narrow.-tabs #side { display: block; }
    FormScreen.-narrow #calendar { margin: 0 0 0 1; }
    FormScreen.-narrow.-calendar #side { display: block; height: auto; }
    FormScreen.-narrow.-calendar #side > .list { display: none; }
    FormScreen.-narrow.-tabs #calendar { display: none; }
    FormScreen.-low .-first { margin-top: 0; }
    FormScreen.-low #calendar { margin-top: 1; }
    FormScreen.-low #top-tabs { margin: 0; }
    FormScreen.-low.-calendar #calendar { margin-top: 0; }
    """

    def __init__(self, context: Context, form: Form, lists: Mapping[str, TabList]) -> None:
        """`lists`: the lists by the names of their tabs."""
        super().__init__(context)
        self.title_bar.cut_name = True
        self.form = form
        self.side = Side(context.renderer, lists)
        self.top_tabs = TabLine(context.renderer, margin=2, id="top-tabs")
        self._explained: tuple[str, date] | None = None
        """The field and the date that the calendar explained last."""

    def tab_label(self, tab: str) -> str:
        """Return the label of a tab."""
        raise NotImplementedError

    def day_meaning(self, field: str, day: date) -> tuple[Line, ...]:
        """Return what a date in a field would mean, for the lines beside the calendar."""
        return ()

    # Building ----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Compose title, fields, tabs, calendar and keys."""
        # Before the widgets: setting the classes later would style and lay out all of them again.
        self.set_class(self.app.size.width < NARROW, "-narrow", update=False)
        self.set_class(self.app.size.height < LOW, "-low", update=False)
        self.form.show_gaps(self._gap)
        yield self.title_bar
        if self.narrow:
            yield self.top_tabs
        with Horizontal(id="body"):
            yield self.form
            yield Divider(self.context.renderer)
            yield self.side
        yield self.key_bar

    @on(events.ScreenResume)
    def keep_styles(self, event: events.ScreenResume) -> None:
        """Skip styling all widgets again right after they were mounted."""
        event.refresh_styles = event.refresh_styles and self._opened

    def on_resize(self, event: events.Resize) -> None:
        """Switch to one column in a narrow terminal, and drop blank lines in a low one."""
        narrow = event.size.width < NARROW
        if narrow != self.narrow:
            # The column with the focus stays visible, so that a line that is being typed stays open.
            self.set_class(narrow and self.side.holds(self.focused), "-tabs")
            self.set_class(narrow, "-narrow")
            if not self.top_tabs.is_attached:
                self.mount(self.top_tabs, after=self.title_bar)
            self.show_state()
        self.set_class(event.size.height < LOW, "-low")
        self.form.show_gaps(self._gap)
        self.show_keys()

    @property
    def _gap(self) -> int:
        return 0 if self.has_class("-low") else 1

    @property
    def narrow(self) -> bool:
        """Return True if fields and tabs are shown one at a time."""
        return self.has_class("-narrow")

    def show_keys(self) -> None:
        """Show the keys in one order, whatever has the focus; in a narrow terminal, `esc` comes early.

        In a tab of a narrow terminal the keys of its list come before the one that switches to the fields.
        """
        order = ["editor.save", "editor.next", "", "editor.add", "editor.tabs", "editor.leave", "editor.sign_off"]
        if self.narrow and self.has_class("-tabs"):
            order = ["editor.save", "editor.leave", "", "editor.tabs", "editor.next", "editor.add", "editor.sign_off"]
        elif self.narrow:
            order = ["editor.save", "editor.next", "editor.leave", "", "editor.tabs", "editor.add", "editor.sign_off"]
        order.append("editor.help")
        ranks = {name: rank for rank, name in enumerate(order)}

        def rank(entry: ActiveBinding) -> int:
            return ranks.get(entry.binding.id or "", ranks[""])

        active = [entry for entry in self.active_bindings.values() if entry.binding.id != "app.help"]
        if self.focused is self.side.calendar.month:
            active = [entry for entry in active if (entry.binding.id or "").startswith("calendar.")]
        self.key_bar.hints = shown_hints(sorted(active, key=rank))

    # Showing -----------------------------------------------------------------------------------------------

    def field_meanings(self) -> Sequence[tuple[str, str]]:
        """Return the labels of the fields that need explaining, each with its meaning."""
        return [(field.label, field.hint) for field in self.form.stops if field.hint]

    def focused_label(self) -> str:
        """Return the label of the field that has the focus."""
        field = self.form.field_of(self.focused)
        return field.label if field is not None else ""

    def show_state(self) -> None:
        """Update the tabs."""
        tabs = tuple(Tab(name, self.tab_label(name)) for name in self.side.lists)
        self.side.show(tabs)
        self.top_tabs.tabs = (Tab(FIELDS, "Fields"), *tabs)
        self.top_tabs.current = self.side.tab if self.has_class("-tabs") else FIELDS

    def new_day(self) -> None:
        """Update the calendar, since a typed word may mean another date."""
        super().new_day()
        self.mark_day()

    # The calendar ------------------------------------------------------------------------------------------

    @on(Field.Entered)
    def follow_focus(self, event: Field.Entered) -> None:
        """Show the calendar while a date field has the focus."""
        calendar = self.side.calendar
        if isinstance(event.field, DateField) and event.field.active:
            self.side.have_calendar().field = event.field
            self.add_class("-dated")
            self.mark_day()
        elif event.field is calendar.field and self.focused is not calendar.month:
            self._hide_calendar()

    def _hide_calendar(self) -> None:
        self.side.calendar.field = None
        self.remove_class("-dated", "-calendar")

    def mark_day(self) -> None:
        """Show the date of its field in the calendar."""
        calendar = self.side.calendar
        if calendar.field is None or calendar.field.field not in self.form:
            return
        try:
            day = self.form.value(calendar.field.field)
        except InvalidInput:
            calendar.words.lines = ()
        else:
            calendar.show_date(calendar.field, day if isinstance(day, date) else None, self.form.given)

    @on(DateField.CalendarRequested)
    def open_calendar(self, event: DateField.CalendarRequested) -> None:
        """Focus the calendar."""
        self.side.have_calendar().field = event.field
        self.add_class("-dated", "-calendar")
        self.mark_day()
        self.side.calendar.month.focus()

    @on(Calendar.Marked)
    def explain_day(self, event: Calendar.Marked) -> None:
        """Show what the highlighted date would mean."""
        self._explained = (event.field.field, event.day)
        self.explain_again()

    def explain_again(self) -> None:
        """Update what the last highlighted date would mean."""
        if self._explained is not None:
            self.side.calendar.words.lines = self.day_meaning(*self._explained)

    @on(Calendar.Closed)
    def close_calendar(self) -> None:
        """Close the calendar and focus its field."""
        self.remove_class("-calendar")
        if self.side.calendar.field is not None:
            self.side.calendar.field.focus_input()

    # Moving ------------------------------------------------------------------------------------------------

    @on(Field.Finished)
    def action_next_field(self) -> None:
        """Focus the next field, after the last one the tab."""
        self._step(1)

    def action_previous_field(self) -> None:
        """Focus the previous field."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self.has_class("-tabs"):
            self.show_fields(last=step < 0)
            return
        calendar, focused = self.side.calendar, self.focused
        lists = [] if self.narrow else [part for part in self.focus_chain if self.side.holds(part)]
        stops: list[Widget] = [*self.form.stops, *lists]
        here = calendar.field if focused is calendar.month else self.form.field_of(focused) or focused
        if focused is calendar.month:
            self.remove_class("-calendar")
        target = stops[((stops.index(here) if here in stops else -1) + step) % len(stops)]
        if isinstance(target, Field):
            target.focus_input()
        else:
            self.set_focus(target)

    def show_fields(self, last: bool = False) -> None:
        """Show the fields and focus the first or the last."""
        self.remove_class("-tabs")
        self.show_state()
        self.call_after_refresh(self.form.focus_field, last)

    def action_next_tab(self) -> None:
        """Focus the current tab, then each next tab, then the fields again."""
        following = self.side.following()
        if not self.in_lists:
            self.show_tab(self.side.tab)
        elif following is not None:
            self.show_tab(following)
        else:
            self.side.tab = next(iter(self.side.lists))
            self.show_fields()

    @property
    def in_lists(self) -> bool:
        """Return True if the focus is in a tab."""
        return self.has_class("-tabs") or self.side.holds(self.focused)

    def show_tab(self, name: str, then: Callable[[], None] | None = None) -> None:
        """Show a tab and focus it, or call `then` instead."""
        self.side.tab = name
        self._hide_calendar()
        self.set_class(self.narrow, "-tabs")
        self.show_state()
        self.call_after_refresh(then or self.side.current.focus_input)

    @on(TabLine.Clicked)
    def go_to_tab(self, event: TabLine.Clicked) -> None:
        """Show the clicked tab."""
        if event.name == FIELDS:
            self.show_fields()
        else:
            self.show_tab(event.name)

    def action_copy(self) -> None:
        """Copy all fields as text."""
        self.app.copy_to_clipboard(self.form.written())
        self.show_status("Copied all fields as text")

"""What both editors share: fields on the left, tabs on the right, one change for all that is saved."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import ActiveBinding, Binding, BindingType
from textual.containers import Horizontal
from textual.reactive import Reactive
from textual.widget import Widget

from milestone_tui.errors import InvalidInput, NotFound
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.form_state import Given, Values, field_text
from milestone_tui.ui.autosave import DraftAutosave, Write
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.base.unsaved import LeaveScreen, Parting
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.conflict import Disputed
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.editors.inline_list import InlineList, SideRows
from milestone_tui.ui.editors.list_following import Answers
from milestone_tui.ui.editors.saving import Saving
from milestone_tui.ui.editors.side_tabs import Divider, Side
from milestone_tui.ui.keys import shown_hints
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.fields import DateField, Field
from milestone_tui.ui.widgets.month_pane import Calendar
from milestone_tui.ui.widgets.tabs import Tab, TabLine

NARROW = 100
"""Below this width the tabs take the place of the fields."""
LOW = 28
"""Below this height there are no decorative blank lines."""

FIELDS = "fields"
"""Name of the tab that stands for the fields, where there is one column only."""


class Editor(StoreScreen):
    """Base of the editors. A subclass says which fields and tabs there are, what is read and what is written."""

    AUTO_FOCUS = "FieldInput"

    # Tab would otherwise repaint the whole screen for each field.
    focused: Reactive[Widget | None] = Reactive(None, repaint=False)

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "ctrl+s",
            "save",
            "save",
            id="editor.save",
            tooltip="Save all changes as one; until then they are kept as a draft",
        ),
        Binding("tab", "next_field", "next field", id="editor.next", tooltip="Go to the next field"),
        Binding(
            "shift+tab", "previous_field", "previous field", show=False, id="editor.previous", tooltip="Go back a field"
        ),
        Binding("down", "next_field", "field below", show=False, id="editor.below", tooltip="Go to the next field"),
        Binding("up", "previous_field", "field above", show=False, id="editor.above", tooltip="Go back a field"),
        Binding(
            "ctrl+t,f2", "next_tab", "tabs", id="editor.tabs", tooltip="Go through the tabs, and back to the fields"
        ),
        Binding("ctrl+y", "copy", "copy", show=False, id="editor.copy", tooltip="Copy all fields as text"),
        Binding("escape,q", "leave", "leave", id="editor.leave", tooltip="Leave; asks when something is not saved"),
        Binding("f1", "help", "help", id="editor.help", tooltip="The keys of this screen"),
    ]

    DEFAULT_CSS = """
    Editor #body { height: 1fr; margin-top: 1; }
    Editor #form { width: 52%; min-width: 62; max-width: 90; }
    Editor.-dated #calendar { display: block; }
    Editor #top-tabs { display: none; margin: 1 0 0 0; }

    Editor.-narrow #body { layout: vertical; margin-top: 0; }
    Editor.-narrow #top-tabs { display: block; }
    Editor.-narrow #form { width: 100%; max-width: 100%; height: 1fr; }
    Editor.-narrow Divider { display: none; }
    Editor.-narrow #side { display: none; width: 100%; height: 1fr; }
    Editor.-narrow #side > TabLine { display: none; }
    Editor.-narrow #side > .list { max-height: 100%; }
    Editor.-narrow.-tabs #form { display: none; }
    Editor.-narrow.-tabs #side { display: block; }
    Editor.-narrow #calendar { margin: 0 0 0 1; }
    Editor.-narrow.-calendar #side { display: block; height: auto; }
    Editor.-narrow.-calendar #side > .list { display: none; }
    Editor.-narrow.-tabs #calendar { display: none; }
    Editor.-low .-first { margin-top: 0; }
    Editor.-low #calendar { margin-top: 1; }
    Editor.-low #top-tabs { margin: 0; }
    Editor.-low.-calendar #calendar { margin-top: 0; }
    """

    def __init__(
        self, context: Context, form: Form, lists: dict[str, InlineList | SideRows], kept: Unfinished | None
    ) -> None:
        """`lists`: what the tabs show, by the names of the tabs; `kept`: what was typed earlier, to go on with."""
        super().__init__(context)
        self.title_bar.name_gives_way = True
        self.form = form
        self.side = Side(context.renderer, lists)
        self.top_tabs = TabLine(context.renderer, margin=2, id="top-tabs")
        self._explained: tuple[str, date] | None = None
        """The field and the day that the calendar was asked about last."""
        self._resumed = kept
        self.keeper = DraftAutosave(self, context.store, self.unfinished, self.show_error)
        self.saving = Saving(self, self, self.keeper)

    # What a subclass says ----------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """What is edited, for a question about it."""
        raise NotImplementedError

    @property
    def ended(self) -> str:
        """That what it belongs to is archived or cancelled, in words; empty where it goes on."""
        raise NotImplementedError

    def tab_label(self, tab: str) -> str:
        """What a tab is called now."""
        raise NotImplementedError

    def unsaved_lists(self) -> list[str]:
        """Which lists are not saved, in words."""
        raise NotImplementedError

    def unfinished(self) -> Unfinished | None:
        """What stands here and is not saved, as it is typed; None when all is."""
        raise NotImplementedError

    def resume_lists(self, kept: Unfinished) -> None:
        """Fill the lists with what was typed earlier; what is stored is read after that."""
        raise NotImplementedError

    def command_anew(self, changed: Values) -> Write | None:
        """What creates it anew after it was deleted, with all that stands here; None where it has no place any more."""
        return None

    def command(self, changed: Values) -> Write:
        """What writes these fields and the lists that are not saved; raises InvalidInput for what does not fit."""
        raise NotImplementedError

    def stored(self) -> Values:
        """The values of the fields as they are stored now; raises NotFound."""
        raise NotImplementedError

    def rebase_list(self, name: str, answers: Answers) -> None:
        """Start a list from what is stored now, with what was done to it here, and what was answered where both did."""
        raise NotImplementedError

    def day_meaning(self, field: str, day: date) -> tuple[Line, ...]:
        """What it means that a field has this day, for beside the calendar."""
        return ()

    # Building ----------------------------------------------------------------------------------------------

    def compose(self) -> ComposeResult:
        """Title, fields, tabs, calendar, keys."""
        yield self.title_bar
        yield self.top_tabs
        with Horizontal(id="body"):
            yield self.form
            yield Divider(self.context.renderer)
            yield self.side
        yield self.key_bar

    def on_resize(self, event: events.Resize) -> None:
        """One column where there is no room for two, no blank lines where it is low."""
        narrow = event.size.width < NARROW
        if narrow != self.narrow:
            # What the keys go to is the column that stays: a line that is being typed there is not taken.
            self.set_class(narrow and self.side.holds(self.focused), "-tabs")
            self.set_class(narrow, "-narrow")
            self.show_state()
        self.set_class(event.size.height < LOW, "-low")
        self.show_keys()

    @property
    def narrow(self) -> bool:
        """Whether there is one column only."""
        return self.has_class("-narrow")

    @property
    def is_gone(self) -> bool:
        """Whether what is edited was deleted meanwhile."""
        return bool(self.saving.gone)

    def show_keys(self) -> None:
        """The keys in one order whatever has the focus; where there is little room, leaving comes early.

        In a tab there the keys of its list come before the one that leads back to the fields.
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

    def unsaved(self) -> list[str]:
        """What is not saved, in words."""
        return self.form.touched() + self.unsaved_lists()

    def show_state(self) -> None:
        """Bring title and tabs up to date."""
        if self.saving.gone:
            self.title_bar.right = ((self.saving.gone, Ink.BAD),)
        else:
            said = " · ".join(filter(None, (self.ended, "edited, not saved" if self.unsaved() else "")))
            self.title_bar.right = ((said, Ink.WARN),) if said else ()
        tabs = tuple(Tab(name, self.tab_label(name)) for name in self.side.lists)
        self.side.show(tabs)
        self.top_tabs.tabs = (Tab(FIELDS, "Fields"), *tabs)
        self.top_tabs.current = self.side.tab if self.has_class("-tabs") else FIELDS

    def _read(self, read: Callable[[], None]) -> None:
        """Read; when what is edited was deleted, say so until it is back, and keep on the screen what was typed."""

        def or_gone() -> None:
            try:
                read()
            except NotFound as error:
                self.saving.gone = str(error).rstrip(".")
                self.show_state()
                raise
            if self.saving.gone:
                self.saving.came_back()
                self.show_state()
                self.show_status("Brought back · ctrl+s saves what is typed here" if self.unsaved() else "Brought back")

        super()._read(or_gone)

    def new_day(self) -> None:
        """What is typed means another day, in the calendar too."""
        super().new_day()
        self._mark_day()

    @on(Form.Changed)
    def follow_typing(self, event: Form.Changed) -> None:
        """Bring up to date what depends on the fields."""
        self.show_state()
        self.keeper.typed()
        if event.field is self.side.calendar.field:
            self._mark_day()

    @on(InlineList.Changed)
    def follow_list(self) -> None:
        """A list says something else."""
        self.show_state()
        self.keeper.typed()

    @on(InlineList.Typing)
    def follow_line(self) -> None:
        """A line of a list is being typed."""
        self.show_state()
        self.keeper.typed()

    @on(InlineList.Refused)
    def pass_on(self, event: InlineList.Refused) -> None:
        """Say why a key of a list did nothing."""
        self.show_error(event.sentence)

    # The calendar ------------------------------------------------------------------------------------------

    @on(Field.Entered)
    def follow_focus(self, event: Field.Entered) -> None:
        """Show the calendar beside a field for a day."""
        calendar = self.side.calendar
        if isinstance(event.field, DateField) and event.field.active:
            calendar.field = event.field
            self.add_class("-dated")
            self._mark_day()
        elif event.field is calendar.field and self.focused is not calendar.month:
            self._hide_calendar()

    def _hide_calendar(self) -> None:
        self.side.calendar.field = None
        self.remove_class("-dated", "-calendar")

    def _mark_day(self) -> None:
        """Have the calendar show the day of its field."""
        calendar = self.side.calendar
        if calendar.field is None or calendar.field.field not in self.form:
            return
        try:
            day = self.form.value(calendar.field.field)
        except InvalidInput:
            calendar.words.lines = ()
        else:
            calendar.follow(calendar.field, day if isinstance(day, date) else None, self.form.given)

    @on(DateField.CalendarRequested)
    def open_calendar(self, event: DateField.CalendarRequested) -> None:
        """Let the keys go to the calendar."""
        self.side.calendar.field = event.field
        self.add_class("-dated", "-calendar")
        self._mark_day()
        self.side.calendar.month.focus()

    @on(Calendar.Marked)
    def explain_day(self, event: Calendar.Marked) -> None:
        """Say what the marked day would mean."""
        self._explained = (event.field.field, event.day)
        self.explain_again()

    def explain_again(self) -> None:
        """Say anew what the day that was marked last would mean."""
        if self._explained is not None:
            self.side.calendar.words.lines = self.day_meaning(*self._explained)

    @on(Calendar.Closed)
    def close_calendar(self) -> None:
        """Back to the field."""
        self.remove_class("-calendar")
        if self.side.calendar.field is not None:
            self.side.calendar.field.focus_input()

    # The history -------------------------------------------------------------------------------------------

    def restore_field(self, entry: HistoryEntry) -> None:
        """Put into a field what it held before a change; it is written with the next save."""
        field = self.form.fields[entry.field]
        field.put(field_text(entry.field, entry.before_value, self.form.given.currency))
        if self.has_class("-tabs"):
            self._show_fields()
        self.call_after_refresh(field.focus_input)
        self.show_status(f"{field.label} as it was before: ctrl+s saves it")

    # Moving ------------------------------------------------------------------------------------------------

    @on(Field.Finished)
    def action_next_field(self) -> None:
        """To the next field; after the last to the tab beside."""
        self._step(1)

    def action_previous_field(self) -> None:
        """To the field before."""
        self._step(-1)

    def _step(self, step: int) -> None:
        if self.has_class("-tabs"):
            self._show_fields(last=step < 0)
            return
        here, calendar = self.focused, self.side.calendar
        if here is calendar.month and calendar.field is not None:
            here = calendar.field.input
            self.remove_class("-calendar")
        chain = [w for w in self.focus_chain if w is not calendar.month and not (self.narrow and self.side.holds(w))]
        if chain:
            place = chain.index(here) if here in chain else -1
            self.set_focus(chain[(place + step) % len(chain)])

    def _show_fields(self, last: bool = False) -> None:
        self.remove_class("-tabs")
        self.show_state()
        self.call_after_refresh(self.form.focus_field, last)

    def action_next_tab(self) -> None:
        """From the fields to the tab that is shown, from tab to tab, and back to the fields."""
        following = self.side.following()
        if not self.in_lists:
            self.show_tab(self.side.tab)
        elif following is not None:
            self.show_tab(following)
        else:
            self.side.tab = next(iter(self.side.lists))
            self._show_fields()

    @property
    def in_lists(self) -> bool:
        """Whether the keys go to one of the tabs."""
        return self.has_class("-tabs") or self.side.holds(self.focused)

    def show_tab(self, name: str, then: Callable[[], None] | None = None) -> None:
        """Show a tab and let the keys go there."""
        self.side.tab = name
        self._hide_calendar()
        self.set_class(self.narrow, "-tabs")
        self.show_state()
        self.call_after_refresh(then or self.side.current.focus_input)

    @on(TabLine.Clicked)
    def go_to_tab(self, event: TabLine.Clicked) -> None:
        """A click on a tab shows it."""
        if event.name == FIELDS:
            self._show_fields()
        else:
            self.show_tab(event.name)

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Undo of what is stored belongs to the other screens, here it would pull the ground from under the fields; so
        do the digits of the views."""
        return action not in ("undo", "redo", "switch_view")

    def action_copy(self) -> None:
        """Copy all fields as text, so that nothing typed is ever lost."""
        self.app.copy_to_clipboard(self.form.written())
        self.show_status("Copied all fields as text")

    # Keeping -----------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Have what is not saved kept."""
        self.keeper.keep()

    def _fill(self) -> None:
        kept, self._resumed = self._resumed, None
        if kept is not None:
            self.keeper.go_on(kept)
            self.form.resume(kept.seen, kept.texts, Given(self.context.today))
            self.resume_lists(kept)
        super()._fill()
        if kept is not None and kept.picking:
            self.side.go_on_picking(kept.picking)  # what there is to pick is known now
            self.show_state()

    # Saving ------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Write all that was changed."""
        self.saving.save()

    def saved(self) -> None:
        """Say so; called when all is written."""
        self.show_state()
        self.show_status("Saved", Ink.GOOD)

    def point_at(self, error: InvalidInput) -> None:
        """Say what is wrong where it is wrong."""
        if self.has_class("-tabs") and error.field in self.form.fields:
            self._show_fields()
        if self.form.point_at(error):
            self.show_error(f"Not saved: {self.form.fields[error.field].label} needs a look")
        else:
            self.show_error(str(error))

    def rebase(self, asked: frozenset[Disputed], kept: frozenset[Disputed]) -> None:
        """Start what was asked about from what is stored now; what is in `kept` keeps what was typed here."""
        names = {name for name, _ in asked}

        def rebase() -> None:
            fields = [name for name in names if name in self.form]
            self.form.rebase(self.stored(), fields, frozenset(name for name, _ in kept))
            for name in names.difference(fields):
                of_list = [frozenset(key for of, key in about if of == name) for about in (asked, kept)]
                self.rebase_list(name, Answers(*of_list))
            self.show_state()

        self._read(rebase)

    # Leaving -----------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Go back to the screen below; asks when something is not saved."""
        if self.has_class("-tabs"):
            self._show_fields()
            return
        unsaved = self.unsaved()
        if not unsaved:
            self._go()
            return

        def part(answer: Parting | None) -> None:
            if answer == "save":
                self.saving.save(self._go)
            elif answer == "discard":
                self._go()

        self.app.push_screen(LeaveScreen(self.context, self.heading, tuple(unsaved)), part)

    def _go(self) -> None:
        self.keeper.drop()
        self.dismiss()

"""The base of all screens that show data: title, key bar, undo and redo, and updates after changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from types import MappingProxyType
from typing import Any, ClassVar, TypeVar

from textual import events
from textual.actions import parse
from textual.binding import Binding
from textual.screen import Screen

from milestone_tui.errors import DatabaseLocked, MilestoneError
from milestone_tui.plan.explanation import Explanation
from milestone_tui.plan.model import Change, Plan
from milestone_tui.store import StoreChanged
from milestone_tui.ui.base.status_screen import StatusScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import RETURN, VIEW_KEYS, WRITE_KEYS, KeyHint, KeylessAction, Keys, bind, hidden, shown_hints
from milestone_tui.ui.messages import AsOfRequested, ExplainRequested, RiskRequested, StatusMessage, ViewRequested
from milestone_tui.ui.navigation import VIEWS_HEIGHT, Place
from milestone_tui.ui.widgets.bars import TitleBar

AT_ONCE = 1_000
"""The most milestones that are read and analysed before the paint; more are read in a thread."""

REST_SECONDS = 0.5
"""Seconds after the last change until a big plan is analysed."""

_LAST = ("scroll", "explain", "as-of", "undo", "help")
"""The hints at the end of every key bar that has them."""


_Answer = TypeVar("_Answer")


class StoreScreen(StatusScreen[None]):
    """Screen that shows data of the store; a subclass reads it in `reload` and `apply_changes`."""

    BINDINGS: ClassVar[Keys] = [
        hidden("app.undo", "u", "undo", "Undo your last change"),
        hidden("app.redo", "U,ctrl+r", "redo", "Redo what you last undid"),
        hidden("app.explain", "x", "explain", "Explain the figures under the cursor"),
        *VIEW_KEYS,
        hidden("app.raise_risk", "r", "raise a risk", "Raise a risk for this milestone", "raise_risk"),
        hidden("app.as_of", "T", "as-of", "Show an earlier day in every view"),
        bind("app.help", "question_mark,f1", "help", "Show the keys of this screen"),
    ]

    KEYLESS: ClassVar[tuple[KeylessAction, ...]] = ()
    """The actions of this screen without a key."""

    NEEDS: ClassVar[Mapping[str, str]] = MappingProxyType({})
    """What the actions need that is not always there, in the words of the palette: "a selected milestone"."""

    ALWAYS_LISTED: ClassVar[Collection[str]] = ()
    """The needs without which help still lists the keys; `refused` keeps their actions from running."""

    VIEW: ClassVar[str] = ""
    """The id of the view; empty for a screen that opens above a view."""

    OPENS_VIEWS: ClassVar[bool] = True
    """Whether the palette may switch to a view from here."""

    NAMED_VIEW: ClassVar[str] = ""
    """The id of the view to show as present on a screen that covers a view, such as the what-if."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title_bar = TitleBar(context.renderer)
        self._stale = True
        self._missed: StoreChanged | None = None
        """Changes that were written while another screen was on top."""
        self.is_opening = False
        """Whether the screen is being filled because it comes to the top."""
        self._keys_for: object = None
        """What the keys shown depend on."""

    # Reading -----------------------------------------------------------------------------------------------

    @property
    def named_view(self) -> str:
        """Return the view that is bright in the line of views; empty for a screen without that line."""
        return self.NAMED_VIEW or self.VIEW

    @property
    def place(self) -> Place:
        """Return what this view shows, for the next view; for subclasses."""
        return Place()

    def go_to(self, place: Place) -> bool:
        """Show another place; return False if that needs a new screen. For subclasses."""
        return False

    def explanations(self) -> Sequence[Explanation]:
        """Return why the figures under the cursor are what they are; those of its milestone, else of its project.

        Raises NotFound. For subclasses that show others.
        """
        from milestone_tui.ui.base.reasons import reasons_of  # late: seldom needed

        place = self.place
        if place.project_id is None:
            return ()
        reasons = reasons_of(self.context, place.project_id)
        found = next((m for m in reasons.plan.milestones if m.id == place.milestone_id), None)
        return reasons.of_project() if found is None else reasons.of_milestone(found)

    @property
    def explained(self) -> str:
        """Return what `explanations` is about; for subclasses. By default the milestone, else the project."""
        place, read = self.place, self.context.store.read
        if place.milestone_id is not None:
            return read.milestone(place.milestone_id).title
        return "" if place.project_id is None else read.project(place.project_id).name

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs that are drawn here, each with its meaning; for subclasses."""
        return ()

    def reload(self) -> None:
        """Read everything that this screen shows."""
        raise NotImplementedError

    def apply_changes(self, news: StoreChanged) -> None:
        """Read again what `news` changed; by default everything."""
        self.reload()

    def plan_of(self, project_id: int) -> Plan:
        """Return the plan of a project, read unless the screen has it; raise NotFound."""
        return self.context.store.read.plan(project_id)

    def store_changed(self, news: StoreChanged | None) -> None:
        """Show changes that this or another process wrote (None: anything may have changed, such as the date)."""
        self._show_moment()
        if self.is_seen:
            self._read(self.reload if news is None else lambda: self.apply_changes(news))
        elif news is None:
            self._stale = True
        else:
            self._missed = news.joined(self._missed) if self._missed else news

    def new_day(self) -> None:
        """Update everything, since any part may depend on the date."""
        self.store_changed(None)

    def on_mount(self) -> None:
        """Fill the screen before its first paint."""
        self._name_views(self.app.size.height)
        self._keys_for = self._key_state()
        self._come()

    def on_resize(self, event: events.Resize) -> None:
        """Show the line of views if there is room."""
        self._name_views(event.size.height)

    def _name_views(self, height: int) -> None:
        self.title_bar.view = self.named_view if height >= VIEWS_HEIGHT else ""

    def on_screen_resume(self) -> None:
        """Show the changes that were written while another screen was on top."""
        self._come()
        self.show_keys()

    def _show_moment(self) -> None:
        """Show in the title which earlier day is shown."""
        moment = self.context.moment
        if self.title_bar.moment != (title := "" if moment is None else moment.title):
            self.title_bar.moment = title
            self.show_keys()

    def _come(self) -> None:
        self.is_opening = True
        self._show_moment()
        self._fill()
        self.is_opening = False

    def _fill(self) -> None:
        stale, self._stale = self._stale, False
        missed, self._missed = self._missed, None
        if stale:
            self._read(self.reload)
        elif missed is not None:
            self._read(lambda: self.apply_changes(missed))

    def _read(self, read: Callable[[], None]) -> None:
        try:
            read()
        except DatabaseLocked:
            self._stale = True  # the shown data stays until the database can be read again
        except MilestoneError as error:
            self.show_error(str(error))

    def read_again(self) -> None:
        """Read what could not be read while another program had locked the database."""
        if self._stale and self.is_seen:
            self._fill()

    # Showing -----------------------------------------------------------------------------------------------

    def show_keys(self) -> None:
        """Update the key bar to the active keys that have what they need; undo and help come last."""
        keys = self.active_bindings.values()
        able = (key for key in keys if key.node is not self or not self.missing(key.binding.action))
        if self.context.moment is None:
            hints = shown_hints(able, self._also_shown)
        else:
            writes = {key.binding.action for key in keys if key.binding.key in WRITE_KEYS}
            reads = (key for key in able if key.binding.action not in writes)
            hints = (KeyHint("T", RETURN), *shown_hints(reads, self._also_shown))
        self.key_bar.hints = tuple(sorted(hints, key=lambda hint: _LAST.index(hint.does) if hint.does in _LAST else -1))

    @property
    def also_shown(self) -> Collection[str]:
        """Return the ids of hidden keys that the key bar shows now; for subclasses."""
        return ()

    @property
    def _also_shown(self) -> Collection[str]:
        """Return these and, where no line of views names the way, the way back."""
        return self.also_shown if self.title_bar.view else (*self.also_shown, f"{self.VIEW}.back")

    # Needs -------------------------------------------------------------------------------------------------

    def has(self, need: str) -> bool:
        """Return whether there is now what some actions need; for subclasses."""
        return True

    def refusal(self, need: str) -> str:
        """Return why a need is not met and which key helps; empty for keys that do nothing now. For subclasses."""
        return ""

    def need_of(self, action: str, parameters: tuple[Any, ...]) -> str:
        """Return what an action needs; empty for nothing."""
        return self.NEEDS.get(action, "")

    def missing(self, action: str) -> str:
        """Return what an action such as `move(1)` needs that is not there now; empty for nothing."""
        _, name, parameters = parse(action)
        need = self.need_of(name, parameters)
        return "" if not need or self.has(need) else need

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Return whether there is what an action needs."""
        need = self.need_of(action, parameters)
        return not need or need in self.ALWAYS_LISTED or self.has(need)

    def refused(self, need: str) -> bool:
        """Return True after showing why a need is not met."""
        if not (is_met := self.has(need)):
            self.refuse_prompt(self.refusal(need))
        return not is_met

    def needs_changed(self) -> None:
        """Update the active keys if what their actions need has come or gone."""
        if (state := self._key_state()) != self._keys_for:
            self._keys_for = state
            self.refresh_bindings()

    def _key_state(self) -> object:
        return ([self.has(need) for need in dict.fromkeys(self.NEEDS.values())], tuple(self.also_shown))

    def _why_disabled(self, key: str) -> str:
        """Return why a key of this screen is disabled; empty for another key."""
        bindings = (binding for of in type(self).__mro__ for binding in vars(of).get("BINDINGS", ()))
        own = (one for one in bindings if isinstance(one, Binding) and key in one.key.split(","))
        needs = filter(None, (self.missing(binding.action) for binding in own))
        return next(filter(None, map(self.refusal, needs)), "")

    def refuse_key(self, event: events.Key) -> None:
        """Show what a disabled key needs; refuse any other one as everywhere."""
        if reason := self._why_disabled(event.key):
            self.refuse_prompt(reason)
        else:
            super().refuse_key(event)

    def ask(
        self, make: Callable[[], Screen[_Answer]], answered: Callable[[_Answer | None], None] | None = None
    ) -> None:
        """Open a prompt and pass its answer on; show why if its project or milestone was deleted."""
        try:
            prompt = make()
        except MilestoneError as error:
            self.refuse_prompt(str(error))
        else:
            self.app.push_screen(prompt, answered)

    def refuse_zoom(self, steps: int) -> None:
        """Show that the axis is at its closest zoom, or with negative steps at its widest."""
        self.show_error("Already at the closest zoom." if steps > 0 else "Already at the widest zoom.")

    def action_undo(self) -> None:
        """Undo the last change and name it."""
        store = self.context.store
        self._read(lambda: self._announce("Undoing", store.read.undoable()))
        self._undo_or_redo(store.undo, "Undone", "U to redo")

    def action_redo(self) -> None:
        """Redo the last undone change and name it."""
        store = self.context.store
        self._read(lambda: self._announce("Redoing", store.read.redoable()))
        self._undo_or_redo(store.redo, "Redone", "u to undo")

    def _announce(self, doing: str, change: Change | None) -> None:
        """Show that a big change is being undone or redone, which takes a moment."""
        if change is not None and self.context.store.read.edits_of(change.id, AT_ONCE + 1) > AT_ONCE:
            self.show_status(f"{doing}: {change.label}")

    def _undo_or_redo(self, turn: Callable[[], Awaitable[Change]], done: str, hint: str) -> None:
        def tell(change: Change) -> None:
            sentence = f"{done}: {change.label} · {hint}"
            self.show_status(sentence)
            # After this screen may have closed because of the change, and after the app has gone back to Projects.
            self.call_later(self.app.call_later, self._show_if_closed, sentence)

        self.run_write(turn, tell)

    def _show_if_closed(self, sentence: str) -> None:
        """Show a sentence on the screen on top if this one has closed."""
        if self not in self.app.screen_stack:
            self.app.post_message(StatusMessage(sentence))

    def action_explain(self) -> None:
        """Explain the figures under the cursor."""

        def explain() -> None:
            if figures := self.explanations():
                self.post_message(ExplainRequested(self.explained, figures))
            else:
                self.refuse_prompt("Nothing to explain here.")

        self._read(explain)

    def action_raise_risk(self) -> None:
        """Raise a risk in the project under the cursor, for the milestone there."""
        place = self.place
        if place.project_id is None:
            self.refuse_prompt("No project selected. Choose one on Projects (1), then press r.")
        else:
            self.post_message(RiskRequested(place.project_id, place.milestone_id))

    def action_switch_view(self, view_id: str) -> None:
        """Switch to a view."""
        self.post_message(ViewRequested(view_id))

    def action_as_of(self) -> None:
        """Ask for an earlier day to show, or return to now."""
        self.post_message(AsOfRequested())

    def action_leave(self) -> None:
        """Go back to the screen below."""
        self.dismiss()

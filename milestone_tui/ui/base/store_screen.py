"""What all screens share: title and key bar, undo and redo, one way to write, one way to hear of changes."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import ClassVar, TypeVar

from textual import events
from textual.screen import Screen

from milestone_tui.errors import DatabaseLocked, MilestoneError
from milestone_tui.plan.model import Change, Plan
from milestone_tui.store import StoreChanged
from milestone_tui.ui.base.status_screen import StatusScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import VIEW_KEYS, Keys, Unkeyed, bind, hidden, pressed_name, shown_hints
from milestone_tui.ui.messages import StatusMessage, ViewRequested
from milestone_tui.ui.navigation import VIEWS_HEIGHT, Place
from milestone_tui.ui.widgets.bars import TitleBar

AT_ONCE = 1_000
"""Milestones up to which all that follows from them is read and derived before the paint; of more in a thread."""

REST_SECONDS = 0.5
"""How long after the last change what takes long is judged."""

_LAST = ("undo", "help")
"""What the key bar ends with, on every screen that shows it."""


_Answer = TypeVar("_Answer")


class StoreScreen(StatusScreen[None]):
    """A screen that shows something of the store; subclasses say what by `reload` and `apply_changes`."""

    BINDINGS: ClassVar[Keys] = [
        hidden("app.undo", "u", "undo", "Take the last change back"),
        hidden("app.redo", "U,ctrl+r", "redo", "Do again what was undone"),
        *VIEW_KEYS,
        bind("app.help", "question_mark,f1", "help", "The keys of this screen"),
    ]

    UNKEYED: ClassVar[tuple[Unkeyed, ...]] = ()
    """What only the palette offers on this screen."""

    VIEW: ClassVar[str] = ""
    """The id of the view that this is; empty for what opens above one."""

    OPENS_VIEWS: ClassVar[bool] = True
    """Whether the palette may switch to a view from here."""

    NAMED_VIEW: ClassVar[str] = ""
    """The view that is named as present by a screen which is drawn in place of one, and is none."""

    def __init__(self, context: Context) -> None:
        super().__init__(context)
        self.title_bar = TitleBar(context.renderer)
        self._stale = True
        self._missed: StoreChanged | None = None
        """What was committed while another screen was on top."""
        self.is_coming = False
        """It is being filled to come to the top, where another screen was a moment ago."""

    # What a screen shows -----------------------------------------------------------------------------------

    @property
    def place(self) -> Place:
        """What this view shows, for the one that is switched to; for subclasses."""
        return Place()

    def go_to(self, place: Place) -> bool:
        """Show another place; False where this view has to be made anew for it. For subclasses."""
        return False

    def missing(self, action: str) -> str:
        """Return what an action needs and there is not now, such as "a selected milestone"; for subclasses."""
        return ""

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs that are drawn here, each with its meaning; for subclasses."""
        return ()

    def reload(self) -> None:
        """Read all that this screen shows."""
        raise NotImplementedError

    def apply_changes(self, news: StoreChanged) -> None:
        """Read again what `news` touched; screens that can do it by halves override this."""
        self.reload()

    def plan_of(self, project_id: int) -> Plan:
        """The plan of a project, read anew unless the screen shows it; raises NotFound."""
        return self.context.store.read.plan(project_id)

    def store_changed(self, news: StoreChanged | None) -> None:
        """Something was committed, here or by another process (None: all may be different, e.g. a new day)."""
        if self.is_seen:
            self._read(self.reload if news is None else lambda: self.apply_changes(news))
        elif news is None:
            self._stale = True
        else:
            self._missed = news.joined(self._missed) if self._missed else news

    def new_day(self) -> None:
        """Tell anew what depends on the day, which may be anything."""
        self.store_changed(None)

    def on_mount(self) -> None:
        """Fill the screen before its first paint."""
        self._name_views(self.app.size.height)
        self._come()

    def on_resize(self, event: events.Resize) -> None:
        """Name the views where there is room for that."""
        self._name_views(event.size.height)

    def _name_views(self, height: int) -> None:
        self.title_bar.view = self.NAMED_VIEW or self.VIEW if height >= VIEWS_HEIGHT else ""

    def on_screen_resume(self) -> None:
        """Show what happened while another screen was on top."""
        self._come()
        self.show_keys()

    def _come(self) -> None:
        self.is_coming = True
        self._fill()
        self.is_coming = False

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
            self._stale = True  # what is shown stays, until it can be read again
        except MilestoneError as error:
            self.show_error(str(error))

    def read_again(self) -> None:
        """Read what could not be read while another program had the database."""
        if self._stale and self.is_seen:
            self._fill()

    # Showing -----------------------------------------------------------------------------------------------

    def show_keys(self) -> None:
        """Bring the key bar up to date with what is possible now; undo and help stand last."""
        hints = shown_hints(self.active_bindings.values())
        self.key_bar.hints = tuple(sorted(hints, key=lambda hint: _LAST.index(hint.does) if hint.does in _LAST else -1))

    def refuse_key(self, event: events.Key) -> None:
        """Say that a key does nothing here, and which one shows those that do; behind a letter comes more of a text."""
        typing = self.focused is not None and self.focused.check_consume_key("question_mark", "?")
        shows = "F1" if typing else "?"
        is_text = event.is_printable and event.character != "\N{REPLACEMENT CHARACTER}"
        show_error = self.refuse_prompt if is_text else self.show_error
        show_error(
            f"{pressed_name(event.key, event.character)} does nothing on this screen. Press {shows} for its keys."
        )

    def ask(
        self, make: Callable[[], Screen[_Answer]], answered: Callable[[_Answer | None], None] | None = None
    ) -> None:
        """Open a prompt, and hand on its answer; say why where it cannot be made, since what it asks for is gone."""
        try:
            prompt = make()
        except MilestoneError as error:
            self.refuse_prompt(str(error))
        else:
            self.app.push_screen(prompt, answered)

    def refuse_zoom(self, steps: int) -> None:
        """Say that there is nothing finer to look at, or with negative steps nothing coarser."""
        self.show_error("It does not go further in." if steps > 0 else "It does not go further out.")

    def action_undo(self) -> None:
        """Take the last change back and name it."""
        store = self.context.store
        self._read(lambda: self._announce("Undoing", store.read.undoable()))
        self._turn_back(store.undo, "Undid", "U does it again")

    def action_redo(self) -> None:
        """Do again what was undone and name it."""
        store = self.context.store
        self._read(lambda: self._announce("Redoing", store.read.redoable()))
        self._turn_back(store.redo, "Did again", "u undoes")

    def _announce(self, doing: str, change: Change | None) -> None:
        """Say what is being done with a big change, which takes a moment."""
        if change is not None and self.context.store.read.edits_of(change.id, AT_ONCE + 1) > AT_ONCE:
            self.show_status(f"{doing}: {change.label}")

    def _turn_back(self, turn: Callable[[], Awaitable[Change]], done: str, hint: str) -> None:
        def tell(change: Change) -> None:
            sentence = f"{done}: {change.label} · {hint}"
            self.show_status(sentence)
            # Behind what has this screen give way, and behind the way home that the app takes then.
            self.call_later(self.app.call_later, self._tell_elsewhere, sentence)

        self.run_write(turn, tell)

    def _tell_elsewhere(self, sentence: str) -> None:
        """Say it on the screen on top where this one was left, since what it shows went away with the change."""
        if self not in self.app.screen_stack:
            self.app.post_message(StatusMessage(sentence))

    def action_switch_view(self, view_id: str) -> None:
        """Switch to a view."""
        self.post_message(ViewRequested(view_id))

    def action_leave(self) -> None:
        """Back to where one came from."""
        self.dismiss()

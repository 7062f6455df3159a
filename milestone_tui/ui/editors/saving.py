"""How an editor saves: all in one change, also when somebody else deleted or changed the same meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Protocol

from milestone_tui.errors import EditConflict, FieldConflict, InvalidInput, MilestoneError
from milestone_tui.plan.form_state import Values
from milestone_tui.ui.autosave import DraftAutosave, Write
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.editors.conflict import ConflictScreen, Disputed, collision_of
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.editors.side_tabs import Side
from milestone_tui.ui.workers import WRITES, begin

Then = Callable[[], None]
"""What comes next when all is written."""


class Edited(Protocol):
    """What an editor says of what stands in it."""

    @property
    def form(self) -> Form:
        """The fields."""

    @property
    def side(self) -> Side:
        """The tabs beside them."""

    def unsaved_lists(self) -> list[str]:
        """Which lists are not saved, in words."""

    def stored(self) -> Values:
        """The values of the fields as they are stored now; raises NotFound."""

    def command(self, changed: Values) -> Write:
        """What writes these fields and the lists that are not saved; raises InvalidInput."""

    def command_anew(self, changed: Values) -> Write | None:
        """What creates it anew after it was deleted; None where it has no place any more; raises InvalidInput."""

    def rebase(self, asked: frozenset[Disputed], kept: frozenset[Disputed]) -> None:
        """Start what was asked about from what is stored now; what is in `kept` keeps what was typed here."""

    def show_tab(self, name: str) -> None:
        """Show a tab and let the keys go there."""

    def show_state(self) -> None:
        """Bring title and tabs up to date."""

    def point_at(self, error: InvalidInput) -> None:
        """Say what is wrong where it is wrong."""

    def saved(self) -> None:
        """All is written."""


class Saving:
    """Saves what stands in one editor, and asks where that is not plain."""

    def __init__(self, screen: StoreScreen, edited: Edited, keeper: DraftAutosave) -> None:
        """`screen` is where questions and refusals appear, `edited` the same screen as an editor."""
        self._screen = screen
        self._edited = edited
        self._keeper = keeper
        self.gone = ""
        """That what is edited was deleted meanwhile, in words; empty while it is there."""
        self._warned = False
        """The person knows that saving makes it anew."""

    def came_back(self) -> None:
        """What was deleted is there again: it is edited, and not made a second time."""
        self.gone, self._warned = "", False

    def save(self, then: Then | None = None) -> None:
        """Write all that was changed in one change, then do what comes next; a mistake is pointed at instead."""
        if self._keeper.saving:
            return
        edited = self._edited
        edited.form.settle()
        left = edited.side.settle()
        if left is not None:
            edited.show_tab(left)  # the list says what is wrong with the line that is typed
            return
        if self.gone:
            self._screen.store_changed(None)  # it may have been brought back a moment ago
        try:
            changed = edited.form.changed()
            if self.gone or changed or edited.unsaved_lists():
                command = self._command_for_gone(changed) if self.gone else edited.command(changed)
                if command is not None:
                    begin(self._screen, WRITES, self._carry_out, self._keeper.save_and_discard(command), changed, then)
                return
        except InvalidInput as error:
            edited.point_at(error)
            return
        edited.form.restore()
        edited.show_state()
        self._screen.show_status("Nothing to save")
        if then is not None:
            then()

    def _command_for_gone(self, changed: Values) -> Write | None:
        """What was deleted is made again at the second wish, when the person knows; None when it is not to be made."""
        command = self._edited.command_anew(changed)
        if command is None:
            self._screen.show_error(f"{self.gone}; ctrl+y copies what was typed.")
        elif not self._warned:
            self._warned = True
            self._screen.show_error(f"{self.gone}; ctrl+s again saves it as a new one, ctrl+y copies what was typed.")
            return None
        return command

    async def _carry_out(self, command: Write, changed: Values, then: Then | None) -> None:
        try:
            await self._screen.context.store.change(command)
            self.gone = ""
        except EditConflict as conflict:
            self._ask_which(conflict.fields, then)
        except InvalidInput as error:
            self._edited.point_at(error)
        except MilestoneError as error:
            self._screen.show_error(str(error))
        else:
            self._edited.form.adopt(changed)
            self._keeper.saved()
            self._edited.saved()
            if then is not None:
                then()
        finally:
            if self._keeper.saving:
                self._keeper.not_saved()

    def _ask_which(self, conflicts: Iterable[FieldConflict], then: Then | None) -> None:
        """Have the person choose, field by field and entry by entry, then save what was chosen."""
        edited, context = self._edited, self._screen.context
        stored, now = edited.stored(), context.clock.now()
        collisions = [collision_of(conflict, edited.form, stored, now) for conflict in conflicts]

        def decide(kept: frozenset[Disputed] | None) -> None:
            if kept is not None:
                edited.rebase(frozenset(collision.about for collision in collisions), kept)
                self.save(then)

        panel = ConflictScreen(context, collisions)
        panel.asleep = bool(self._screen.key_bar.notice)  # whoever was told to wait may be typing on
        self._screen.app.push_screen(panel, decide)

"""What both editors share: one change for all that is saved, drafts of what is not, and conflicts with others."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on

from milestone_tui.errors import EditConflict, FieldConflict, InvalidInput, MilestoneError, NotFound
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.form_state import Given, Values, field_text
from milestone_tui.plan.model import Project
from milestone_tui.ui.autosave import DraftAutosave, Write
from milestone_tui.ui.base.project_ended import ended_word
from milestone_tui.ui.base.unsaved import LeaveScreen, Parting
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.collection import Answers
from milestone_tui.ui.editors.collection_editor import CollectionEditor
from milestone_tui.ui.editors.conflict import ConflictScreen, Disputed, collision_of
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.editors.form_screen import FormScreen
from milestone_tui.ui.editors.side_tabs import TabList
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.workers import WRITES, begin

Then = Callable[[], None]
"""What is done when everything is written."""


class Editor(FormScreen):
    """Base of the editors; a subclass declares the fields and lists, and how they are read and written."""

    KIND: ClassVar[UnfinishedKind]
    """What is edited, in a draft."""
    NAMED_BY: ClassVar[str]
    """The field that names it."""

    BINDINGS: ClassVar[Keys] = [
        bind("editor.save", "ctrl+s", "save", "Save all changes as one; until then they are kept as a draft"),
        bind("editor.leave", "escape,q", "leave", "Leave; asks when something is not saved"),
    ]

    def __init__(self, context: Context, form: Form, lists: Mapping[str, TabList], kept: Unfinished | None) -> None:
        """`lists`: what the tabs show, by the names of the tabs; `kept`: a draft to resume."""
        super().__init__(context, form, lists)
        self.collections: dict[str, CollectionEditor[Any]] = {
            part.spec.field: part for part in lists.values() if isinstance(part, CollectionEditor)
        }
        """The lists that are saved, by their names among the fields."""
        self.project: Project | None = None
        """The project, or that of the milestone, as it was read last."""
        self._resumed = kept
        self.keeper = DraftAutosave(self, context.store, self.unfinished, self.show_error)
        self.gone = ""
        """That what is edited was deleted, in words; empty while it is there."""
        self._warned = False
        """The person knows that saving makes it anew."""

    # What a subclass declares ------------------------------------------------------------------------------

    @property
    def target_id(self) -> int | None:
        """What is edited; None for what is new."""
        raise NotImplementedError

    @property
    def owner_id(self) -> int | None:
        """The project that a milestone belongs to."""
        return None

    @property
    def suggested(self) -> frozenset[str]:
        """The fields whose text was only suggested."""
        return frozenset()

    @property
    def heading(self) -> str:
        """What is edited, for a question about it."""
        raise NotImplementedError

    def stored(self) -> Values:
        """Return the values of the fields as they are stored now; raise NotFound."""
        raise NotImplementedError

    def stored_lists(self) -> Mapping[str, Sequence[Hashable]]:
        """Return the entries of the lists as they are stored now, by their names; raise NotFound."""
        raise NotImplementedError

    def command(self, changed: Values) -> Write:
        """Return what writes these fields and the lists; raise InvalidInput for what does not fit."""
        raise NotImplementedError

    def recreate_command(self, changed: Values) -> Write | None:
        """Return what creates it anew after it was deleted; None where it can have no place."""
        return None

    # Showing -----------------------------------------------------------------------------------------------

    def unsaved(self) -> list[str]:
        """Return what is not saved, in words."""
        return self.form.touched() + self.unsaved_lists()

    def unsaved_lists(self) -> list[str]:
        """Return which lists are not saved, in words."""
        return [part.spec.label for part in self.collections.values() if part.is_unsaved]

    def show_state(self) -> None:
        """Bring title and tabs up to date."""
        if self.gone:
            self.title_bar.right = ((self.gone, Ink.BAD),)
        else:
            said = " · ".join(filter(None, (ended_word(self.project), "edited, not saved" if self.unsaved() else "")))
            self.title_bar.right = ((said, Ink.WARN),) if said else ()
        super().show_state()

    def _read(self, read: Callable[[], None]) -> None:
        """Read; when what is edited was deleted, say so until it is back, and keep on the screen what was typed."""

        def or_gone() -> None:
            try:
                read()
            except NotFound as error:
                self.gone = str(error).rstrip(".")
                self.show_state()
                raise
            if self.gone:
                self.gone, self._warned = "", False
                self.show_state()
                self.show_status("Brought back · ctrl+s saves what is typed here" if self.unsaved() else "Brought back")

        super()._read(or_gone)

    def follow_lists(self, stored: Mapping[str, Sequence[Hashable]]) -> None:
        """Have the lists follow what is stored; what was edited is merged with it, or waits for the save."""
        for field, entries in stored.items():
            if not self.collections[field].is_typing:
                self.collections[field].follow(entries)

    @on(Form.Changed)
    def follow_typing(self, event: Form.Changed) -> None:
        """Bring up to date what depends on the fields."""
        self.show_state()
        self.keeper.schedule()
        if event.field is self.side.calendar.field:
            self.mark_day()

    @on(CollectionEditor.Changed)
    def follow_list(self) -> None:
        """Bring up to date what depends on the lists."""
        self.show_state()
        self.keeper.schedule()

    @on(CollectionEditor.Refused)
    def pass_on(self, event: CollectionEditor.Refused) -> None:
        """Say why a key of a list did nothing."""
        self.show_error(event.sentence)

    def restore_field(self, entry: HistoryEntry) -> None:
        """Put into a field what it held before a change; it is written with the next save."""
        field = self.form.fields[entry.field]
        field.put(field_text(entry.field, entry.before_value, self.form.given.currency))
        self.form.post_message(Form.Changed(field))
        if self.has_class("-tabs"):
            self.show_fields()
        self.call_after_refresh(field.focus_input)
        self.show_status(f"{field.label} as it was before: ctrl+s saves it")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Leave the undo of stored changes, and the digits of the views, to the other screens."""
        return action not in ("undo", "redo", "switch_view")

    # Keeping -----------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Have what is not saved kept."""
        self.keeper.keep()

    def unfinished(self) -> Unfinished | None:
        """Return what is not saved, as it is typed; None where nothing is."""
        texts, picking = self.form.texts(), self.side.picking
        lists: dict[str, Any] = {part.spec.draft: part.kept for part in self.collections.values()}
        if not picking and texts.keys() <= self.suggested and all(kept.seen == kept.mine for kept in lists.values()):
            return None
        seen = self.form.seen
        title = texts.get(self.NAMED_BY) or str(seen.get(self.NAMED_BY, ""))
        return Unfinished(self.KIND, self.target_id, title, self.owner_id, seen, texts, picking=picking, **lists)

    def resume_lists(self, kept: Unfinished) -> None:
        """Fill the lists with what a draft has kept; what is stored is read after that."""
        for part in self.collections.values():
            part.resume(getattr(kept, part.spec.draft))

    def _fill(self) -> None:
        kept, self._resumed = self._resumed, None
        if kept is not None:
            self.keeper.go_on(kept)
            given = Given(self.context.today, order=self.context.settings.date_order)
            self.form.resume(kept.seen, kept.texts, given)
            self.resume_lists(kept)
        super()._fill()
        if kept is not None and kept.picking:
            self.side.go_on_picking(kept.picking)  # what there is to pick is known now
            self.show_state()

    # Saving ------------------------------------------------------------------------------------------------

    def action_save(self) -> None:
        """Write all that was changed."""
        self.save()

    def save(self, then: Then | None = None) -> None:
        """Write all that was changed in one change, then do what comes next; or point at a mistake."""
        if self.keeper.saving:
            return
        self.form.settle()
        if (left := self.side.settle()) is not None:
            self.show_tab(left)  # the list says what is wrong with the line that is typed
            return
        if self.gone:
            self.store_changed(None)  # it may have been brought back a moment ago
        try:
            changed = self.form.changed()
            if self.gone or changed or self.unsaved_lists():
                command = self._command_for_gone(changed) if self.gone else self.command(changed)
                if command is not None:
                    begin(self, WRITES, self._carry_out, self.keeper.save_and_discard(command), changed, then)
                return
        except InvalidInput as error:
            self.point_at(error)
            return
        self.form.restore()
        self.show_state()
        self.show_status("Nothing to save")
        if then is not None:
            then()

    def _command_for_gone(self, changed: Values) -> Write | None:
        """Return what makes it again, at the second request, when the person knows; None where it is not to be made."""
        if (command := self.recreate_command(changed)) is None:
            self.show_error(f"{self.gone}; ctrl+y copies what was typed.")
        elif not self._warned:
            self._warned = True
            self.show_error(f"{self.gone}; ctrl+s again saves it as a new one, ctrl+y copies what was typed.")
            return None
        return command

    async def _carry_out(self, command: Write, changed: Values, then: Then | None) -> None:
        try:
            await self.context.store.change(command)
            self.gone = ""
        except EditConflict as conflict:
            self._ask_which(conflict.fields, then)
        except InvalidInput as error:
            self.point_at(error)
        except MilestoneError as error:
            self.show_error(str(error))
        else:
            self.form.adopt(changed)
            self.keeper.saved()
            self.saved()
            if then is not None:
                then()
        finally:
            if self.keeper.saving:
                self.keeper.not_saved()

    def _ask_which(self, conflicts: Iterable[FieldConflict], then: Then | None) -> None:
        """Have the person choose, field by field and entry by entry, then save what was chosen."""
        stored, now = self.stored(), self.context.clock.now()
        collisions = [collision_of(conflict, self.form, stored, now) for conflict in conflicts]

        def decide(kept: frozenset[Disputed] | None) -> None:
            if kept is not None:
                self._rebase(frozenset(collision.about for collision in collisions), kept)
                self.save(then)

        panel = ConflictScreen(self.context, collisions)
        panel.asleep = bool(self.key_bar.notice)  # whoever was told to wait may be typing on
        self.app.push_screen(panel, decide)

    def _rebase(self, asked: frozenset[Disputed], kept: frozenset[Disputed]) -> None:
        """Start what was asked about from what is stored now; what is in `kept` keeps what was typed here."""
        names = {name for name, _ in asked}

        def rebase() -> None:
            fields = [name for name in names if name in self.form]
            self.form.rebase(self.stored(), fields, frozenset(name for name, _ in kept))
            stored = self.stored_lists()
            for name in names.difference(fields):
                of_list = [frozenset(key for of, key in about if of == name) for about in (asked, kept)]
                self.collections[name].follow(stored[name], Answers(*of_list))
            self.show_state()

        self._read(rebase)

    def saved(self) -> None:
        """Say so; called when all is written."""
        self.show_state()
        self.show_status("Saved", Ink.GOOD)

    def point_at(self, error: InvalidInput) -> None:
        """Say what is wrong where it is wrong."""
        if self.has_class("-tabs") and error.field in self.form.fields:
            self.show_fields()
        if self.form.point_at(error):
            self.show_error(f"Not saved: {self.form.fields[error.field].label} needs a look")
        else:
            self.show_error(str(error))

    # Leaving -----------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Go back to the screen below; asks when something is not saved."""
        if self.has_class("-tabs"):
            self.show_fields()
            return
        if not (unsaved := self.unsaved()):
            self._leave()
            return

        def part(answer: Parting | None) -> None:
            if answer == "save":
                self.save(self._leave)
            elif answer == "discard":
                self._leave()

        self.app.push_screen(LeaveScreen(self.context, self.heading, tuple(unsaved)), part)

    def _leave(self) -> None:
        self.keeper.drop()
        self.dismiss()

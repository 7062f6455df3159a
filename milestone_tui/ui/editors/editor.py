"""The base of both editors: saving as one change, drafts of unsaved edits, and conflicts with other people."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from typing import Any, ClassVar

from textual import on

from milestone_tui.errors import EditConflict, FieldConflict, InvalidInput, MilestoneError, NotFound
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.form_state import FieldContext, Values
from milestone_tui.plan.model import Project
from milestone_tui.ui.autosave import DraftAutosave, Write
from milestone_tui.ui.base.project_ended import ended_words
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
from milestone_tui.ui.workers import WRITES, start_worker

Then = Callable[[], None]
"""A callback after a save."""


class Editor(FormScreen):
    """Base of the editors; a subclass declares fields and lists, and reads and writes them."""

    KIND: ClassVar[UnfinishedKind]
    """The kind of its drafts."""
    NAMED_BY: ClassVar[str]
    """The field with the title or name, for the drafts."""

    BINDINGS: ClassVar[Keys] = [
        bind("editor.save", "ctrl+s", "save", "Save everything as one change"),
        bind("editor.leave", "escape,q", "back", "Go back; ask first about unsaved changes"),
    ]

    def __init__(self, context: Context, form: Form, lists: Mapping[str, TabList], kept: Unfinished | None) -> None:
        """`lists`: the lists by the names of their tabs; `kept`: a draft to resume."""
        super().__init__(context, form, lists)
        self.collections: dict[str, CollectionEditor[Any]] = {
            part.spec.field: part for part in lists.values() if isinstance(part, CollectionEditor)
        }
        """The lists that are saved, by their field names."""
        self.project: Project | None = None
        """The project, or that of the milestone or risk, as read last."""
        self.owner_id = kept.project_id if kept else None
        """The id of the project of a milestone or risk."""
        self._resumed = kept
        self.keeper = DraftAutosave(self, context.store, self.unfinished, self.show_error)
        self.gone = ""
        """The sentence that the milestone or project was deleted; empty while it exists."""
        self._warned = False
        """Whether the person was told that saving creates it again."""

    # What a subclass declares ------------------------------------------------------------------------------

    @property
    def target_id(self) -> int | None:
        """Return the id of the milestone, risk or project; None for a new project."""
        raise NotImplementedError

    @property
    def suggested(self) -> frozenset[str]:
        """Return the fields with a suggested text, which alone makes no draft."""
        return frozenset()

    @property
    def heading(self) -> str:
        """Return the title or name as typed, for questions."""
        return self.form.fields[self.NAMED_BY].text

    def stored(self) -> Values:
        """Return the values of the fields as stored now; raise NotFound."""
        raise NotImplementedError

    def stored_lists(self) -> Mapping[str, Sequence[Hashable]]:
        """Return the entries of the lists as stored now, by field name; raise NotFound."""
        raise NotImplementedError

    def command(self, changed: Values) -> Write:
        """Return the command that writes the changed fields and the lists; raise InvalidInput."""
        raise NotImplementedError

    def recreate_command(self, changed: Values) -> Write | None:
        """Return the command that creates a deleted record again, None if that is impossible."""
        return None

    # Showing -----------------------------------------------------------------------------------------------

    def unsaved(self) -> list[str]:
        """Return the names of the unsaved fields and lists."""
        return self.form.touched() + self.unsaved_lists()

    def unsaved_lists(self) -> list[str]:
        """Return the names of the unsaved lists."""
        return [part.spec.label for part in self.collections.values() if part.is_unsaved]

    def show_state(self) -> None:
        """Update title and tabs."""
        if self.gone:
            self.title_bar.right = ((self.gone, Ink.BAD),)
        else:
            said = " · ".join(filter(None, (ended_words(self.project), "unsaved changes" if self.unsaved() else "")))
            self.title_bar.right = ((said, Ink.WARN),) if said else ()
        super().show_state()

    def _read(self, read: Callable[[], None]) -> None:
        """Read; if the record was deleted, show that until it is restored, and keep the edits on the screen."""

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
                self.show_status("Restored · ctrl+s to save your edits" if self.unsaved() else "Restored")

        super()._read(or_gone)

    def merge_lists(self, stored: Mapping[str, Sequence[Hashable]]) -> None:
        """Merge the stored lists into the edited ones; conflicts wait for the save."""
        for field, entries in stored.items():
            if not self.collections[field].is_typing:
                self.collections[field].merge_stored(entries)

    @on(Form.Changed)
    def follow_typing(self, event: Form.Changed) -> None:
        """Update everything that depends on the fields."""
        self.show_state()
        self.keeper.schedule()
        if event.field is self.side.calendar.field:
            self.mark_day()

    @on(CollectionEditor.Changed)
    def follow_list(self) -> None:
        """Update everything that depends on the lists."""
        self.show_state()
        self.keeper.schedule()

    @on(CollectionEditor.Refused)
    def pass_on(self, event: CollectionEditor.Refused) -> None:
        """Show why a key of a list did nothing."""
        self.show_error(event.sentence)

    def restore_field(self, entry: HistoryEntry) -> None:
        """Restore the value of a field before a change; the next save writes it."""
        field = self.form.fields[entry.field]
        field.put(field_text(entry.field, entry.before_value, self.form.given.currency))
        self.form.post_message(Form.Changed(field))
        if self.has_class("-tabs"):
            self.show_fields()
        self.call_after_refresh(field.focus_input)
        self.show_status(f"{field.label} restored · ctrl+s to save")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Disable undo, redo, the view keys and earlier days, which would skip unsaved edits."""
        return action not in ("undo", "redo", "switch_view", "raise_risk", "as_of")

    # Keeping -----------------------------------------------------------------------------------------------

    def keep_draft(self) -> None:
        """Keep unsaved edits as a draft."""
        self.keeper.keep()

    def unfinished(self) -> Unfinished | None:
        """Return the unsaved edits as a draft, None without any."""
        texts, picking = self.form.texts(), self.side.picking
        lists: dict[str, Any] = {part.spec.draft: part.kept for part in self.collections.values()}
        if not picking and texts.keys() <= self.suggested and all(kept.seen == kept.mine for kept in lists.values()):
            return None
        seen = self.form.seen
        title = texts.get(self.NAMED_BY) or str(seen.get(self.NAMED_BY, ""))
        return Unfinished(self.KIND, self.target_id, title, self.owner_id, seen, texts, picking=picking, **lists)

    def resume_lists(self, kept: Unfinished) -> None:
        """Fill the lists from a draft, before the stored ones are read."""
        for part in self.collections.values():
            part.resume(getattr(kept, part.spec.draft))

    def _fill(self) -> None:
        kept, self._resumed = self._resumed, None
        if kept is not None:
            self.keeper.adopt(kept)
            given = FieldContext(self.context.today, order=self.context.settings.date_order)
            self.form.resume(kept.seen, kept.texts, given)
            self.resume_lists(kept)
        super()._fill()
        if kept is not None and kept.picking:
            self.side.resume_picking(kept.picking)  # the choices have been read
            self.show_state()

    # Saving ------------------------------------------------------------------------------------------------

    @property
    def is_writing(self) -> bool:
        """Return True while a save runs: only its end says that it failed, as another could not begin before."""
        return super().is_writing or self.keeper.saving

    def action_save(self) -> None:
        """Save all changes."""
        self.save()

    def save(self, then: Then | None = None) -> None:
        """Save all changes as one, then call `then`; or show the first mistake."""
        if self.keeper.saving:
            return
        self.form.settle()
        if (left := self.side.settle()) is not None:
            self.show_tab(left)  # where the list shows the mistake
            return
        if self.gone:
            self.store_changed(None)  # it may have just been restored
        try:
            changed = self.form.changed()
            if self.gone or changed or self.unsaved_lists():
                command = self._command_for_gone(changed) if self.gone else self.command(changed)
                if command is not None:
                    start_worker(self, WRITES, self._carry_out, self.keeper.save_and_discard(command), changed, then)
                return
        except InvalidInput as error:
            self.point_at(error)
            return
        self.form.restore()
        self.show_state()
        self.show_status("No changes to save")
        if then is not None:
            then()

    def _command_for_gone(self, changed: Values) -> Write | None:
        """Return the command that creates a deleted record again; the first call only warns and returns None."""
        if (command := self.recreate_command(changed)) is None:
            self.show_error(f"{self.gone}. Press ctrl+y to copy your text.")
        elif not self._warned:
            self._warned = True
            self.show_error(f"{self.gone}. Press ctrl+s to save it as new, or ctrl+y to copy your text.")
            return None
        return command

    async def _carry_out(self, command: Write, changed: Values, then: Then | None) -> None:
        try:
            await self.context.store.change(command)
            self.gone = ""
        except EditConflict as conflict:
            self._ask_about_conflicts(conflict.fields, then)
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

    def _ask_about_conflicts(self, conflicts: Iterable[FieldConflict], then: Then | None) -> None:
        """Ask which value to keep of each conflicting field and entry, then save again."""
        stored, now = self.stored(), self.context.clock.now()
        collisions = [collision_of(conflict, self.form, stored, now) for conflict in conflicts]

        def decide(kept: frozenset[Disputed] | None) -> None:
            if kept is not None:
                self._rebase(frozenset(collision.about for collision in collisions), kept)
                self.save(then)

        panel = ConflictScreen(self.context, collisions)
        panel.asleep = bool(self.key_bar.notice)  # after a wait for a lock, the person may be typing
        self.app.push_screen(panel, decide)

    def _rebase(self, asked: frozenset[Disputed], kept: frozenset[Disputed]) -> None:
        """Base the `asked` fields and entries on the stored values; those in `kept` keep the edits made here."""
        names = {name for name, _ in asked}

        def rebase() -> None:
            fields = [name for name in names if name in self.form]
            self.form.rebase(self.stored(), fields, frozenset(name for name, _ in kept))
            stored = self.stored_lists()
            for name in names.difference(fields):
                of_list = [frozenset(key for of, key in about if of == name) for about in (asked, kept)]
                self.collections[name].merge_stored(stored[name], Answers(*of_list))
            self.show_state()

        self._read(rebase)

    def saved(self) -> None:
        """Show that everything is saved."""
        self.show_state()
        self.show_status("Saved", Ink.GOOD)

    def point_at(self, error: InvalidInput) -> None:
        """Show an error at its field, or else in the key bar."""
        if self.has_class("-tabs") and error.field in self.form.fields:
            self.show_fields()
        if self.form.point_at(error):
            self.show_error(f"Not saved: fix {self.form.fields[error.field].label} first")
        else:
            self.show_error(str(error))

    # Leaving -----------------------------------------------------------------------------------------------

    def action_leave(self) -> None:
        """Go back to the screen below; ask first about unsaved changes."""
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
        self.keeper.discard()
        self.dismiss()

"""The editor of an entry of the risk register: its fields, the milestones that it threatens, and its history."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from typing import TYPE_CHECKING, ClassVar

from textual import on

from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.fields import RISK_FIELDS
from milestone_tui.plan.form_state import FieldContext, Values, risk_values
from milestone_tui.plan.inputs import ThreatInput
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.monitoring import Risk
from milestone_tui.plan.rules import validate_risk
from milestone_tui.ui.autosave import Write
from milestone_tui.ui.base.project_ended import show_if_ended
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.editor import Editor
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.editors.form_fields import form_fields
from milestone_tui.ui.editors.history_rows import FieldHistoryRows
from milestone_tui.ui.editors.side_tabs import TabList
from milestone_tui.ui.editors.threats import ThreatsEditor, ThreatsSpec
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.picker import Choice, PickerField
from milestone_tui.ui.widgets.rows import RowView

if TYPE_CHECKING:
    from milestone_tui.store import Commands


class RiskEditor(Editor):
    """Editor of an entry of the risk register; a save is one change."""

    KIND = UnfinishedKind.RISK
    NAMED_BY = "title"

    BINDINGS: ClassVar[Keys] = [
        bind("editor.add", "ctrl+n", "new milestone", "Add a milestone that it threatens"),
    ]

    def __init__(self, context: Context, risk_id: int, kept: Unfinished | None = None) -> None:
        renderer = context.renderer
        self._risk_id = risk_id
        self._risk: Risk | None = None
        self._threats_spec = ThreatsSpec(renderer, context.today, self._candidates)
        self.threats = ThreatsEditor(renderer, self._threats_spec)
        self.history = FieldHistoryRows(renderer)
        lists: dict[str, TabList] = {"threatens": self.threats, "history": self.history}
        super().__init__(context, _risk_form(renderer), lists, kept)

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the entry; fields and lists without edits show the new values."""
        read, today = self.context.store.read, self.context.today
        risk = read.risk(self._risk_id)
        project = read.project(risk.project_id)
        show_if_ended(self, self.project, project)
        self._risk, self.project, self.owner_id = risk, project, project.id
        mine = [entry.milestone_id for entry in self.threats.entries]
        self._threats_spec.remember(read.milestones([*risk.milestone_ids, *mine]))
        owner = self.form.fields["owner"]
        assert isinstance(owner, PickerField)
        owner.choices = tuple(Choice(person.name, person.organisation) for person in read.people())
        self.history.show(read.risk_history(self._risk_id), self.context.clock.now())
        self.merge_lists(_lists_of(risk))
        order = self.context.settings.date_order
        self.form.show_stored(risk_values(risk), FieldContext(today, project.calendar, project.currency, order=order))
        self.show_state()

    def stored(self) -> Values:
        """Return the values of the fields as stored now."""
        return risk_values(self.context.store.read.risk(self._risk_id))

    def stored_lists(self) -> Mapping[str, Sequence[Hashable]]:
        """Return the milestones that it threatens as stored now."""
        return _lists_of(self.context.store.read.risk(self._risk_id))

    def _candidates(self) -> Sequence[Milestone]:
        return self.context.store.read.plan(self.project.id).milestones if self.project else ()

    @property
    def target_id(self) -> int | None:
        """Return the id of the entry."""
        return self._risk_id

    # Showing -----------------------------------------------------------------------------------------------

    def show_state(self) -> None:
        """Update title and tabs."""
        key = self.project.key if self.project else ""
        called = self._risk.called if self._risk else ""
        self.title_bar.left = (
            (f"{key} ", Ink.BRIGHT),
            (f"› {called} ", Ink.DIM),
            (visible(self.heading) if self.heading.strip() else "", Ink.TEXT),
        )
        super().show_state()

    def tab_label(self, tab: str) -> str:
        """Return the name of a tab with its count."""
        count = {"threatens": len(self.threats.entries), "history": self.history.entry_count}[tab]
        return f"{tab.capitalize()} {count or ''}".rstrip()

    # Acting ------------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """Add a milestone that it threatens."""
        self.show_tab("threatens", self.threats.action_add)

    @on(RowView.Opened)
    def restore(self, event: RowView.Opened) -> None:
        """Restore an earlier value of a field; the next save writes it."""
        entry = self.history.at(event.index)
        if event.view is not self.history or entry is None:
            return
        if entry.field in self.form.fields:
            self.restore_field(entry)
        else:
            self.show_error("Only fields can be restored. To undo a change, press u in the Risks view.")

    # Saving ------------------------------------------------------------------------------------------------

    def command(self, changed: Values) -> Write:
        """Return the command that writes fields and milestones as one change."""
        seen = self.form.seen
        validate_risk(changed)
        ours = {field: seen[field] for field in changed}
        threats, risk_id = self.threats.to_save(), self._risk_id

        def write(do: Commands) -> None:
            if changed:
                do.risks.edit(risk_id, changed, ours)
            if threats is not None:
                entries, before = threats
                do.risks.set_milestones(risk_id, [entry.milestone_id for entry in entries], before)

        return write

    def saved(self) -> None:
        """Show that it is saved, and the number that another kind gave it."""
        self._read(self.reload)
        super().saved()


def _lists_of(risk: Risk) -> Mapping[str, Sequence[Hashable]]:
    return {"milestones": tuple(map(ThreatInput, risk.milestone_ids))}


def _risk_form(renderer: Renderer) -> Form:
    order = (
        ("title", "kind"),
        ("probability", "impact"),
        ("owner", "response", "response_text", "review_on"),
        ("internal",),
        ("notes",),
    )
    return Form([*form_fields(renderer, RISK_FIELDS, order).values()])

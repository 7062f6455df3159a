"""The editor of a milestone: its fields, criteria, links, people, what was spent, risks and history."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on

from milestone_tui.errors import DecisionNeeded, InvalidInput, NotFound
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.analysis.risks import Bands
from milestone_tui.plan.analysis.thresholds import known_thresholds
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.drafts import TypedList, Unfinished, UnfinishedKind
from milestone_tui.plan.fields import NEW_MILESTONE
from milestone_tui.plan.form_state import FieldContext, Values, milestone_values
from milestone_tui.plan.inputs import AssignmentInput, CostInput, CriterionInput, LinkInput
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import LinkedMilestone, Milestone, MilestoneKind, MilestoneState
from milestone_tui.plan.network.loops import find_cycle
from milestone_tui.plan.rules import validate_milestone
from milestone_tui.ui.autosave import Write
from milestone_tui.ui.base.project_ended import show_if_ended
from milestone_tui.ui.base.reachable_network import ReachableNetwork
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.collection_editor import CollectionEditor
from milestone_tui.ui.editors.day_meaning import day_meaning
from milestone_tui.ui.editors.editor import Editor
from milestone_tui.ui.editors.history_rows import FieldHistoryRows
from milestone_tui.ui.editors.link_lags import NO_LAGS, LinkLags, link_lags
from milestone_tui.ui.editors.links import LinksSpec
from milestone_tui.ui.editors.milestone_form import MilestoneForm
from milestone_tui.ui.editors.people import WorkSpec
from milestone_tui.ui.editors.picking_editor import PickingEditor
from milestone_tui.ui.editors.restore import restored_cost, restored_criteria, restored_links, restored_work
from milestone_tui.ui.editors.risk_rows import RiskRows
from milestone_tui.ui.editors.side_tabs import TabList
from milestone_tui.ui.editors.spent import SpentSpec
from milestone_tui.ui.editors.texts import CriteriaSpec
from milestone_tui.ui.keys import Keys, bind
from milestone_tui.ui.messages import RiskEditRequested, RiskRequested
from milestone_tui.ui.panels.open_predecessors import OpenPredecessors
from milestone_tui.ui.panels.sign_off import sign_off
from milestone_tui.ui.panels.sign_off_words import last_signed
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.rows import RowView

if TYPE_CHECKING:
    from milestone_tui.store import Commands


class MilestoneEditor(Editor):
    """Editor of an existing milestone; a save is one change."""

    KIND = UnfinishedKind.MILESTONE
    NAMED_BY = "title"

    BINDINGS: ClassVar[Keys] = [
        bind("editor.add", "ctrl+n", "new criterion", "Add a criterion below the last"),
        bind("editor.sign_off", "ctrl+g", "sign off", "Accept, decide a gate, or invoice a payment"),
    ]

    form: MilestoneForm

    def __init__(self, context: Context, milestone_id: int, kept: Unfinished | None = None) -> None:
        renderer = context.renderer
        self._milestone_id = milestone_id
        self._criteria_spec = CriteriaSpec(lambda: context.today)
        self._links_spec = LinksSpec(renderer, context.today, self._candidates, self._linkable)
        self._work_spec = WorkSpec(renderer)
        self.criteria = CollectionEditor(renderer, self._criteria_spec)
        self.links = PickingEditor(renderer, self._links_spec)
        self.work = PickingEditor(renderer, self._work_spec)
        self._spent_spec = SpentSpec(lambda: context.today, lambda: context.settings.date_order)
        self.spent = CollectionEditor(renderer, self._spent_spec)
        self.risks = RiskRows(renderer)
        self.history = FieldHistoryRows(renderer)
        lists: dict[str, TabList] = {
            "criteria": self.criteria,
            "depends": self.links,
            "people": self.work,
            "spent": self.spent,
            "risks": self.risks,
            "history": self.history,
        }
        super().__init__(context, MilestoneForm(renderer), lists, kept)
        self._recreated: int | None = None
        self._detail: MilestoneDetail | None = None
        self._reach = ReachableNetwork(self, self.explain_again)
        self._around: dict[int, Milestone] = {}
        self._was_done = True
        """Whether it was done before the present save; if not and it is done now, open predecessors are shown."""

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the milestone; fields and lists without edits show the new values."""
        read = self.context.store.read
        detail = read.detail(self._milestone_id)
        project, milestone = detail.project, detail.milestone
        show_if_ended(self, self.project, project)
        self._detail, self.project = detail, project
        self.owner_id = project.id
        self._links_spec.show(detail.successors, project.key)
        linked = [entry.predecessor_id for entry in self.links.entries]
        linked += [other.id for other in (*detail.predecessors, *detail.successors)]
        self._around = {other.id: other for other in read.milestones(linked)}
        people = read.people()
        self.form.offer(read.phases(project.id), people)
        self._work_spec.remember(people)
        limits = known_thresholds(project.thresholds, read.thresholds)
        self.risks.show(read.risks_of(self._milestone_id), Bands.of(limits))
        self.history.show(read.milestone_history(self._milestone_id), self.context.clock.now())
        self._reach.forget()
        current = next((found for found in read.baselines(project.id) if found.id == project.baseline_id), None)
        self.form.show_baseline(milestone.baseline_on, current, self.context.today)
        self.form.signed.value, self.form.signed.note = last_signed(detail, self.context.today)
        self.form.signed.show(bool(self.form.signed.value))
        self._spent_spec.calendar = project.calendar
        self._spent_spec.currency, self._spent_spec.planned = project.currency, milestone.value
        self.merge_lists(self._lists_of(detail))
        order = self.context.settings.date_order
        given = FieldContext(self.context.today, project.calendar, project.currency, milestone.baseline_on, order)
        self.form.show_stored(milestone_values(milestone), given)
        self.show_state()

    def _lists_of(self, detail: MilestoneDetail) -> Mapping[str, Sequence[Hashable]]:
        return {
            "criteria": self._criteria_spec.entries_of(detail.criteria),
            "predecessors": self._links_spec.entries_of(detail.predecessors),
            "assignments": self._work_spec.entries_of(detail.assignments),
            "spent": self._spent_spec.entries_of(self.context.store.read.costs_of(self._milestone_id)),
        }

    def stored_lists(self) -> Mapping[str, Sequence[Hashable]]:
        """Return criteria, links, effort and what was spent as stored now."""
        return self._lists_of(self.context.store.read.detail(self._milestone_id))

    def stored(self) -> Values:
        """Return the values of the fields as stored now."""
        return milestone_values(self.context.store.read.detail(self._milestone_id).milestone)

    @property
    def target_id(self) -> int | None:
        """Return the id of the milestone."""
        return self._milestone_id

    # Showing -----------------------------------------------------------------------------------------------

    def show_state(self) -> None:
        """Update title, tabs, and the figures of the links."""
        key = self.project.key if self.project else ""
        self.title_bar.left = (
            (f"{key} ", Ink.BRIGHT),
            ("› ", Ink.DIM),
            (visible(self.heading) if self.heading.strip() else "", Ink.TEXT),
        )
        done = self.form.fields["state"].text == MilestoneState.DONE.value
        self.form.fit_to(has_criteria=bool(self.criteria.entries), is_done=done)
        self._rate_links()
        super().show_state()

    def tab_label(self, tab: str) -> str:
        """Return the name of a tab with its count."""
        entries = self.criteria.entries
        figure: dict[str, object] = {
            "criteria": f"{sum(entry.met_on is not None for entry in entries)}/{len(entries)}" if entries else "",
            "depends": len(self.links.entries) or "",
            "people": len(self.work.entries) or "",
            "spent": len(self.spent.entries) or "",
            "risks": self.risks.open_count or "",
            "history": self.history.entry_count,
        }
        name = "Links" if tab == "depends" else tab.capitalize()  # drafts hold the older name of the tab
        return f"{name} {figure[tab]}".rstrip()

    def _rate_links(self) -> None:
        """Update float and lags of the links to the typed due date."""
        lags, links = self._lags(), self.links.entries
        rated = tuple(replace(link, lag=lags.new.get(link.predecessor_id, link.lag)) for link in links)
        if (rated, lags) != (links, self._links_spec.lags):
            self._links_spec.lags = lags
            self.links.amend(rated)

    def _lags(self) -> LinkLags:
        """Return the lags of the links with the due date as typed."""
        if self._detail is None or (typed := self.form.as_typed(self._detail.milestone)) is None:
            return NO_LAGS
        saved = {link.predecessor_id for link in self.links.collection.seen}
        stored, calendar = self._detail.milestone, self._detail.project.calendar
        return link_lags(self.links.entries, self._around, stored, typed, calendar, saved)

    def day_meaning(self, field: str, day: date) -> tuple[Line, ...]:
        """Return what a date means for the baseline, the deadline and the links."""
        if self._detail is None:
            return ()
        detail = self._detail._replace(predecessors=self._links_spec.linked(self.links.entries))
        return day_meaning(detail, self._around, self._reach.of(detail.project.id), field, day, self.context.today)

    # Acting ------------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """Add a criterion."""
        self.show_tab("criteria", self.criteria.action_add)

    def action_sign_off(self) -> None:
        """Open the sign-off panel, which writes immediately and leaves the edits here unsaved."""
        sign_off(self, self._milestone_id)

    @on(RowView.Opened)
    def open_risk(self, event: RowView.Opened) -> None:
        """Open a risk that threatens the milestone, or raise one."""
        if event.view is self.risks and (risk := self.risks.at(event.index)) is not None:
            self.post_message(RiskEditRequested(risk.id))
        elif event.view is self.risks:
            self.raise_risk()

    @on(RiskRows.Raised)
    def raise_risk(self) -> None:
        """Raise a risk that threatens the milestone; it is written immediately."""
        if self.owner_id is not None and not self.gone:
            self.post_message(RiskRequested(self.owner_id, self._milestone_id))

    @on(RowView.Opened)
    def restore(self, event: RowView.Opened) -> None:
        """Restore an earlier value into its field or list; the next save writes it."""
        entry = self.history.at(event.index)
        if event.view is not self.history or entry is None:
            return
        if entry.field in self.form.fields:
            self.restore_field(entry)
            return
        try:
            self._restore_in_list(entry)
        except InvalidInput as error:
            self.show_error(str(error))

    def _restore_in_list(self, entry: HistoryEntry) -> None:
        """Restore a criterion, a link or somebody's effort in its list; raise InvalidInput if that is impossible."""
        before, after = entry.before_value, entry.after_value
        wanted = after if before is None else before
        if isinstance(wanted, CriterionInput):
            tab, what = "criteria", "Criterion"
            was, became = (side if isinstance(side, CriterionInput) else None for side in (before, after))
            self.criteria.change(*restored_criteria(self.criteria.entries, was, became, entry.above))
        elif isinstance(wanted, LinkInput):
            tab, what = "depends", "Link"
            links = self.links.entries
            there = any(link.predecessor_id == wanted.predecessor_id for link in links)
            linked = self._links_spec.linked([wanted])[0] if there else self._links_spec.find(wanted.predecessor_id)
            self.links.change(*restored_links(links, wanted, linked.title))
        elif isinstance(wanted, AssignmentInput):
            tab, what = "people", "Effort"
            self.work.change(*restored_work(self.work.entries, wanted))
        elif isinstance(wanted, CostInput):
            tab, what = "spent", "Amount"
            self.spent.change(*restored_cost(self.spent.entries, wanted))
        else:
            raise InvalidInput("", "Cannot restore this. You can restore fields, criteria, links, effort and amounts.")
        self.show_tab(tab)
        self.show_status(f"{what} restored · ctrl+s to save")

    def _linkable(self, milestone_id: int) -> LinkedMilestone:
        """Return a milestone as a predecessor; raise InvalidInput if it cannot be one."""
        if self._detail is None:
            raise InvalidInput("predecessors", "That milestone no longer exists.")
        read, project = self.context.store.read, self._detail.project
        wanted = next((linked for linked in read.link_candidates(project.id) if linked.id == milestone_id), None)
        if wanted is None:
            gone = not read.milestones([milestone_id])
            raise InvalidInput(
                "predecessors",
                "That milestone no longer exists."
                if gone
                else "That milestone is cancelled or archived, so it cannot be a predecessor.",
            )
        loop = find_cycle(read.plan(project.id).links, wanted.id, self._milestone_id)
        if loop is not None:
            titles = {other.id: other.title for other in read.milestones(loop)}
            way = " → ".join(f'"{visible(titles.get(id_, "?"))}"' for id_ in loop)
            raise InvalidInput("predecessors", f"This link would close a loop: {way}.")
        self._around |= {other.id: other for other in read.milestones([wanted.id])}
        return wanted

    def _candidates(self) -> Sequence[LinkedMilestone]:
        if self._detail is None:
            return ()
        found = self.context.store.read.link_candidates(self._detail.project.id)
        return [linked for linked in found if linked.id != self._milestone_id]

    # Keeping -----------------------------------------------------------------------------------------------

    def resume_lists(self, kept: Unfinished) -> None:
        """Fill the lists from a draft, without links to milestones that were deleted."""
        read = self.context.store.read
        mine = kept.links.mine if kept.links else ()
        found = {milestone.id: milestone for milestone in read.milestones([entry.predecessor_id for entry in mine])}
        keys = {id_: read.project(id_).key for id_ in {milestone.project_id for milestone in found.values()}}
        self._links_spec.remember(
            LinkedMilestone(other.id, keys[other.project_id], other.title, other.due_on, other.done_on, 0, False)
            for other in found.values()
        )
        if kept.links is not None:
            there = tuple(entry for entry in mine if entry.predecessor_id in found)
            kept = replace(kept, links=TypedList(kept.links.seen, there))
        super().resume_lists(kept)

    # Saving ------------------------------------------------------------------------------------------------

    def command(self, changed: Values) -> Write:
        """Return the command that writes fields, criteria, links, effort and what was spent as one change."""
        seen = self.form.seen
        validate_milestone(seen, changed, self.context.today)
        self._was_done = seen["state"] is MilestoneState.DONE
        ours = {field: seen[field] for field in changed}
        links, criteria, work, spent = (part.to_save() for part in (self.links, self.criteria, self.work, self.spent))

        def write(do: Commands) -> None:
            if links is not None:  # first: an earlier date shortens kept lags, but not the ones typed here
                do.links.set(self._milestone_id, *links)
            if changed:
                do.milestones.edit(self._milestone_id, changed, ours)
            if criteria is not None:
                do.criteria.set(self._milestone_id, *criteria)
            if work is not None:
                do.assignments.set(self._milestone_id, *work)
            if spent is not None:
                do.costs.set(self._milestone_id, *spent)

        return write

    def recreate_command(self, changed: Values) -> Write | None:
        """Return the command that creates the deleted milestone again, None if its project was deleted too."""
        project_id = self.owner_id
        if project_id is None or "title" not in self.form:
            return None
        try:
            self.context.store.read.project(project_id)
        except NotFound:
            return None
        seen = self.form.seen
        values = _values_to_recreate(seen, changed)
        validate_milestone({**NEW_MILESTONE, **seen}, values, self.context.today)
        criteria, work, spent = self.criteria.entries, self.work.entries, self.spent.entries
        found = self.context.store.read.milestones([link.predecessor_id for link in self.links.entries])
        there = {milestone.id for milestone in found}
        links = [link for link in self.links.entries if link.predecessor_id in there]
        gone = self._milestone_id

        def write(do: Commands) -> None:
            do.milestones.refuse_if_there(gone)
            self._recreated = do.milestones.create(
                project_id, values, criteria=criteria, predecessors=links, before=seen
            )
            if work:
                do.assignments.set(self._recreated, work, ())
            if spent:
                do.costs.set(self._recreated, spent, ())

        return write

    def point_at(self, error: InvalidInput) -> None:
        """Show an error at its field; for a gate, show how to decide it."""
        if isinstance(error, DecisionNeeded):
            saved = not self.gone and self.form.seen["kind"] is MilestoneKind.GATE
            how = "Press ctrl+g" if saved else "Save it open, then press ctrl+g"
            error = InvalidInput(error.field, f"A gate needs its decision. {how}.")
        super().point_at(error)

    def saved(self) -> None:
        """Show that it is saved, and predecessors that are open or that it is too soon after."""
        if self._recreated is not None:
            self._milestone_id, self._recreated = self._recreated, None
        self._read(self.reload)  # the store may have merged in more, such as tags that somebody else added
        super().saved()
        was_done, self._was_done = self._was_done, True
        if not was_done and self._detail is not None and self._detail.milestone.state is MilestoneState.DONE:
            before = OpenPredecessors(self.context, [self._milestone_id])
            if before.cells_taken:
                sentence = before.message(["Saved"], "", self.size.width - 1)
                self.show_status(sentence, Ink.GOOD)
                self.call_later(self._show_if_closed, sentence)
                return
        early = [slack for slack in self._lags().slacks.values() if slack is not None and slack < 0]
        if early:
            self.show_status(f"Saved · too soon after {count_words(len(early), 'predecessor')}", Ink.WARN)


def _values_to_recreate(seen: Values, changed: Values) -> dict[str, object]:
    """Return all fields of a milestone to create again; if only one of state and done date changed, that one counts."""
    values = {**seen, **changed}
    for one, other in (("state", "done_on"), ("done_on", "state")):
        if one in changed and other not in changed:
            values.pop(other, None)
    return values

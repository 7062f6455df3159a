"""One milestone with all its fields, its criteria, what it depends on, who works on it and its history."""

from __future__ import annotations

from asyncio import to_thread
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from milestone_tui.errors import InvalidInput, MilestoneError, NotFound
from milestone_tui.plan.draft_values import Given, Values, field_text, milestone_values
from milestone_tui.plan.drafts import AssignmentDraft, CriterionDraft, LinkDraft
from milestone_tui.plan.fields import NEW_MILESTONE
from milestone_tui.plan.loops import find_cycle
from milestone_tui.plan.model import (
    Criterion,
    Link,
    LinkedMilestone,
    Milestone,
    MilestoneDetail,
    MilestoneKind,
    MilestoneState,
    Project,
)
from milestone_tui.plan.network import Network, link_slack
from milestone_tui.plan.people import Assignment
from milestone_tui.plan.rules import settle_milestone
from milestone_tui.plan.supposition import prepared
from milestone_tui.plan.text import visible
from milestone_tui.plan.unfinished import TypedList, Unfinished
from milestone_tui.plan.wording import count_words, date_words
from milestone_tui.ui.desk import Desk
from milestone_tui.ui.keeping import Write
from milestone_tui.ui.look import Line
from milestone_tui.ui.screens.base import AT_ONCE
from milestone_tui.ui.screens.day_meaning import day_meaning
from milestone_tui.ui.screens.editor import Editor
from milestone_tui.ui.screens.history_rows import FieldHistory, field_history
from milestone_tui.ui.screens.milestone_draft import (
    criterion_drafts,
    link_drafts,
    seen_criteria,
    seen_links,
    seen_work,
    typed_links,
    unfinished_milestone,
    values_anew,
    work_drafts,
)
from milestone_tui.ui.screens.restoring import restored_criteria, restored_links, restored_work
from milestone_tui.ui.screens.sign_off import sign_off
from milestone_tui.ui.screens.signed_words import last_signed
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.entry_list import Entry, EntryList
from milestone_tui.ui.widgets.fields import DateField, Field, LineField, ReadOnlyField
from milestone_tui.ui.widgets.form import Form
from milestone_tui.ui.widgets.inline_list import HistoryRows, InlineList, SideRows
from milestone_tui.ui.widgets.link_list import LinkList
from milestone_tui.ui.widgets.long_field import LongField
from milestone_tui.ui.widgets.picker import Choice, PickerField
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.work_list import WorkList
from milestone_tui.ui.workers import begin

if TYPE_CHECKING:
    from milestone_tui.store import Commands, Reader

_NOTHING = Network((), (), ())
"""What can be reached, as long as that is not known."""


class MilestoneEditor(Editor):
    """Edits a milestone that exists; all that is saved together is one change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "add", "new criterion", id="editor.add", tooltip="Add a criterion below the last"),
        Binding(
            "ctrl+g",
            "sign_off",
            "sign off",
            id="editor.sign_off",
            tooltip="Submit, accept or reject it; decide a gate",
        ),
    ]

    def __init__(self, desk: Desk, milestone_id: int, kept: Unfinished | None = None) -> None:
        look = desk.look
        self.baseline = ReadOnlyField(look, "baseline", "Baseline", first=True)
        self.signed = ReadOnlyField(look, "signed", "Signed off")
        self.phase = PickerField(look, "phase", "Phase", creates="phase", first=True)
        self.owner = PickerField(look, "owner", "Owner", creates="person")
        self.approver = PickerField(look, "approver", "Accepted by", creates="person")
        internal = PickerField(look, "internal", "Internal", optional=False)
        internal.choices = (Choice("no", "a client sees it"), Choice("yes", "left out of what a client sees"))
        kind = PickerField(look, "kind", "Kind", optional=False)
        kind.choices = tuple(Choice(kind.value) for kind in MilestoneKind)
        state = PickerField(look, "state", "State", optional=False)
        state.choices = tuple(Choice(state.value) for state in MilestoneState)
        self.deliverable = LineField(look, "deliverable", "Deliverable", first=True)
        self.progress = LineField(look, "progress", "Progress", replace=True)
        fields: list[Field] = [
            LineField(look, "title", "Title"),
            self.phase,
            kind,
            self.owner,
            self.approver,
            self.signed,
            DateField(look, "due_on", "Due", first=True),
            self.baseline,
            DateField(look, "deadline_on", "Deadline"),
            DateField(look, "done_on", "Done on"),
            state,
            self.progress,
            LineField(look, "weight", "Weight", replace=True),
            LineField(look, "value", "Value", replace=True),
            self.deliverable,
            LineField(look, "tags", "Tags"),
            internal,
            LongField(look, "notes", "Notes", first=True),
        ]
        self.criteria = EntryList(look, "criterion", meets=True, today=lambda: desk.today)
        self.links = LinkList(look, desk.today)
        self.work = WorkList(look)
        self.history: SideRows = HistoryRows(look)
        lists: dict[str, InlineList | SideRows] = {
            "criteria": self.criteria,
            "depends": self.links,
            "people": self.work,
            "history": self.history,
        }
        super().__init__(desk, Form(fields, explained="due_on"), lists, kept)
        self._milestone_id = milestone_id
        self._project_id = kept.project_id if kept else None
        self._anew: int | None = None
        self._detail: MilestoneDetail | None = None
        self._criteria_seen: tuple[Criterion, ...] = ()
        self._links_seen: tuple[LinkedMilestone, ...] = ()
        self._work_seen: tuple[Assignment, ...] = ()
        self._told = FieldHistory((), {})
        self._network: Network | None = None
        self._around: dict[int, Milestone] = {}

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the milestone; fields and lists that were not touched follow it."""
        read = self.desk.store.read
        detail = read.detail(self._milestone_id)
        keep_criteria, keep_links = self._criteria_differ(detail.criteria), self._links_differ(detail.predecessors)
        keep_work = self._work_touched() and self._work_differs(detail.assignments)
        self._detail = detail
        project, milestone = detail.project, detail.milestone
        self._project_id = project.id
        linked = (*detail.predecessors, *detail.successors, *self.links.predecessors)
        self._around = {other.id: other for other in read.milestones([other.id for other in linked])}
        self.phase.choices = tuple(Choice(phase.name) for phase in read.phases(project.id))
        people = read.people()
        self.owner.choices = self.approver.choices = tuple(Choice(who.name, who.organisation) for who in people)
        self.work.know(people)
        self._tell_history()
        self._network = None
        self._show_baseline(project, milestone)
        self.signed.value, self.signed.note = last_signed(detail, self.desk.today)
        self.signed.display = bool(self.signed.value)
        if not keep_criteria:
            self._criteria_seen = detail.criteria
            self.criteria.show(tuple(Entry(entry.id, entry.text, entry.met_on) for entry in detail.criteria))
        if not keep_links:
            self._links_seen = detail.predecessors
            self.links.show(detail.predecessors, detail.successors, project.key)
        if not keep_work:
            self._work_seen = detail.assignments
            self.work.take(work_drafts(detail.assignments))
        given = Given(self.desk.today, project.calendar, project.currency, milestone.baseline_on)
        self.form.take(milestone_values(milestone), given)
        self.show_state()

    def _tell_history(self) -> None:
        """Read the history; the cursor stays on the entry that it stood on, whatever was added above."""
        stood = self._told.entries.get(self.history.cursor)
        history = self.desk.store.read.milestone_history(self._milestone_id)
        self._told = field_history(history, self.desk.clock.now())
        places = {entry.key: place for place, entry in self._told.entries.items()}
        self.history.follow(self._told.rows, places.get(stood.key) if stood else None)

    def _show_baseline(self, project: Project, milestone: Milestone) -> None:
        today = self.desk.today
        baselines = self.desk.store.read.baselines(project.id)
        current = next((baseline for baseline in baselines if baseline.id == project.baseline_id), None)
        if milestone.baseline_on is None:
            said = "none: it is in no agreed plan yet" if current is None else f"not in {visible(current.name)}"
            self.baseline.value = ((said, Ink.FAINT),)
            return
        day = milestone.baseline_on
        value: Line = ((f"{date_words(day, day)} {day.year}", Ink.DIM),)
        if current is not None:
            taken = date_words(current.taken_at.date(), today)
            value = (*value, (f"   {visible(current.name)}, {taken}", Ink.DIM))
        self.baseline.value = value

    def stored(self) -> Values:
        """The values of the fields as they are stored now."""
        return milestone_values(self.desk.store.read.detail(self._milestone_id).milestone)

    # Showing -----------------------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """The title as it stands in its field."""
        return self.form.fields["title"].text

    def show_state(self) -> None:
        """Title, tabs, and what the date means for the links."""
        key = self._detail.project.key if self._detail else ""
        self.title_bar.left = (
            (f"{key} ", Ink.BRIGHT),
            ("› ", Ink.DIM),
            (visible(self.heading) if self.heading else "", Ink.TEXT),
        )
        self.progress.display = not self.criteria.entries
        self.deliverable.set_class(self.deliverable.text.startswith(("https://", "http://")), "-link")
        self.links.rate(self._slacks())
        super().show_state()

    def tab_label(self, tab: str) -> str:
        """The name with its figures."""
        if tab == "criteria":
            entries = self.criteria.entries
            met = sum(entry.met_on is not None for entry in entries)
            return f"Criteria {met}/{len(entries)}" if entries else "Criteria"
        if tab == "depends":
            return f"Depends {len(self.links.predecessors)}" if self.links.predecessors else "Depends"
        if tab == "people":
            return f"People {len(self.work.entries)}" if self.work.entries else "People"
        return f"History {len(self._told.entries)}"

    def _slacks(self) -> dict[int, int | None]:
        """Working days that each predecessor leaves, with the date and the lags as they are typed."""
        successor = self._as_typed()
        if self._detail is None or successor is None:
            return {}
        calendar = self._detail.project.calendar
        return {
            linked.id: link_slack(
                Link(0, linked.id, successor.id, linked.lag), self._around[linked.id], successor, calendar
            )
            for linked in self.links.predecessors
            if linked.id in self._around
        }

    def _as_typed(self) -> Milestone | None:
        """The milestone with the due date that stands in the field."""
        if self._detail is None or "due_on" not in self.form:
            return None
        try:
            due_on = self.form.value("due_on")
        except InvalidInput:
            return None
        return self._detail.milestone._replace(due_on=due_on if isinstance(due_on, date) else None)

    def day_meaning(self, field: str, day: date) -> tuple[Line, ...]:
        """What the day means for the baseline, the deadline and the links."""
        if self._detail is None:
            return ()
        detail = self._detail._replace(predecessors=self.links.predecessors)
        return day_meaning(detail, self._around, self._reach(), field, day, self.desk.today)

    def _reach(self) -> Network:
        """All that a move of the milestone can reach, read when it is first asked for: much of it in a thread."""
        detail, store = self._detail, self.desk.store
        if self._network is None and detail is not None:
            id_ = detail.project.id
            if store.read.reach({id_}) <= AT_ONCE:
                self._network = _network_of(store.read, id_)
            else:
                self._network = _NOTHING  # until it is known
                begin(self, "reach", self._reach_far, detail)
        return self._network if self._network is not None else _NOTHING

    async def _reach_far(self, detail: MilestoneDetail) -> None:
        try:
            network = await to_thread(self.desk.store.ask_apart, lambda read: _network_of(read, detail.project.id))
        except MilestoneError as error:
            self.refuse(str(error))
        else:
            if detail is self._detail:
                self._network = network
                self.explain_again()

    # Acting ------------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """Add a criterion."""
        self.show_tab("criteria", self.criteria.action_add)

    def action_sign_off(self) -> None:
        """Ask for what there is to sign; it is written at once, apart from what is typed here."""
        sign_off(self, self._milestone_id)

    @on(RowView.Opened)
    def restore(self, event: RowView.Opened) -> None:
        """Have what was changed as it was before, in its field or its list; saving keeps it."""
        entry = self._told.entries.get(event.index)
        if event.view is not self.history or entry is None:
            return
        field = self.form.fields.get(entry.field)
        if field is None:
            try:
                self._restore_in_list(entry.before_value, entry.after_value)
            except InvalidInput as error:
                self.refuse(str(error))
            return
        field.put(field_text(entry.field, entry.before_value, self.form.given.currency))
        field.focus_input()
        self.say(f"{field.label} as it was before: ctrl+s saves it")

    def _restore_in_list(self, before: object, after: object) -> None:
        """Have a criterion, a link or somebody's work as it was before; raises InvalidInput where that cannot be."""
        wanted = after if before is None else before
        if isinstance(wanted, CriterionDraft):
            tab, what = "criteria", "The criterion"
            sides = (side if isinstance(side, CriterionDraft) else None for side in (before, after))
            self.criteria.change(*restored_criteria(self.criteria.entries, *sides))
        elif isinstance(wanted, LinkDraft):
            tab, what = "depends", "The link"
            id_ = wanted.predecessor_id
            links = self.links.predecessors
            self.links.change(*restored_links(links, id_, wanted.lag, lambda: self._linkable(id_)))
        elif isinstance(wanted, AssignmentDraft):
            tab, what = "people", "The work"
            self.work.change(*restored_work(self.work.entries, wanted))
        else:
            raise InvalidInput("", "That cannot be restored: only fields, criteria, links and work can.")
        self.show_tab(tab)
        self.say(f"{what} as it was before: ctrl+s saves it")

    def _linkable(self, milestone_id: int) -> LinkedMilestone:
        """A milestone that can come before this one; raises InvalidInput with the reason why it cannot."""
        assert self._detail is not None
        read, project = self.desk.store.read, self._detail.project
        wanted = next((linked for linked in read.link_candidates(project.id) if linked.id == milestone_id), None)
        if wanted is None:
            gone = not read.milestones([milestone_id])
            raise InvalidInput(
                "predecessors",
                "That milestone no longer exists."
                if gone
                else "That milestone is cancelled or in the archive: nothing waits for it.",
            )
        loop = find_cycle(read.plan(project.id).links, wanted.id, self._milestone_id)
        if loop is not None:
            titles = {other.id: other.title for other in read.milestones(loop)}
            way = " → ".join(f'"{visible(titles.get(id_, "?"))}"' for id_ in loop)
            raise InvalidInput("predecessors", f"That would be a loop: {way}.")
        self._around |= {other.id: other for other in read.milestones([wanted.id])}
        return wanted

    @on(LinkList.Picking)
    def offer_candidates(self) -> None:
        """Say what can be picked."""
        if self._detail is not None:
            found = self.desk.store.read.link_candidates(self._detail.project.id)
            self.links.offer([linked for linked in found if linked.id != self._milestone_id])

    @on(LinkList.Wanted)
    def link(self, event: LinkList.Wanted) -> None:
        """Add a predecessor, unless that closes a loop."""
        if self._detail is None:
            return
        try:
            self.links.add(self._linkable(event.milestone_id))
        except InvalidInput as error:
            self.links.refuse(str(error))

    # Keeping -----------------------------------------------------------------------------------------------

    def unfinished(self) -> Unfinished | None:
        """Fields, criteria, predecessors and work, where anything of them is not saved."""
        return unfinished_milestone(
            self._milestone_id,
            self._project_id,
            self.form,
            TypedList(criterion_drafts(self._criteria_seen), criterion_drafts(self.criteria.as_typed)),
            TypedList(link_drafts(self._links_seen), link_drafts(self.links.predecessors)),
            TypedList(work_drafts(self._work_seen), self.work.as_typed),
        )

    def resume_lists(self, kept: Unfinished) -> None:
        """The criteria, predecessors and work as they were typed."""
        read = self.desk.store.read
        self._criteria_seen, self._links_seen = seen_criteria(kept), seen_links(kept)
        self._work_seen = seen_work(kept)
        self.work.take(kept.work.mine if kept.work else ())
        typed = kept.criteria.mine if kept.criteria else ()
        self.criteria.show(tuple(Entry(draft.id, draft.text, draft.met_on) for draft in typed))
        try:
            detail = read.detail(self._milestone_id)
        except NotFound:
            self.links.show(typed_links(kept, read), (), "")
        else:
            self.links.show(typed_links(kept, read), detail.successors, detail.project.key)

    # Saving ------------------------------------------------------------------------------------------------

    def _criteria_differ(self, stored: tuple[Criterion, ...]) -> bool:
        """Whether the list was changed, and says something else than what is stored."""
        mine = [(entry.text, entry.met_on) for entry in self.criteria.entries]
        return self._criteria_touched() and mine != [(entry.text, entry.met_on) for entry in stored]

    def _criteria_touched(self) -> bool:
        return criterion_drafts(self.criteria.entries) != criterion_drafts(self._criteria_seen)

    def _links_differ(self, stored: tuple[LinkedMilestone, ...]) -> bool:
        return self._links_touched() and self._lags(self.links.predecessors) != self._lags(stored)

    def _links_touched(self) -> bool:
        return self._lags(self.links.predecessors) != self._lags(self._links_seen)

    def _work_touched(self) -> bool:
        return self._work_differs(self._work_seen)

    def _work_differs(self, stored: tuple[Assignment, ...]) -> bool:
        """Whether the list says something else; in which order it says it is no matter."""
        return frozenset(self.work.entries) != frozenset(work_drafts(stored))

    @staticmethod
    def _lags(linked: tuple[LinkedMilestone, ...]) -> dict[int, int]:
        return {other.id: other.lag for other in linked}

    def unsaved_lists(self) -> list[str]:
        """The tabs that were changed."""
        lists = {
            "criteria": self._criteria_touched(),
            "predecessors": self._links_touched() or self.links.pending,
            "people": self._work_touched() or self.work.pending,
        }
        return [name for name, touched in lists.items() if touched]

    def command(self, changed: Values) -> Write:
        """Fields, criteria, links and work in one change."""
        seen = self.form.seen
        settle_milestone(seen, changed, self.desk.today)
        ours = {field: seen[field] for field in changed}
        criteria = criterion_drafts(self.criteria.entries) if self._criteria_touched() else None
        links = link_drafts(self.links.predecessors) if self._links_touched() else None
        work = self.work.entries if self._work_touched() else None
        criteria_seen, links_seen, work_seen = self._criteria_seen, self._links_seen, self._work_seen

        def write(do: Commands) -> None:
            if changed:
                do.milestones.edit(self._milestone_id, changed, ours)
            if criteria is not None:
                do.criteria.set(self._milestone_id, criteria, criteria_seen)
            if links is not None:
                do.links.set(self._milestone_id, links, links_seen)
            if work is not None:
                do.assignments.set(self._milestone_id, work, work_seen)

        return write

    def command_anew(self, changed: Values) -> Write | None:
        """The milestone with all that stands here, in its project where that still exists."""
        project_id = self._project_id
        if project_id is None or "title" not in self.form:
            return None
        try:
            self.desk.store.read.project(project_id)
        except NotFound:
            return None
        values = values_anew(self.form.seen, changed)
        settle_milestone(NEW_MILESTONE, values, self.desk.today)
        criteria = criterion_drafts(self.criteria.entries)
        found = self.desk.store.read.milestones([linked.id for linked in self.links.predecessors])
        there = {milestone.id for milestone in found}
        links = [draft for draft in link_drafts(self.links.predecessors) if draft.predecessor_id in there]
        work = self.work.entries

        def write(do: Commands) -> None:
            self._anew = do.milestones.create(project_id, values, criteria=criteria, predecessors=links)
            if work:
                do.assignments.set(self._anew, work, ())

        return write

    def rebase_list(self, name: str, keep: bool) -> None:
        """Put criteria, links or work on top of what is stored now."""
        detail = self.desk.store.read.detail(self._milestone_id)
        if name == "criteria":
            self._criteria_seen = detail.criteria
            if not keep:
                self.criteria.show(tuple(Entry(entry.id, entry.text, entry.met_on) for entry in detail.criteria))
        elif name == "assignments":
            self._work_seen = detail.assignments
            if not keep:
                self.work.take(work_drafts(detail.assignments))
        else:
            self._links_seen = detail.predecessors
            if not keep:
                self.links.show(detail.predecessors, detail.successors, detail.project.key)

    def saved(self) -> None:
        """Say so, and what was left out of account."""
        if self._anew is not None:
            self._milestone_id, self._anew = self._anew, None
            self._read(self.reload)
        super().saved()
        early = [slack for slack in self._slacks().values() if slack is not None and slack < 0]
        if early:
            self.say(f"Saved · too early for {count_words(len(early), 'predecessor')}", Ink.WARN)


def _network_of(read: Reader, project_id: int) -> Network:
    """What a move in this project can reach, ready to be asked."""
    plan = read.plan(project_id)
    return prepared([plan, *read.linked_plans(plan)])

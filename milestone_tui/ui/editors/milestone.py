"""One milestone with all its fields, its criteria, what it depends on, who works on it and its history."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from milestone_tui.errors import DecisionNeeded, InvalidInput, NotFound
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.drafts import TypedList, Unfinished
from milestone_tui.plan.fields import NEW_MILESTONE
from milestone_tui.plan.form_state import Given, Values, milestone_values
from milestone_tui.plan.inputs import AssignmentInput, CriterionInput, LinkInput
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.list_merge import CRITERIA, LINKS, work_kind
from milestone_tui.plan.model import (
    Criterion,
    LinkedMilestone,
    Milestone,
    MilestoneKind,
    MilestoneState,
)
from milestone_tui.plan.network.loops import find_cycle
from milestone_tui.plan.people import Assignment
from milestone_tui.plan.rules import validate_milestone
from milestone_tui.ui.autosave import Write
from milestone_tui.ui.base.project_ended import ended_word, tell_if_ended
from milestone_tui.ui.base.reachable_network import Reach
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.day_meaning import day_meaning
from milestone_tui.ui.editors.editor import Editor
from milestone_tui.ui.editors.entry_list import Entry, EntryList
from milestone_tui.ui.editors.history_rows import FieldHistory, field_history
from milestone_tui.ui.editors.inline_list import HistoryRows, InlineList, SideRows
from milestone_tui.ui.editors.link_lags import NO_LAGS, LinkLags, link_lags
from milestone_tui.ui.editors.links import LinkList
from milestone_tui.ui.editors.list_following import Answers, followed
from milestone_tui.ui.editors.milestone_draft import (
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
from milestone_tui.ui.editors.milestone_form import MilestoneForm
from milestone_tui.ui.editors.restore import restored_criteria, restored_links, restored_work
from milestone_tui.ui.editors.work import WorkList
from milestone_tui.ui.panels.open_before import OpenBefore
from milestone_tui.ui.panels.sign_off import sign_off
from milestone_tui.ui.panels.sign_off_words import last_signed
from milestone_tui.ui.renderer import Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.rows import RowView

if TYPE_CHECKING:
    from milestone_tui.store import Commands


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

    form: MilestoneForm

    def __init__(self, context: Context, milestone_id: int, kept: Unfinished | None = None) -> None:
        renderer = context.renderer
        self.criteria = EntryList(renderer, "criterion", today=lambda: context.today)
        self.links = LinkList(renderer, context.today)
        self.work = WorkList(renderer)
        self.history: SideRows = HistoryRows(renderer)
        lists: dict[str, InlineList | SideRows] = {
            "criteria": self.criteria,
            "depends": self.links,
            "people": self.work,
            "history": self.history,
        }
        super().__init__(context, MilestoneForm(renderer), lists, kept)
        self._milestone_id = milestone_id
        self._project_id = kept.project_id if kept else None
        self._anew: int | None = None
        self._detail: MilestoneDetail | None = None
        self._criteria_seen: tuple[Criterion, ...] = ()
        self._links_seen: tuple[LinkedMilestone, ...] = ()
        self._work_seen: tuple[Assignment, ...] = ()
        self._told = FieldHistory((), {})
        self._reach = Reach(self, self.explain_again)
        self._around: dict[int, Milestone] = {}
        self._was_done = True
        """Whether it was done before what is being saved; who declares it done is told what is still open before it."""

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the milestone; fields and lists that were not touched follow it."""
        read = self.context.store.read
        detail = read.detail(self._milestone_id)
        tell_if_ended(self, self._detail.project if self._detail else None, detail.project)
        self._detail = detail
        project, milestone = detail.project, detail.milestone
        self._project_id = project.id
        linked = (*detail.predecessors, *detail.successors, *self.links.predecessors)
        self._around = {other.id: other for other in read.milestones([other.id for other in linked])}
        people = read.people()
        self.form.offer(read.phases(project.id), people)
        self.work.know(people)
        self._tell_history()
        self._reach.forget()
        current = next((found for found in read.baselines(project.id) if found.id == project.baseline_id), None)
        self.form.show_baseline(milestone.baseline_on, current, self.context.today)
        self.form.signed.value, self.form.signed.note = last_signed(detail, self.context.today)
        self.form.signed.display = bool(self.form.signed.value)
        self._take_lists(detail)
        given = Given(self.context.today, project.calendar, project.currency, milestone.baseline_on)
        self.form.take(milestone_values(milestone), given)
        self.show_state()

    def _take_lists(self, detail: MilestoneDetail) -> None:
        """Follow the stored lists; what was done to them here goes together with that, or waits for the save."""
        if not self.criteria.is_typing:
            self._take_criteria(detail, Answers())
        if not self.links.is_typing:
            self._take_links(detail, Answers())
        if not self.work.is_typing:
            self._take_work(detail, Answers())

    def _take_criteria(self, detail: MilestoneDetail, answers: Answers) -> None:
        seen, stored = criterion_drafts(self._criteria_seen), criterion_drafts(detail.criteria)
        mine = criterion_drafts(self.criteria.entries)
        entries = followed(CRITERIA, seen, mine, stored, answers)
        if entries is not None:
            self._criteria_seen = detail.criteria
            if entries != mine or entries == stored:  # else its steps can still be taken back
                self.criteria.show(tuple(Entry(entry.id, entry.text, entry.met_on) for entry in entries))

    def _take_links(self, detail: MilestoneDetail, answers: Answers) -> None:
        seen, stored = link_drafts(self._links_seen), link_drafts(detail.predecessors)
        mine = link_drafts(self.links.predecessors)
        entries = followed(LINKS, seen, mine, stored, answers)
        if entries is not None:
            ends = {linked.id: linked for linked in (*self.links.predecessors, *detail.predecessors)}
            self._links_seen = detail.predecessors
            if entries != mine or entries == stored:
                linked = [ends[entry.predecessor_id]._replace(lag=entry.lag, kept=entry.kept) for entry in entries]
                self.links.show(linked, detail.successors, detail.project.key)

    def _take_work(self, detail: MilestoneDetail, answers: Answers) -> None:
        mine, stored = self.work.entries, work_drafts(detail.assignments)
        ids = {entry.person.casefold(): entry.person_id for entry in (*detail.assignments, *self._work_seen)}
        kind = work_kind({name: id_ for name, id_ in ids.items() if id_})
        entries = followed(kind, work_drafts(self._work_seen), mine, stored, answers)
        if entries is not None:
            self._work_seen = detail.assignments
            if entries != mine or frozenset(entries) == frozenset(stored):
                self.work.take(entries)

    def _tell_history(self) -> None:
        """Read the history; the cursor stays on the entry that it stood on, whatever was added above."""
        stood = self._told.entries.get(self.history.cursor)
        history = self.context.store.read.milestone_history(self._milestone_id)
        self._told = field_history(history, self.context.clock.now())
        self.history.follow(self._told.rows, self._told.place(stood.key) if stood else None)

    def stored(self) -> Values:
        """The values of the fields as they are stored now."""
        return milestone_values(self.context.store.read.detail(self._milestone_id).milestone)

    # Showing -----------------------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """The title as it stands in its field."""
        return self.form.fields["title"].text

    @property
    def ended(self) -> str:
        """That the project is archived or cancelled."""
        return ended_word(self._detail.project if self._detail else None)

    def show_state(self) -> None:
        """Title, tabs, and what the date means for the links."""
        key = self._detail.project.key if self._detail else ""
        self.title_bar.left = (
            (f"{key} ", Ink.BRIGHT),
            ("› ", Ink.DIM),
            (visible(self.heading) if self.heading else "", Ink.TEXT),
        )
        self.form.fit_to(has_criteria=bool(self.criteria.entries))
        lags = self._lags()
        self.links.rate(lags.slacks, lags.new, lags.shortened)
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

    def _lags(self) -> LinkLags:
        """The lags of the predecessors, and what they leave, with the date as it is typed."""
        if self._detail is None or (typed := self.form.as_typed(self._detail.milestone)) is None:
            return NO_LAGS
        saved = {linked.id for linked in self._links_seen}
        stored, calendar = self._detail.milestone, self._detail.project.calendar
        return link_lags(self.links.predecessors, self._around, stored, typed, calendar, saved)

    def day_meaning(self, field: str, day: date) -> tuple[Line, ...]:
        """What the day means for the baseline, the deadline and the links."""
        if self._detail is None:
            return ()
        detail = self._detail._replace(predecessors=self.links.predecessors)
        return day_meaning(detail, self._around, self._reach.of(detail.project.id), field, day, self.context.today)

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
        if entry.field in self.form.fields:
            self.restore_field(entry)
            return
        try:
            self._restore_in_list(entry)
        except InvalidInput as error:
            self.show_error(str(error))

    def _restore_in_list(self, entry: HistoryEntry) -> None:
        """Have a criterion, a link or somebody's work as it was before; raises InvalidInput where that cannot be."""
        before, after = entry.before_value, entry.after_value
        wanted = after if before is None else before
        if isinstance(wanted, CriterionInput):
            tab, what = "criteria", "The criterion"
            was, became = (side if isinstance(side, CriterionInput) else None for side in (before, after))
            self.criteria.change(*restored_criteria(self.criteria.entries, was, became, entry.above))
        elif isinstance(wanted, LinkInput):
            tab, what = "depends", "The link"
            id_ = wanted.predecessor_id
            links = self.links.predecessors
            self.links.change(*restored_links(links, wanted, lambda: self._linkable(id_)))
        elif isinstance(wanted, AssignmentInput):
            tab, what = "people", "The work"
            self.work.change(*restored_work(self.work.entries, wanted))
        else:
            raise InvalidInput("", "That cannot be restored: only fields, criteria, links and work can.")
        self.show_tab(tab)
        self.show_status(f"{what} as it was before: ctrl+s saves it")

    def _linkable(self, milestone_id: int) -> LinkedMilestone:
        """A milestone that can come before this one; raises InvalidInput with the reason why it cannot."""
        assert self._detail is not None
        read, project = self.context.store.read, self._detail.project
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
            found = self.context.store.read.link_candidates(self._detail.project.id)
            self.links.offer([linked for linked in found if linked.id != self._milestone_id])

    @on(LinkList.Wanted)
    def link(self, event: LinkList.Wanted) -> None:
        """Add a predecessor, unless that closes a loop."""
        if self._detail is None:
            return
        try:
            self.links.add(self._linkable(event.milestone_id), event.lag)
        except InvalidInput as error:
            self.links.show_error(str(error))

    # Keeping -----------------------------------------------------------------------------------------------

    def unfinished(self) -> Unfinished | None:
        """Fields, criteria, predecessors and work, where anything of them is not saved."""
        return unfinished_milestone(
            self._milestone_id,
            self._project_id,
            self.form,
            TypedList(criterion_drafts(self._criteria_seen), criterion_drafts(self.criteria.as_typed)),
            TypedList(link_drafts(self._links_seen), link_drafts(self.links.as_typed)),
            TypedList(work_drafts(self._work_seen), self.work.as_typed),
            self.side.picking,
        )

    def resume_lists(self, kept: Unfinished) -> None:
        """The criteria, predecessors and work as they were typed."""
        read = self.context.store.read
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

    def _criteria_touched(self) -> bool:
        return criterion_drafts(self.criteria.as_typed) != criterion_drafts(self._criteria_seen)

    def _links_touched(self) -> bool:
        """Whether the list says something else; in which order it says it is no matter."""
        return frozenset(link_drafts(self.links.as_typed)) != frozenset(link_drafts(self._links_seen))

    def _work_touched(self) -> bool:
        """Whether the list says something else; in which order it says it is no matter."""
        return frozenset(self.work.as_typed) != frozenset(work_drafts(self._work_seen))

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
        validate_milestone(seen, changed, self.context.today)
        self._was_done = seen["state"] is MilestoneState.DONE
        ours = {field: seen[field] for field in changed}
        criteria = criterion_drafts(self.criteria.entries) if self._criteria_touched() else None
        links = link_drafts(self.links.predecessors) if self._links_touched() else None
        work = self.work.entries if self._work_touched() else None
        criteria_seen, links_seen, work_seen = self._criteria_seen, self._links_seen, self._work_seen

        def write(do: Commands) -> None:
            if links is not None:  # first: an earlier date shortens what is kept, which must not meet what is typed
                do.links.set(self._milestone_id, links, links_seen)
            if changed:
                do.milestones.edit(self._milestone_id, changed, ours)
            if criteria is not None:
                do.criteria.set(self._milestone_id, criteria, criteria_seen)
            if work is not None:
                do.assignments.set(self._milestone_id, work, work_seen)

        return write

    def command_anew(self, changed: Values) -> Write | None:
        """The milestone with all that stands here, in its project where that still exists."""
        project_id = self._project_id
        if project_id is None or "title" not in self.form:
            return None
        try:
            self.context.store.read.project(project_id)
        except NotFound:
            return None
        seen = self.form.seen
        values = values_anew(seen, changed)
        validate_milestone({**NEW_MILESTONE, **seen}, values, self.context.today)
        criteria = criterion_drafts(self.criteria.entries)
        found = self.context.store.read.milestones([linked.id for linked in self.links.predecessors])
        there = {milestone.id for milestone in found}
        links = [draft for draft in link_drafts(self.links.predecessors) if draft.predecessor_id in there]
        work = self.work.entries

        gone = self._milestone_id

        def write(do: Commands) -> None:
            do.milestones.refuse_if_there(gone)
            self._anew = do.milestones.create(project_id, values, criteria=criteria, predecessors=links, before=seen)
            if work:
                do.assignments.set(self._anew, work, ())

        return write

    def point_at(self, error: InvalidInput) -> None:
        """Say what is wrong where it is wrong; of a gate, how it is decided from here."""
        if isinstance(error, DecisionNeeded):
            saved = not self.is_gone and self.form.seen["kind"] is MilestoneKind.GATE
            how = "press ctrl+g" if saved else "save it open, then press ctrl+g"
            error = InvalidInput(error.field, f"A gate is passed by decision: {how}.")
        super().point_at(error)

    def rebase_list(self, name: str, answers: Answers) -> None:
        """Put criteria, links or work on top of what is stored now."""
        take = {"criteria": self._take_criteria, "assignments": self._take_work, "predecessors": self._take_links}[name]
        take(self.context.store.read.detail(self._milestone_id), answers)

    def saved(self) -> None:
        """Say so, and what was left out of account."""
        if self._anew is not None:
            self._milestone_id, self._anew = self._anew, None
        self._read(self.reload)  # what is stored may be more than what was typed: tags that somebody else added
        super().saved()
        was_done, self._was_done = self._was_done, True
        if not was_done and self._detail is not None and self._detail.milestone.state is MilestoneState.DONE:
            before = OpenBefore(self.context, [self._milestone_id])
            if before.taken:
                sentence = before.told(["Saved"], "", self.size.width - 1)
                self.show_status(sentence, Ink.GOOD)
                self.call_later(self._tell_elsewhere, sentence)
                return
        early = [slack for slack in self._lags().slacks.values() if slack is not None and slack < 0]
        if early:
            self.show_status(f"Saved · too early for {count_words(len(early), 'predecessor')}", Ink.WARN)

"""One project with all its fields, its phases, its people, its baselines and its history; or a new one."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.binding import Binding, BindingType

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.drafts import TypedList, Unfinished, UnfinishedKind
from milestone_tui.plan.form_state import Given, Values, project_values, suggested_key
from milestone_tui.plan.inputs import PhaseInput, RoleInput
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.language.wording import date_words, days_words, due_words
from milestone_tui.plan.list_merge import PHASES, roles_kind
from milestone_tui.plan.model import Baseline, Change, Phase, Project, ProjectState
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.too_soon import newly_too_soon, now_too_soon
from milestone_tui.plan.people import ProjectRole
from milestone_tui.plan.rules import NEW_PROJECT, validate_phases, validate_project, validate_roles
from milestone_tui.ui.autosave import Write
from milestone_tui.ui.base.project_ended import ended_word, tell_if_ended
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.editor import Editor
from milestone_tui.ui.editors.entry_list import Entry, EntryList
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.editors.history_rows import ChangeHistory, change_history
from milestone_tui.ui.editors.inline_list import HistoryRows, InlineList, SideRow, SideRows
from milestone_tui.ui.editors.list_following import Answers, followed
from milestone_tui.ui.editors.roles import RoleList
from milestone_tui.ui.messages import DaysOffRequested, ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.renderer import BASELINE, Line
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen
from milestone_tui.ui.widgets.fields import DateField, LineField
from milestone_tui.ui.widgets.long_field import LongField
from milestone_tui.ui.widgets.picker import Choice, PickerField
from milestone_tui.ui.widgets.rows import RowView

if TYPE_CHECKING:
    from milestone_tui.store import Commands


class ProjectEditor(Editor):
    """Edits a project, or makes one (`project_id` None); all that is saved together is one change."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+n", "add", "new phase", id="editor.add", tooltip="Add a phase below the last"),
        Binding(
            "ctrl+o",
            "days_off",
            "days off",
            show=False,
            id="project.days_off",
            tooltip="Holidays of the project, and its working week",
        ),
        Binding("b", "take_baseline", "baseline", id="project.baseline", tooltip="Agree the plan as it is now"),
    ]

    def __init__(self, context: Context, project_id: int | None, kept: Unfinished | None = None) -> None:
        renderer = context.renderer
        state = PickerField(renderer, "state", "State", optional=False, first=True)
        state.choices = tuple(Choice(state.value) for state in ProjectState)
        self.key_field = LineField(renderer, "key", "Key", replace=True)
        name = LineField(renderer, "name", "Name")
        fields = [
            *((name, self.key_field) if project_id is None else (self.key_field, name)),
            LineField(renderer, "client", "Client"),
            DateField(renderer, "start_on", "Start", first=True),
            DateField(renderer, "target_on", "Target"),
            LineField(renderer, "budget", "Budget", replace=True, first=True),
            LineField(renderer, "currency", "Currency", replace=True),
            state,
            LineField(renderer, "working_days", "Working days", replace=True),
            LineField(renderer, "acceptance_days", "Accept within", replace=True),
            LongField(renderer, "description", "Description", first=True),
        ]
        self.phases = EntryList(renderer, "phase")
        self.roles = RoleList(renderer)
        self.baselines = SideRows(renderer)
        self.history: SideRows = HistoryRows(renderer)
        lists: dict[str, InlineList | SideRows] = {
            "phases": self.phases,
            "people": self.roles,
            "baselines": self.baselines,
            "history": self.history,
        }
        super().__init__(context, Form(fields), lists, kept)
        self._project_id = project_id
        self._project: Project | None = None
        self._created: int | None = None
        self._phases_seen: tuple[Phase, ...] = ()
        self._roles_seen: tuple[ProjectRole, ...] = ()
        self._roles_sent: tuple[RoleInput, ...] = ()
        self._broken = 0
        """How many links what is being saved makes too soon."""
        self._baselines: tuple[Baseline, ...] = ()
        self._changes: tuple[Change, ...] = ()
        self._activity = ChangeHistory((), (), {})
        self._taken_keys: frozenset[str] = frozenset()
        self._suggested = ""

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the project; fields and lists that were not touched follow it."""
        read, today = self.context.store.read, self.context.today
        self.roles.know(read.people())
        if self._project_id is None:
            self._taken_keys = frozenset(summary.project.key for summary in read.projects(today, archived=True))
            self.phases.show(self.phases.entries)
            self.form.take(NEW_PROJECT, Given(today))
            self.show_state()
            return
        before, self._project = self._project, read.project(self._project_id)
        project = self._project
        tell_if_ended(self, before, project)
        self._take_phases(read.phases(project.id))
        self._take_roles(read.roles(project.id))
        self._baselines = read.baselines(project.id)[::-1]
        self._tell_history()
        self.baselines.rows = tuple(map(self._baseline_row, self._baselines)) or (
            SideRow("no baseline yet: b takes one", Ink.DIM, selectable=False),
        )
        self.form.take(project_values(project), Given(today, project.calendar, project.currency))
        self.show_state()

    def _tell_history(self) -> None:
        """Read the history; the cursor stays on the change that it stood on, whatever was added above."""
        read, project_id = self.context.store.read, self._project_id
        stood = self._activity.keys[self.history.cursor] if self._activity.keys else None
        self._changes = read.history(project_id=project_id)
        entries = read.project_history(project_id) if project_id is not None else ()
        self._activity = change_history(self._changes, entries, self.context.clock.now())
        self.history.follow(self._activity.rows, self._activity.place(stood))

    def _take_phases(self, stored: tuple[Phase, ...]) -> None:
        """Follow the stored phases; where the list was changed, what both did goes together, or waits for the save."""
        if (stored != self._phases_seen or not self.phases.lines.rows) and not self.phases.is_typing:
            self._follow_phases(stored, Answers())

    def _follow_phases(self, stored: tuple[Phase, ...], answers: Answers) -> None:
        entries = followed(PHASES, _as_drafts(self._phases_seen), self._drafts(), _as_drafts(stored), answers)
        if entries is not None:
            self.phases.show(tuple(Entry(draft.id, draft.name) for draft in entries))
            self._phases_seen = stored

    def _take_roles(self, stored: tuple[ProjectRole, ...]) -> None:
        """Follow the stored roles; where the list was changed, what both did goes together."""
        if (stored != self._roles_seen or not self.roles.lines.rows) and not self.roles.is_typing:
            ids = {role.person.casefold(): role.person_id for role in (*stored, *self._roles_seen) if role.person_id}
            mine, theirs = self.roles.entries, _role_drafts(stored)
            entries = followed(roles_kind(ids), _role_drafts(self._roles_seen), mine, theirs)
            if entries is not None:
                self.roles.take(entries)
                self._roles_seen = stored

    def _baseline_row(self, baseline: Baseline) -> SideRow:
        assert self._project is not None
        current = baseline.id == self._project.baseline_id
        taken = date_words(baseline.taken_at.date(), self.context.today)
        said: Line = ((f"{taken:>8}", Ink.DIM),)
        if current:
            said = (("current", Ink.ACT), *said)
        words = ", ".join(filter(None, (baseline.name, baseline.reason)))
        return SideRow(words, Ink.TEXT if current else Ink.DIM, ((BASELINE, Ink.ACT if current else Ink.DIM),), said)

    def stored(self) -> Values:
        """The values of the fields as they are stored now."""
        if self._project_id is None:
            return NEW_PROJECT
        return project_values(self.context.store.read.project(self._project_id))

    # Showing -----------------------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """The name as it stands in its field."""
        return self.form.fields["name"].text or "The new project"

    @property
    def ended(self) -> str:
        """That the project is archived or cancelled."""
        return ended_word(self._project)

    def show_state(self) -> None:
        """Title and tabs; a new project has its key suggested from its name."""
        if self._project_id is None:
            self._suggest_key()
        key = self._project.key if self._project else "New project"
        name = self.form.fields["name"].text
        self.title_bar.left = ((f"{key} ", Ink.BRIGHT), ("› ", Ink.DIM), (visible(name) if name else "", Ink.TEXT))
        super().show_state()

    def _suggest_key(self) -> None:
        """Keep the key in step with the name until somebody types another."""
        if self.key_field.text in ("", self._suggested) and not self.key_field.active:
            self._suggested = suggested_key(self.form.fields["name"].text, self._taken_keys)
            self.key_field.put(self._suggested)

    def tab_label(self, tab: str) -> str:
        """The name with its figure."""
        count = {
            "phases": len(self.phases.entries),
            "people": len({fold(draft.person) for draft in self.roles.entries}),
            "baselines": len(self._baselines),
            "history": len(self._changes),
        }[tab]
        return f"{tab.capitalize()} {count}" if count else tab.capitalize()

    def day_meaning(self, field: str, day: date) -> tuple[Line, ...]:
        """How far away the day is, and how long the project takes with it."""
        lines: list[Line] = [((due_words(day, self.context.today), Ink.DIM),)]
        try:
            other = self.form.value("start_on" if field == "target_on" else "target_on")
        except InvalidInput:
            return tuple(lines)
        if isinstance(other, date):
            days = (day - other).days if field == "target_on" else (other - day).days
            words = f"{days_words(days)} from start to target" if days >= 0 else "the target lies before the start"
            lines.append(((words, Ink.DIM if days >= 0 else Ink.BAD),))
        return tuple(lines)

    # Acting ------------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """Add a phase."""
        self.show_tab("phases", self.phases.action_add)

    def action_days_off(self) -> None:
        """Show the holidays of the project."""
        if self._project_id is None:
            self.refuse_prompt("Save the project first; then it can have days off.")
        elif self.unsaved():
            self.refuse_prompt("Save the changes first (ctrl+s), then see the days off.")
        else:
            self._go()  # days off stand above the view, with nothing between that could be unsaved
            self.app.post_message(DaysOffRequested(self._project_id))

    def action_take_baseline(self) -> None:
        """Agree the plan as it is now."""
        project_id = self._project_id
        if project_id is None:
            self.refuse_prompt("Save the project first; its baseline is of what it holds then.")
        else:
            self.ask(lambda: BaselineScreen(self.context, project_id))

    @on(RowView.Opened)
    def restore(self, event: RowView.Opened) -> None:
        """Have a field of the project as it was before, to be saved."""
        if event.view is not self.history:
            return
        entry = self._activity.entries.get(event.index)
        if entry is None:
            self.show_error("Only fields of the project are restored here; a milestone has its own history.")
        else:
            self.restore_field(entry)

    @on(RowView.Opened)
    def select_baseline(self, event: RowView.Opened) -> None:
        """Measure slip against another baseline, at once."""
        if event.view is not self.baselines or event.index >= len(self._baselines):
            return
        baseline = self._baselines[event.index]
        self.run_command(
            lambda do: do.baselines.select(baseline.id),
            lambda _: self.show_status(f'Slip is measured against "{visible(baseline.name)}" now'),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the fields b is a letter."""
        if action == "take_baseline":
            return self.in_lists
        return super().check_action(action, parameters)

    # Keeping -----------------------------------------------------------------------------------------------

    def unfinished(self) -> Unfinished | None:
        """Fields, phases and roles, where any of them are not saved; a key that was but suggested is nothing."""
        texts = self.form.texts()
        phases = TypedList(
            tuple(_as_drafts(self._phases_seen)),
            tuple(PhaseInput(entry.id, entry.text) for entry in self.phases.as_typed),
        )
        roles = TypedList(_role_drafts(self._roles_seen), self.roles.as_typed)
        picking = self.side.picking
        alike = phases.seen == phases.mine and roles.seen == roles.mine and not picking
        if alike and texts.keys() <= ({"key"} if self._project_id is None else set()):
            return None
        title = texts.get("name") or str(self.form.seen.get("name", ""))
        return Unfinished(
            UnfinishedKind.PROJECT,
            self._project_id,
            title,
            None,
            self.form.seen,
            texts,
            phases=phases,
            roles=roles,
            picking=picking,
        )

    def resume_lists(self, kept: Unfinished) -> None:
        """The phases and roles as they were typed."""
        if kept.phases is not None:
            self._phases_seen = tuple(
                Phase(draft.id or 0, kept.target_id or 0, draft.name, position)
                for position, draft in enumerate(kept.phases.seen)
            )
            self.phases.show(tuple(Entry(draft.id, draft.name) for draft in kept.phases.mine))
        if kept.roles is not None:
            ids = {fold(person.name): person.id for person in self.context.store.read.people()}
            self._roles_seen = tuple(
                ProjectRole(0, kept.target_id or 0, "", ids.get(fold(draft.person), 0), draft.person, draft.role)
                for draft in kept.roles.seen
            )
            self.roles.take(kept.roles.mine)

    # Saving ------------------------------------------------------------------------------------------------

    def _drafts(self) -> list[PhaseInput]:
        return [PhaseInput(entry.id, entry.text) for entry in self.phases.entries]

    def _touched(self) -> bool:
        return self._drafts() != _as_drafts(self._phases_seen)

    def unsaved_lists(self) -> list[str]:
        """The tabs that were changed."""
        lists = {"phases": self._touched(), "people": self._roles_touched() or self.roles.pending}
        return [name for name, touched in lists.items() if touched]

    def _roles_touched(self) -> bool:
        """Whether the list says something else; in which order it says it is no matter."""
        return frozenset(self.roles.as_typed) != frozenset(_role_drafts(self._roles_seen))

    def command(self, changed: Values) -> Write:
        """Fields, phases and roles in one change."""
        seen, phases_seen, roles_seen = self.form.seen, self._phases_seen, self._roles_seen
        validate_project(seen, changed)
        drafts = validate_phases(self._drafts()) if self._touched() else None
        roles = validate_roles(self.roles.entries) if self._roles_touched() else None
        self._roles_sent = self.roles.entries
        self._broken = self._breaks(changed)
        project_id = self._project_id

        def write(do: Commands) -> None:
            if project_id is None:
                self._created = do.projects.create({**NEW_PROJECT, **changed})
            elif changed:
                do.projects.edit(project_id, changed, {field: seen[field] for field in changed})
            target = self._created if project_id is None else project_id
            if drafts is not None and target is not None:
                do.phases.set(target, drafts, phases_seen)
            if roles is not None and target is not None:
                do.people.set_roles(target, roles, roles_seen)

        return write

    def _breaks(self, changed: Values) -> int:
        """How many links another working week makes too soon; 0 also where the plan is too big to tell at once."""
        week, read = changed.get("working_days"), self.context.store.read
        if not isinstance(week, int) or self._project_id is None or read.reach({self._project_id}) > AT_ONCE:
            return 0
        plan = read.plan(self._project_id)
        network = Network.of([plan, *read.linked_plans(plan)])
        return newly_too_soon(network, plan.project._replace(working_days=week))

    def rebase_list(self, name: str, answers: Answers) -> None:
        """Put the phases on top of what is stored now."""
        assert self._project_id is not None
        self._follow_phases(self.context.store.read.phases(self._project_id), answers)

    def saved(self) -> None:
        """Say so; a new project is left for its timeline."""
        if self._project_id is not None and self.roles.entries == self._roles_sent:
            # Somebody may be called otherwise by now: the list says what was made of it.
            self._roles_seen = self.context.store.read.roles(self._project_id)
            if self._roles_touched():
                self.roles.take(_role_drafts(self._roles_seen))
        super().saved()
        if self._broken:
            self.show_status(f"Saved · {now_too_soon(self._broken)}. Press R in the timeline to re-plan.", Ink.WARN)
        if self._created is not None:
            wish = ViewRequested("timeline", Place(self._created))
            self._created = None
            self.dismiss()
            self.app.post_message(wish)


def _as_drafts(phases: tuple[Phase, ...]) -> list[PhaseInput]:
    return [PhaseInput(phase.id, phase.name) for phase in phases]


def _role_drafts(roles: tuple[ProjectRole, ...]) -> tuple[RoleInput, ...]:
    return tuple(RoleInput(role.person, role.role) for role in roles)

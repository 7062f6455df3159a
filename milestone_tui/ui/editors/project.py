"""The editor of a project, new or existing: its fields, phases, people, what was spent, baselines and history."""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from textual import on

from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.days_off.new_project import usual_days_off, years_of_fields
from milestone_tui.plan.drafts import TypedList, Unfinished, UnfinishedKind
from milestone_tui.plan.fields import PROJECT_FIELDS
from milestone_tui.plan.form_state import FieldContext, Values, project_values, suggested_key
from milestone_tui.plan.inputs import RoleInput
from milestone_tui.plan.language.text import fold, visible
from milestone_tui.plan.language.wording import count_words, date_words, days_words, due_words
from milestone_tui.plan.model import Baseline, Change
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.too_soon import newly_too_soon, now_too_soon
from milestone_tui.plan.rules import validate_project
from milestone_tui.ui.autosave import Write
from milestone_tui.ui.base.project_ended import show_if_ended
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.context import Context
from milestone_tui.ui.editors.collection_editor import CollectionEditor
from milestone_tui.ui.editors.editor import Editor
from milestone_tui.ui.editors.form import Form
from milestone_tui.ui.editors.form_fields import form_fields
from milestone_tui.ui.editors.history_rows import ChangeHistory, change_history
from milestone_tui.ui.editors.people import RolesSpec
from milestone_tui.ui.editors.picking_editor import PickingEditor
from milestone_tui.ui.editors.side_rows import HistoryRows, SideRow, SideRows
from milestone_tui.ui.editors.side_tabs import TabList
from milestone_tui.ui.editors.spent import SpentSpec
from milestone_tui.ui.editors.texts import PhasesSpec
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.messages import DaysOffRequested, StatusMessage, ViewRequested
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.renderer import BASELINE, Line, Renderer
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.baselines.set_baseline import BaselineScreen
from milestone_tui.ui.widgets.rows import RowView

if TYPE_CHECKING:
    from milestone_tui.store import Commands


class ProjectEditor(Editor):
    """Editor of a project, or of a new one (`project_id` None); a save is one change."""

    KIND = UnfinishedKind.PROJECT
    NAMED_BY = "name"

    BINDINGS: ClassVar[Keys] = [
        bind("editor.add", "ctrl+n", "new phase", "Add a phase below the last"),
        hidden("project.days_off", "O", "days off", "The project's days off and working week"),
        bind("project.baseline", "B", "set baseline", "Set a baseline from today's plan", "set_baseline"),
    ]

    def __init__(self, context: Context, project_id: int | None, kept: Unfinished | None = None) -> None:
        renderer = context.renderer
        self._project_id = project_id
        self._phases_spec = PhasesSpec()
        self._roles_spec = RolesSpec(renderer)
        self.phases = CollectionEditor(renderer, self._phases_spec)
        self.roles = PickingEditor(renderer, self._roles_spec)
        self._spent_spec = SpentSpec(lambda: context.today, lambda: context.settings.date_order)
        self._spent_spec.planned_word = "budget"
        self.spent = CollectionEditor(renderer, self._spent_spec)
        self.baselines = SideRows(renderer)
        self.history: SideRows = HistoryRows(renderer)
        lists: dict[str, TabList] = {
            "phases": self.phases,
            "people": self.roles,
            "spent": self.spent,
            "baselines": self.baselines,
            "history": self.history,
        }
        form = _project_form(renderer, is_new=project_id is None)
        super().__init__(context, form, lists, kept)
        self.key_field = form.fields["key"]
        self._created: int | None = None
        self._days_off = 0
        """How many days off the new project got."""
        self._roles_sent: tuple[RoleInput, ...] = ()
        self._broken = 0
        """The number of links that the present save makes too soon."""
        self._baselines: tuple[Baseline, ...] = ()
        self._changes: tuple[Change, ...] = ()
        self._activity = ChangeHistory((), (), {})
        self._taken_keys: frozenset[str] = frozenset()
        self._suggested = ""

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the project; fields and lists without edits show the new values."""
        read, today = self.context.store.read, self.context.today
        self._roles_spec.remember(read.people())
        if self._project_id is None:
            self._taken_keys = frozenset(summary.project.key for summary in read.projects(today, archived=True))
            self.phases.reset()
            self.roles.reset()
            self.spent.reset()
            new = self.context.preferences.new_project()
            self.form.show_stored(
                new, FieldContext(today, currency=str(new["currency"]), order=self.context.settings.date_order)
            )
            self.show_state()
            return
        project = read.project(self._project_id)
        show_if_ended(self, self.project, project)
        self.project = project
        self.merge_lists(self.stored_lists())
        self._baselines = read.baselines(project.id)[::-1]
        self._read_history()
        self.baselines.rows = tuple(map(self._baseline_row, self._baselines)) or (
            SideRow("no baseline yet: press B to set one", Ink.DIM, selectable=False),
        )
        self.form.show_stored(
            project_values(project),
            FieldContext(today, project.calendar, project.currency, order=self.context.settings.date_order),
        )
        self.show_state()

    def _read_history(self) -> None:
        """Read the history; the cursor stays on its change."""
        read, project_id = self.context.store.read, self._project_id
        stood = self._activity.keys[self.history.cursor] if self._activity.keys else None
        self._changes = read.history(project_id=project_id)
        entries = read.project_history(project_id) if project_id is not None else ()
        self._activity = change_history(self._changes, entries, self.context.clock.now())
        self.history.replace_rows(self._activity.rows, self._activity.place(stood))

    def stored_lists(self) -> Mapping[str, Sequence[Hashable]]:
        """Return phases, roles and what was spent as stored now."""
        if self._project_id is None:
            return {}
        read = self.context.store.read
        project, costs = read.project(self._project_id), read.costs(self._project_id)
        self._spent_spec.calendar = project.calendar
        self._spent_spec.currency, self._spent_spec.planned = project.currency, project.budget
        self._spent_spec.on_milestones = sum(
            (cost.amount for cost in costs if cost.milestone_id is not None), Decimal(0)
        )
        return {
            "phases": self._phases_spec.entries_of(read.phases(self._project_id)),
            "roles": self._roles_spec.entries_of(read.roles(self._project_id)),
            "spent": self._spent_spec.entries_of([cost for cost in costs if cost.milestone_id is None]),
        }

    def _baseline_row(self, baseline: Baseline) -> SideRow:
        assert self.project is not None
        current = baseline.id == self.project.baseline_id
        taken = date_words(baseline.taken_at.date(), self.context.today)
        said: Line = ((f"{taken:>8}", Ink.DIM),)
        if current:
            said = (("current", Ink.ACT), *said)
        words = ", ".join(filter(None, (baseline.name, baseline.reason)))
        return SideRow(words, Ink.TEXT if current else Ink.DIM, ((BASELINE, Ink.ACT if current else Ink.DIM),), said)

    def stored(self) -> Values:
        """Return the values of the fields as stored now."""
        if self._project_id is None:
            return self.context.preferences.new_project()
        return project_values(self.context.store.read.project(self._project_id))

    @property
    def target_id(self) -> int | None:
        """Return the id of the project, None for a new one."""
        return self._project_id

    @property
    def suggested(self) -> frozenset[str]:
        """Return the key field of a new project."""
        return frozenset({"key"}) if self._project_id is None else frozenset()

    # Showing -----------------------------------------------------------------------------------------------

    @property
    def heading(self) -> str:
        """Return the name as typed."""
        return super().heading or "New project"

    def show_state(self) -> None:
        """Update title and tabs, and the suggested key of a new project."""
        if self._project_id is None:
            self._suggest_key()
        key = self.project.key if self.project else "New project"
        name = self.form.fields["name"].text.strip()
        self.title_bar.left = ((key, Ink.BRIGHT), *(((" › ", Ink.DIM), (visible(name), Ink.TEXT)) if name else ()))
        super().show_state()

    def _suggest_key(self) -> None:
        """Suggest a key from the name until another one is typed."""
        if self.key_field.text in ("", self._suggested) and not self.key_field.active:
            self._suggested = suggested_key(self.form.fields["name"].text, self._taken_keys)
            self.key_field.put(self._suggested)

    def tab_label(self, tab: str) -> str:
        """Return the name of a tab with its count."""
        count = {
            "phases": len(self.phases.entries),
            "people": len({fold(entry.person) for entry in self.roles.entries}),
            "spent": len(self.spent.entries),
            "baselines": len(self._baselines),
            "history": len(self._changes),
        }[tab]
        return f"{tab.capitalize()} {count}" if count else tab.capitalize()

    def day_meaning(self, field: str, day: date) -> tuple[Line, ...]:
        """Return how far away a date is, and how long the project takes with it."""
        lines: list[Line] = [((due_words(day, self.context.today), Ink.DIM),)]
        try:
            other = self.form.value("start_on" if field == "target_on" else "target_on")
        except InvalidInput:
            return tuple(lines)
        if isinstance(other, date):
            days = (day - other).days if field == "target_on" else (other - day).days
            words = f"{days_words(days)} from start to target" if days >= 0 else "the target is before the start"
            lines.append(((words, Ink.DIM if days >= 0 else Ink.BAD),))
        return tuple(lines)

    # Acting ------------------------------------------------------------------------------------------------

    def action_add(self) -> None:
        """Add a phase."""
        self.show_tab("phases", self.phases.action_add)

    def action_days_off(self) -> None:
        """Show the project's days off."""
        if self._project_id is None:
            self.refuse_prompt("Save the project first (ctrl+s), then add days off.")
        elif self.unsaved():
            self.refuse_prompt("Save your changes first (ctrl+s), then open the days off.")
        else:
            self._leave()  # so that no editor with unsaved changes is below the days off
            self.app.post_message(DaysOffRequested(self._project_id))

    def action_set_baseline(self) -> None:
        """Open the panel that sets a baseline."""
        if (project_id := self._project_id) is None:
            self.refuse_prompt("Save the project first. The baseline records what is saved.")
        else:
            self.ask(lambda: BaselineScreen(self.context, project_id))

    @on(RowView.Opened)
    def restore(self, event: RowView.Opened) -> None:
        """Restore an earlier value of a field; the next save writes it."""
        if event.view is not self.history:
            return
        if (entry := self._activity.entries.get(event.index)) is None:
            self.show_error("Only project fields can be restored. Open a milestone to restore its values.")
        else:
            self.restore_field(entry)

    @on(RowView.Opened)
    def select_baseline(self, event: RowView.Opened) -> None:
        """Make another baseline current, without waiting for a save."""
        if event.view is not self.baselines or event.index >= len(self._baselines):
            return
        baseline = self._baselines[event.index]
        self.run_command(
            lambda do: do.baselines.select(baseline.id),
            lambda _: self.show_status(f'"{visible(baseline.name)}" is now the current baseline'),
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Enable B and O only in the tabs; in the fields they are letters."""
        if action in ("set_baseline", "days_off"):
            return self.in_lists
        return super().check_action(action, parameters)

    # Saving ------------------------------------------------------------------------------------------------

    def command(self, changed: Values) -> Write:
        """Return the command that writes fields, phases, roles and what was spent as one change."""
        seen = self.form.seen
        validate_project(seen, changed)
        phases, roles, spent = (part.to_save() for part in (self.phases, self.roles, self.spent))
        self._roles_sent = self.roles.entries
        self._broken = self._breaks(changed)
        project_id = self._project_id
        country, years = self.context.settings.days_off, years_of_fields({**seen, **changed}, self.context.today)

        def write(do: Commands) -> None:
            if project_id is None:
                self._created = do.projects.create({**seen, **changed})
            elif changed:
                do.projects.edit(project_id, changed, {field: seen[field] for field in changed})
            target = self._created if project_id is None else project_id
            if project_id is None and target is not None and (days := usual_days_off(country, years)):
                do.holidays.add(target, days)
                self._days_off = len(days)
            if phases is not None and target is not None:
                do.phases.set(target, *phases)
            if roles is not None and target is not None:
                do.people.set_roles(target, *roles)
            if spent is not None and target is not None:
                do.costs.set_of_project(target, *spent)

        return write

    def _breaks(self, changed: Values) -> int:
        """Return how many links a new working week makes too soon; 0 for a plan too big to analyse here."""
        week, read = changed.get("working_days"), self.context.store.read
        if not isinstance(week, int) or self._project_id is None or read.reach({self._project_id}) > AT_ONCE:
            return 0
        plan = read.plan(self._project_id)
        network = Network.of([plan, *read.linked_plans(plan)])
        return newly_too_soon(network, plan.project._replace(working_days=week))

    def saved(self) -> None:
        """Show that it is saved; a new project opens in its timeline."""
        if self._project_id is not None and self.roles.entries == self._roles_sent:
            # The store may have replaced a name by that of an existing person.
            roles = self._roles_spec.entries_of(self.context.store.read.roles(self._project_id))
            self.roles.collection.seen = roles
            if self.roles.is_touched:
                self.roles.resume(TypedList(roles, roles))
        super().saved()
        if self._broken:
            self.show_status(f"Saved · {now_too_soon(self._broken)} · R in the timeline to re-plan", Ink.WARN)
        if self._created is not None:
            request = ViewRequested("timeline", Place(self._created))
            self._created = None
            self.dismiss()
            self.app.post_message(request)
            if self._days_off:
                said = f"Created the project with {count_words(self._days_off, 'day off', 'days off')} · u to undo"
                self.app.post_message(StatusMessage(said))


def _project_form(renderer: Renderer, *, is_new: bool) -> Form:
    order = (
        (*(("name", "key") if is_new else ("key", "name")), "client"),
        ("start_on", "target_on"),
        ("budget", "currency", "earned_by"),
        ("state", "working_days", "acceptance_days", "thresholds"),
        ("client_money", "client_risks"),
        ("description",),
    )
    return Form([*form_fields(renderer, PROJECT_FIELDS, order).values()])

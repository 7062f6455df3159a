"""The panel of a person: name, organisation, email, days a week, roles."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, ClassVar

from textual.app import ComposeResult

from milestone_tui.plan.analysis.overload import span_words
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.fields import NEW_PERSON, PERSON_FIELDS
from milestone_tui.plan.form_state import FieldContext, read_field, start, typed
from milestone_tui.plan.inputs import RoleInput
from milestone_tui.plan.language.roles import FIELD, parse_roles, role_text
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import list_words
from milestone_tui.plan.people import PersonSummary, ProjectRole, Role
from milestone_tui.ui.base.field_panel import FieldPanel, field_keys
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock

if TYPE_CHECKING:
    from milestone_tui.store import Commands

_HINTS = {
    "name": "",
    "organisation": "company or department",
    "email": "",
    "capacity": "available for project work, such as 2.5",
}


class PersonScreen(FieldPanel[int]):
    """Panel with the fields of a person; answers with their id."""

    BINDINGS: ClassVar[Keys] = field_keys("person.save", "save", "Save this person")

    def __init__(self, context: Context, summary: PersonSummary | None, kept: Unfinished | None = None) -> None:
        """Edit the person of `summary`; None adds a person."""
        super().__init__(context, kept)
        self._summary = summary
        self._projects = {s.project.key: s.project.id for s in context.store.read.projects(context.today)}
        self._seen = context.store.read.roles()
        self._given = FieldContext(context.today)
        values = {name: getattr(summary.person, name) if summary else NEW_PERSON[name] for name in _HINTS}
        self._draft = start(values | dict(kept.seen if kept else {}), self._given)

    def compose_panel(self) -> ComposeResult:
        """Yield the title and the fields."""
        renderer, known = self.context.renderer, self._summary
        for name, hint in _HINTS.items():
            label = PERSON_FIELDS[name].label
            self._fields[name] = PanelField(renderer, name, label, self._draft[name].text, placeholder=hint)
            self._fields[name].hint = PERSON_FIELDS[name].hint
        roles = role_text(known.roles) if known else ""
        self._fields[FIELD] = PanelField(
            renderer, FIELD, "Roles", roles, placeholder="such as manager ACME, client NORD"
        )
        title = fit(known.person.name, 40).rstrip() if known else "New person"
        yield TextBlock(renderer, (((f" {title}", Ink.BRIGHT),), ()))
        yield from self._fields.values()
        if known and (absences := self._absence_words(known.person.id)):
            yield TextBlock(renderer, (((" Absences      ", Ink.DIM), (absences, Ink.TEXT)),))

    def _absence_words(self, person_id: int) -> str:
        """Return the absences that are not over; they are edited with a key of the view."""
        absences = self.context.store.read.absences(person_id)
        words = [
            f"{span_words(absence.first_on, absence.last_on)} {visible(absence.note)}".rstrip()
            for absence in absences
            if absence.last_on >= self.context.today
        ]
        return list_words(words)

    def about(self) -> Unfinished:
        """Return the draft without its texts: the person, and the earlier values of edited fields."""
        known = self._summary
        title = self._fields["name"].value.strip() or "New person"
        seen = {name: entry.seen for name, entry in self._draft.items() if self._fields[name].typed} if known else {}
        return Unfinished(UnfinishedKind.PERSON, known.person.id if known else None, title, seen=seen)

    def submit(self) -> None:
        """Save the person."""
        values = {name: self._value(name) for name in _HINTS}
        wanted = parse_roles(self._fields[FIELD].input.value, self._projects)

        def save(do: Commands) -> int:
            if self._summary is None:
                saved = do.people.create(values)
            else:
                saved = self._summary.person.id
                do.people.edit(saved, values, {name: entry.seen for name, entry in self._draft.items()})
            for key, drafts in self._roles_to_set(str(values["name"]), wanted).items():
                project_id = self._projects[key]
                do.people.set_roles(project_id, drafts, [r for r in self._seen if r.project_id == project_id])
            return saved

        self.write_and_answer(save)

    def _value(self, name: str) -> object:
        drafts = typed(self._draft, name, self._fields[name].input.value)
        return read_field(name, drafts[name], self._given)

    def _roles_to_set(self, name: str, wanted: tuple[tuple[str, Role], ...]) -> Mapping[str, list[RoleInput]]:
        """Return the roles of every project in which the roles of this person changed."""
        known = self._summary
        before = {(role.project_key, role.role) for role in known.roles} if known else set()
        changed = {key for key, _ in before ^ set(wanted)}
        mine = known.person.id if known else None

        def others(key: str) -> list[ProjectRole]:
            return [role for role in self._seen if role.project_key == key and role.person_id != mine]

        return {
            key: [
                *(RoleInput(role.person, role.role) for role in others(key)),
                *(RoleInput(name, role) for of, role in wanted if of == key),
            ]
            for key in sorted(changed)
        }

"""What is here while a file is compared, with all that the parts of the file before have added."""

from __future__ import annotations

from datetime import date
from typing import NamedTuple

from milestone_tui.plan import rules
from milestone_tui.plan.fields import PROJECT_FIELDS
from milestone_tui.plan.imported import IncomingPerson, IncomingProject
from milestone_tui.plan.importing.known import Known, KnownProject, Names, ProjectName
from milestone_tui.plan.importing.matching import Candidate, Name, name_of
from milestone_tui.plan.importing.new_project import derived_key
from milestone_tui.plan.inputs import HolidayInput
from milestone_tui.plan.model import Milestone
from milestone_tui.plan.network.link_graph import LinkGraph


class KnownPerson(NamedTuple):
    """A person who is here."""

    email: str
    organisation: str

    def adds(self, incoming: IncomingPerson) -> list[str]:
        """Return which details a file adds."""
        details = (
            ("e-mail", incoming.email and not self.email),
            ("organisation", incoming.organisation and not self.organisation),
        )
        return [word for word, is_added in details if is_added]


class Target:
    """A project that a part of the file goes into."""

    def __init__(self, name: ProjectName, known: KnownProject | None, *, is_new: bool) -> None:
        self.id = None if known is None else name.id
        self.key, self.name = name.key, name.name
        self.is_new = is_new
        """Whether this part of the file adds it."""
        project = known.plan.project if known else None
        self.currency: str = project.currency if project else PROJECT_FIELDS["currency"].default
        self.has_baseline = project is not None and project.baseline_id is not None
        self.days_off: dict[date, HolidayInput] = {
            day: HolidayInput(day, holiday.name, holiday.is_worked)
            for day, holiday in (known.days_off.items() if known else ())
        }
        """Its days off and worked days."""
        self.manager = known.manager if known else ""
        self.recorded = dict(known.sources) if known else {}
        """What is recorded of milestones, by id, from files of whichever day."""
        self.sources = {id_: source for id_, source in self.recorded.items() if not source.is_later}
        """What the last file said, by milestone."""
        self.touched = known.touched if known else {}
        self.decided: frozenset[int] = known.decided if known else frozenset()
        self.later: frozenset[int] = known.later if known else frozenset()
        self.deleted = {name_of(*source.name) for source in known.deleted} if known else set()
        """The titles and phases of milestones of earlier files that somebody has deleted here."""
        self.found: set[int] = set()
        """The milestones that the file has, by id or token."""
        self.unread_ids: set[str] = set()
        self.unread_titles: set[str] = set()
        """The ids in the file of milestones that are skipped, and their titles in lower case."""
        self._phases = {phase.name.casefold() for phase in known.plan.phases} if known else set()
        self.milestones: dict[int, Milestone] = {}
        """The milestones that are here, by id."""
        self.candidates: dict[Name, list[Candidate]] = {}
        for milestone in sorted(known.plan.milestones, key=lambda m: m.id) if known else ():
            self.milestones[milestone.id] = milestone
            self.add_milestone(milestone.title, milestone.phase, Candidate(milestone.id, milestone.due_on))

    def has_phase(self, name: str) -> bool:
        """Return whether there is a phase of this name."""
        return name.casefold() in self._phases

    def add_phase(self, name: str) -> bool:
        """Add a phase; return whether it is new."""
        is_new = name.casefold() not in self._phases
        self._phases.add(name.casefold())
        return is_new

    def add_milestone(self, title: str, phase: str, candidate: Candidate) -> None:
        """Add a milestone that a later part of the file may name."""
        self.candidates.setdefault(name_of(title, phase), []).append(candidate)


class Here:
    """Projects, people and links."""

    def __init__(self, known: Known) -> None:
        self._known = known
        self._names = Names(known.names)
        self._targets: dict[str, Target] = {}
        self._people = {p.name.casefold(): KnownPerson(p.email, p.organisation) for p in known.people}
        self.lags = dict(known.links)
        self.graph = LinkGraph()
        for predecessor, successor in known.links:
            self.graph.add(predecessor, successor)
        self.last_token = 0

    def target(self, source: IncomingProject) -> Target:
        """Return the project that a part of the file goes into; raise InvalidInput for an impossible name."""
        found = self._names.find(source.name)
        if found is None:
            name = rules.validate_name("project", "project name", source.name)
            found = ProjectName(0, derived_key(name, self._names.keys()), name)
            self._names.add(found)
            target = Target(found, None, is_new=True)
        elif (earlier := self._targets.get(found.key)) is not None:
            earlier.is_new = False
            return earlier
        else:
            target = Target(found, self._known.projects[found.id], is_new=False)
        self._targets[found.key] = target
        return target

    def person(self, name: str) -> KnownPerson | None:
        """Return the person with this name, ignoring case; None for a new one."""
        return self._people.get(name.casefold())

    def add_person(self, person: IncomingPerson) -> None:
        """Add a person, or what the file adds to them."""
        known = self._people.get(person.name.casefold(), KnownPerson("", ""))
        self._people[person.name.casefold()] = KnownPerson(
            known.email or person.email, known.organisation or person.organisation
        )

    def next_token(self) -> int:
        """Return the token of the next new milestone."""
        self.last_token -= 1
        return self.last_token

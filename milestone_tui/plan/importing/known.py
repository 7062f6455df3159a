"""What is here of the projects, people and links that a file may name."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import NamedTuple

from milestone_tui.plan import rules
from milestone_tui.plan.importing.likely import Likely
from milestone_tui.plan.importing.sources import Source
from milestone_tui.plan.model import Holiday, Person, Plan


class ProjectName(NamedTuple):
    """How a file can name a project that is here."""

    id: int
    key: str
    name: str


class KnownProject(NamedTuple):
    """A project that a file names."""

    plan: Plan
    days_off: Mapping[date, Holiday]
    """Its days off and worked days."""
    manager: str = ""
    sources: Mapping[int, Source] = {}
    """What the last file of the same kind said, by milestone."""
    touched: Mapping[int, frozenset[str]] = {}
    """The fields that somebody has set here, by milestone, where no such file spoke of it; `predecessors` are its
    links. One that an import brought, and nobody has changed, is missing."""
    decided: frozenset[int] = frozenset()
    """The gates with a decision."""
    later: frozenset[int] = frozenset()
    """The milestones that did not exist on the day of the file."""


class Known(NamedTuple):
    """What an import finds here."""

    names: Sequence[ProjectName]
    """All projects, by id."""
    projects: Mapping[int, KnownProject]
    """Those that the file names."""
    people: Sequence[Person]
    links: Mapping[tuple[int, int], int]
    """The lags of all links, by predecessor and successor; none if neither the file nor the last one has links."""
    likely: Mapping[str, Likely] = {}
    """The projects whose last file was surely the same plan, by the name that this file gives a project."""


NOTHING = Known((), {}, (), {})
"""What an empty database has."""


class Names:
    """The projects by key or name, those included that the import adds."""

    def __init__(self, names: Iterable[ProjectName]) -> None:
        self._by_key: dict[str, ProjectName] = {}
        self._by_name: dict[str, ProjectName] = {}
        for name in names:
            self.add(name)

    def add(self, name: ProjectName) -> None:
        """Add a project; of several with one name, the first counts."""
        self._by_key[name.key.casefold()] = name
        self._by_name.setdefault(name.name.casefold(), name)

    def find(self, text: str) -> ProjectName | None:
        """Return the project that a file calls so, by its key or else by its name; raise InvalidInput."""
        wanted = rules.validate_line("project", text).casefold()
        return self._by_key.get(wanted) or self._by_name.get(wanted)

    def keys(self) -> set[str]:
        """Return the keys in use."""
        return {key.upper() for key in self._by_key}

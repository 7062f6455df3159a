"""Filter of projects: a project matches through one of its milestones, or by itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from milestone_tui.plan.language.filter import Facts, Filter, milestone_facts
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.model import Link, Milestone, Project
from milestone_tui.plan.network.network import Network


class ProjectSearch:
    """The projects of a portfolio with their milestones, prepared once and filtered at every key.

    A project matches if one of its open milestones matches (of all its milestones if the filter uses `state:` or
    `done`), or if the filter matches the project itself.
    """

    def __init__(
        self,
        projects: Iterable[Project],
        milestones: Iterable[Milestone],
        today: date,
        *,
        links: Iterable[Link] | None = None,
        with_archived: bool = True,
    ) -> None:
        """Search these projects, all their `milestones` and all `links` between them; `is:critical` needs links.

        `with_archived`: whether archived projects are among them.
        """
        self._projects = {project.id: project for project in projects}
        self._milestones = tuple(milestones)
        self._links = None if links is None else tuple(links)
        self._today = today
        self._with_archived = with_archived

    def answers(self, wanted: Filter) -> bool:
        """Return whether the data for this filter is complete."""
        return (
            wanted.today == self._today
            and (self._links is not None or not wanted.needs_network)
            and (self._with_archived or not wanted.asks_archived)
        )

    def prepare(self, wanted: Filter) -> None:
        """Compute the slow data for this filter; may run in a thread."""
        self._looked_at(wanted)

    def _looked_at(self, wanted: Filter) -> list[tuple[int, Facts]]:
        return self._in_network if wanted.needs_network else self._facts

    def matching(self, wanted: Filter) -> frozenset[int]:
        """Return the ids of the matching projects; archived ones only if the filter uses `is:archived`."""
        known = [p for p in self._projects.values() if wanted.asks_archived or p.archived_at is None]
        found = {p.id for p in known if wanted.names(own_facts(p))}
        left = {p.id for p in known} - found
        closed_too, matches = wanted.includes_done, wanted.matches
        for project_id, facts in self._looked_at(wanted):
            if project_id in left and (facts.open or closed_too) and matches(facts):
                found.add(project_id)
                left.remove(project_id)
        return frozenset(found)

    def matching_milestones(self, wanted: Filter) -> frozenset[int]:
        """Return the ids of the open milestones that match; of all milestones if the filter is about done ones."""
        closed_too, matches = wanted.includes_done, wanted.matches
        looked_at = zip(self._milestones, self._looked_at(wanted), strict=True)
        return frozenset(m.id for m, (_, facts) in looked_at if (facts.open or closed_too) and matches(facts))

    @cached_property
    def _facts(self) -> list[tuple[int, Facts]]:
        return self._facts_in(frozenset(), frozenset())

    @cached_property
    def _in_network(self) -> list[tuple[int, Facts]]:
        network = Network(self._projects.values(), self._milestones, self._links or ())
        return self._facts_in(network.critical, frozenset(link.successor_id for link in network.violated))

    def _facts_in(self, critical: frozenset[int], too_soon: frozenset[int]) -> list[tuple[int, Facts]]:
        """Return the project id and the facts of each milestone."""
        homes = {id_: (project, _words(project)) for id_, project in self._projects.items()}
        made: list[tuple[int, Facts]] = []
        for m in self._milestones:
            project, words = homes[m.project_id]
            made.append(
                (project.id, milestone_facts(m, project, self._today, m.id in critical, m.id in too_soon, words))
            )
        return made


def carried_text(wanted: Filter, project: Project) -> str:
    """Return the text of a filter of projects for the timeline of a matching project.

    On a timeline words match titles only, so the words that match the project itself are removed.
    """
    own = own_facts(project)
    if wanted.names(own) and not wanted.names(own._replace(words="")):
        return ""
    text, words = wanted.text, fold(own.words)
    for start, end, word in reversed(wanted.words):
        if fold(word) in words:
            text = f"{text[:start].rstrip()} {text[end:].lstrip()}"
    return text.strip()


def own_facts(project: Project) -> Facts:
    """Return the facts of a project itself, without its milestones."""
    return Facts(
        project=project.key,
        project_name=project.name,
        client=project.client,
        project_state=project.state,
        archived=project.archived_at is not None,
        words=_words(project),
    )


def _words(project: Project) -> str:
    return f"{project.key}\n{project.name}\n{project.client}"

"""Which projects a filter shows: those of which a milestone matches, or that it names themselves."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from milestone_tui.plan.filter import Facts, Filter, milestone_facts
from milestone_tui.plan.model import Link, Milestone, Project
from milestone_tui.plan.network import Network


def matching_projects(
    wanted: Filter,
    projects: Iterable[Project],
    milestones: Iterable[Milestone],
    links: Iterable[Link],
    today: date,
) -> frozenset[int]:
    """Return the ids of the projects that `wanted` shows.

    A project is shown when one of its open milestones matches, of all its milestones where the filter asks for what
    may be done (`state:`, `done`), or the project itself where it asks for words, a client or a key only. `milestones`
    are all of the projects, `links` all between them; without a filter for the network the links may be left out.
    """
    known = {project.id: project for project in projects}
    everything = tuple(milestones)
    network = Network(known.values(), everything, links) if wanted.needs_network else None
    critical = network.critical if network else frozenset()
    too_soon = {link.successor_id for link in network.violated} if network else frozenset()
    found = {id_ for id_, project in known.items() if wanted.of_projects_only and wanted.matches(_own_facts(project))}
    for m in everything:
        if m.project_id in found or not (m.is_open or wanted.asks_of_done):
            continue
        project = known[m.project_id]
        facts = milestone_facts(m, project, today, m.id in critical, m.id in too_soon)
        if wanted.matches(facts._replace(words=_words(project))):
            found.add(m.project_id)
    return frozenset(found)


def _words(project: Project) -> str:
    return f"{project.key}\n{project.name}\n{project.client}"


def _own_facts(project: Project) -> Facts:
    """Return what can be asked about a project without any milestone."""
    return _NO_MILESTONE._replace(
        project=project.key,
        project_name=project.name,
        client=project.client,
        project_state=project.state,
        words=_words(project),
    )


_NO_MILESTONE = Facts(
    title="",
    project="",
    project_name="",
    client="",
    phase="",
    owner="",
    state="",
    kind="",
    due_on=None,
    done_on=None,
    slip_days=None,
    percent=None,
    tags=(),
    overdue=False,
    critical=False,
    violated=False,
    open=True,
)

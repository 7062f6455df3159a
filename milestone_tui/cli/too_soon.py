"""What another working week, or other days off, do to the links of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from milestone_tui.plan.model import Project
    from milestone_tui.plan.network.network import Network
    from milestone_tui.store import Store


def network_around(store: Store, project: Project) -> Network:
    """Return the network of a project and the projects linked with it, as they are now."""
    from milestone_tui.plan.network.network import Network

    plan = store.read.plan(project.id)
    return Network.of([plan, *store.read.linked_plans(plan)])


def too_soon_words(before: Network, project: Project) -> str:
    """Return the number of links that the new calendar of a project has made too soon; empty if none."""
    from milestone_tui.plan.network.too_soon import newly_too_soon, now_too_soon

    if count := newly_too_soon(before, project):
        return f"{now_too_soon(count)}. Press R in the timeline of {project.key} to re-plan."
    return ""

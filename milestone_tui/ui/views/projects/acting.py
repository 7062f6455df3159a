"""Actions on the project under the cursor, or on all marked projects as one change."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Callable, Collection, Iterable, Sequence

from milestone_tui.errors import MilestoneError
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.language.wording import count_words, list_words
from milestone_tui.plan.model import Plan, ProjectSummary
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.store_screen import AT_ONCE, StoreScreen
from milestone_tui.ui.messages import DaysOffRequested, StatusMessage
from milestone_tui.ui.workers import WRITES, start_worker

# Imports inside functions: panels and what-ifs are not on the first frame.


def next_of(screen: StoreScreen, selected: ProjectSummary) -> int | None:
    """Return the next milestone of a project; without one, show why and return None."""
    if selected.next_id is not None:
        return selected.next_id
    key = selected.project.key
    if not selected.project.is_live:
        ended = "cancelled" if selected.project.archived_at is None else "archived"
        screen.refuse_prompt(f"{key} is {ended}, so no milestone is next. Press ↵ to open it.")
    elif selected.total:
        screen.refuse_prompt(f"{key} has no open milestones. Press ↵ to open it.")
    else:
        screen.refuse_prompt(f"{key} has no milestones. Press ↵ to open it, then n to add one.")
    return None


def tick(screen: StoreScreen, selected: ProjectSummary) -> None:
    """Tick the next milestone of a project, or decide it if it is a gate."""
    from milestone_tui.ui.panels.ticking import tick_or_ask

    if (next_id := next_of(screen, selected)) is not None:
        tick_or_ask(screen, next_id)


def tick_all(screen: StoreScreen, chosen: Sequence[ProjectSummary], after: Callable[[Collection[int]], None]) -> None:
    """Tick the next milestone of each project as one change; call `after` with the projects left at a gate."""
    from milestone_tui.ui.panels.ticking import tick_all_or_ask

    homes = {s.next_id: s.project.id for s in chosen if s.next_id is not None}
    if homes:
        tick_all_or_ask(screen, list(homes), lambda gates: after([homes[id_] for id_ in gates]))
    else:
        screen.refuse_prompt("Nothing to tick: no marked project has an open milestone.")


def sign(screen: StoreScreen, selected: ProjectSummary) -> None:
    """Open the sign-off of a project's next milestone: its acceptance, or the decision of a gate."""
    from milestone_tui.ui.panels.sign_off import sign_off

    if (next_id := next_of(screen, selected)) is not None:
        sign_off(screen, next_id)


def archive(screen: StoreScreen, chosen: Sequence[ProjectSummary]) -> None:
    """Archive these projects, or unarchive them if all are archived."""
    into = any(s.project.archived_at is None for s in chosen)
    changed = [s for s in chosen if into == (s.project.archived_at is None)]
    name = changed[0].project.key if len(changed) == 1 else count_words(len(changed), "project")
    found = f" · is:archived shows {'it' if len(changed) == 1 else 'them'}" if into else ""
    done = f"{'Archived' if into else 'Unarchived'} {name} · u to undo{found}"
    ids = [s.project.id for s in changed]
    screen.run_command(lambda do: do.projects.archive_all(ids, into), lambda _: screen.show_status(done))


def delete(screen: StoreScreen, chosen: Sequence[ProjectSummary]) -> None:
    """Delete these projects; ask once if any of them has milestones."""
    from milestone_tui.ui.panels.confirm_delete import delete_or_ask

    delete_or_ask(screen, [s.project for s in chosen])


# Actions that read whole plans ------------------------------------------------------------------------------


def move(screen: StoreScreen, chosen: Sequence[ProjectSummary]) -> None:
    """Open a what-if for every open milestone of these projects."""
    _with_plans(screen, [s.project.id for s in chosen], lambda plans: _move(screen, plans))


def resume_move(screen: StoreScreen, kept: Unfinished) -> None:
    """Reopen the what-if of a draft."""
    wanted = kept.choices.get("ids")
    there = screen.context.store.read.milestones(wanted if isinstance(wanted, tuple) else ())
    _with_plans(screen, list(dict.fromkeys(m.project_id for m in there)), lambda plans: _move(screen, plans, kept))


def _move(screen: StoreScreen, plans: Sequence[Plan], kept: Unfinished | None = None) -> None:
    from milestone_tui.plan.network.move_request import movable
    from milestone_tui.ui.views.timeline.words import immovable
    from milestone_tui.ui.views.what_if.screen import WhatIfScreen

    if not (ids := movable(m for plan in plans for m in plan.milestones)):
        screen.refuse_prompt(immovable(_named(plans)))
        return
    moving = [plan for plan in plans if movable(plan.milestones)]
    # The first milestone leads: its project is in the chart, the others are named below it.
    lead = next(plan for plan in moving if any(m.id == ids[0] for m in plan.milestones))
    others = tuple(plan for plan in moving if plan is not lead)
    what = _named(moving)
    screen.ask(lambda: WhatIfScreen(screen.context, lead.project.id, ids, what=what, others=others, kept=kept))
    if staying := [plan.project.key for plan in plans if plan not in moving]:
        words = f"Not moved: {list_words(staying, 4)}, without open milestones that have a date"
        screen.app.post_message(StatusMessage(words))


def days_off(screen: StoreScreen, chosen: Sequence[ProjectSummary]) -> None:
    """Show the days off of a project, or open the panel that adds some to several projects."""
    ids = [s.project.id for s in chosen]
    if len(ids) == 1:
        screen.post_message(DaysOffRequested(ids[0]))
    else:
        _with_plans(screen, ids, lambda plans: _add_days_off(screen, plans))


def resume_days_off(screen: StoreScreen, kept: Unfinished) -> None:
    """Reopen the panel for days off with a draft."""
    wanted = kept.choices.get("projects")
    there = screen.context.store.read.project_keys(wanted if isinstance(wanted, tuple) else ())
    _with_plans(screen, list(there), lambda plans: _add_days_off(screen, plans, kept))


def _add_days_off(screen: StoreScreen, plans: Sequence[Plan], kept: Unfinished | None = None) -> None:
    from milestone_tui.plan.network.network import Network
    from milestone_tui.ui.views.days_off.add import AddDaysOffScreen, Source

    read = screen.context.store.read
    small = read.reach([plan.project.id for plan in plans]) <= AT_ONCE
    network = Network.of([*plans, *read.linked_plans(*plans)]) if small else None
    screen.ask(lambda: AddDaysOffScreen(screen.context, plans, network, (Source.DAY, Source.IMPORT), kept))


def _with_plans(screen: StoreScreen, ids: Sequence[int], then: Callable[[Sequence[Plan]], None]) -> None:
    """Read these plans and call `then`; big ones are read in a thread while further keys wait."""

    def question(read: Reader) -> Sequence[Plan]:
        return [read.plan(id_) for id_ in ids]

    async def read_aside() -> None:
        try:
            then(await to_thread(screen.context.store.read_in_thread, question))
        except MilestoneError as error:
            screen.refuse_prompt(str(error))

    read = screen.context.store.read
    try:
        if len(ids) > 1 and read.reach(ids) > AT_ONCE:
            start_worker(screen, WRITES, read_aside)
        else:
            then(question(read))
    except MilestoneError as error:
        screen.refuse_prompt(str(error))


def _named(plans: Iterable[Plan]) -> str:
    keys = [plan.project.key for plan in plans]
    return keys[0] if len(keys) == 1 else count_words(len(keys), "project")

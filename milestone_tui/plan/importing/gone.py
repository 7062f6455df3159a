"""The milestones of an earlier file that are not in this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import NamedTuple

from milestone_tui.plan.importing.comparison import (
    ChangedMilestone,
    ImportRow,
    Part,
    ProjectComparison,
    Standing,
    Taking,
)
from milestone_tui.plan.importing.here import Target
from milestone_tui.plan.importing.sources import WRITTEN, NewSource, Source
from milestone_tui.plan.model import Milestone, MilestoneState


class Gone(NamedTuple):
    """What is gone of a project."""

    rows: tuple[ImportRow, ...] = ()
    cancelled: tuple[ChangedMilestone, ...] = ()
    sources: tuple[NewSource, ...] = ()


def find_gone(target: Target, parts: Iterable[ProjectComparison], taking: Taking, unread: Set[str]) -> Gone:
    """Return what is gone of a project, and what becomes of it.

    Only milestones of the same series of files can be gone: other files may go into the project too. One that the file
    has but that was skipped (its title is in `unread`) is not gone, and one that is cancelled here is not told again.
    """
    parts = tuple(parts)
    series = {part.series for part in parts}
    renumbered = {source.source_id for part in parts for source in part.sources}
    rows, cancelled, sources = [], [], []
    for known, source in _missing(target, unread):
        if source.series not in series:
            continue
        is_cancelled = taking.cancel_gone and known.is_open
        if known.state is not MilestoneState.CANCELLED:
            rows.append(_row(target, known, is_cancelled=is_cancelled))
        if is_cancelled:
            cancelled.append(ChangedMilestone(known.id, {"state": MilestoneState.CANCELLED, "done_on": None}))
        if recorded := _recorded(known.id, source, is_cancelled, source.source_id in renumbered):
            sources.append(recorded)
    return Gone(tuple(rows), tuple(cancelled), tuple(sources))


def _missing(target: Target, unread: Set[str]) -> Iterator[tuple[Milestone, Source]]:
    for id_, source in target.sources.items():
        known = target.milestones.get(id_)
        if known is None or id_ in target.found:
            continue
        titles = {known.title.casefold(), source.name[0].casefold()}
        is_unread = bool(source.source_id) and source.source_id in target.unread_ids
        if not is_unread and titles.isdisjoint(target.unread_titles | unread):
            yield known, source


def _recorded(id_: int, source: Source, is_cancelled: bool, is_renumbered: bool) -> NewSource | None:
    """Return the new record of a milestone that is gone; None if it stays as it is.

    It says whether an import cancelled the milestone, which opens it when it comes back.
    """
    said = dict(source.said)
    if is_cancelled:
        said = {field: value for field, value in said.items() if field not in ("done_on", WRITTEN)} | {
            "cancelled": True
        }
    source_id = "" if is_renumbered else source.source_id
    if (source_id, said) == (source.source_id, source.said):
        return None
    is_gone = is_cancelled or source.is_gone
    return NewSource(id_, source_id, said, source.predecessors, source.series, source.name, is_gone)


def _row(target: Target, known: Milestone, *, is_cancelled: bool) -> ImportRow:
    if not known.is_open:
        reason = "not in the file, but done"
    else:
        reason = "cancelled, not in the file" if is_cancelled else "not in the file"
    return ImportRow(
        *(Standing.CANCELLED if is_cancelled else Standing.GONE, Part.MILESTONE, known.title),
        project=target.key,
        phase=known.phase,
        due_on=known.due_on or known.done_on,
        reason=reason,
        known_id=known.id,
        is_takeable=known.is_open,
    )

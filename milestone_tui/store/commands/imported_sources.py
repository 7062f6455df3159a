"""What an import records of milestones: their ids in the file, and what the file says of them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import milestone_tui.store.bulk as bulk
from milestone_tui.plan.importing.comparison import ProjectComparison
from milestone_tui.plan.importing.sources import NewSource, said_of
from milestone_tui.store.queries.sources import encoded
from milestone_tui.store.transaction import Transaction

_FOUND = "SELECT milestone_id, id FROM milestone_source WHERE project_id = ? AND kind = ?"
_COLUMNS = ("source_id", "reported_on", "said")


def record_sources(
    transaction: Transaction, project: ProjectComparison, project_id: int, kind: str, id_of: Callable[[int], int]
) -> None:
    """Record what a file says; `id_of` returns the id of a milestone that is here, or of a new one by its token."""
    db = transaction.connection
    there: dict[int, int] = dict(db.execute(_FOUND, (project_id, kind)).fetchall())
    day = transaction.clock.today().isoformat()

    def values(source: NewSource) -> tuple[str, str, str]:
        predecessors = {id_of(token): lag for token, lag in source.predecessors.items()}
        return source.source_id, day, encoded(source, predecessors)

    def insert(sources: Iterable[NewSource]) -> None:
        rows = ((project_id, id_of(source.token), kind, *values(source)) for source in sources)
        bulk.insert_rows(db, "milestone_source", ("project_id", "milestone_id", "kind", *_COLUMNS), rows)

    if project.milestones:
        insert(_of_new(project))
    if missing := [source for source in project.sources if source.token not in there]:
        insert(missing)
    if known := [source for source in project.sources if source.token in there]:
        bulk.update_rows(db, "milestone_source", _COLUMNS, ((*values(source), there[source.token]) for source in known))


def state_sources(transaction: Transaction, project: ProjectComparison, project_id: int, kind: str) -> None:
    """Record of the milestones that the file has that it speaks of them on this day."""
    there: dict[int, int] = dict(transaction.connection.execute(_FOUND, (project_id, kind)).fetchall())
    day = transaction.clock.today().isoformat()
    ids = [id_ for milestone_id in project.found if (id_ := there.get(milestone_id)) is not None]
    bulk.update_rows(transaction.connection, "milestone_source", ("reported_on",), ((day, id_) for id_ in ids))
    transaction.stated |= {("milestone_source", id_): frozenset(("source_id", "said")) for id_ in ids}


def _of_new(project: ProjectComparison) -> Iterator[NewSource]:
    """Yield the records of the new milestones."""
    before: dict[int, dict[int, int]] = {}
    for link in project.links.new:
        before.setdefault(link.successor, {})[link.predecessor] = link.lag
    for token, source, done_on in project.milestones:
        said, name = said_of(source, done_on), (source.title, source.phase)
        yield NewSource(token, source.source_id, said, before.get(token, {}), project.series, name)

"""Phases of a project."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from itertools import groupby

from sqlmodel import col, select, update

from milestone_tui.errors import FieldConflict
from milestone_tui.plan import rules
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.inputs import PhaseInput
from milestone_tui.plan.list_merge import ORDER, PHASES, Dispute, merge
from milestone_tui.plan.model import Phase
from milestone_tui.store.commands.lookups import project_row, require_id
from milestone_tui.store.commands.merge import StoredList, conflict, disputed, in_words
from milestone_tui.store.tables.plan import MilestoneRow, PhaseRow
from milestone_tui.store.transaction import CommandGroup


class Phases(CommandGroup):
    """Commands on phases."""

    def set(self, project_id: int, entries: Sequence[PhaseInput], seen: Sequence[Phase]) -> None:
        """Set the phases of a project to `entries`, in that order; milestones of a deleted phase have none.

        `seen` is what the person started from: other people's changes since then are kept. Raises InvalidInput,
        NotFound, and EditConflict when both have changed the same phase, or the order, differently.
        """
        project = project_row(self._transaction, project_id)
        mine = rules.validate_phases(entries)
        rows = self._rows(project_id)
        theirs = [PhaseInput(row.id, row.name) for row in rows]
        before = [PhaseInput(phase.id, phase.name) for phase in seen]
        merged = merge(PHASES, before, mine, theirs)
        if merged.disputes:
            known = {entry.id for entry in before}
            places = {require_id(row.id): row.position for row in rows if row.id in known}
            raise conflict([self._disputed(project_id, mine, theirs, places, found) for found in merged.disputes])
        self._write(project_id, rules.validate_phases(merged.entries), {row.id: row for row in rows})
        self._transaction.add_label(f"Edit {project.key}: phases")

    def _disputed(
        self,
        project_id: int,
        mine: Sequence[PhaseInput],
        theirs: Sequence[PhaseInput],
        places: dict[int, int],
        dispute: Dispute[PhaseInput],
    ) -> FieldConflict:
        if dispute.key != ORDER:
            return disputed(self._transaction, _stored(project_id), dispute)
        my_names, their_names = (in_words([entry.name for entry in both]) for both in (mine, theirs))
        return FieldConflict("phases", my_names, their_names, *self._last_reorder(places), ORDER)

    def _last_reorder(self, places: dict[int, int]) -> tuple[str, datetime]:
        """Return who last changed the order of these phases, and when; `places` are their present positions."""
        ids = list(places)
        query = f"""SELECT change.id, login, change.name, at, row_id,
                json_extract(coalesce(edit.before, edit.after), '$.position')
            FROM edit JOIN change ON change.id = change_id
            WHERE entity = 'phase' AND row_id IN ({",".join("?" * len(ids))}) ORDER BY edit.id DESC"""
        edits = self._transaction.connection.execute(query, ids).fetchall()
        for (_, login, name, at), changed in groupby(edits, key=lambda edit: tuple(edit[:4])):
            places |= {id_: place for *_, id_, place in changed if place is not None}
            if sorted(ids, key=lambda id_: places[id_]) != ids:
                return str(Actor(login, name)), datetime.fromisoformat(at)
        return "Somebody", self._transaction.clock.now()

    def _rows(self, project_id: int) -> Sequence[PhaseRow]:
        query = select(PhaseRow).where(PhaseRow.project_id == project_id)
        return self._transaction.session.exec(query.order_by(col(PhaseRow.position), col(PhaseRow.id))).all()

    def _write(self, project_id: int, wanted: Sequence[PhaseInput], left: Mapping[int | None, PhaseRow]) -> None:
        session = self._transaction.session
        kept = {entry.id for entry in wanted}
        for row in [row for row in left.values() if row.id not in kept]:
            session.exec(update(MilestoneRow).where(col(MilestoneRow.phase_id) == row.id).values(phase_id=None))
            session.delete(row)
        session.flush()
        names = {entry.id: entry.name for entry in wanted}
        for row in left.values():
            if row.id in names and row.name != names[row.id]:
                row.name = f"{row.name} ({row.id})"  # a free name, so that two phases can swap theirs
                session.flush()
        for position, entry in enumerate(wanted):
            row = left.get(entry.id) or PhaseRow(project_id=project_id, name=entry.name, position=position)
            row.name, row.position = entry.name, position
            session.add(row)
            session.flush()


def _stored(project_id: int) -> StoredList[PhaseInput]:
    return StoredList(
        "phases",
        "phase",
        "project_id",
        project_id,
        row=lambda key: {"id": key},
        columns=frozenset({"name"}),
        words=lambda entry: entry.name,
        removed="deleted",
    )

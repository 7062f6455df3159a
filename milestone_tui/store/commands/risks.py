"""The risk register: risks, issues, assumptions and decisions, and the milestones that they threaten."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from sqlmodel import col, delete, select

from milestone_tui.errors import NotFound
from milestone_tui.plan import rules
from milestone_tui.plan.fields import RISK_FIELDS, FieldKind
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.monitoring import RiskKind
from milestone_tui.store.column_types import set_column
from milestone_tui.store.commands.lookups import existing_row, person_id_of, project_row, require_id
from milestone_tui.store.commands.merge import drop_unchanged, refuse_conflicts
from milestone_tui.store.field_values import field_values, to_column
from milestone_tui.store.tables.belongings import RiskMilestoneRow, RiskRow
from milestone_tui.store.tables.plan import MilestoneRow, PersonRow
from milestone_tui.store.transaction import CommandGroup, Transaction

_COLUMNS = {name: spec.column for name, spec in RISK_FIELDS.items()}
_RAISED = {RiskKind.RISK: "Raise", RiskKind.ISSUE: "Raise", RiskKind.DECISION: "Record"}
"""The verb of the label of a new entry; any other one is added."""

_LAST_NUMBER = """SELECT max(number) FROM (
    SELECT number FROM risk WHERE project_id = :project AND kind = :kind
    UNION ALL
    SELECT coalesce(
        json_extract(coalesce(after, before), '$.number'),
        (SELECT max(json_extract(coalesce(other.after, other.before), '$.number')) FROM edit AS other
            WHERE other.entity = 'risk' AND other.row_id = edit.row_id))
    FROM edit WHERE entity = 'risk' AND +project_id = :project
        AND json_extract(coalesce(after, before), '$.kind') = :kind
    ) AS used"""
"""The highest number that an entry of a kind has ever had; an edit names the number only if that changed, too.

The plus keeps SQLite from going through all edits of the project by its index.
"""


class Risks(CommandGroup):
    """Commands on the risk register; `changes` are keyed by the field names of `plan.fields.RISK_FIELDS`."""

    def __init__(self, transaction: Transaction) -> None:
        super().__init__(transaction)
        self._last_numbers: dict[tuple[int, RiskKind], int] = {}
        """The numbers given last in this transaction, by project and kind: each is looked up once."""

    def create(self, project_id: int, changes: Mapping[str, object], milestone_ids: Sequence[int] = ()) -> int:
        """Add an entry with the next number of its kind and return its id; an unknown owner is added.

        Raises InvalidInput, also for a milestone that was deleted, and NotFound if the project was.
        """
        settled = rules.validate_risk({**rules.NEW_RISK, **changes})
        project_row(self._transaction, project_id)
        kind = RiskKind(str(settled["kind"]))
        row = RiskRow(
            project_id=project_id,
            number=self._next_number(project_id, kind),
            title="",
            raised_on=self._transaction.clock.today(),
        )
        self._assign(row, settled)
        self._transaction.session.add(row)
        self._transaction.session.flush()
        self._transaction.add_label(f"{_RAISED.get(kind, 'Add')} {_named(row)}")
        self._link(require_id(row.id), milestone_ids)
        return require_id(row.id)

    def edit(self, risk_id: int, changes: Mapping[str, object], seen: Mapping[str, object]) -> None:
        """Change fields; `seen` holds the values the person saw (a field missing there is overwritten).

        Another kind gives the entry the next number of that kind. Raises InvalidInput, NotFound, and EditConflict with
        the fields that somebody else has changed.
        """
        row = self._row(risk_id)
        current = self._words(row)
        settled = rules.validate_risk(drop_unchanged(changes, seen))
        refuse_conflicts(self._transaction, "risk", risk_id, current, settled, seen, _COLUMNS)
        named = _named(row)
        differing = {field: value for field, value in settled.items() if value != current[field]}
        if "kind" in differing:
            row.number = self._next_number(row.project_id, RiskKind(str(differing["kind"])))
        self._assign(row, differing)
        words = ", ".join(RISK_FIELDS[field].word for field in differing)
        self._transaction.add_label(f"Edit {named}: {words}" if words else f"Edit {named}")

    def rate(self, risk_id: int, probability: int, impact: int) -> None:
        """Set probability and impact, both from 1 to 5; raise InvalidInput and NotFound."""
        row = self._row(risk_id)
        rules.validate_risk({"probability": probability, "impact": impact})
        row.probability, row.impact = probability, impact
        self._transaction.add_label(f"Rate {_named(row)}: {probability} × {impact}")

    def close(self, risk_id: int, on: date) -> None:
        """Close an entry on a day; one that is closed stays as it is. Raises NotFound."""
        row = self._row(risk_id)
        if row.closed_on is None:
            row.closed_on = rules.validate_day("closed_on", on)
            self._transaction.add_label(f"Close {_named(row)}")

    def reopen(self, risk_id: int) -> None:
        """Reopen a closed entry; an open one stays as it is. Raises NotFound."""
        row = self._row(risk_id)
        if row.closed_on is not None:
            row.closed_on = None
            self._transaction.add_label(f"Reopen {_named(row)}")

    def occur(self, risk_id: int, on: date) -> None:
        """Make a risk that has happened an issue, with the next number of issues; links and history stay.

        Raises NotFound, and InvalidInput for an entry that is no open risk or assumption.
        """
        row = self._row(risk_id)
        rules.refuse_occurring(RiskKind(row.kind), row.closed_on)
        named = _named(row)
        row.number = self._next_number(row.project_id, RiskKind.ISSUE)
        row.kind = RiskKind.ISSUE.value
        row.occurred_on = rules.validate_day("occurred_on", on)
        self._transaction.add_label(f"Turn {named} into issue I{row.number}")

    def set_milestones(self, risk_id: int, milestone_ids: Sequence[int], seen: Sequence[int]) -> None:
        """Set the milestones that an entry threatens; other people's changes since `seen` are kept.

        Raises NotFound, and InvalidInput for a milestone that was deleted.
        """
        row = self._row(risk_id)
        session = self._transaction.session
        query = select(RiskMilestoneRow).where(RiskMilestoneRow.risk_id == risk_id)
        stored = {link.milestone_id: link for link in session.exec(query)}
        for id_ in set(seen) - set(milestone_ids):
            if (link := stored.pop(id_, None)) is not None:
                session.delete(link)
        self._link(risk_id, [id_ for id_ in milestone_ids if id_ not in stored and id_ not in seen])
        session.flush()
        self._transaction.add_label(f"Edit {_named(row)}: milestones")

    def delete(self, ids: Iterable[int]) -> None:
        """Delete entries with their links; deleted ones are skipped. Their numbers are not used again."""
        session = self._transaction.session
        wanted = list(dict.fromkeys(ids))
        rows = session.exec(select(RiskRow).where(col(RiskRow.id).in_(wanted))).all()
        session.exec(delete(RiskMilestoneRow).where(col(RiskMilestoneRow.risk_id).in_(wanted)))
        for row in rows:
            session.delete(row)
        session.flush()
        names = [_named(row) for row in rows[:1]]
        self._transaction.add_label(
            f"Delete {names[0]}" if names and len(rows) == 1 else f"Delete {count_words(len(rows), 'risk')}"
        )

    # Rows ----------------------------------------------------------------------------------------------------

    def _row(self, risk_id: int) -> RiskRow:
        return existing_row(self._transaction, RiskRow, risk_id, "risk")

    def _next_number(self, project_id: int, kind: RiskKind) -> int:
        key = (project_id, kind)
        if key not in self._last_numbers:
            given = {"project": project_id, "kind": kind.value}
            (last,) = self._transaction.connection.execute(_LAST_NUMBER, given).fetchone()
            self._last_numbers[key] = int(last or 0)
        self._last_numbers[key] += 1
        return self._last_numbers[key]

    def _link(self, risk_id: int, milestone_ids: Sequence[int]) -> None:
        session = self._transaction.session
        for id_ in dict.fromkeys(milestone_ids):
            if session.get(MilestoneRow, id_) is None:
                raise NotFound("Not saved: somebody deleted a milestone that this risk threatens. Remove it.")
            session.add(RiskMilestoneRow(risk_id=risk_id, milestone_id=id_))
        session.flush()

    def _words(self, row: RiskRow) -> dict[str, object]:
        """Return the current fields, with the name of the owner in place of the id."""
        found = field_values(row, RISK_FIELDS)
        owner = None if row.owner_id is None else self._transaction.session.get(PersonRow, row.owner_id)
        return {**found, "owner": owner.name if owner else ""}

    def _assign(self, row: RiskRow, settled: Mapping[str, object]) -> None:
        for field, value in settled.items():
            spec = RISK_FIELDS[field]
            is_person = spec.kind is FieldKind.PERSON
            kept = person_id_of(self._transaction, str(value)) if is_person else to_column(spec, value)
            set_column(row, spec.column, kept)


def _named(row: RiskRow) -> str:
    """Return the entry as labels name it: `R1 "Test data comes late"`."""
    return f'{row.kind[0].upper()}{row.number} "{row.title}"'

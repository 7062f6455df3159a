"""The history of one milestone, in words, from the journal."""

from __future__ import annotations

import json
import sqlite3
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from functools import cached_property
from typing import Any

import milestone_tui.store.mappers as rows
from milestone_tui.plan.analysis.history import HistoryEntry
from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.fields import MILESTONE_FIELDS, FieldSpec
from milestone_tui.plan.inputs import AssignmentInput, CostInput, CriterionInput, LinkInput
from milestone_tui.plan.language.spent import Spent, spent_text
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words, days_of_work_words, working_days
from milestone_tui.plan.model import ChangeKind
from milestone_tui.store.edits import JournalEdit, Values, changed_fields, edits, value_text
from milestone_tui.store.errors import UNREADABLE
from milestone_tui.store.field_values import NAMED, from_column

_EDITS = "SELECT change_id, row_id, after FROM edit WHERE milestone_id = ? AND entity = 'criterion' ORDER BY id"


class CriterionPlaces:
    """The order of a milestone's criteria after each change; reads the journal on first use."""

    def __init__(self, db: sqlite3.Connection, milestone_id: int) -> None:
        self._db = db
        self._milestone_id = milestone_id

    @cached_property
    def _edits(self) -> list[tuple[int, int, dict[str, Any] | None]]:
        found = self._db.execute(_EDITS, (self._milestone_id,))
        return [(change_id, row_id, after and json.loads(after)) for change_id, row_id, after in found]

    def above(self, row_id: int, change_id: int) -> tuple[CriterionInput, ...]:
        """Return the criteria above this one just before a change, or just after the change that added it."""
        before = self._as_of(change_id - 1)
        there = before if row_id in before else self._as_of(change_id)
        if row_id not in there:
            return ()  # added and deleted in this change
        order = sorted(there, key=lambda id_: (there[id_]["position"], id_))
        above = ((id_, there[id_]) for id_ in order[: order.index(row_id)])
        return tuple(CriterionInput(id_, values["text"], rows.day(values["met_on"])) for id_, values in above)

    def _as_of(self, change_id: int) -> dict[int, dict[str, Any]]:
        """Return the columns of all criteria after a change."""
        there: dict[int, dict[str, Any]] = {}
        for changed_by, row_id, after in self._edits:
            if changed_by > change_id:
                break
            if after is None:
                there.pop(row_id, None)  # an edit for an earlier day may have come later
            else:
                there[row_id] = {**there.get(row_id, {}), **after}
        return there


def milestone_history(db: sqlite3.Connection, milestone_id: int, limit: int) -> tuple[HistoryEntry, ...]:
    """Return the history of a milestone, newest first, from its last `limit` edits."""
    query = "SELECT currency FROM milestone JOIN project ON project.id = project_id WHERE milestone.id = ?"
    row = db.execute(query, (milestone_id,)).fetchone()
    writer = _HistoryWriter(db, row[0] if row else "", CriterionPlaces(db, milestone_id))
    found = edits(db, "milestone_id = ?", milestone_id, limit)
    return tuple(entry for edit in found for entry in writer.entries(edit))


class _HistoryWriter:
    """Turns edits into history entries; looks up earlier names in the journal, once for each row."""

    def __init__(self, db: sqlite3.Connection, currency: str, places: CriterionPlaces) -> None:
        self._db = db
        self._currency = currency
        self._places = places
        self._recorded_values: dict[tuple[str, int, str], tuple[list[int], list[str]]] = {}
        self._writers: Mapping[str, Callable[[JournalEdit], Iterator[HistoryEntry]]] = {
            "milestone": self._milestone,
            "criterion": self._criterion,
            "dependency": self._dependency,
            "assignment": self._assignment,
            "acceptance": self._acceptance,
            "gate_decision": self._decision,
            "baseline_entry": self._baseline,
            "cost": self._cost,
            "risk_milestone": self._risk,
            "review_answer": self._answer,
        }

    def entries(self, edit: JournalEdit) -> Iterator[HistoryEntry]:
        """Yield the entries of one edit; none for what a person would not call a change."""
        try:
            yield from list(self._writers[edit.entity](edit))
        except UNREADABLE:  # written by another program: shown as it is
            yield edit.entry("unreadable", *edit.texts)

    # The milestone's own fields --------------------------------------------------------------------------

    def _milestone(self, edit: JournalEdit) -> Iterator[HistoryEntry]:
        if edit.before is None or edit.after is None:
            undone = edit.kind is not ChangeKind.DO
            what = "deleted" if edit.after is None else "undeleted" if undone else "created"
            yield edit.entry(what, "", visible(edit.values["title"]))
            return
        for column, spec in changed_fields(MILESTONE_FIELDS, edit.after):
            yield self._field(edit, spec, edit.before[column], edit.after[column])
        if edit.after.keys() == {"forecast_at"}:
            yield edit.entry("due date", "", "confirmed")

    def _field(self, edit: JournalEdit, spec: FieldSpec, *sides: Any) -> HistoryEntry:
        if spec.kind in NAMED:
            then = [self._name(edit, spec, id_, now=False) for id_ in sides]
            values: list[object] = [self._name(edit, spec, id_, now=True) for id_ in sides]
        else:
            values = [from_column(spec, kept, self._currency) for kept in sides]
            then = [value_text(spec, value, self._currency) for value in values]
        return edit.entry(spec.word, then[0], then[1], spec.name, *values)

    def _name(self, edit: JournalEdit, spec: FieldSpec, row_id: int | None, *, now: bool) -> str:
        """Return the name of a phase or person at that time, or their present name if they still exist."""
        if row_id is None:
            return ""
        return (self._name_now if now else self._text_then)(edit, NAMED[spec.kind], row_id, "name")

    def _name_now(self, edit: JournalEdit, table: str, row_id: int, named: str) -> str:
        """Return the present name of a row, or the one at that time if it was deleted."""
        row = self._db.execute(f"SELECT {named} FROM {table} WHERE id = ?", (row_id,)).fetchone()
        return self._recorded(edit, table, row_id, named) if row is None else str(row[0])

    # Its criteria, links, effort and sign-off ----------------------------------------------------------------

    def _criterion(self, edit: JournalEdit) -> Iterator[HistoryEntry]:
        text = self._text_then(edit, "criterion", edit.row_id, "text")
        if edit.before is None or edit.after is None:
            met_on = edit.values["met_on"]
            words = f"{text}, met {_day(met_on)}" if met_on else text
            sides = (words, "") if edit.after is None else ("", words)
            entry = edit.entry("criterion", *sides, "", *self._criteria(edit))
            yield entry._replace(above=self._places.above(edit.row_id, edit.change_id))
            return
        if "text" in edit.after:
            yield edit.entry("criterion", visible(edit.before["text"]), text, "", *self._criteria(edit, "text"))
        if "met_on" in edit.after:
            before, after = (
                f"met {_day(day)}" if day else "unmet" for day in (edit.before["met_on"], edit.after["met_on"])
            )
            yield edit.entry(f'criterion "{text}"', before, after, "", *self._criteria(edit, "met_on"))

    def _criteria(self, edit: JournalEdit, changed: str | None = None) -> tuple[CriterionInput | None, ...]:
        """Return the criterion before and after; with `changed`, the other column has its recorded value."""
        text = self._recorded(edit, "criterion", edit.row_id, "text")
        met_on = self._recorded(edit, "criterion", edit.row_id, "met_on")
        found: list[CriterionInput | None] = []
        for side in (edit.before, edit.after):
            if side is None:
                found.append(None)
                continue
            day = side["met_on"] if changed in (None, "met_on") else met_on
            words = side["text"] if changed in (None, "text") else text
            found.append(CriterionInput(edit.row_id, words, rows.day(day or None)))
        return tuple(found)

    def _dependency(self, edit: JournalEdit) -> Iterator[HistoryEntry]:
        predecessor_id = self._value_then(edit, "predecessor_id")
        title = self._text_then(edit, "milestone", int(predecessor_id), "title")
        links = [self._link(edit, int(predecessor_id), side) for side in (edit.before, edit.after)]
        before, after = ("" if link is None else f"{title}{_lag(link)}" for link in links)
        yield edit.entry("predecessor", before, after, "", *links)

    def _link(self, edit: JournalEdit, predecessor_id: int, side: Values | None) -> LinkInput | None:
        """Return the link before or after; columns that the edit did not change come from the journal."""
        if side is None:
            return None
        is_whole = edit.before is None or edit.after is None  # whole rows from before kept lags lack the column
        lag = side["lag"] if "lag" in side else int(self._value_then(edit, "lag"))
        kept = side.get("kept", 0) if is_whole or "kept" in side else int(self._value_then(edit, "kept") or 0)
        return LinkInput(predecessor_id, lag, kept == 1)

    def _assignment(self, edit: JournalEdit) -> Iterator[HistoryEntry]:
        person_id = int(self._value_then(edit, "person_id"))
        person = self._text_then(edit, "person", person_id, "name")
        efforts = [values and rows.hundredths(values["effort_hundredths"]) for values in (edit.before, edit.after)]
        before, after = (f"{person} {days_of_work_words(effort)} d" if effort else "" for effort in efforts)
        name = self._name_now(edit, "person", person_id, "name")
        yield edit.entry(
            "effort", before, after, "", *(AssignmentInput(name, effort) if effort else None for effort in efforts)
        )

    def _acceptance(self, edit: JournalEdit) -> Iterator[HistoryEntry]:
        values = edit.values
        if edit.before is None:
            window = count_words(values["window_days"], "working day")
            words = f"{_day(values['submitted_on'])} by {visible(values['submitted_by'])}, {window} to accept"
            yield edit.entry("submitted", "", words)
        elif edit.after is None:
            yield edit.entry("submitted", _day(values["submitted_on"]), "")
        elif "answer" in values:
            before, after = (_answer(self._merged(edit, side)) for side in (edit.before, edit.after))
            yield edit.entry("acceptance", before, after)

    def _decision(self, edit: JournalEdit) -> Iterator[HistoryEntry]:
        values = edit.values
        words = f"{values['decision']}, {_day(values['decided_on'])}, {visible(values['decided_by'])}"
        if values["note"]:
            words += f": {visible(values['note'])}"
        yield edit.entry("decision", words if edit.after is None else "", "" if edit.after is None else words)

    def _baseline(self, edit: JournalEdit) -> Iterator[HistoryEntry]:
        name = self._text_then(edit, "baseline", edit.values["baseline_id"], "name")
        due_on = edit.values["due_on"]
        words = f'{_day(due_on) if due_on else "no date"} in "{name}"'
        yield edit.entry("baseline", words if edit.after is None else "", "" if edit.after is None else words)

    def _cost(self, edit: JournalEdit) -> Iterator[HistoryEntry]:
        columns = ("spent_on", "amount_minor", "note")
        costs: list[CostInput | None] = []
        for side in (edit.before, edit.after):
            if side is None:
                costs.append(None)
                continue
            day, minor, note = (side[name] if name in side else self._value_then(edit, name) for name in columns)
            amount = rows.money(int(minor), self._currency)
            assert amount is not None
            costs.append(CostInput(edit.row_id, date.fromisoformat(day), amount, note))
        before, after = (
            "" if cost is None else spent_text(Spent(cost.amount, cost.spent_on, cost.note), self._currency)
            for cost in costs
        )
        yield edit.entry("spent", before, after, "", *costs)

    def _risk(self, edit: JournalEdit) -> Iterator[HistoryEntry]:
        title = self._text_then(edit, "risk", edit.values["risk_id"], "title")
        yield edit.entry("risk", title if edit.after is None else "", "" if edit.after is None else title)

    def _answer(self, edit: JournalEdit) -> Iterator[HistoryEntry]:
        for column, what in (("answer", "review"), ("note", "review note")):
            before, after = ("" if side is None else side.get(column, "") for side in (edit.before, edit.after))
            if before != after:
                yield edit.entry(what, visible(before), visible(after))

    # Earlier values -------------------------------------------------------------------------------------

    def _merged(self, edit: JournalEdit, side: Values) -> Values:
        """Return all columns of an updated row, before or after the edit."""
        columns = ("answer", "answered_on", "answered_by", "note")
        return {column: side[column] if column in side else self._value_then(edit, column) for column in columns}

    def _value_then(self, edit: JournalEdit, column: str) -> str:
        """Return a column of the edited row, from the edit itself or from the journal at that time."""
        if column in edit.values:
            return str(edit.values[column])
        return self._recorded(edit, edit.entity, edit.row_id, column)

    def _text_then(self, edit: JournalEdit, entity: str, row_id: int, column: str) -> str:
        """Return a text column of a row at the time of an edit, safe to display."""
        return visible(self._recorded(edit, entity, row_id, column))

    def _recorded(self, edit: JournalEdit, entity: str, row_id: int, column: str) -> str:
        key = (entity, row_id, column)
        if key not in self._recorded_values:
            query = "SELECT id, coalesce(after, before) FROM edit WHERE entity = ? AND row_id = ? ORDER BY id"
            sides = ((id_, json.loads(text)) for id_, text in self._db.execute(query, (entity, row_id)))
            known = [
                (id_, "" if values[column] is None else str(values[column]))
                for id_, values in sides
                if column in values
            ]
            self._recorded_values[key] = ([id_ for id_, _ in known], [text for _, text in known])
        ids, texts = self._recorded_values[key]
        # A link may refer to a row that is added later in the same change: use its first name.
        return texts[max(0, bisect_right(ids, edit.id) - 1)] if texts else ""


def _day(text: str) -> str:
    return field_text("", date.fromisoformat(text), "")


def _lag(link: LinkInput) -> str:
    return f" {working_days(link.lag)}{', auto' if link.kept else ''}" if link.lag else ""


def _answer(values: Values) -> str:
    if not values["answer"]:
        return "waiting"
    words = f"{values['answer']} {_day(values['answered_on'])} by {visible(values['answered_by'])}"
    return f"{words}: {visible(values['note'])}" if values["note"] else words

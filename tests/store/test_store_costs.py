"""What was spent: stored, undone, merged with other people's entries, and summed by project."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from taking_back import undo

from milestone_tui.errors import EditConflict, InvalidInput, NotFound
from milestone_tui.plan.inputs import CostInput
from milestone_tui.plan.monitoring import Cost
from milestone_tui.store import Store

TODAY = date(2026, 11, 22)

pytestmark = pytest.mark.usefixtures("small")
ALPHA, BETA = 1, 2


def _entry(amount: str, day: int, note: str = "", id_: int | None = None) -> CostInput:
    return CostInput(id_, date(2026, 11, day), Decimal(amount), note)


def _set(store: Store, *entries: CostInput, milestone_id: int = ALPHA, seen: tuple[Cost, ...] = ()) -> None:
    store.change_blocking(lambda do: do.costs.set(milestone_id, entries, seen))


def _stored(store: Store, milestone_id: int = ALPHA) -> list[tuple[Decimal, str]]:
    return [(cost.amount, cost.note) for cost in store.read.costs_of(milestone_id)]


def test_amounts_are_kept_exactly_by_day_and_taken_back(store: Store) -> None:
    _set(store, _entry("1200.05", 9, "licences"), _entry("-200", 2, "credit note"))
    assert _stored(store) == [(Decimal("-200"), "credit note"), (Decimal("1200.05"), "licences")]
    first = store.read.costs_of(ALPHA)[0]
    assert (first.project_id, first.milestone_id, first.spent_on) == (1, ALPHA, date(2026, 11, 2))
    undo(store)
    assert _stored(store) == []


def test_an_entry_is_edited_and_deleted(store: Store) -> None:
    _set(store, _entry("10", 1), _entry("20", 2))
    seen = store.read.costs_of(ALPHA)
    _set(store, _entry("11", 3, "taxi", seen[0].id), seen=seen)
    assert [cost.id for cost in store.read.costs_of(ALPHA)] == [seen[0].id]
    assert _stored(store) == [(Decimal(11), "taxi")]


def test_what_is_spent_on_the_project_stands_beside_its_milestones(store: Store) -> None:
    _set(store, _entry("10", 1))
    _set(store, _entry("5", 3), milestone_id=BETA)
    store.change_blocking(lambda do: do.costs.set_of_project(1, [_entry("100", 2, "hosting")], ()))
    found = store.read.costs(1)
    assert [(cost.milestone_id, cost.amount) for cost in found] == [
        (ALPHA, Decimal(10)),
        (None, Decimal(100)),
        (BETA, Decimal(5)),
    ]
    assert store.read.spent_of_milestones() == {ALPHA: 10, BETA: 5}
    (summary,) = store.read.projects(TODAY)
    assert summary.spent == 115
    (before,) = store.read.projects(date(2026, 11, 2))
    assert before.spent == 110


def test_a_project_without_entries_has_no_sum(store: Store) -> None:
    (summary,) = store.read.projects(TODAY)
    assert summary.spent is None
    assert summary.spent_percent is None


@pytest.mark.parametrize(
    ("spent", "budget", "percent"),
    [
        ("71", "100", 71),
        ("71.9", "100", 71),
        ("100", "100", 100),
        ("100.01", "100", 101),
        ("5", "0", None),
        ("-5", "10", -50),
    ],
)
def test_spent_of_budget_shows_more_than_all_as_more_than_100(
    store: Store, spent: str, budget: str, percent: int | None
) -> None:
    store.change_blocking(lambda do: do.projects.edit(1, {"budget": Decimal(budget)}, {}))
    _set(store, _entry(spent, 1))
    (summary,) = store.read.projects(TODAY)
    assert summary.spent_percent == percent


def test_two_people_add_at_once_and_both_entries_stay(store: Store) -> None:
    seen = store.read.costs_of(ALPHA)
    _set(store, _entry("10", 1, "mine"), seen=seen)
    _set(store, _entry("20", 2, "theirs"), seen=seen)
    assert [note for _, note in _stored(store)] == ["mine", "theirs"]


def test_two_people_edit_one_entry_and_the_second_is_asked(store: Store) -> None:
    _set(store, _entry("10", 1))
    seen = store.read.costs_of(ALPHA)
    id_ = seen[0].id
    _set(store, _entry("11", 1, id_=id_), seen=seen)
    with pytest.raises(EditConflict, match="changed what was spent while you were editing") as conflict:
        _set(store, _entry("12", 1, id_=id_), seen=seen)
    (about,) = conflict.value.fields
    assert (about.mine, about.theirs) == ("€12 1 Nov 2026", "€11 1 Nov 2026")


def test_what_cannot_be_a_fact_is_refused(store: Store) -> None:
    for entry in (_entry("0", 1), _entry("5", 23), _entry("5.001", 1)):
        with pytest.raises(InvalidInput):
            _set(store, entry)
    with pytest.raises(NotFound):
        _set(store, _entry("5", 1), milestone_id=99)
    assert _stored(store) == []


def test_a_currency_with_other_decimals_is_refused_while_something_was_spent(store: Store) -> None:
    _set(store, _entry("10", 1))
    with pytest.raises(InvalidInput, match="has amounts in EUR"):
        store.change_blocking(lambda do: do.projects.edit(1, {"currency": "JPY"}, {}))


def test_the_history_of_a_milestone_has_what_was_spent(store: Store) -> None:
    _set(store, _entry("10", 1, "taxi"))
    seen = store.read.costs_of(ALPHA)
    _set(store, _entry("12", 1, "taxi", seen[0].id), seen=seen)
    _set(store, seen=store.read.costs_of(ALPHA))
    found = [(entry.what, entry.before, entry.after) for entry in store.read.milestone_history(ALPHA)[:3]]
    assert found == [
        ("spent", "€12 1 Nov 2026 taxi", ""),
        ("spent", "€10 1 Nov 2026 taxi", "€12 1 Nov 2026 taxi"),
        ("spent", "", "€10 1 Nov 2026 taxi"),
    ]
    assert store.read.milestone_history(ALPHA)[0].before_value == CostInput(
        seen[0].id, date(2026, 11, 1), Decimal(12), "taxi"
    )


def test_a_payment_is_invoiced_and_then_paid(store: Store) -> None:
    edit = {"kind": "payment", "invoiced_on": date(2026, 11, 2), "invoice_number": "2026-17"}
    store.change_blocking(lambda do: do.milestones.edit(ALPHA, edit, {}))
    store.change_blocking(lambda do: do.milestones.edit(ALPHA, {"paid_on": TODAY}, {}))
    found = store.read.milestone(ALPHA)
    assert (found.invoiced_on, found.invoice_number, found.paid_on) == (date(2026, 11, 2), "2026-17", TODAY)


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"invoiced_on": date(2026, 11, 2), "kind": "delivery"}, "Only a payment has an invoice"),
        ({"invoiced_on": date(2026, 11, 23)}, "in the future"),
        ({"paid_on": TODAY}, "Enter the invoice date too"),
        ({"invoiced_on": date(2026, 11, 9), "paid_on": date(2026, 11, 8)}, "before the invoice of 9 Nov 2026"),
    ],
)
def test_what_cannot_be_an_invoice_is_refused(store: Store, changes: dict[str, object], why: str) -> None:
    with pytest.raises(InvalidInput, match=why):
        store.change_blocking(lambda do: do.milestones.edit(ALPHA, {"kind": "payment", **changes}, {}))

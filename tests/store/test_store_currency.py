"""Another currency for a project that has amounts: refused where they would become other amounts."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest

from milestone_tui.errors import InvalidInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands


def agree(do: Commands) -> None:
    """A value that is in the baseline only."""
    milestone = do.milestones.create(1, {"title": "Beta", "value": Decimal("99.50")})
    do.baselines.take(1, "Kick-off", "", "")
    do.milestones.edit(milestone, {"value": None}, {})


AMOUNTS: dict[str, Callable[[Commands], object]] = {
    "budget": lambda do: do.projects.edit(1, {"budget": Decimal("99.50")}, {}),
    "value": lambda do: do.milestones.create(1, {"title": "Beta", "value": Decimal("99.50")}),
    "baseline": agree,
}


@pytest.fixture
def acme(store: Store) -> Store:
    store.change_blocking(lambda do: do.projects.create({"key": "ACME", "name": "Acme", "currency": "EUR"}))
    return store


@pytest.mark.parametrize("amount", AMOUNTS.values(), ids=AMOUNTS)
def test_amounts_with_other_decimals_keep_their_currency(acme: Store, amount: Callable[[Commands], object]) -> None:
    acme.change_blocking(amount)
    with pytest.raises(InvalidInput, match="to JPY: ACME has amounts in EUR, which has other decimals") as refused:
        acme.change_blocking(lambda do: do.projects.edit(1, {"currency": "JPY"}, {}))
    assert refused.value.field == "currency"
    assert acme.read.project(1).currency == "EUR"
    acme.change_blocking(lambda do: do.projects.edit(1, {"currency": "USD"}, {}))
    assert acme.read.project(1).currency == "USD", "which has as many"


def test_without_amounts_any_currency_will_do(acme: Store) -> None:
    acme.change_blocking(lambda do: do.projects.edit(1, {"currency": "JPY"}, {}))
    assert acme.read.project(1).currency == "JPY"

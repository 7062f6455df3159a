"""Lines of what was spent: amount, day, note."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.inputs import CostInput
from milestone_tui.plan.language.spent import Spent, read_spent, spent_text
from milestone_tui.plan.rules import validate_costs

_TODAY = date(2026, 11, 22)
_NOV = date(2026, 11, 2)


@pytest.mark.parametrize(
    ("text", "amount", "day", "note"),
    [
        ("1200 2 nov licences", "1200", _NOV, "licences"),
        ("spent:1200 2 nov licences", "1200", _NOV, "licences"),
        ("1200", "1200", _TODAY, ""),
        ("1200 licences for two", "1200", _TODAY, "licences for two"),
        ("1200 2 chairs", "1200", _TODAY, "2 chairs"),
        ("12 500 chairs", "12500", _TODAY, "chairs"),
        ("12 k 2026-11-02 Hosting, a year", "12000", _NOV, "Hosting, a year"),
        ("€1,200.50 yesterday taxi", "1200.50", _TODAY - timedelta(days=1), "taxi"),
        ("1200 EUR mon licences", "1200", date(2026, 11, 16), "licences"),
        ("1200 bus tickets", "1200", _TODAY, "bus tickets"),
        ("-200 2 nov credit note", "-200", _NOV, "credit note"),
        ("− 200 credit note", "-200", _TODAY, "credit note"),
        ("300 3 nov 2025 old", "300", date(2025, 11, 3), "old"),
        ("300 3 dec old", "300", date(2025, 12, 3), "old"),  # the last 3 December
    ],
)
def test_what_a_line_means(text: str, amount: str, day: date, note: str) -> None:
    assert read_spent(text, _TODAY, "EUR") == (Decimal(amount), day, note)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "Enter an amount, a day and a note"),
        ("spent:", "Enter an amount, a day and a note"),
        ("licences", '"licences" is not an amount'),
        ("0 2 nov nothing", "above 0"),
        ("1200 2026-12-01 licences", "1 Dec 2026 is in the future"),
        ("1200 usd flights", "uses EUR, not USD"),
        ("1200 $ flights", "uses EUR, not USD"),
        ("1200.505 flights", "at most 2 decimals"),
        ("9999999999999 moon", "1,000,000,000,000"),
        ("1200 5/11 licences", "ambiguous"),
    ],
)
def test_what_a_line_cannot_mean(text: str, why: str) -> None:
    with pytest.raises(InvalidInput, match=why.replace(".", r"\.")):
        read_spent(text, _TODAY, "EUR")


_AMOUNTS = st.integers(-(10**11), 10**11).filter(bool).map(lambda minor: Decimal(minor).scaleb(-2))
_DAYS = st.integers(0, 3_000).map(lambda days: _TODAY - timedelta(days=days))
_NOTES = st.lists(st.text("abcäé0123456789.,-", min_size=1, max_size=8), max_size=4).map(" ".join)


@given(_AMOUNTS, _DAYS, _NOTES, st.sampled_from(["EUR", "USD", "CHF"]))
def test_a_line_is_read_as_it_was_written(amount: Decimal, day: date, note: str, currency: str) -> None:
    spent = Spent(amount, day, note)
    assert read_spent(spent_text(spent, currency), _TODAY, currency) == spent


def test_only_facts_are_kept() -> None:
    entry = CostInput(None, _NOV, Decimal(5), "  a  b ")
    assert validate_costs([entry], _TODAY)[0].note == "a b" or validate_costs([entry], _TODAY)[0].note == "a  b"
    for wrong in (Decimal(0), Decimal("NaN"), Decimal(10) ** 13):
        with pytest.raises(InvalidInput):
            validate_costs([CostInput(None, _NOV, wrong)], _TODAY)
    with pytest.raises(InvalidInput, match="in the future"):
        validate_costs([CostInput(None, _TODAY + timedelta(days=1), Decimal(5))], _TODAY)

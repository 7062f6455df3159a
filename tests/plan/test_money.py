from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.money import from_minor, money_words, parse_money, to_minor

CURRENCIES = st.sampled_from(["EUR", "USD", "JPY", "KWD", "CHF"])


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("12000", "12000"),
        ("12 000", "12000"),
        ("12\u202f000\xa0€", "12000"),
        ("12,000", "12000"),
        ("12.000", "12000"),
        ("1,234", "1234"),
        ("1.234", "1234"),
        ("0.125", "0.125"),
        ("1234.567", "1234.567"),
        ("12,000.50", "12000.50"),
        ("12.000,50", "12000.50"),
        ("12 000,5", "12000.5"),
        ("12 000,500", "12000.5"),
        ("1,234,567", "1234567"),
        ("1.234.567,89", "1234567.89"),
        ("1'200.-", "1200"),
        ("1’200.50", "1200.5"),
        ("1200,--", "1200"),
        ("12,34,567", "1234567"),
        ("12k", "12000"),
        ("1.5k", "1500"),
        ("1,234k", "1234"),
        ("2 m", "2000000"),
        ("€12", "12"),
        ("12 eur", "12"),
        ("12k€", "12000"),
        ("EUR 12.50", "12.5"),
        ("12.", "12"),
        ("0", "0"),
        (" 7 ", "7"),
    ],
)
def test_what_a_person_types(text: str, amount: str) -> None:
    assert parse_money(text, "value", currency="EUR") == Decimal(amount)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("-5", "Enter an amount of 0 or more."),
        ("−€5", "Enter an amount of 0 or more."),
        ("€ -5", "Enter an amount of 0 or more."),
        ("(5)", "Enter an amount of 0 or more."),
        ("", '"" is not an amount. Try 12000, 12,000.50 or 12k.'),
        ("abc", '"abc" is not an amount. Try 12000, 12,000.50 or 12k.'),
        ("12 00", '"12 00" is not an amount. Try 12000, 12,000.50 or 12k.'),
        ("1,2,3", '"1,2,3" is not an amount. Try 12000, 12,000.50 or 12k.'),
        ("1.2,3.4", '"1.2,3.4" is not an amount. Try 12000, 12,000.50 or 12k.'),
        ("1,234.567,8", '"1,234.567,8" is not an amount. Try 12000, 12,000.50 or 12k.'),
        ("nan", '"nan" is not an amount. Try 12000, 12,000.50 or 12k.'),
        ("1e9", '"1e9" is not an amount. Try 12000, 12,000.50 or 12k.'),
        ("٣", '"٣" is not an amount. Try 12000, 12,000.50 or 12k.'),
        ("9" * 99, f'"{"9" * 30}" is not an amount. Try 12000, 12,000.50 or 12k.'),
        ("$5", "This project uses EUR, not USD."),
        ("5 chf", "This project uses EUR, not CHF."),
    ],
)
def test_a_mistake_is_answered_by_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        parse_money(text, "budget", currency="EUR")
    assert (str(refused.value), refused.value.field) == (sentence, "budget")


def test_a_point_before_three_digits_is_a_decimal_one_where_money_has_three() -> None:
    assert parse_money("1.234", "value", currency="KWD") == Decimal("1.234")
    assert parse_money("1,234", "value", currency="KWD") == 1234


def test_without_a_currency_every_sign_is_taken() -> None:
    assert parse_money("$5", "value") == parse_money("5 chf", "value") == 5


@pytest.mark.parametrize(
    ("amount", "currency", "words"),
    [
        ("40000", "EUR", "€40,000"),
        ("4E+4", "EUR", "€40,000"),
        ("999", "USD", "$999"),
        ("1234567.5", "GBP", "£1,234,567.50"),
        ("1200.00", "CHF", "CHF 1,200"),
        ("0", "JPY", "JPY 0"),
        ("1.5", "KWD", "KWD 1.500"),
        ("0.125", "EUR", "€0.125"),
        ("-1200", "EUR", "−€1,200"),
    ],
)
def test_money_words(amount: str, currency: str, words: str) -> None:
    assert money_words(Decimal(amount), currency) == words


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("12.5", "EUR", 1250), ("1000", "JPY", 1000), ("1.234", "KWD", 1234), ("1E+3", "CHF", 100000), ("0", "EUR", 0)],
)
def test_to_minor(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency) == minor


@pytest.mark.parametrize(
    ("amount", "currency", "sentence"),
    [
        ("0.125", "EUR", "Enter at most 2 decimals for EUR."),
        ("12.5", "JPY", "Enter no decimals for JPY."),
        ("1." + "0" * 40 + "1", "EUR", "Enter at most 2 decimals for EUR."),
        ("1E+30", "EUR", "That amount is too large. Enter at most 1,000,000,000,000."),
        ("9E+17", "EUR", "That amount is too large. Enter at most 1,000,000,000,000."),
        ("9223372036854775808", "JPY", "That amount is too large. Enter at most 1,000,000,000,000."),
        ("NaN", "EUR", "That amount is too large. Enter at most 1,000,000,000,000."),
        ("Infinity", "EUR", "That amount is too large. Enter at most 1,000,000,000,000."),
    ],
)
def test_to_minor_is_exact_or_refused(amount: str, currency: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        to_minor(Decimal(amount), currency, "budget")
    assert (str(refused.value), refused.value.field) == (sentence, "budget")


@given(st.integers(-(2**63) + 1, 2**63 - 1), CURRENCIES)
@settings(deadline=None)
def test_minor_units_there_and_back(minor: int, currency: str) -> None:
    assert to_minor(from_minor(minor, currency), currency) == minor


@given(st.integers(0, 10**15), CURRENCIES)
@settings(deadline=None)
def test_what_is_shown_can_be_typed(minor: int, currency: str) -> None:
    amount = from_minor(minor, currency)
    assert parse_money(money_words(amount, currency), "value", currency=currency) == amount


@given(st.text(max_size=12) | st.text("0123456789.,' k€-$m", max_size=12))
@settings(deadline=None)
def test_any_text_is_an_amount_or_a_sentence(text: str) -> None:
    try:
        amount = parse_money(text, "value")
    except InvalidInput as refused:
        assert str(refused).endswith(".")
    else:
        assert amount >= 0

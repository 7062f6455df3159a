"""Percentages, amounts and flags in cells."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.exchange.tables.numbers import AmountReader, amount_of, flag_of, is_flag, percent_reader


@pytest.mark.parametrize(
    ("column", "percents"),
    [
        (["45%", "100%", "0 %"], [45, 100, 0]),
        (["45", "1", "100"], [45, 1, 100]),
        (["0.45", "1", "0"], [45, 100, 0]),
        (["0,45", "1,0"], [45, 100]),
        (["1", "0"], [100, 0]),
        (["45,5 %", "44.4%"], [46, 44]),
        (["1%", "1"], [1, 100]),
        (["99.6%", "0.2%"], [99, 1]),
        (["45%", "45", "0.45"], [45, 45, 45]),
        (["5 percent", "7 Prozent"], [5, 7]),
        (["120%", "-5%", "half", ""], [None, None, None, None]),
    ],
)
def test_a_whole_column_decides_what_one_is(column: list[str], percents: list[int | None]) -> None:
    read = percent_reader(column)
    assert [read(text) for text in column] == percents


@given(st.lists(st.integers(0, 100), min_size=1), st.sampled_from(["{}%", "{} %", "{},0 %"]))
def test_percentages_come_back(percents: list[int], style: str) -> None:
    texts = [style.format(percent) for percent in percents]
    read = percent_reader(texts)
    assert [read(text) for text in texts] == percents


@pytest.mark.parametrize(
    ("text", "amount", "currency"),
    [
        ("1.234,50 €", "1234.50", "EUR"),
        ("EUR 1,234.50", "1234.50", "EUR"),
        ("CHF 1'234.50", "1234.50", "CHF"),
        ("1’234.50 Fr.", "1234.50", "CHF"),
        ("1 234,50 zł", "1234.50", "PLN"),
        ("1\xa0000\xa0000 Kč", "1000000", "CZK"),
        ("R$ 1.000,00", "1000.00", "BRL"),
        ("12 000 kr", "12000", ""),
        ("12.000,-", "12000", ""),
        ("£ 5", "5", "GBP"),
        ("5 €", "5", "EUR"),
        ("0.5", "0.5", ""),
        ("1.234.567", "1234567", ""),
        ("12,34,567", "1234567", ""),
        ("€ 1234.5", "1234.5", "EUR"),
        ("1.2340", "1.2340", ""),
    ],
)
def test_an_amount_is_read_with_its_currency(text: str, amount: str, currency: str) -> None:
    assert amount_of(text) == (Decimal(amount), currency)


@pytest.mark.parametrize(
    "text",
    [
        "-5",
        "(5)",
        "12 apples",
        "$",
        "USD 5 EUR",
        "1..2",
        "5 €/h",
        "TEUR 5",
        "1e5",
        "",
        "€",
        "1,2,3",
        f"1{' ' * 9_999}x!",
    ],
)
def test_what_is_no_amount_is_none(text: str) -> None:
    assert amount_of(text) is None


def test_the_other_amounts_decide_what_a_point_is() -> None:
    assert AmountReader(["1.234", "2,50"])("1.234") == (Decimal(1234), "")
    assert AmountReader(["1.234", "2.50"])("1.234") == (Decimal("1.2340"), "")
    assert AmountReader(["1.234", "1.234.567"])("1.234") == (Decimal(1234), "")
    open_ = AmountReader(["500", "1.234", "12.000"])
    assert (open_("1.234"), open_.ambiguous) == ((Decimal(1234), ""), "1.234")
    assert AmountReader(["1.234", "1 234 567,89"])("1.234") == (Decimal(1234), "")
    assert AmountReader(["1,234", "1 234 567,89"])("1,234") == (Decimal("1.2340"), "")
    assert AmountReader(["500", "1200"]).ambiguous == ""


@given(
    st.decimals(0, 10**9, places=2),
    st.sampled_from([("{:,.2f}", ",", "."), ("{:,.2f}", ".", ","), ("{:,.2f}", "'", ".")]),
)
def test_amounts_come_back(amount: Decimal, style: tuple[str, str, str]) -> None:
    written, thousands, decimals = style
    text = written.format(amount).translate({ord(","): thousands, ord("."): decimals})
    assert amount_of(f"EUR {text}") == (amount, "EUR")


@given(st.lists(st.text(max_size=12)))
def test_any_text_is_a_number_or_none(texts: list[str]) -> None:
    percent, amount = percent_reader(texts), AmountReader(texts)
    for text in texts:
        assert (found := percent(text)) is None or 0 <= found <= 100
        assert (value := amount(text)) is None or value[0] >= 0


def test_a_flag_says_yes_or_no_in_the_words_that_are_given() -> None:
    yes, no = {"ja", "x"}, {"nein", ""}
    assert [flag_of(text, yes, no) for text in ("Ja", " x ", "NEIN", "", "vielleicht")] == [
        True,
        True,
        False,
        False,
        None,
    ]
    assert is_flag("nein", yes, no) and not is_flag("no", yes, no)

"""The words of a report: English and German say the same, and a file with mistakes is refused by name."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from report_material import state, states_of

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.analysis.health import Rule
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.model import ChangeReason, Health
from milestone_tui.report import words
from milestone_tui.report.markdown import to_markdown
from milestone_tui.report.status import status_report
from milestone_tui.report.words import BUILT_IN, Words, read_words

TODAY = date(2026, 11, 22)
ENGLISH = Path(words.__file__).with_name("languages").joinpath("en.toml").read_text(encoding="utf-8")


def places(text: str) -> set[str]:
    return set(re.findall(r"\{(\w+)\}", text))


@pytest.mark.parametrize("name", BUILT_IN)
def test_every_language_has_the_same_phrases_with_the_same_values(name: str) -> None:
    english, other = read_words().texts, read_words(name).texts
    assert english.keys() == other.keys()
    assert {key: places(text) for key, text in english.items()} == {key: places(text) for key, text in other.items()}
    assert all(text.strip() for text in other.values())


def test_every_health_reason_and_rule_has_words() -> None:
    texts = read_words().texts
    assert {f"health.{health.name.lower()}" for health in Health} <= texts.keys()
    assert {f"move_reasons.{reason.value}" for reason in ChangeReason} <= texts.keys()
    assert {f"reasons.{rule.name.lower()}" for rule in Rule if rule is not Rule.IMPOSSIBLE} <= texts.keys()


def test_dates_have_their_year_only_where_it_is_another() -> None:
    english, german = read_words(), read_words("de")
    assert english.day(date(2026, 3, 5), TODAY) == "5 March"
    assert english.day(date(2027, 3, 5), TODAY) == "5 March 2027"
    assert english.short_day(date(2026, 11, 28), TODAY) == "28 Nov"
    assert english.short_day(date(2025, 11, 28), TODAY) == "28 Nov 2025"
    assert german.full_day(date(2026, 3, 5)) == "5. März 2026"
    assert german.short_day(date(2027, 1, 8), TODAY) == "8. Jan. 2027"


@pytest.mark.parametrize(
    ("amount", "currency", "english", "german"),
    [
        ("260000", "EUR", "€260,000", "260.000 €"),
        ("1234.50", "EUR", "€1,234.50", "1.234,50 €"),
        ("-12", "USD", "−$12", "−12 $"),
        ("40000.50", "CHF", "CHF 40,000.50", "40.000,50 CHF"),
        ("7", "", "7", "7"),
    ],
)
def test_money_is_written_as_the_language_does(amount: str, currency: str, english: str, german: str) -> None:
    assert read_words().money(Decimal(amount), currency) == english
    assert read_words("de").money(Decimal(amount), currency) == german


def test_values_are_never_read_as_phrases() -> None:
    assert Words({"a": "{one} and {two}"}).say("a", one="{two}", two="\x1b[2J\n") == "{two} and ␛[2J"


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('on_hold = "On hold."\n', "", '{} has no words for "health.on_hold". Add them, as in "On hold.".'),
        (
            "[counts]\n",
            '[counts]\nyears = "x"\n',
            '{} has words for "counts.years", which no report says. Remove them.',
        ),
        ('"Finish {day}"', '"Finish {dya}"', 'In {}, "figures.finish" names {{dya}}. Its values are: {{day}}.'),
        ('"On hold."', '"{x}"', 'In {}, "health.on_hold" names {{x}}. Its values are: none.'),
        ('"On hold."', "7", 'In {}, "health.on_hold" is not a text. Put it in quotes.'),
        ("[counts]", "[counts", "The words in {} are not valid TOML: "),
        ('"Dec",\n', "", '{} has no words for "dates_and_numbers.months.12". Add them, as in "December".'),
    ],
)
def test_a_file_with_a_mistake_is_refused(old: str, new: str, sentence: str, tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    text = ENGLISH.replace('"December",\n', "") if old.startswith('"Dec') else ENGLISH.replace(old, new, 1)
    assert text != ENGLISH
    file.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput) as refused:
        read_words(str(file))
    assert str(refused.value).startswith(sentence.format(file))


def test_a_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"no such file or directory\. Name a readable file, or en or de\."):
        read_words(str(tmp_path / "none.toml"))
    with pytest.raises(InvalidInput, match="its name is not valid"):
        read_words("a\0b")
    with pytest.raises(InvalidInput, match="its name is not valid"):
        read_words("~nobody-of-that-name/words.toml")


def test_a_file_of_ones_own_is_read(tmp_path: Path) -> None:
    file = tmp_path / "mine.toml"
    file.write_text(ENGLISH.replace('"We need from you"', '"Please send us"'), encoding="utf-8")
    assert "## Please send us" in to_markdown(
        status_report(states_of(state()), Audience.CLIENT, read_words(file.name, tmp_path))
    )


def test_a_german_report_is_german_throughout() -> None:
    report = to_markdown(status_report(states_of(state()), Audience.INTERNAL, read_words("de")))
    for line in (
        "# Customer portal: Stand am 22. November 2026",
        "- **Ende 18. Januar 2027**, 5 Tage nach dem Zieltermin, 5 Tage später als im Basisplan",
        "- **2 von 7 Meilensteinen erreicht**, 1 seit dem 13. November",
        "| Beta release | 21. Nov. | 28. Nov. | 7 Tage später | Zuarbeit von Acme Corp kam später |",
        "| Budget | 260.000 € |",
    ):
        assert line in report.split("\n")
    assert not re.search(r"\b(since|done|due|days|overdue|later)\b", report)

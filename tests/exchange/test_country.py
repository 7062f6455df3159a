"""The public holidays of countries."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date

import pytest

from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.days_off.country import country_holidays


def named(code: str, years: range = range(2026, 2027)) -> dict[date, str]:
    return {holiday.day: holiday.name for holiday in country_holidays(code, years)}


def test_a_country_and_a_part_of_it() -> None:
    germany, bavaria = named("DE"), named("DE-BY")
    assert germany[date(2026, 10, 3)] == "German Unity Day"
    assert date(2026, 1, 6) not in germany
    assert bavaria[date(2026, 1, 6)] == "Epiphany"
    assert list(bavaria) == sorted(bavaria)


@pytest.mark.parametrize("code", ["de-by", " DE - BY ", "DEU-BY", "germany-Bayern", "DE-bayern"])
def test_it_is_found_however_it_is_written(code: str) -> None:
    assert named(code) == named("DE-BY")


def test_every_year_that_is_asked_for() -> None:
    assert {day.year for day in named("US-CA", range(2026, 2029))} == {2026, 2027, 2028}


@pytest.mark.parametrize(
    ("code", "sentence"),
    [
        ("Germny", 'There is no country "Germny". Similar: DE (Germany)'),
        ("D", 'There is no country "D". Similar: DZ (Algeria), DK (Denmark), DJ (Djibouti)'),
        ("??", 'There is no country "??". Use a two-letter code such as DE or US.'),
        ("", 'There is no country ""'),
        ("DE-XX", 'DE has no region "XX". Choose from BB, BE, BW, BY,'),
        ("DE-Bayrn", 'DE has no region "Bayrn". Similar: BY'),
        ("MC-X", "MC has no regional holidays. Use MC."),
    ],
)
def test_an_unknown_code_is_refused_with_the_nearest(code: str, sentence: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        country_holidays(code, range(2026, 2027))
    assert sentence in str(refusal.value)
    assert str(refusal.value).endswith(".")


def test_years_of_which_nothing_is_known_are_refused() -> None:
    with pytest.raises(InvalidInput, match="No public holidays are known for DE in 1500 to 1501"):
        country_holidays("DE", range(1500, 1502))


def test_the_names_do_not_follow_the_locale() -> None:
    code = (
        "from milestone_tui.exchange.days_off.country import country_holidays\n"
        "print(country_holidays('DE', range(2026, 2027))[1].name)"
    )
    for language in ("de_DE.UTF-8", "C"):
        environment = {**os.environ, "LANGUAGE": language, "LANG": language}
        done = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
        assert done.stdout == "Good Friday\n"

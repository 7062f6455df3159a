"""The names of months, weekdays, weeks, quarters and half-years, as people and programs write them in eight languages.

English, German, French, Spanish, Italian, Portuguese, Dutch, Polish, and the short forms of each. No word means two
months or two weekdays in two of the languages; "mar" is a month (March) and a weekday (Tuesday).
A table of Python is read in a hundredth of the time of a data file.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from milestone_tui.plan.language.text import fold

_MONTHS = {
    "en": "january jan|february feb|march mar|april apr|may|june jun|july jul|august aug|september sep sept"
    "|october oct|november nov|december dec",
    "de": "januar jän jänner jaen jaenner|februar feber|märz maerz mär mrz|april|mai|juni|juli|august|september"
    "|oktober okt|november|dezember dez",
    "fr": "janvier janv|février fevr fév févr|mars|avril avr|mai|juin|juillet juil|août aout aoû|septembre"
    "|octobre|novembre|décembre déc",
    "es": "enero ene|febrero|marzo|abril abr|mayo|junio|julio|agosto ago|septiembre setiembre set|octubre"
    "|noviembre|diciembre dic",
    "it": "gennaio gen genn|febbraio febb|marzo|aprile|maggio mag magg|giugno giu|luglio lug|agosto|settembre sett"
    "|ottobre ott|novembre|dicembre",
    "pt": "janeiro|fevereiro fev|março|abril|maio|junho|julho|agosto|setembro|outubro out|novembro|dezembro",
    "nl": "januari|februari febr|maart mrt|april|mei|juni|juli|augustus|september|oktober|november|december",
    "pl": "styczeń stycznia sty|luty lutego lut|marzec marca|kwiecień kwietnia kwi|maj maja|czerwiec czerwca cze czerw"
    "|lipiec lipca lip|sierpień sierpnia sie sierp|wrzesień września wrz|październik października paź paźdz"
    "|listopad listopada lis list|grudzień grudnia gru grudz",
}
"""By language, the twelve months; the words of one month side by side."""

_WEEKDAYS = {
    "en": "monday mon|tuesday tue tues|wednesday wed|thursday thu thur thurs|friday fri|saturday sat|sunday sun",
    "de": "montag mo mon|dienstag di die|mittwoch mi mit|donnerstag do don|freitag fr fre"
    "|samstag sonnabend sa sam|sonntag so son",
    "fr": "lundi lun|mardi mar|mercredi mer|jeudi jeu|vendredi ven|samedi sam|dimanche dim",
    "es": "lunes lun|martes|miércoles mié|jueves jue|viernes vie|sábado sáb|domingo dom",
    "it": "lunedì lun|martedì|mercoledì|giovedì gio|venerdì|sabato sab|domenica dom",
    "pt": "segunda segunda-feira seg|terça terça-feira ter|quarta quarta-feira qua|quinta quinta-feira qui"
    "|sexta sexta-feira sex|sábado|domingo",
    "nl": "maandag ma maa|dinsdag di din|woensdag wo woe|donderdag do don|vrijdag vr vri|zaterdag za zat|zondag zo zon",
    "pl": "poniedziałek pon pn|wtorek wto wt|środa śro śr|czwartek czw cz|piątek pią pt|sobota sob|niedziela ndz nd",
}
"""By language, the seven weekdays from Monday."""

_SPANS = {
    "week": "w wk week kw woche kalenderwoche cw sem semaine semana settimana sett tydzień tydz tyg",
    "quarter": "q quarter qtr quartal trimestre trim t kwartaal kwartał",
    "half": "h half hy halbjahr hj semestre semester halfjaar półrocze",
}
"""What stands before or after the number of a week, a quarter or a half-year."""

_EDGES = {
    "early": "anfang beginn début principios comienzos inicios inicio inizio início começo begin początek początku",
    "mid": "mitte mi mediados metà meados medio half halverwege połowa połowie środek",
    "end": "ende fin finales fines fine fim eind einde koniec",
}
"""What stands before a month, a quarter or a year for a part of it, in all languages but English."""

_PRESENT = {
    "week": "woche semaine semana settimana tygodnia",
    "month": "monats monat mois mes mês mese maand miesiąca",
    "quarter": "quartals quartal trimestre kwartaal kwartału",
    "year": "jahres jahr année año ano anno jaar roku",
}
"""What "end of the …" is said of."""

_RELATIVE = {
    "today": "heute aujourd'hui hoy oggi hoje vandaag dziś dzisiaj",
    "tomorrow": "morgen demain mañana domani amanhã jutro",
    "yesterday": "gestern hier ayer ieri ontem gisteren wczoraj",
    "eom": "monatsende",
    "eoq": "quartalsende",
    "eoy": "jahresende",
}
"""Dates of one word."""


def month_of(word: str) -> int | None:
    """Return the month, 1 to 12, that a word means in one of the languages, regardless of case, accents and a dot."""
    return month_words().get(fold(word.rstrip(".")))


def weekday_of(word: str) -> int | None:
    """Return the weekday, 0 for Monday, that a word means in one of the languages."""
    return weekday_words().get(fold(word.rstrip(".")))


def span_of(word: str) -> str | None:
    """Return "week", "quarter" or "half" for the word that stands beside its number."""
    return span_words().get(fold(word.rstrip(".")))


def edge_of(word: str) -> str | None:
    """Return "early", "mid" or "end" for a word that stands before a month or the like."""
    return _by_word("edge").get(fold(word))


def present_of(word: str) -> str | None:
    """Return "week", "month", "quarter" or "year" for its name after "end of the"."""
    return _by_word("present").get(fold(word))


def relative_of(word: str) -> str | None:
    """Return the date of one word in English: "today" for "heute"."""
    return _by_word("relative").get(fold(word))


@cache
def _by_word(kind: str) -> Mapping[str, str]:
    words = {"edge": _EDGES, "present": _PRESENT, "relative": _RELATIVE}[kind]
    return {fold(word): meaning for meaning, named in words.items() for word in named.split()}


@cache
def month_words() -> Mapping[str, int]:
    """Return the month of each word, folded."""
    return _places(_MONTHS, first=1)


@cache
def weekday_words() -> Mapping[str, int]:
    """Return the weekday of each word, folded."""
    return _places(_WEEKDAYS, first=0)


@cache
def span_words() -> Mapping[str, str]:
    """Return the kind of span of each word, folded."""
    return {fold(word.rstrip(".")): span for span, words in _SPANS.items() for word in words.split()}


def _places(languages: Mapping[str, str], first: int) -> dict[str, int]:
    return {
        fold(word): place
        for names in languages.values()
        for place, words in enumerate(names.split("|"), start=first)
        for word in words.split()
    }

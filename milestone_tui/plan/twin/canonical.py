"""Facts as a person may have typed them, brought into the form in which they are compared and written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.twin.kinds import KINDS, Keyed, Plain
from milestone_tui.plan.twin.records import PROJECT, Key, Place, Record, Records

DEFAULT_CURRENCY = "EUR"


class Canonical(NamedTuple):
    """Records in their usual form."""

    records: Records
    faults: Mapping[Place, str]
    """Facts that cannot be read, with the reason; they stay as they were typed."""


def canonical(typed: Records, known: Records) -> Canonical:
    """Return records with every fact in its usual form; a fact that `known` has in the same words is in it already."""
    records: dict[Key, Record] = {}
    faults: dict[Place, str] = {}
    currencies = {key.uid: currency_of(record) for key, record in typed.items() if key.kind == PROJECT}
    for key, record in typed.items():
        mine = known.get(key)
        if mine is not None and mine.facts == record.facts:
            records[key] = mine
            continue
        facts = {}
        for fact, text in record.facts.items():
            usual: tuple[str, str | None] = fact, text
            if mine is None or mine.facts.get(fact) != text:
                try:
                    usual = _canonical(key, fact, text, currencies.get(record.home, DEFAULT_CURRENCY))
                except InvalidInput as error:
                    faults[Place(key, fact)] = str(error)
            name, value = usual
            if name != fact and (name in record.facts or name in facts):
                faults[Place(key, fact)] = f'"{name}" is there twice'
                name, value = fact, text
            if value is not None:
                facts[name] = value
        records[key] = record._replace(facts=facts)
    return Canonical(records, faults)


def currency_of(project: Record) -> str:
    """Return the currency of a project."""
    return project.facts.get("currency", DEFAULT_CURRENCY)


def _canonical(key: Key, fact: str, text: str, currency: str) -> tuple[str, str | None]:
    """Return a fact in its usual form; a default is None. Raises InvalidInput."""
    of = KINDS[key.kind].fact(fact)
    if isinstance(of, Plain):
        shown = of.codec.show(of.codec.read(text, currency), currency)
        return fact, shown or None
    assert isinstance(of, Keyed)
    word, _, name = fact.partition(" ")
    if not name:
        raise InvalidInput("", f"{word} needs something after it, before the colon")
    named = of.check_key.show(of.check_key.read(name, currency), currency)
    return f"{word} {named}", of.codec.show(of.codec.read(text, currency), currency)

"""Values of fields on the command line, such as `due_on=fri`, read as the editors of the dashboard read them."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.field_texts import field_text
from milestone_tui.plan.fields import FieldKind, FieldSpec
from milestone_tui.plan.form_state import FieldContext, FieldState, Values, read_field
from milestone_tui.plan.language.matching import match_person, match_phase
from milestone_tui.plan.language.text import fold, tidy

_LONGEST_TOLD = 60
"""Characters of a value that a sentence repeats."""


class KnownNames(NamedTuple):
    """The names that can be typed in part; others are new."""

    people: Sequence[str] = ()
    phases: Sequence[str] = ()


def read_fields(
    words: Sequence[str], specs: Mapping[str, FieldSpec], seen: Values, given: FieldContext, names: KnownNames
) -> dict[str, object]:
    """Return the values that `FIELD=VALUE` words give to fields; an empty value clears.

    A word without a field before it belongs to the value before: `due_on=28 nov`. Raises InvalidInput for an unknown
    field, which lists those that there are, and for a value that cannot be read.
    """
    changes: dict[str, object] = {}
    for spec, text in _assignments(words, specs):
        if spec.name in changes:
            raise InvalidInput(spec.name, f"{spec.name} is already given. Remove one.")
        try:
            changes[spec.name] = _value(spec, text, seen[spec.name], given, names)
        except InvalidInput as error:
            raise InvalidInput(spec.name, f"{spec.name}: {error}") from error
    return changes


def told_fields(changes: Values, specs: Mapping[str, FieldSpec], currency: str, known: Collection[str]) -> str:
    """Return new values in words: `due date 4 Dec 2026 · owner Zoe, new · no tags`; `known` are names that exist."""
    return " · ".join(_told(specs[field], value, currency, known) for field, value in changes.items())


def _told(spec: FieldSpec, value: object, currency: str, known: Collection[str]) -> str:
    text = field_text(spec.name, value, currency)
    if not text:
        return f"no {spec.word}"
    if spec.kind is FieldKind.LINES or len(text) > _LONGEST_TOLD:
        return spec.word
    is_new = spec.kind in (FieldKind.PERSON, FieldKind.PHASE) and text not in known
    return f"{spec.word} {text}{', new' if is_new else ''}"


def _assignments(words: Sequence[str], specs: Mapping[str, FieldSpec]) -> Iterator[tuple[FieldSpec, str]]:
    """Yield each field with the text of its value."""
    known = {_key(name): spec for spec in specs.values() for name in _names(spec)}
    found: list[tuple[FieldSpec, str]] = []
    for word in words:
        name, sign, text = word.partition("=")
        if sign and (spec := known.get(_key(name))) is not None:
            found.append((spec, text))
        elif sign or not found:
            raise _unknown(word, name if sign else "", specs)
        else:
            spec, before = found.pop()
            found.append((spec, f"{before} {word}"))
    yield from found


def _names(spec: FieldSpec) -> tuple[str, ...]:
    """Return the names of a field: its own, which JSON has too, and those in forms and sentences."""
    return spec.name.removesuffix("_on"), spec.label, spec.word, spec.name


def _key(name: str) -> str:
    return fold(tidy(name)).replace(" ", "_").replace("-", "_")


def _unknown(word: str, name: str, specs: Mapping[str, FieldSpec]) -> InvalidInput:
    head = f'There is no field "{name}".' if name else f'"{word}" is not FIELD=VALUE.'
    return InvalidInput("", f"{head} The fields are {', '.join(specs)}.")


def _value(spec: FieldSpec, text: str, seen: object, given: FieldContext, names: KnownNames) -> object:
    if not text.strip():
        return spec.checked(spec.default)
    if spec.kind is FieldKind.PERSON:
        return _person(text, names.people)
    value = read_field(spec.name, FieldState(seen, field_text(spec.name, seen, given.currency), text), given)
    if spec.kind is FieldKind.PHASE and isinstance(value, str):
        return match_phase(value, names.phases) or value
    return value


def _person(text: str, people: Sequence[str]) -> str:
    name = tidy(text).removeprefix("@")
    if fold(name) == "me":
        from milestone_tui.cli.values import my_name

        return my_name("@me")
    return match_person(name, people) or name

"""Changes that could not be written yet, as data: their calls, saved as text and read back.

Reading creates only enums, dataclasses and named tuples of the modules of `plan`.
"""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import Enum
from importlib import import_module
from typing import Any, NamedTuple, NoReturn

_PLAN = __name__.rpartition(".")[0]
_MODULE = re.compile(r"[a-z_]+(\.[a-z_]+)*", re.ASCII)


class NotPlain(Exception):
    """A value that cannot be saved as part of a change, or a text that is not a saved change."""


@dataclass(frozen=True, slots=True, eq=False)
class Result:
    """Stands for the result of an earlier call of the same change; it can only be passed to a later call."""

    call: int
    """The index of that call."""

    def _refuse(self, *_: object) -> NoReturn:
        raise NotPlain("a change that uses the value of a result")

    __bool__ = __eq__ = __ne__ = __str__ = __format__ = __iter__ = __len__ = __index__ = _refuse
    __hash__ = object.__hash__


@dataclass(frozen=True, slots=True)
class Call:
    """One command of a change."""

    name: str
    """Such as `milestones.tick`."""
    args: tuple[object, ...] = ()
    options: Mapping[str, object] = field(default_factory=dict)


class PendingChange(NamedTuple):
    """A change that another process could not write before it ended."""

    id: int
    label: str
    """The change in words, such as `Tick "Beta"`."""
    calls: tuple[Call, ...]
    kept_at: datetime
    process: str
    """The process that saved it, as the store names processes."""


def to_json(label: str, calls: Sequence[Call], kept_at: datetime) -> str:
    """Return a change as JSON; raise NotPlain for a value that is not of a type of `plan`."""
    record = {
        "label": label,
        "kept_at": kept_at.isoformat(),
        "calls": [[call.name, _plain(call.args), _plain(dict(call.options))] for call in calls],
    }
    return json.dumps(record, ensure_ascii=False, separators=(",", ":"))


def from_json(text: str) -> tuple[str, tuple[Call, ...], datetime]:
    """Return label, calls and time of the change that `to_json` wrote; raise NotPlain for any other text."""
    try:
        record = json.loads(text)
        calls = []
        for name, args, options in record["calls"]:
            values, named = _value(args), _value(options)
            if not (isinstance(name, str) and isinstance(values, tuple) and isinstance(named, dict)):
                raise NotPlain("no call")
            calls.append(Call(name, values, named))
        return str(record["label"]), tuple(calls), datetime.fromisoformat(record["kept_at"])
    except (ValueError, TypeError, KeyError, AttributeError, InvalidOperation, RecursionError) as error:
        raise NotPlain(str(error)) from error


def _plain(value: object) -> Any:
    """Return a value for JSON; a value of a type that JSON lacks becomes a dict of its type and content."""
    if isinstance(value, Enum):
        return {"t": _named(type(value)), "v": value.value}
    if value is None or isinstance(value, bool | int | float | str):
        return value
    for kind, write in _WRITERS.items():
        if isinstance(value, kind):
            return {"t": kind.__name__, "v": write(value)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        return {"t": _named(type(value)), "v": [_plain(part) for part in value]}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        parts = {part.name: _plain(getattr(value, part.name)) for part in dataclasses.fields(value)}
        return {"t": _named(type(value)), "v": parts}
    if isinstance(value, Mapping):
        return {"t": "dict", "v": [[_plain(key), _plain(part)] for key, part in value.items()]}
    if isinstance(value, list | tuple | range):
        return [_plain(part) for part in value]
    raise NotPlain(f"a value of {type(value).__name__}")


def _value(plain: Any) -> object:
    if isinstance(plain, list):
        return tuple(_value(part) for part in plain)
    if not isinstance(plain, dict):
        return plain
    kind, content = plain["t"], plain["v"]
    if kind == "dict":
        return {_value(key): _value(part) for key, part in content}
    if kind in _READERS:
        return _READERS[kind](content)
    made = _class(kind)
    if issubclass(made, Enum):
        return made(content)
    if not isinstance(content, dict):
        return made(*map(_value, content))
    return made(**{name: _value(part) for name, part in content.items()})


_WRITERS: Mapping[type, Callable[[Any], Any]] = {
    datetime: datetime.isoformat,  # before date, its base class
    date: date.isoformat,
    Decimal: str,
    frozenset: lambda parts: [_plain(part) for part in sorted(parts)],
    set: lambda parts: [_plain(part) for part in sorted(parts)],
}
_READERS: Mapping[str, Callable[[Any], object]] = {
    "datetime": datetime.fromisoformat,
    "date": date.fromisoformat,
    "Decimal": Decimal,
    "frozenset": lambda parts: frozenset(_value(part) for part in parts),
    "set": lambda parts: {_value(part) for part in parts},
}


def _named(kind: type) -> str:
    if not kind.__module__.startswith(f"{_PLAN}."):
        raise NotPlain(f"a value of {kind.__name__}")
    return f"{kind.__module__.removeprefix(f'{_PLAN}.')}:{kind.__name__}"


def _class(name: object) -> Any:
    module, _, own = str(name).partition(":")
    if not _MODULE.fullmatch(module):
        raise NotPlain(f"no module of the plan: {module}")
    try:
        made = getattr(import_module(f"{_PLAN}.{module}"), own)
    except (ImportError, AttributeError) as error:
        raise NotPlain(f"no value of the plan: {name}") from error
    is_value = isinstance(made, type) and made.__module__ == f"{_PLAN}.{module}"
    if not is_value or not (
        issubclass(made, Enum)
        or dataclasses.is_dataclass(made)
        or (issubclass(made, tuple) and hasattr(made, "_fields"))
    ):
        raise NotPlain(f"no value of the plan: {name}")
    return made

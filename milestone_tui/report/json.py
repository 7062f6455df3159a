"""A report as JSON: figures and texts under keys that stay, without the time at which it was made."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import TypeAlias

from milestone_tui.report.blocks import Facts, Items, Part, Report, Section, Sentence, Value, table_of

_Plain: TypeAlias = "str | int | list[_Plain] | dict[str, _Plain] | None"


def to_json(report: Report) -> str:
    """Return a report as an object: a section is a list of records, empty without any; health and figures are one.

    The parts about the projects of a client are a list of such objects, under `projects`.
    """
    record = _whole(report)
    if report.parts:
        record["projects"] = [_whole(part) for part in report.parts]
    return json.dumps(record, indent=1) + "\n"


def _whole(of: Report | Part) -> dict[str, _Plain]:
    return {**_record(of.facts), **{section.key: _section(section) for section in of.sections}}


def _section(section: Section) -> _Plain:
    return [*_records(section)] if section.record is None else _record(section.record)


def _records(section: Section) -> Iterator[dict[str, _Plain]]:
    for block in section.blocks:
        if isinstance(block, Items):
            yield from (_record(item.facts) for item in block.entries)
        elif not isinstance(block, Sentence):
            table = table_of(block)
            keys = [column.key for column in table.columns]
            yield from ({key: _plain(cell.value) for key, cell in zip(keys, row, strict=True)} for row in table.rows)


def _record(facts: Facts) -> dict[str, _Plain]:
    return {key: _plain(value) for key, value in facts.items()}


def _plain(value: Value) -> _Plain:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, tuple):
        return [_record(record) for record in value]
    return value

"""Templates as text: JSON in the database, TOML for the built-in ones; both are checked when they are read."""

from __future__ import annotations

import json
from collections.abc import Mapping
from graphlib import CycleError
from typing import Any

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.checks import LONGEST_LAG
from milestone_tui.plan.fields import TEMPLATE_FIELDS, FieldKind, FieldSpec
from milestone_tui.plan.templates.template import Template, TemplateLink, TemplateMilestone, dependence_order

_VERSION = 1
_LONGEST_OFFSET = 110_000
"""Working days: more than there are from the first to the last date of a plan."""


def template_text(template: Template) -> str:
    """Return a template as JSON, the inverse of `read_template`."""
    return json.dumps(
        {
            "milestone_tui_template": _VERSION,
            "name": template.name,
            "description": template.description,
            "phases": template.phases,
            "milestones": [{**m.fields, "offset": m.offset, "criteria": m.criteria} for m in template.milestones],
            "links": [link._asdict() for link in template.links],
        },
        ensure_ascii=False,
        indent=1,
    )


def read_template(text: str) -> Template:
    """Return the template in a JSON text; raise InvalidInput if it is damaged or from a newer version."""
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        raise _refused("it is not JSON") from None
    return template_from(values)


def template_from(values: object) -> Template:
    """Return the template described by the values of a JSON or TOML file; raise InvalidInput as `read_template`.

    Links are in `links`, by index, or in `after` of each milestone, by title.
    """
    if not isinstance(values, dict) or "milestone_tui_template" not in values:
        raise _refused("it is not a template")
    if values["milestone_tui_template"] != _VERSION:
        raise _refused("a newer version of milestone-tui wrote it")
    entries = _list(values.get("milestones"))
    milestones = tuple(_milestone(entry) for entry in entries)
    links = [_link(entry, len(milestones)) for entry in _list(values.get("links", []))]
    places = {m.title: place for place, m in reversed([*enumerate(milestones)])}
    for successor, entry in enumerate(entries):
        links += [_link_after(before, successor, places) for before in _list(entry.get("after", []))]
    template = Template(
        name=_text(values.get("name")),
        phases=tuple(map(_text, _list(values.get("phases")))),
        milestones=milestones,
        links=tuple(links),
        description=_text(values.get("description", "")),
    )
    try:
        for _ in dependence_order(template):
            pass
    except CycleError:
        raise _refused("its links form a loop") from None
    return template


def _milestone(entry: object) -> TemplateMilestone:
    given = _fields(entry)
    _text(given.get("title"))
    offset = given.get("offset")
    return TemplateMilestone(
        {name: _value(spec, given[name]) if name in given else spec.default for name, spec in TEMPLATE_FIELDS.items()},
        offset=None if offset is None else _whole(offset, 0, _LONGEST_OFFSET),
        criteria=tuple(map(_text, _list(given.get("criteria", [])))),
    )


_NO_NUMBER = "a number is missing or out of range"
_REFUSALS = {
    FieldKind.CHOICE: "unknown kind of milestone",
    FieldKind.FLAG: "a yes or no is missing",
    FieldKind.WHOLE: _NO_NUMBER,
}
"""Why a template is refused, by the kind of the bad field."""


def _value(spec: FieldSpec, value: object) -> object:
    """Return a field's value in a template; texts are checked when a project is created from it."""
    if spec.kind is FieldKind.TAGS:
        return tuple(map(_text, _list(value)))
    if spec.kind not in _REFUSALS:
        return _text(value)
    try:
        return spec.checked(value)
    except InvalidInput:
        raise _refused(_REFUSALS[spec.kind]) from None


def _link(entry: object, milestones: int) -> TemplateLink:
    given = _fields(entry)
    return TemplateLink(
        _whole(given.get("predecessor"), 0, milestones - 1),
        _whole(given.get("successor"), 0, milestones - 1),
        _whole(given.get("lag", 0), -LONGEST_LAG, LONGEST_LAG),
    )


def _link_after(entry: object, successor: int, places: Mapping[str, int]) -> TemplateLink:
    given = _fields(entry)
    title = _text(given.get("title"))
    if title not in places:
        raise _refused(f'it has no milestone "{title}"')
    return TemplateLink(places[title], successor, _whole(given.get("lag", 0), -LONGEST_LAG, LONGEST_LAG))


def _fields(entry: object) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise _refused("an entry has no fields")
    return entry


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _refused("a list is missing")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _refused("a text is missing")
    return value


def _whole(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _refused(_NO_NUMBER)
    return value


def _refused(why: str) -> InvalidInput:
    return InvalidInput("template", f"This template cannot be read: {why}.")

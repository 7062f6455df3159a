"""Templates as text: JSON in the database, TOML in the program; both say what they are, and are read with suspicion."""

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
"""Working days: more than any calendar of ours has."""


def template_text(template: Template) -> str:
    """Return a template as text; `read_template` makes the same of it."""
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
    """Return the template that a text holds; raises InvalidInput where it is none, damaged, or of a newer program."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError):
        raise _refused("it is not JSON") from None
    return template_from(told)


def template_from(told: object) -> Template:
    """Return the template that the values of a JSON or TOML file describe; raises InvalidInput as `read_template`.

    Links stand in `links`, by places, or with each milestone in `after`, by titles.
    """
    if not isinstance(told, dict) or "milestone_tui_template" not in told:
        raise _refused("it does not say that it is a template")
    if told["milestone_tui_template"] != _VERSION:
        raise _refused("a newer version of the program wrote it")
    entries = _list(told.get("milestones"))
    milestones = tuple(_milestone(entry) for entry in entries)
    links = [_link(entry, len(milestones)) for entry in _list(told.get("links", []))]
    places = {m.title: place for place, m in reversed([*enumerate(milestones)])}
    for successor, entry in enumerate(entries):
        links += [_link_after(before, successor, places) for before in _list(entry.get("after", []))]
    template = Template(
        name=_text(told.get("name")),
        phases=tuple(map(_text, _list(told.get("phases")))),
        milestones=milestones,
        links=tuple(links),
        description=_text(told.get("description", "")),
    )
    try:
        for _ in dependence_order(template):
            pass
    except CycleError:
        raise _refused("its links go round in a circle") from None
    return template


def _milestone(entry: object) -> TemplateMilestone:
    told = _fields(entry)
    _text(told.get("title"))
    offset = told.get("offset")
    return TemplateMilestone(
        {name: _value(spec, told[name]) if name in told else spec.default for name, spec in TEMPLATE_FIELDS.items()},
        offset=None if offset is None else _whole(offset, 0, _LONGEST_OFFSET),
        criteria=tuple(map(_text, _list(told.get("criteria", [])))),
    )


_REFUSALS = {
    FieldKind.CHOICE: "it has a kind of milestone that there is not",
    FieldKind.FLAG: "a yes or no is missing in it",
    FieldKind.WHOLE: "a number of it is out of range",
}
"""Why a template is refused for a field that is no text."""


def _value(spec: FieldSpec, told: object) -> object:
    """Return what a field of a milestone is in a template; texts are checked where a project is started from it."""
    if spec.kind is FieldKind.TAGS:
        return tuple(map(_text, _list(told)))
    if spec.kind not in _REFUSALS:
        return _text(told)
    try:
        return spec.checked(told)
    except InvalidInput:
        raise _refused(_REFUSALS[spec.kind]) from None


def _link(entry: object, milestones: int) -> TemplateLink:
    told = _fields(entry)
    return TemplateLink(
        _whole(told.get("predecessor"), 0, milestones - 1),
        _whole(told.get("successor"), 0, milestones - 1),
        _whole(told.get("lag", 0), -LONGEST_LAG, LONGEST_LAG),
    )


def _link_after(entry: object, successor: int, places: Mapping[str, int]) -> TemplateLink:
    told = _fields(entry)
    title = _text(told.get("title"))
    if title not in places:
        raise _refused(f"no milestone of it is called “{title}”")
    return TemplateLink(places[title], successor, _whole(told.get("lag", 0), -LONGEST_LAG, LONGEST_LAG))


def _fields(entry: object) -> dict[str, Any]:
    if not isinstance(entry, dict):
        raise _refused("an entry of it has no fields")
    return entry


def _list(value: object) -> list[Any]:
    if not isinstance(value, list):
        raise _refused("a list is missing in it")
    return value


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise _refused("a text is missing in it")
    return value


def _whole(value: object, least: int, most: int) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not least <= value <= most:
        raise _refused("a number of it is out of range")
    return value


def _refused(why: str) -> InvalidInput:
    return InvalidInput("template", f"That template cannot be used: {why}.")

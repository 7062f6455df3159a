"""The key and the fields of a project that an import adds."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import date
from itertools import count

from milestone_tui.errors import InvalidInput
from milestone_tui.plan import rules
from milestone_tui.plan.fields import PROJECT_FIELDS
from milestone_tui.plan.imported import Changed, IncomingProject
from milestone_tui.plan.language.wording import exact_day


def project_fields(source: IncomingProject) -> tuple[Mapping[str, object], list[Changed]]:
    """Return the fields of a new project from a file, and those that were skipped, with the reason."""
    fields: dict[str, object] = {}
    remarks = []
    for field in ("working_days", "client", "description", "start_on", "currency"):
        value = getattr(source, field)
        if not value:
            continue
        try:
            fields |= rules.validate_project(rules.NEW_PROJECT, {field: value})
        except InvalidInput as error:
            words = exact_day(value) if isinstance(value, date) else str(value)
            remarks.append(
                Changed("project", f'{PROJECT_FIELDS[field].word} "{words}"', f"imported without it: {error}")
            )
    return fields, remarks


def derived_key(name: str, taken: Iterable[str]) -> str:
    """Return an unused key for a project with this name.

    It is the name itself if that is a valid key, else the initials of its words, else the start of its first word, with
    a number if the key is in use.
    """
    words = re.findall(r"[A-Z0-9]+", name.upper())
    if re.fullmatch(r"[A-Z0-9][A-Z0-9_-]{0,11}", name.upper()):
        stem = name.upper()
    elif len(words) > 1:
        stem = "".join(word[0] for word in words)[:8]
    else:
        stem = (words[0] if words else "PROJECT")[:8]
    used = set(taken)
    candidates = (f"{stem[: 12 - len(str(number))]}{number}" for number in count(2))
    return stem if stem not in used else next(key for key in candidates if key not in used)

"""Typed roles: `manager ACME, client NORD`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.language.wording import either_words
from milestone_tui.plan.people import ProjectRole, Role

FIELD = "roles"


def role_words(roles: Iterable[ProjectRole]) -> str:
    """Return roles to show: `manager ACME, NORD · client HELIO`; empty without roles."""
    keys: dict[Role, list[str]] = {}
    for role in roles:
        keys.setdefault(role.role, []).append(role.project_key)
    return " · ".join(f"{role} {', '.join(keys[role])}" for role in Role if role in keys)


def role_text(roles: Iterable[ProjectRole]) -> str:
    """Return roles to edit: `manager ACME, manager NORD, client HELIO`."""
    return ", ".join(f"{role.role} {role.project_key}" for role in roles)


def parse_roles(text: str, keys: Collection[str]) -> tuple[tuple[str, Role], ...]:
    """Return the pairs of project key and role in `text`, without duplicates; raise InvalidInput.

    A role precedes its project, as in `manager ACME`; it also applies to following keys without a role.
    """
    known = {fold(key): key for key in keys}
    roles = {fold(role.value): role for role in Role}
    found: dict[tuple[str, Role], None] = {}
    role: Role | None = None
    for part in text.replace("·", ",").split(","):
        named = False
        for word in part.split():
            if fold(word) in roles:
                role = roles[fold(word)]
            elif fold(word) not in known:
                raise InvalidInput(FIELD, f'"{word}" is not a role or project. Try manager {_one(keys)}.')
            elif role is None:
                raise InvalidInput(FIELD, f"Enter a role before {known[fold(word)]}: {either_words([*Role])}.")
            else:
                found[known[fold(word)], role] = None
                named = True
        if part.strip() and not named:
            raise InvalidInput(FIELD, f"Enter a project after the role, such as {part.strip()} {_one(keys)}.")
    return tuple(found)


def parse_role(text: str) -> Role:
    """Return the role that starts with `text`; raise InvalidInput."""
    wanted = fold(text.strip())
    found = [role for role in Role if wanted and fold(role.value).startswith(wanted)]
    if len(found) != 1:
        raise InvalidInput(FIELD, f"Choose {either_words([*Role])}.")
    return found[0]


def _one(keys: Collection[str]) -> str:
    return min(keys, default="ACME")

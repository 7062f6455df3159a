"""Roles as a person types and reads them: `manager ACME, client NORD`."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.people import ProjectRole, Role

FIELD = "roles"


def role_words(roles: Iterable[ProjectRole]) -> str:
    """`manager ACME, NORD · client HELIO`; empty for no roles."""
    keys: dict[Role, list[str]] = {}
    for role in roles:
        keys.setdefault(role.role, []).append(role.project_key)
    return " · ".join(f"{role} {', '.join(keys[role])}" for role in Role if role in keys)


def role_text(roles: Iterable[ProjectRole]) -> str:
    """The same as it is typed: each role with its project, between commas."""
    return ", ".join(f"{role.role} {role.project_key}" for role in roles)


def parse_roles(text: str, keys: Collection[str]) -> tuple[tuple[str, Role], ...]:
    """The projects (by key) and roles that `text` names, each once; raises InvalidInput for what is neither.

    A role comes before its project: `manager ACME`; the role holds on for the keys that follow it without one.
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
                raise InvalidInput(
                    FIELD, f"There is no role or project {word}: write for example manager {_one(keys)}."
                )
            elif role is None:
                raise InvalidInput(FIELD, f"Which role in {known[fold(word)]}: {', '.join(Role)}?")
            else:
                found[known[fold(word)], role] = None
                named = True
        if part.strip() and not named:
            raise InvalidInput(FIELD, f"Of which project: {part.strip()} {_one(keys)}?")
    return tuple(found)


def parse_role(text: str) -> Role:
    """The role that `text`, or its beginning, names; raises InvalidInput."""
    wanted = fold(text.strip())
    found = [role for role in Role if wanted and fold(role.value).startswith(wanted)]
    if len(found) != 1:
        raise InvalidInput(FIELD, f"A role is one of: {', '.join(Role)}.")
    return found[0]


def _one(keys: Collection[str]) -> str:
    return min(keys, default="ACME")

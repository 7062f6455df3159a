"""How projects and milestones are named on the command line: by key, by id, or by enough of a title."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, TypeVar

from milestone_tui.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from milestone_tui.plan.model import Milestone, Plan, Project
    from milestone_tui.store.reader import Reader

_Thing = TypeVar("_Thing")

MILESTONE = "MILESTONE"
"""The value that names a milestone, in `--help`: `ACME/Beta`, or its id."""
MILESTONE_OR_PROJECT = "MILESTONE|KEY"
"""The value that names a milestone, or a project by its key."""
NAMING = """\
A milestone is named by its id, or by its project and enough of its title:
12, ACME/12, ACME/beta or "ACME/Beta release". Case and accents do not matter.
"""
"""The part of a description that says how."""

_MOST_LISTED = 10


def named_project(read: Reader, key: str) -> Project:
    """Return the project with this key, in either case; raise NotFound."""
    project = read.project_by_key(key.strip())
    if project is None:
        raise unknown_project(key)
    return project


def named_milestone(read: Reader, name: str) -> Milestone:
    """Return the milestone that a name means.

    Raises NotFound if there is none, and InvalidInput, with a list, if there are several.
    """
    key, slash, title = name.strip().partition("/")
    if not slash:
        if not (key.isascii() and key.isdecimal()):
            raise InvalidInput("", f'"{key}" names no milestone. Write its id, or KEY/TITLE such as ACME/Beta.')
        if not (found := read.milestones([_id(key)])):
            raise NotFound(f"There is no milestone {key}. Run `milestone-tui list --json` to see their ids.")
        return found[0]
    plan = read.plan(named_project(read, key).id)
    return _in_plan(plan, title.strip())


def named_milestones(read: Reader, names: Iterable[str]) -> dict[int, Milestone]:
    """Return the milestones that names mean, by id, each once; raises as `named_milestone` does."""
    return {found.id: found for found in (named_milestone(read, name) for name in names)}


def named_thing(read: Reader, name: str) -> Milestone | Project:
    """Return the project with this key, else the milestone that the name means; raises as `named_milestone` does."""
    if "/" not in name:
        if (project := read.project_by_key(name.strip())) is not None:
            return project
        if not name.strip().isdecimal():
            raise NotFound(f"There is no project {_said(name)}. Name a milestone by its id, or as KEY/TITLE.")
    return named_milestone(read, name)


def best_named(
    text: str, things: Iterable[_Thing], name_of: Callable[[_Thing], str], *, whole: bool = False
) -> Sequence[_Thing]:
    """Return the things whose names match a text best; none for an empty text. `whole`: only whole names match."""
    from milestone_tui.plan.language.name_search import Rank, match

    worst = Rank.EXACT if whole else Rank.PART
    found: dict[Rank, list[_Thing]] = {}
    for thing in things if text else ():
        matched = match(text, name_of(thing))
        if matched is not None and matched.rank <= worst:
            found.setdefault(matched.rank, []).append(thing)
    return found[min(found)] if found else ()


def one_named(
    text: str,
    kind: str,
    things: Sequence[_Thing],
    name_of: Callable[[_Thing], str],
    *,
    listing: str,
    numbered: bool = False,
) -> _Thing:
    """Return the one thing, such as a person, that a text means; `numbered`: also by its place, from 1.

    `listing` is the command that prints them all.
    Raises NotFound if there is none, and InvalidInput, with a list, if there are several.
    """
    typed = text.strip()
    best = (
        best_named(typed, things, name_of, whole=True)
        or (_at_place(typed, things) if numbered else ())
        or best_named(typed, things, name_of)
    )
    if len(best) == 1:
        return best[0]
    if not best:
        raise NotFound(f'There is no {kind} "{typed}". Run `milestone-tui {listing}` to see them all.')
    names = "\n".join(f"  {name_of(thing)}" for thing in best[:_MOST_LISTED])
    raise InvalidInput("", f'"{text}" can mean {len(best)} of these. Write more of the name:\n{names}')


def called(milestones: Sequence[Milestone]) -> str:
    """Return the title of a single milestone in quotes, or the number of several."""
    return f'"{milestones[0].title}"' if len(milestones) == 1 else f"{len(milestones)} milestones"


def milestone_facts(milestones: Iterable[Milestone]) -> list[dict[str, object]]:
    """Return id and title of milestones for JSON."""
    return [{"id": found.id, "title": found.title} for found in milestones]


def unknown_project(key: str) -> NotFound:
    """Return the error for a key that no project has."""
    return NotFound(f"There is no project {_said(key)}. Run `milestone-tui list --projects` to see your projects.")


def _said(key: str) -> str:
    """Return a key as a sentence names it; one that was left empty shows."""
    return key.strip() or '""'


def _in_plan(plan: Plan, title: str) -> Milestone:
    """Return the milestone of a project that a text means: its whole title, else its id, else a part of its title.

    An id goes before a part, so that a script's id never means a title in which the number happens to stand.
    """

    def title_of(milestone: Milestone) -> str:
        return milestone.title

    best = (
        best_named(title, plan.milestones, title_of, whole=True)
        or _with_id(plan, title)
        or best_named(title, plan.milestones, title_of)
    )
    if len(best) == 1:
        return best[0]
    if best:
        raise InvalidInput("", _several(plan.project, title, best))
    key = plan.project.key
    raise NotFound(f'No milestone of {key} is called "{title}". Run `milestone-tui list --project {key}` to see them.')


def _at_place(text: str, things: Sequence[_Thing]) -> Sequence[_Thing]:
    """Return the thing at the place, from 1, that a text is the number of; none if it is not."""
    number = int(text[:9]) if text.isascii() and text.isdecimal() else 0
    return things[number - 1 : number] if number else ()


def _with_id(plan: Plan, text: str) -> Sequence[Milestone]:
    if not (text.isascii() and text.isdecimal()):
        return ()
    id_ = _id(text)
    return [milestone for milestone in plan.milestones if milestone.id == id_]


def _id(text: str) -> int:
    """Return the id in a text of digits; one that no row can have if there are too many of them."""
    return int(text) if len(text) < 19 else 0


def _several(project: Project, title: str, found: Sequence[Milestone]) -> str:
    more = len(found) - _MOST_LISTED
    lines = [f"  {m.id}  {m.title}" for m in found[:_MOST_LISTED]]
    if more > 0:
        lines.append(f"  and {more} more")
    head = f'{len(found)} milestones of {project.key} match "{title}". Write more of the title, or the id:'
    return "\n".join((head, *lines))

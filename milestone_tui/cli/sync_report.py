"""What `sync` prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from milestone_tui.cli.output import echo
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.twin.kinds import KINDS
from milestone_tui.plan.twin.outcome import counted
from milestone_tui.plan.twin.records import PROJECT, Key

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from milestone_tui.exchange.twin.folder import Folder, Writes
    from milestone_tui.plan.model import Change
    from milestone_tui.plan.twin.outcome import Outcome
    from milestone_tui.plan.twin.records import Change as FactChange
    from milestone_tui.plan.twin.records import Place, Told

_MOST = 20
"""Lines of what was taken, and of what was written; all of what was left is listed."""
_LONGEST = 60


def print_outcome(
    folder: Folder, outcome: Outcome, writes: Writes, change: Change | None, *, dry_run: bool, as_json: bool
) -> None:
    """Print what a sync did, for a person or as JSON."""
    if as_json:
        import json

        echo(json.dumps(_record(folder, outcome, writes, change), indent=1))
        return
    lines = [*_listed("Taken from the files", outcome, outcome.taken), *_listed("Written", outcome, outcome.written)]
    lines += [f"Deleted {visible(name)}: the project was deleted here." for name in writes.removed]
    if outcome.told:
        lines.append("Left as it is on both sides:")
        lines += [f"  {_told(folder, outcome, told)}" for told in outcome.told]
    name = visible(folder.path.name)
    verb = "Would sync" if dry_run else "Synced"
    if outcome.taken or outcome.written or outcome.removed or outcome.told or writes.data:
        lines.append(f"{verb} {name}: {_summary(outcome, writes)}.")
    else:
        lines.append(f"Nothing to sync: {name} and the database are alike.")
    echo("\n".join(lines))


def _summary(outcome: Outcome, writes: Writes) -> str:
    """Return the counts that are not 0, such as `2 changed here · 1 added in the files · 1 left`."""
    deleted = len(writes.removed)
    counts = (
        f"{counted(outcome.taken)} here" if outcome.taken else "",
        f"{counted(outcome.written)} in the files" if outcome.written else "",
        f"{count_words(deleted, 'file')} deleted" if deleted else "",
        f"{len(outcome.told):,} left" if outcome.told else "",
    )
    return " · ".join(filter(None, counts)) or "only the heads of the files"


def _listed(head: str, outcome: Outcome, places: Mapping[Place, FactChange]) -> Iterator[str]:
    """Yield a head and a line for each change."""
    if not places:
        return
    yield f"{head}:"
    for place, change in list(places.items())[:_MOST]:
        yield f"  {_words(outcome, place)}{_arrow(outcome, place, change)}"
    if (more := len(places) - _MOST) > 0:
        yield f"  and {more:,} more"


def _words(outcome: Outcome, place: Place) -> str:
    """Return the project, the thing and the fact in words."""
    key = place.key
    name = outcome.names.get(key, "")
    home = outcome.names.get(Key(PROJECT, outcome.homes.get(key, "")), "")
    thing = f'{key.kind} "{_short(name)}"' if name else f"{key.kind} {key.uid}"
    project = f"{home} " if home and key.kind != PROJECT else ""
    return visible(f"{project}{thing}" + (f", {_fact_words(outcome, place)}" if place.fact is not None else ""))


def _fact_words(outcome: Outcome, place: Place) -> str:
    """Return the name of a fact, with the name of the record that is named in it by its uid."""
    fact = place.fact or ""
    word, _, uid = fact.partition(" ")
    referent = KINDS[place.key.kind].referent(fact, "") if uid else None
    name = outcome.names.get(referent, "") if referent else ""
    return f'{word} "{_short(name)}"' if name else fact


def _arrow(outcome: Outcome, place: Place, change: FactChange) -> str:
    if place.fact is None:
        return ": new" if change.before is None else ": deleted"
    return f": {_value(outcome, place, change.before)} → {_value(outcome, place, change.after)}"


def _value(outcome: Outcome, place: Place, text: str | None) -> str:
    """Return a value in quotes; that of a record by its uid is the name of the record."""
    fact = place.fact or ""
    if text and " " not in fact and (referent := KINDS[place.key.kind].referent(fact, text)) is not None:
        text = outcome.names.get(referent) or text
    return "–" if text is None else f'"{visible(_short(text))}"' if text else "yes"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"


def _told(folder: Folder, outcome: Outcome, told: Told) -> str:
    """Return a line about something that was left: where it is, both values, and why."""
    at = _position(folder, told.place)
    where = f"{visible(at[0])}:{at[1]}: " if at is not None else ""
    if told.place.fact is None:
        sides = {(True, False): "here only", (False, True): "in the file only"}
        what = sides.get((told.here is not None, told.there is not None), "on both sides")
    else:
        what = f"here {_value(outcome, told.place, told.here)}, in the file {_value(outcome, told.place, told.there)}"
    why = f" ({told.reason})" if told.reason else " (changed on both sides)"
    return f"{where}{_words(outcome, told.place)}: {what}{visible(why)}"


def _position(folder: Folder, place: Place) -> tuple[str, int] | None:
    """Return the file and line of a fact; if it has none, of its record."""
    return folder.lines.get(place) or folder.lines.get(place._replace(fact=None))


def _record(folder: Folder, outcome: Outcome, writes: Writes, change: Change | None) -> dict[str, Any]:
    def of(place: Place) -> dict[str, Any]:
        key = place.key
        return {
            "kind": key.kind,
            "id": key.uid,
            "name": outcome.names.get(key, ""),
            "project": outcome.names.get(Key(PROJECT, outcome.homes.get(key, "")), ""),
            "fact": place.fact,
        }

    def changes(places: Mapping[Place, FactChange]) -> list[dict[str, Any]]:
        return [{**of(place), "before": one.before, "after": one.after} for place, one in places.items()]

    def left(told: Told) -> dict[str, Any]:
        at = _position(folder, told.place)
        return {
            **of(told.place),
            "here": told.here,
            "file_value": told.there,
            "reason": told.reason,
            "file": at and at[0],
            "line": at and at[1],
        }

    return {
        "change": change and change.id,
        "label": change and change.label,
        "taken": changes(outcome.taken),
        "written": changes(outcome.written),
        "left": [left(told) for told in outcome.told],
        "files_written": sorted(writes.data),
        "files_deleted": list(writes.removed),
    }

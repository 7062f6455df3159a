"""The words of a comparison and of an import: counts in sentences, and the label in the history."""

from __future__ import annotations

from collections.abc import Sequence

from milestone_tui.plan.imported import ImportReport
from milestone_tui.plan.importing.comparison import ImportComparison, Part, Standing
from milestone_tui.plan.importing.report import Remark, Told
from milestone_tui.plan.language.wording import count_words, list_words

_MOST_NAMED = 10
"""Projects named one by one."""
_MOST_IN_LABEL = 3
_MOST_EXAMPLES = 3
_LONGEST_NAMED = 100
"""Characters of a title that a report shows."""


def imported_words(report: ImportReport) -> str:
    """Return what was imported, with the counts that are not 0; empty for nothing."""
    counts = (
        (report.milestones, Part.MILESTONE),
        (report.phases, Part.PHASE),
        (report.links, Part.LINK),
        (report.baselines, Part.BASELINE),
        (report.holidays, Part.DAY_OFF),
        (report.worked, Part.WORKED_DAY),
        (report.people, Part.PERSON),
    )
    return _joined([count_words(count, part.value, part.plural) for count, part in counts if count])


def keys_words(keys: Sequence[str], most: int = _MOST_NAMED) -> str:
    """Return the keys of projects in a sentence."""
    if not keys:
        return "no project"
    return _joined(keys) if len(keys) <= most else list_words([*keys], most)


def updated_words(report: ImportReport) -> str:
    """Return what an update did, such as `3 changed, 1 new and 1 link changed`; empty for nothing."""
    added = report._replace(milestones=0)
    counts = (
        f"{report.changed:,} changed" if report.changed else "",
        f"{report.milestones:,} new" if report.milestones else "",
        f"{report.cancelled:,} cancelled" if report.cancelled else "",
        f"{count_words(report.changed_links, 'link')} changed" if report.changed_links else "",
        f"{words} added" if (words := imported_words(added)) else "",
    )
    return ", ".join(filter(None, counts))


def import_label(report: ImportReport, file_name: str = "", *, for_day: bool = False) -> str:
    """Return how the history names an import, such as `Import 3 milestones and 1 phase into ACME`.

    One that changes what is here is named such as `Update ACME from plan.csv: 3 changed, 1 new`, as is one `for_day`
    that only records that nothing has changed.
    """
    imported = imported_words(report)
    if report.changed or report.changed_links or report.cancelled or (for_day and not imported):
        origin = f" from {file_name}" if file_name else ""
        words = updated_words(report) or "nothing changed"
        return f"Update {keys_words(report.projects, _MOST_IN_LABEL)}{origin}: {words}"
    return f"Import {imported or 'details'} into {keys_words(report.projects, _MOST_IN_LABEL)}"


def standing_words(compared: ImportComparison, *, short: bool = False) -> str:
    """Return the counts of a preview, such as `3 new · 1 differs, kept · 5 the same`; `short`: `3 new · 1 differs`."""
    found = []
    for standing in Standing:
        count = compared.count(standing)
        if not count or (short and standing in (Standing.NOTE, Standing.SAME)):
            continue
        word = _standing_word(standing, count, short=short)
        found.append(count_words(count, word) if standing is Standing.NOTE else f"{count:,} {word}")
    if compared.to_check:
        found.append(f"{compared.to_check:,} to check{'' if short else ' first'}")
    return " · ".join(found)


def _standing_word(standing: Standing, count: int, *, short: bool) -> str:
    if standing is Standing.DIFFERS:
        return f"{'differs' if count == 1 else 'differ'}{'' if short else ', kept'}"
    return "the same" if standing is Standing.SAME else standing.value


def told_words(told: Told) -> str:
    """Return a line of a report: a part of the file and why, or how many parts, the reason of all and some of them.

    Such as `line 4: Beta: no date` and `12 rows: no date: line 4 "Beta", line 5 "Launch" and 10 more`.
    """
    first, *_ = told.parts
    if not told.is_group:
        return ": ".join(filter(None, (first.where, _shortened(first.what), first.reason)))
    count = count_words(len(told.parts), *_unit(first.where))
    if not told.is_same:  # the reason shown is that of the one shown
        return f"{count}, such as {_example(first)}: {first.reason}"
    examples = [_example(part) for part in told.parts[:_MOST_EXAMPLES]]
    left = len(told.parts) - len(examples)
    named = _joined([*examples, f"{left:,} more"] if left else examples)
    return f"{count}: {first.reason}: {named}"


def _example(part: Remark) -> str:
    what = _shortened(part.what)
    quoted = what if '"' in what else f'"{what}"'
    return quoted if part.where in ("", "link") else f"{part.where} {quoted}"


def _unit(where: str) -> tuple[str, str]:
    if where == "link":
        return "link", "links"
    return ("row", "rows") if where[-1:].isdigit() else ("time", "times")


def _shortened(text: str) -> str:
    return text if len(text) <= _LONGEST_NAMED else f"{text[: _LONGEST_NAMED - 1]}…"


def _joined(items: Sequence[str]) -> str:
    *most, last = items or ("",)
    return f"{', '.join(most)} and {last}" if most else last

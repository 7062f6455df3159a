"""The words of a comparison and of an import: counts in sentences, and the label in the history."""

from __future__ import annotations

from collections.abc import Sequence

from milestone_tui.plan.imported import ImportReport
from milestone_tui.plan.importing.comparison import ImportComparison, Part, Standing
from milestone_tui.plan.language.wording import count_words, list_words

_MOST_NAMED = 10
"""Projects named one by one."""
_MOST_IN_LABEL = 3


def imported_words(report: ImportReport) -> str:
    """Return what was imported, with the counts that are not 0; empty for nothing."""
    counts = (
        (report.milestones, Part.MILESTONE),
        (report.phases, Part.PHASE),
        (report.links, Part.LINK),
        (report.baselines, Part.BASELINE),
        (report.holidays, Part.DAY_OFF),
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


def standing_words(compared: ImportComparison) -> str:
    """Return the counts of a preview, such as `3 new · 1 differs, kept · 5 the same`."""
    found = []
    for standing in Standing:
        if count := compared.count(standing):
            word = "the same" if standing is Standing.SAME else standing.value
            found.append(count_words(count, word) if standing is Standing.NOTE else f"{count:,} {word}")
    return " · ".join(found)


def _joined(items: Sequence[str]) -> str:
    *most, last = items or ("",)
    return f"{', '.join(most)} and {last}" if most else last

"""The sentences of an import: what the preview shows above the table, what was imported, the size of a file."""

from __future__ import annotations

from collections.abc import Iterator

from milestone_tui.plan.importing.comparison import ImportComparison, ImportRow, Part, Standing
from milestone_tui.plan.importing.words import imported_words, keys_words, standing_words, updated_words
from milestone_tui.plan.language.wording import count_words, exact_day
from milestone_tui.ui.renderer import Line, cells
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.importing.compared_file import ComparedFile

_MOST_NAMED = 3
INKS = {
    Standing.NEW: Ink.ACT,
    Standing.CHANGED: Ink.ACT,
    Standing.CANCELLED: Ink.ACT,
    Standing.DIFFERS: Ink.WARN,
    Standing.GONE: Ink.WARN,
    Standing.SKIPPED: Ink.BAD,
    Standing.NOTE: Ink.DIM,
    Standing.SAME: Ink.DIM,
}


def size_words(size: int) -> str:
    """Return the size of a file, such as `12 kB`."""
    for unit, bytes_ in (("MB", 1_000_000), ("kB", 1_000)):
        if size >= bytes_:
            return f"{size / bytes_:,.1f} {unit}".replace(".0 ", " ")
    return count_words(size, "byte")


def counts(compared: ImportComparison, room: int) -> str:
    """Return the counts of a preview, shortened if they need more than so many cells."""
    words = standing_words(compared)
    return words if cells(words) <= room else standing_words(compared, short=True)


def outcome(file: ComparedFile) -> str:
    """Return what ↵ imports, in a sentence."""
    compared = file.compared
    into = keys_words(compared.keys, _MOST_NAMED)
    rest = "".join(f" {sentence}" for sentence in _rest(file))
    if not compared.written:
        return f"Nothing in {file.name} is new for {into}.{rest}"
    if _updates(compared):
        return f"↵ updates {into} as one change: {updated_words(compared.report)}.{rest}"
    return f"↵ imports {new_words(compared)} into {into} as one change.{rest}"


def _updates(compared: ImportComparison) -> bool:
    """Return whether an import changes what is here."""
    return compared.written > compared.new


def _rest(file: ComparedFile) -> Iterator[str]:
    """Yield what the file looks like and what is kept as it is, and the keys that would change that."""
    compared = file.compared
    if file.likely and file.goes_into_likely:
        yield f"It looks like {file.likely} of another day."
    elif file.likely:
        yield f"It looks like {file.likely}: press p to import it into that."
    differs = compared.takeable > 0 and not compared.taking.update
    is_gone = compared.cancellable > 0 and not compared.taking.cancel_gone
    if differs and is_gone:
        yield "What differs or is gone is kept: press space to update it, d to cancel it."
    elif differs:
        yield "What differs is kept as it is: press space to update it."
    elif is_gone:
        yield "What is gone is kept: press d to cancel it."
    elif compared.count(Standing.DIFFERS):
        yield "What differs is kept as it is."


def new_words(compared: ImportComparison) -> str:
    """Return the counts of what is new."""
    words = imported_words(compared.report)
    if words:
        return words
    counts = ((compared.count(Standing.NEW, part), part) for part in Part)
    return ", ".join(count_words(count, part.value, part.plural) for count, part in counts if count)


def done_words(file: ComparedFile) -> str:
    """Return what was imported, for the status line."""
    compared = file.compared
    gates = compared.report.undecided
    rest = f" · {count_words(gates, 'gate')} without a decision: ctrl+g" if gates else ""
    into = keys_words(compared.keys, _MOST_NAMED)
    if _updates(compared):
        return f"Updated {into}: {updated_words(compared.report)} · u to undo{rest}"
    return f"Imported {new_words(compared)} into {into} · u to undo{rest}"


def about(row: ImportRow) -> Line:
    """Return when a row is due and where it belongs, for the pane."""
    where = row.where if row.where != row.part.value else ""
    day = exact_day(row.due_on) if row.due_on else ""
    facts = " · ".join(filter(None, (row.part.value, where, row.project, row.phase)))
    return ((row.what, Ink.BRIGHT), (f"   {day}" if day else "", Ink.TEXT), (f"   {facts}", Ink.DIM))

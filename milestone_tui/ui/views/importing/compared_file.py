"""Reading a file to import and comparing it with the database, in a thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.errors import AmbiguousDates, ImportRefused
from milestone_tui.exchange.tables.options import TableOptions
from milestone_tui.plan.archive import Archive
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.imported import Changed, ImportedPlan
from milestone_tui.plan.importing.archives import compare_archive
from milestone_tui.plan.importing.compare import compare
from milestone_tui.plan.importing.comparison import NEW_ONLY, ImportComparison, Taking

if TYPE_CHECKING:
    from milestone_tui.store import Commands, Store
    from milestone_tui.store.reader import Reader

Progress = Callable[[int, int], None]
_NOTHING_SAID = TableOptions()


class ComparedFile(NamedTuple):
    """A file that was read, and what an import of it would do."""

    name: str
    source: ImportedPlan | Archive
    compared: ImportComparison
    taking: Taking = NEW_ONLY
    likely: str = ""
    """The key of the project that it looks like, if the one that it names is not here."""
    goes_into_likely: bool = False
    path: str = ""
    """The path as it was typed."""
    said: TableOptions = _NOTHING_SAID
    """What the person has said about the table in it."""

    def write(self, do: Commands) -> None:
        """Import the file as the person chose; raise ImportChanged if its comparison has changed since."""
        if isinstance(self.source, Archive):
            do.archives.add(self.source)
        else:
            do.imports.take(self.plan_of(self.source), self.taking, None, self.compared)

    def taken_as(self, other: ComparedFile) -> ComparedFile:
        """Return the file with what the person chose for another reading of it."""
        goes_into_likely = other.goes_into_likely if self.likely == other.likely else self.goes_into_likely
        return self._replace(taking=other.taking, goes_into_likely=goes_into_likely)

    def plan_of(self, source: ImportedPlan) -> ImportedPlan:
        """Return the plan in the file, in the project that it goes into."""
        if not self.goes_into_likely:
            return source
        return source._replace(projects=(source.projects[0]._replace(name=self.likely),))

    @property
    def is_table(self) -> bool:
        """Return whether its columns can be said."""
        return isinstance(self.source, ImportedPlan) and self.source.source == "table"

    def remember(self, settings: Path) -> None:
        """Keep what was said about the table for the next one with the same header. Raises InvalidInput."""
        from milestone_tui.config import save_table
        from milestone_tui.exchange.tables.options import entry_of

        if self.said.is_said and isinstance(self.source, ImportedPlan) and self.source.heads:
            save_table(settings, entry_of(self.source.heads, self.said))

    @property
    def is_archive(self) -> bool:
        """Return whether it brings whole projects with their history."""
        return isinstance(self.source, Archive)


def read_and_compare(
    path: str,
    store: Store,
    today: date,
    progress: Progress,
    order: DateOrder = DateOrder.ASK,
    settings: Path | None = None,
    said: TableOptions = _NOTHING_SAID,
) -> ComparedFile:
    """Return the file at a typed path, compared; may be called from any thread.

    `order` decides only how dates are read that the file leaves open, and is remarked. `settings` is the file that
    has what was said about earlier tables, and `said` is what is said about this one.
    An error that `progress` raises ends the comparison. Raises ImportQuestion if only the person knows how it is read,
    and ImportRefused if it cannot be read or understood, or if nothing in it is a milestone.
    """
    # Late: a screen is opened before a file is read.
    from milestone_tui.exchange.input_files import expand_path, read_bytes_of
    from milestone_tui.exchange.reading import converted, read_archive

    place = expand_path(path)
    data = read_bytes_of(place, store.path)
    source: ImportedPlan | Archive | None = read_archive(data)
    if source is None:
        data, told = converted(data, place.name, lambda: progress(0, 1))
        plan = _plan(data, place.name, order, settings, said)
        source = plan._replace(remarks=(*told, *plan.remarks))
    if isinstance(source, ImportedPlan) and not any(project.milestones for project in source.projects):
        reason = f": {source.remarks[0].reason}" if source.remarks else ""
        raise ImportRefused(f"No milestone in this file can be imported{reason}. Choose another file.")
    file = ComparedFile(place.name, source, ImportComparison((), (), ()), path=path, said=said)
    if isinstance(source, ImportedPlan):
        file = store.read_in_thread(lambda read: _with_likely(file, source, read))
    return compare_again(file, store, today, progress)


def _with_likely(file: ComparedFile, source: ImportedPlan, read: Reader) -> ComparedFile:
    """Return the file with the project that it looks like; next month's file of that goes into it."""
    found = read.known(source).likely if len(source.projects) == 1 else {}
    for likely in found.values():
        return file._replace(likely=likely.key, goes_into_likely=likely.is_next)
    return file


def _plan(data: bytes, name: str, order: DateOrder, settings: Path | None, said: TableOptions) -> ImportedPlan:
    from milestone_tui.config import load_tables
    from milestone_tui.exchange.reading import read_plan

    remembered = load_tables(settings) if settings is not None else ()
    try:
        return read_plan(data, name, table=said, remembered=remembered)
    except AmbiguousDates:
        if order is DateOrder.ASK:
            raise
    plan = read_plan(data, name, table=said._replace(dates=order.value), remembered=remembered)
    remark = Changed("", "dates", f"read in the order {order.value}, as in your settings")
    return plan._replace(remarks=(remark, *plan.remarks))


def compare_again(file: ComparedFile, store: Store, today: date, progress: Progress | None = None) -> ComparedFile:
    """Return the file compared with what is here now; may be called from any thread."""
    return file._replace(compared=store.read_in_thread(lambda read: _compared(file, read, today, progress)))


def _compared(file: ComparedFile, read: Reader, today: date, progress: Progress | None) -> ImportComparison:
    source = file.source
    if isinstance(source, Archive):
        return compare_archive(source, read.known_names())
    plan = file.plan_of(source)
    return compare(plan, read.known(plan), today, progress, file.taking)

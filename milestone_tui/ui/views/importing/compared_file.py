"""Reading a file to import and comparing it with the database, in a thread."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.errors import AmbiguousDates, ImportRefused
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


class ComparedFile(NamedTuple):
    """A file that was read, and what an import of it would do."""

    name: str
    source: ImportedPlan | Archive
    compared: ImportComparison
    taking: Taking = NEW_ONLY

    def write(self, do: Commands) -> None:
        """Import what is to be taken; raise ImportChanged if that is not what was compared."""
        if isinstance(self.source, Archive):
            do.archives.add(self.source)
        elif self.taking.update:
            do.imports.update(self.source, None, self.compared, cancel_gone=self.taking.cancel_gone)
        else:
            do.imports.add(self.source, None, self.compared, cancel_gone=self.taking.cancel_gone)

    @property
    def is_archive(self) -> bool:
        """Return whether it brings whole projects with their history."""
        return isinstance(self.source, Archive)


def read_and_compare(
    path: str, store: Store, today: date, progress: Progress, order: DateOrder = DateOrder.ASK
) -> ComparedFile:
    """Return the file at a typed path, compared; may be called from any thread.

    `order` decides only how dates are read that the file leaves open, and is remarked.
    An error that `progress` raises ends the comparison. Raises ImportRefused if it cannot be read or understood, or if
    nothing in it is a milestone.
    """
    # Late: a screen is opened before a file is read.
    from milestone_tui.exchange.reading import expand_path, read_archive, read_bytes_of

    place = expand_path(path)
    data = read_bytes_of(place, store.path)
    source: ImportedPlan | Archive = read_archive(data) or _plan(data, place.name, order)
    if isinstance(source, ImportedPlan) and not any(project.milestones for project in source.projects):
        reason = f": {source.remarks[0].reason}" if source.remarks else ""
        raise ImportRefused(f"No milestone in this file can be imported{reason}. Choose another file.")
    return compare_again(ComparedFile(place.name, source, ImportComparison((), (), ())), store, today, progress)


def _plan(data: bytes, name: str, order: DateOrder) -> ImportedPlan:
    from milestone_tui.exchange.reading import read_plan

    try:
        return read_plan(data, name)
    except AmbiguousDates as error:
        if order is DateOrder.ASK:
            raise ImportRefused(
                f"{error.question} Choose the order of dates in the settings, then try again."
            ) from error
        plan = read_plan(data, name, dates=order.value)
        remark = Changed("", "dates", f"read in the order {order.value}, as in your settings")
        return plan._replace(remarks=(remark, *plan.remarks))


def compare_again(file: ComparedFile, store: Store, today: date, progress: Progress | None = None) -> ComparedFile:
    """Return the file compared with what is here now; may be called from any thread."""
    return file._replace(compared=store.read_in_thread(lambda read: _compared(file, read, today, progress)))


def _compared(file: ComparedFile, read: Reader, today: date, progress: Progress | None) -> ImportComparison:
    source = file.source
    if isinstance(source, Archive):
        return compare_archive(source, read.known_names())
    return compare(source, read.known(source), today, progress, file.taking)

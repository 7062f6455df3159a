"""What a command works with: the configuration, the clock and the database."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.cli.output import print_error
from milestone_tui.config import Config
from milestone_tui.errors import DatabaseUnusable, InvalidInput
from milestone_tui.plan.calendar.clock import Clock

if TYPE_CHECKING:
    from milestone_tui.store import Store


class Context(NamedTuple):
    """What one run of a command works with."""

    reads_only: bool
    """The database is opened for reading only."""
    config: Config
    clock: Clock
    demo: bool

    @property
    def today(self) -> date:
        """Return the day that stands for today."""
        return self.clock.today()

    def open_store(self, *, warns: bool = False) -> AbstractContextManager[Store]:
        """Open the database for as long as the block runs; only once everything else was found to be right.

        `warns`: of the place where the database lies, on stderr. What a migration had to mend is told in any case.
        """
        return store_of(self.config, self.clock, self.demo, only_reads=self.reads_only, warns=warns, tells_mended=True)

    def require_database(self, *, where_named: bool = False) -> None:
        """Raise DatabaseUnusable where there is none: a command that reads makes none.

        `where_named`: only where somebody said which, so that a mistyped name is told.
        """
        if self.demo or (where_named and not self.config.db_named) or not _is_missing(self.config.db):
            return
        from milestone_tui.store.moved import refuse_moved

        refuse_moved(self.config.db)
        raise DatabaseUnusable(f"There is no database {self.config.db}.")

    def refuse_demo(self, reason: str) -> None:
        """Raise InvalidInput with the reason where the command was asked for with `--demo`."""
        if self.demo:
            raise InvalidInput("", reason)


def clock_of(config: Config) -> Clock:
    """Return the one clock: the system's, or one that stands at the day that was asked for."""
    if config.today is not None:
        return Clock.fixed(config.today)._replace(seconds=monotonic)  # keys are pressed in real time
    return Clock(date.today, lambda: datetime.now(UTC))


@contextmanager
def store_of(
    config: Config,
    clock: Clock,
    demo: bool,
    *,
    only_reads: bool = False,
    warns: bool = False,
    tells_mended: bool = False,
    state: Path | None = None,
) -> Iterator[Store]:
    """Open the store that was asked for and close it in the end; the demo's is thrown away.

    Another program's lock is waited for, which is told. `warns`: of its place, on stderr; `tells_mended`: what a step
    of the migrations had to mend is told there, not on a screen. `state` is where the dashboard keeps what it cannot
    save.
    """
    if demo:
        from milestone_tui.demo.loader import demo_store

        with demo_store(clock, config.actor) as store:
            yield store
        return
    from milestone_tui.store import Store

    store = Store.open(config.db, clock, config.actor, only_reads=only_reads, lock_told=print_error, state=state)
    try:
        if store.warning is not None and (warns or (tells_mended and store.mended)):
            print_error(store.warning)
        yield store
    finally:
        store.close()
        _print_left_behind(store)


def _print_left_behind(store: Store) -> None:
    """Say what could not be saved before the end, and where it is now."""
    if (left := store.left_behind) is None:
        return
    from milestone_tui.plan.language.wording import list_words

    with suppress(OSError):  # the terminal may be gone
        if left.kept:
            print_error(f"Not saved yet: {list_words(list(left.kept))}. The next start of the dashboard offers it.")
        if left.lost:
            lost = list_words(list(left.lost))
            print_error(f"Not saved: {lost}. Another program has the database, and this cannot be kept.")


def _is_missing(path: Path) -> bool:
    """Tell whether nothing is at a path; what one may not look at is not missing."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False

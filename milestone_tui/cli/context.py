"""The context of a command: the configuration, the clock and the database."""

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
    from milestone_tui.store import Reader, Store


class Context(NamedTuple):
    """The configuration, the clock and the database of one run of a command."""

    reads_only: bool
    """The database opens for reading only."""
    config: Config
    clock: Clock
    demo: bool

    @property
    def today(self) -> date:
        """Return today's date, or the date given with `--today`."""
        return self.clock.today()

    def open_store(self, *, warns: bool = False) -> AbstractContextManager[Store]:
        """Open the database for a `with` block; call it after all other checks.

        `warns`: print a warning about the folder of the database. Repairs made by a migration are always printed.
        """
        return store_of(
            self.config, self.clock, self.demo, only_reads=self.reads_only, warns=warns, prints_repairs=True
        )

    def open_reader(self, *, waits: bool = True) -> AbstractContextManager[Reader]:
        """Open only the read side for a `with` block, which loads less; call it after all other checks.

        `waits`: wait for another program's lock, with a message, instead of raising DatabaseLocked.
        """
        return _demo_reader(self) if self.demo else _reader_of(self.config, waits=waits)

    def has_database(self) -> bool:
        """Return whether the database exists; raise DatabaseUnusable if it was moved away."""
        if self.demo or not _is_missing(self.config.db):
            return True
        from milestone_tui.store.moved import refuse_moved

        refuse_moved(self.config.db)
        return False

    def require_database(self, *, where_named: bool = False) -> None:
        """Raise DatabaseUnusable if the database does not exist, as a command that only reads creates none.

        `where_named`: raise only if its path was given, with `--db` or in the environment.
        """
        if (where_named and not self.config.db_named) or self.has_database():
            return
        raise DatabaseUnusable(
            f"There is no database at {self.config.db}. Run `milestone-tui` to create it, or name another with --db."
        )

    def refuse_demo(self, command: str) -> None:
        """Raise InvalidInput if `--demo` was given with a command that cannot work on sample projects."""
        if self.demo:
            raise InvalidInput("", f"`{command}` does not work with --demo: demo data is never saved.")


def clock_of(config: Config) -> Clock:
    """Return the clock of the system, or one fixed at the date given with `--today`."""
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
    prints_repairs: bool = False,
    state: Path | None = None,
) -> Iterator[Store]:
    """Open the store for a `with` block and close it afterwards; with `demo`, one that is deleted at the end.

    Wait for another program's lock, with a message on stderr. `warns`: print a warning about the folder of the
    database. `prints_repairs`: print the repairs made by a migration (the dashboard shows them on screen instead).
    `state` is the folder where the dashboard keeps changes that it could not save.
    """
    if demo:
        from milestone_tui.demo.loader import demo_store

        with demo_store(clock, config.actor) as store:
            yield store
        return
    from milestone_tui.store import Store

    store = Store.open(config.db, clock, config.actor, only_reads=only_reads, on_lock_wait=print_error, state=state)
    try:
        if store.warning is not None and (warns or (prints_repairs and store.mended)):
            print_error(store.warning)
        yield store
    finally:
        store.close()
        _print_unsaved(store)


@contextmanager
def _demo_reader(context: Context) -> Iterator[Reader]:
    with context.open_store() as store:
        yield store.read


@contextmanager
def _reader_of(config: Config, *, waits: bool) -> Iterator[Reader]:
    """Open the database to read, wait for another program's lock as `store_of` does, and close it afterwards."""
    from milestone_tui.store.database import open_to_read
    from milestone_tui.store.locks import WaitForever
    from milestone_tui.store.reader import Reader

    policy = WaitForever(print_error, config.db) if waits else None
    database, connection = open_to_read(config.db, policy=policy)
    try:
        if database.mended and database.warning is not None:
            print_error(database.warning)
        yield Reader(connection, database.path, config.actor)
    finally:
        connection.close()


def _print_unsaved(store: Store) -> None:
    """Print the changes that could not be saved before the end, and what became of them."""
    if (left := store.unwritten) is None:
        return
    from milestone_tui.plan.language.wording import list_words

    with suppress(OSError):  # the terminal may be gone
        if left.kept:
            print_error(f"Not saved yet: {list_words(list(left.kept))}. Start the dashboard again to save this.")
        if left.lost:
            lost = list_words(list(left.lost))
            print_error(f"Not saved: {lost}. Another program has locked the database. Make this change again.")


def _is_missing(path: Path) -> bool:
    """Return whether nothing is at a path; False where there is no permission to look."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False

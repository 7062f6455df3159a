"""The option `--as-of`: a command reads the data as it stood at the end of a day, or at a review."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import TYPE_CHECKING

from milestone_tui.cli.naming import named_project
from milestone_tui.errors import InvalidInput, NotFound

if TYPE_CHECKING:
    from milestone_tui.cli.context import Context
    from milestone_tui.plan.moment import Moment
    from milestone_tui.store import Store
    from milestone_tui.store.reader import Reader


def add_as_of(parser: ArgumentParser) -> None:
    """Add `--as-of` to a command."""
    parser.add_argument("--as-of", metavar="MOMENT", help="as it stood at the end of a day, or at review:N")


@contextmanager
def reader_as_of(arguments: Namespace, context: Context, project_key: str | None) -> Iterator[tuple[Reader, date]]:
    """Open the database and yield its reader, with the day that counts as today: of now, or of `--as-of`.

    Raises as `store_as_of` does.
    """
    if arguments.as_of is None:
        with context.open_reader() as read:
            yield read, context.today
        return
    with store_as_of(arguments, context, project_key) as (_, read, today):
        yield read, today


@contextmanager
def store_as_of(
    arguments: Namespace,
    context: Context,
    project_key: str | None,
    until: Callable[[date], date] = lambda today: today,
) -> Iterator[tuple[Store, Reader, date]]:
    """Open the database and yield it, with the reader and the day that counts as today: of now, or of `--as-of`.

    `review:N` means the N-th finished review of the project. `until` may choose an earlier day, given that day. Raises
    InvalidInput for what is neither a day nor a review, for a day in the future, and for a review without a project;
    NotFound if the project did not exist then.
    """
    text: str | None = arguments.as_of
    is_review = text is not None and text.strip().lower().startswith("review")
    if is_review and project_key is None:
        raise InvalidInput("as_of", f"--as-of {text} needs one project. Name it too.")
    if not is_review:
        _narrowed(_moment(text, context.today, ()), until)  # a mistake is told before the database is opened
    with context.open_store() as store:
        moment = _moment(text, context.today, _reviews(store, project_key) if is_review and project_key else ())
        shown = _narrowed(moment, until)
        if text is None and shown == moment:
            yield store, store.read, context.today
            return
        with closing(store.open_past(shown)) as past:
            if project_key is not None and past.read.project_by_key(project_key) is None:
                raise NotFound(f"There was no project {project_key} on {shown}. Choose a later day.")
            yield store, past.read, shown.day


def _narrowed(moment: Moment, until: Callable[[date], date]) -> Moment:
    """Return the moment on the chosen day, with the changes that were known at it."""
    return moment._replace(day=until(moment.day))


def _moment(text: str | None, today: date, reviews: tuple[Moment, ...]) -> Moment:
    """Return the moment that a text means; the end of `today` without one."""
    from milestone_tui.plan.moment import Moment

    if text is None:
        return Moment(today)
    from milestone_tui.config import load_settings, settings_file
    from milestone_tui.plan.language.moments import read_moment

    order = load_settings(settings_file()).date_order
    try:
        return read_moment(text, today, reviews, order=order)
    except InvalidInput as error:
        raise InvalidInput("as_of", f"--as-of: {error}") from error


def _reviews(store: Store, project_key: str) -> tuple[Moment, ...]:
    """Return the finished reviews of a project; raise NotFound."""
    return store.read.review_moments(named_project(store.read, project_key).id)

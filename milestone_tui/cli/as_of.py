"""The option `--as-of`: a command reads the data as it stood at the end of a day, or at a review."""

from __future__ import annotations

from argparse import ArgumentParser, Namespace
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from typing import TYPE_CHECKING

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
    arguments: Namespace, context: Context, project_key: str | None
) -> Iterator[tuple[Store, Reader, date]]:
    """Open the database and yield it, with the reader and the day that counts as today: of now, or of `--as-of`.

    `review:N` means the N-th finished review of the project. Raises InvalidInput for what is neither a day nor a
    review, for a day in the future, and for a review without a project; NotFound if the project did not exist then.
    """
    text: str | None = arguments.as_of
    if text is None:
        with context.open_store() as store:
            yield store, store.read, context.today
        return
    is_review = text.strip().lower().startswith("review")
    if is_review and project_key is None:
        raise InvalidInput("as_of", f"--as-of {text} needs one project. Name it with --project.")
    if not is_review:
        _moment(text, context.today, ())  # a mistake is told before the database is opened
    with context.open_store() as store:
        moment = _moment(text, context.today, _reviews(store, project_key) if is_review else ())
        with closing(store.open_past(moment)) as past:
            if project_key is not None and past.read.project_by_key(project_key) is None:
                raise NotFound(f"There was no project {project_key} on {moment}. Choose a later day.")
            yield store, past.read, moment.day


def _moment(text: str, today: date, reviews: tuple[Moment, ...]) -> Moment:
    from milestone_tui.config import load_settings, settings_file
    from milestone_tui.plan.language.moments import read_moment

    order = load_settings(settings_file()).date_order
    try:
        return read_moment(text, today, reviews, order=order)
    except InvalidInput as error:
        raise InvalidInput("as_of", f"--as-of: {error}") from error


def _reviews(store: Store, project_key: str | None) -> tuple[Moment, ...]:
    """Return the finished reviews of a project; raise NotFound."""
    project = None if project_key is None else store.read.project_by_key(project_key)
    if project is None:
        raise NotFound(f"There is no project {project_key}. Run `milestone-tui list` to see your projects.")
    return store.read.review_moments(project.id)

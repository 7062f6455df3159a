"""What `import --dry-run` prints: a file compared with the database, which is not written."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from milestone_tui.cli.changing import say
from milestone_tui.cli.naming import named_project, unknown_project
from milestone_tui.cli.output import echo, results, terminal_width
from milestone_tui.errors import ImportRefused

if TYPE_CHECKING:
    from datetime import date

    from milestone_tui.cli.context import Context
    from milestone_tui.plan.archive import Archive
    from milestone_tui.plan.imported import ImportedPlan
    from milestone_tui.plan.importing.comparison import ImportComparison, Taking
    from milestone_tui.store import Reader, Store


def into_project(read: Reader | None, incoming: ImportedPlan, key: str) -> ImportedPlan:
    """Return the plan with all of it in one existing project; `read` is None without a database.

    Raises NotFound for an unknown project, and ImportRefused if the plan has several.
    """
    if read is None:
        raise unknown_project(key)
    project = named_project(read, key)
    if len(incoming.projects) > 1:
        names = ", ".join(found.name for found in incoming.projects)
        raise ImportRefused(f"--into needs a file with one project; this one has several ({names}).")
    return incoming._replace(projects=(incoming.projects[0]._replace(name=project.key),))


def print_preview(
    incoming: ImportedPlan, context: Context, taking: Taking, *, into: str | None, day: date | None, as_json: bool
) -> None:
    """Print what an import of this plan would do, on an earlier `day` if given; raises as `into_project` does."""
    from milestone_tui.plan.importing.compare import compare
    from milestone_tui.plan.importing.known import NOTHING

    if not context.has_database():
        if into is not None:
            incoming = into_project(None, incoming, into)
        known = NOTHING
    else:
        with context.open_reader() as read:
            if into is not None:
                incoming = into_project(read, incoming, into)
            known = read.known(incoming)
    likely = next(iter(known.likely.values()), None)
    if day is None:
        compared = compare(incoming, known, context.today, taking=taking)
    else:
        compared = _compared_on(day, incoming, taking, context)
    _print(compared, as_json=as_json)
    if not as_json:
        from milestone_tui.cli.import_summary import print_left

        print_left(compared.report)
        if likely is not None:
            say((f"If it is {likely.key} again, add --into {likely.key}.",))


def _compared_on(day: date, incoming: ImportedPlan, taking: Taking, context: Context) -> ImportComparison:
    """Return the comparison with what was here at the end of a day."""
    found: list[ImportComparison] = []
    with copied_store(context) as store:
        store.submit(lambda do: found.append(do.imports.compare(incoming, taking)), reported_on=day).result()
    return found[-1]


@contextmanager
def copied_store(context: Context) -> Iterator[Store]:
    """Open a copy of the database, or an empty one, for a `with` block that tries an import; then delete it."""
    from tempfile import TemporaryDirectory

    from milestone_tui.store import Store

    with TemporaryDirectory(prefix="milestone-tui-") as name:
        path = Path(name) / "copy.db"
        if context.has_database():
            with context.open_store() as real:
                real.copy_to(path)
        store = Store(path, context.clock, context.config.actor, keeps_copies=False)
        try:
            yield store
        finally:
            store.close()


def print_archive_preview(archive: Archive, context: Context, *, as_json: bool) -> None:
    """Print what an import of this archive would do."""
    from milestone_tui.plan.importing.archives import KnownNames, compare_archive

    known = KnownNames((), (), ())
    if context.has_database():
        with context.open_reader() as read:
            known = read.known_names()
    _print(compare_archive(archive, known), as_json=as_json)


def _print(compared: ImportComparison, *, as_json: bool) -> None:
    if as_json:
        import json

        from milestone_tui.exchange.json.import_preview import preview_record

        echo(json.dumps(preview_record(compared), indent=1))
        return
    from milestone_tui.exchange.table.import_preview import write_import_preview
    from milestone_tui.plan.importing.words import keys_words, standing_words

    say((f"Into {keys_words(compared.keys)}: {standing_words(compared)}. Nothing was written.",))
    with results() as out:
        write_import_preview(compared, out, cells=terminal_width(sys.stdout) if sys.stdout else None)

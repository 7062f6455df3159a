"""A plan that comes again: what `import --update` and `--cancel-gone` take, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.errors import ImportRefused

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.plan.imported import ImportedPlan
    from milestone_tui.plan.importing.comparison import Taking
    from milestone_tui.store import Reader


def add_arguments(parser: ArgumentParser) -> None:
    """Add `--update` and `--cancel-gone`."""
    parser.add_argument("--update", action="store_true", help="take what the file has changed since the last import")
    parser.add_argument(
        "--cancel-gone",
        action="store_true",
        help="cancel open milestones of the last file that are not in this one",
    )


def taking(arguments: Namespace) -> Taking:
    """Return what an import takes besides what is new; a file of a day is taken as it was on that day."""
    from milestone_tui.plan.importing.comparison import Taking

    for_day = arguments.reported_on is not None or arguments.history is not None
    return Taking(update=arguments.update or for_day, cancel_gone=arguments.cancel_gone, for_day=for_day)


def refuse_another_name(read: Reader, incoming: ImportedPlan, arguments: Namespace) -> None:
    """Raise ImportRefused for an update that would add a project again, under the name of the file."""
    if not taking(arguments).update:
        return
    likely = read.known(incoming).likely
    if likely:
        name, key = next(iter(likely.items()))
        raise ImportRefused(
            f"Nothing was imported: there is no project {name}, but it looks like {key}. Add --into {key}."
        )

"""A plan that comes again: what `import --update` and `--cancel-gone` take, and what is told of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from milestone_tui.errors import ImportRefused

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.plan.imported import ImportedPlan, ImportReport
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


def summary(report: ImportReport) -> str:
    """Return a sentence about an import that changed what is here, or found nothing to do; empty for any other."""
    from milestone_tui.plan.importing.words import imported_words, keys_words, updated_words

    keys = keys_words(report.projects)
    if report.changed or report.changed_links or report.cancelled:
        return f"Updated {keys}: {updated_words(report)}."
    if not (imported_words(report) or report.left or report.remarks):
        return f"Nothing to take: the file and {keys} say the same."
    return ""


def print_taken(report: ImportReport) -> None:
    """Print what was changed here, and what is gone, one line each."""
    from milestone_tui.cli.output import print_parts

    print_parts("Updated:", report.taken)
    print_parts("Not in this file:", [part._replace(reason="") for part in report.gone])


def print_left(report: ImportReport) -> None:
    """Print which options would take the rest."""
    from milestone_tui.cli.changing import say

    if report.cancellable:
        say(("Add --cancel-gone to cancel what is gone and open.",))
    if report.left:
        say(("Add --update to take what differs.",))

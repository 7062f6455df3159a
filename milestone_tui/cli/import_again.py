"""A plan that is imported again: the options `--update` and `--cancel-gone`."""

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
    """Raise ImportRefused for a file that would add a project again, under another name.

    That is an update of a project that is not here, and next month's file of a plan that is named after its file.
    """
    is_update = taking(arguments).update
    for name, likely in read.known(incoming).likely.items():
        if is_update or likely.is_next:
            raise ImportRefused(
                f"Nothing was imported: there is no project {name}, but it looks like {likely.key}. "
                f"Add --into {likely.key}. If it is another plan, rename its file or project, and leave out --update."
                if is_update
                else f"Nothing was imported: {name} looks like {likely.key} of another day. Add --into {likely.key}. "
                "If it is another plan, rename its file or project."
            )

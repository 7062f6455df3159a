"""The table of the commands: each is one row here and one file of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context


class Command(NamedTuple):
    """A command for scripts. Its module is imported only where the command is used."""

    name: str
    help: str
    """One line for `milestone-tui --help`."""
    reads_only: bool = False
    """The database is opened for reading only, which loads no ORM."""
    depends_on_today: bool = False
    """It takes `--today`."""
    examples: tuple[tuple[str, str], ...] = ()
    """What to type after the program's name, and what that does where it needs saying."""

    @property
    def module(self) -> str:
        """Return the name of the module that carries it out."""
        return f"milestone_tui.cli.{self.name}{'_' if self.name == 'import' else ''}"

    def load(self) -> CommandModule:
        """Import the module that carries it out."""
        from importlib import import_module

        return cast("CommandModule", import_module(self.module))


class CommandModule(Protocol):
    """What the file of a command has."""

    DESCRIPTION: str
    """What its own `--help` says, in lines of at most 79 characters."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments of this command alone."""

    def run(self, arguments: Namespace, context: Context) -> None:
        """Carry the command out. Raises MilestoneError."""


COMMANDS = (
    Command(
        "import",
        "take a file",
        depends_on_today=True,
        examples=(
            ("import house.gan", "the milestones of GanttProject"),
            ("import plan.xml", "of Microsoft Project, saved as XML"),
            ("import plan.csv --dates dmy", "a table; 03/04/2026 is 3 April"),
        ),
    ),
    Command(
        "list",
        "print milestones",
        reads_only=True,
        depends_on_today=True,
        examples=(
            ("list --filter 'is:overdue @ana'", ""),
            ("list --project ACME --json", ""),
            ("list --projects", "what is next, finish and slip"),
        ),
    ),
    Command(
        "holidays",
        "show or add days off",
        depends_on_today=True,
        examples=(("holidays ACME --country DE-BY", ""),),
    ),
    Command("paths", "print where the data lives"),
    Command(
        "backup",
        "copy the database",
        reads_only=True,
        examples=(("backup copy.db", "a copy; --db copy.db opens it"),),
    ),
    Command(
        "restore",
        "put a copy in the place of the database",
        examples=(("restore copy.db", "that copy again"),),
    ),
    Command(
        "share",
        "let a group of people use the database",
        examples=(("share --group team", "others use it too; --off: no longer"),),
    ),
    Command("check", "check the database", examples=(("check --repair", "put the database right"),)),
)


def command_named(name: str) -> Command:
    """Return the command of that name. Raises KeyError."""
    return {command.name: command for command in COMMANDS}[name]

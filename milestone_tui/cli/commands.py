"""The table of commands: each is one row here and one file in this folder."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace

    from milestone_tui.cli.context import Context


class Topic(StrEnum):
    """What a command is for; `--help` lists the commands under these heads."""

    SHOW = "show"
    CHANGE = "change"
    FILES = "plans and files"
    DATABASE = "database and set-up"


class Command(NamedTuple):
    """A command for scripts. Its module is imported only when the command runs."""

    name: str
    """One word, or two for one of several commands about a thing, such as `risk add`."""
    topic: Topic
    help: str
    """Its line in `milestone-tui --help`."""
    reads_only: bool = False
    """It opens the database for reading only, without the ORM."""
    depends_on_today: bool = False
    """It has the option `--today`."""
    examples: tuple[tuple[str, str], ...] = ()
    """Pairs of the words after `milestone-tui` and a short explanation, which may be empty."""

    @property
    def module(self) -> str:
        """Return the name of its module."""
        return f"milestone_tui.cli.{self.name.replace(' ', '_')}{'_' if self.name == 'import' else ''}"

    def load(self) -> CommandModule:
        """Import its module."""
        from importlib import import_module

        return cast("CommandModule", import_module(self.module))


class CommandModule(Protocol):
    """The contents of a command's file."""

    DESCRIPTION: str
    """The description in its own `--help`, in lines of at most 79 characters."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Add the arguments that only this command has."""

    def run(self, arguments: Namespace, context: Context) -> int | None:
        """Carry out the command and return the exit code, None for 0. Raises MilestoneError."""


COMMANDS = (
    Command(
        "import",
        Topic.FILES,
        "import a plan",
        depends_on_today=True,
        examples=(
            ("import house.gan", "import a GanttProject plan"),
            ("import plan.xml", "import a Microsoft Project XML file"),
            ("import plan.csv --dates dmy", "import CSV with day-first dates"),
            ("import plan.csv --update", "take what the plan has changed"),
            ("import -", "import what another program prints"),
            ("import --history plans", "a year of files, each for its day"),
        ),
    ),
    Command(
        "export",
        Topic.FILES,
        "write projects for another program",
        reads_only=True,
        depends_on_today=True,
        examples=(
            ("export ACME -o acme.xml", "for Microsoft Project"),
            ("export --all -o all.json", "everything, with its history"),
            ("export ACME --format mermaid", "print a diagram"),
        ),
    ),
    Command(
        "list",
        Topic.SHOW,
        "list milestones or projects",
        reads_only=True,
        depends_on_today=True,
        examples=(
            ("list --filter 'is:overdue @ana'", ""),
            ("list --project ACME --json", ""),
            ("list --projects", "health, finish and slip"),
            ("list --projects --as-of 2026-11-01", "as it stood that day"),
        ),
    ),
    Command(
        "show",
        Topic.SHOW,
        "print all about a project or milestone",
        reads_only=True,
        depends_on_today=True,
        examples=(
            ("show ACME", ""),
            ("show ACME/beta --as-of 2026-11-01", "as it stood that day"),
        ),
    ),
    Command(
        "risk list",
        Topic.SHOW,
        "list risks and issues, the worst first",
        reads_only=True,
        depends_on_today=True,
        examples=(("risk list ACME --open", ""), ("risk list --json", "of all projects")),
    ),
    Command(
        "people",
        Topic.SHOW,
        "print who has how much work",
        reads_only=True,
        depends_on_today=True,
        examples=(("people", "the next weeks of everybody"), ("people ana", "one person")),
    ),
    Command(
        "review list",
        Topic.SHOW,
        "list the reviews of a project",
        reads_only=True,
        depends_on_today=True,
        examples=(("review list ACME", ""),),
    ),
    Command(
        "review show",
        Topic.SHOW,
        "print what a review said",
        reads_only=True,
        depends_on_today=True,
        examples=(("review show ACME", "the latest"), ("review show ACME 1", "the first")),
    ),
    Command(
        "baseline list",
        Topic.SHOW,
        "list the baselines of a project",
        reads_only=True,
        depends_on_today=True,
        examples=(("baseline list ACME", ""),),
    ),
    Command(
        "baseline compare",
        Topic.SHOW,
        "print what differs from a baseline",
        reads_only=True,
        depends_on_today=True,
        examples=(("baseline compare ACME", "from the current one to now"), ("baseline compare ACME 1 2", "")),
    ),
    Command(
        "log",
        Topic.SHOW,
        "print who changed what, and when",
        reads_only=True,
        depends_on_today=True,
        examples=(("log ACME/beta", ""), ("log -n 100 --json", "the last 100 changes")),
    ),
    Command(
        "agenda",
        Topic.SHOW,
        "print what is due, such as after login",
        reads_only=True,
        depends_on_today=True,
        examples=(("agenda --me --days 7", "your week, for a login message"),),
    ),
    Command(
        "calendar",
        Topic.FILES,
        "write the milestones as a calendar file",
        reads_only=True,
        depends_on_today=True,
        examples=(("calendar --me -o mine.ics", "your milestones, for a calendar"),),
    ),
    Command(
        "status",
        Topic.SHOW,
        "print the health of projects, also as one line",
        reads_only=True,
        depends_on_today=True,
        examples=(
            ("status --me", "your projects, the worst first"),
            ("status --line", "one line, for tmux or a prompt"),
        ),
    ),
    Command(
        "report",
        Topic.FILES,
        "print or write a status report",
        reads_only=True,
        depends_on_today=True,
        examples=(
            ("report ACME -o acme.html", "for the client, for a browser"),
            ("report ACME --audience internal", "with risks and money"),
            ("report --client 'Acme Corp' --period oct", "in October"),
            ("report --all --format txt --sent", "all projects, for an e-mail"),
        ),
    ),
    Command(
        "new",
        Topic.CHANGE,
        "create a project, also from a template",
        depends_on_today=True,
        examples=(
            ("new ACME --name 'Customer portal'", ""),
            ("new NORD --template stage --start mon", "from a template"),
        ),
    ),
    Command(
        "add",
        Topic.CHANGE,
        "add a milestone from one line",
        depends_on_today=True,
        examples=(
            ("add ACME 'Beta release 28 nov @ana'", ""),
            ("add ACME 'Load test #build after:\"Beta release\"+5wd'", ""),
        ),
    ),
    Command(
        "edit",
        Topic.CHANGE,
        "change fields of a milestone or a project",
        depends_on_today=True,
        examples=(
            ("edit ACME/beta owner=ana deadline=eom", ""),
            ("edit 12 value=12000 tags=", "an amount, and no tags"),
            ("edit ACME target_on=2027-01-29", "a project"),
        ),
    ),
    Command(
        "done",
        Topic.CHANGE,
        "tick milestones",
        depends_on_today=True,
        examples=(("done ACME/Beta --on fri", ""), ("done 12 14", "two, by their ids, as one change")),
    ),
    Command(
        "untick",
        Topic.CHANGE,
        "untick milestones",
        depends_on_today=True,
        examples=(("untick ACME/Beta", ""),),
    ),
    Command(
        "move",
        Topic.CHANGE,
        "move a milestone and what follows it",
        depends_on_today=True,
        examples=(
            ("move ACME/Beta +5wd --reason scope", ""),
            ("move ACME/Beta 14 dec --dry-run", "what it would do"),
        ),
    ),
    Command(
        "delete",
        Topic.CHANGE,
        "delete milestones, or a project",
        depends_on_today=True,
        examples=(("delete ACME/Beta", ""), ("delete --project ACME --yes", "with its milestones")),
    ),
    Command(
        "spent",
        Topic.CHANGE,
        "record what was spent",
        depends_on_today=True,
        examples=(
            ("spent ACME/Beta 1200 2 nov licences", ""),
            ("spent ACME -200 --note 'credit note'", "money back"),
        ),
    ),
    Command(
        "risk add",
        Topic.CHANGE,
        "add a risk from one line",
        depends_on_today=True,
        examples=(
            ("risk add ACME 'Test data comes late p4 i5'", ""),
            ("risk add ACME 'issue: Login fails @raj'", "an issue"),
        ),
    ),
    Command(
        "baseline set",
        Topic.CHANGE,
        "record today's plan as the baseline",
        depends_on_today=True,
        examples=(("baseline set ACME Change request 4", ""),),
    ),
    Command(
        "undo",
        Topic.CHANGE,
        "undo your last change",
        depends_on_today=True,
        examples=(("undo", ""), ("undo --change 12", "only if that is your last change")),
    ),
    Command("redo", Topic.CHANGE, "redo what you undid last", depends_on_today=True, examples=(("redo", ""),)),
    Command(
        "holidays",
        Topic.CHANGE,
        "list, add or clear a project's days off",
        depends_on_today=True,
        examples=(("holidays ACME --country DE-BY", ""),),
    ),
    Command(
        "sync",
        Topic.FILES,
        "sync with a folder of text files, such as a git repository",
        depends_on_today=True,
        examples=(("sync plans", "one file a project"), ("sync plans --dry-run", "say what would be done")),
    ),
    Command("paths", Topic.DATABASE, "print the paths of the database and settings"),
    Command(
        "backup",
        Topic.DATABASE,
        "back up the database to a file",
        reads_only=True,
        examples=(("backup copy.db", ""),),
    ),
    Command(
        "restore",
        Topic.DATABASE,
        "restore the database from a backup",
        examples=(("restore copy.db", "restore that backup"),),
    ),
    Command(
        "share",
        Topic.DATABASE,
        "share the database with a group of people",
        examples=(("share --group team", "--off makes it private again"),),
    ),
    Command(
        "completion",
        Topic.DATABASE,
        "print the completion script of a shell",
        reads_only=True,
        examples=(("completion bash", ""),),
    ),
    Command("check", Topic.DATABASE, "check or repair the database", examples=(("check --repair", ""),)),
)


def command_named(name: str) -> Command:
    """Return the command with this name. Raises KeyError."""
    return {command.name: command for command in COMMANDS}[name]


def commands_by_topic() -> Mapping[Topic, list[Command]]:
    """Return the commands under each head of `--help`, by name."""
    return {topic: sorted((one for one in COMMANDS if one.topic is topic), key=lambda one: one.name) for topic in Topic}

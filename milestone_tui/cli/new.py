"""`milestone-tui new`: create a project, empty or from a template."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.cli.changing import add_json, change, store_to_change, tell
from milestone_tui.cli.options import DEMO
from milestone_tui.cli.parser import add_option
from milestone_tui.cli.values import settings
from milestone_tui.errors import InvalidInput, NotFound
from milestone_tui.plan.fields import PROJECT_FIELDS
from milestone_tui.plan.language.wording import count_words, exact_day

if TYPE_CHECKING:
    from argparse import ArgumentParser, Namespace
    from collections.abc import Callable, Iterable, Mapping

    from milestone_tui.cli.context import Context
    from milestone_tui.config import Settings
    from milestone_tui.plan.templates.template import NewPlan, Template
    from milestone_tui.store import Commands
    from milestone_tui.store.reader import Reader

DESCRIPTION = """\
Create a project, and the database if there is none yet. Its working week, days
off and currency are those of the settings. With --template it gets the phases
and milestones of a template: from --start on, or so that it ends on --target.

built-in templates: Client software project, Product release, Stage-gate
"""

_OPTIONS = (
    ("name", "WORDS", "its name (default: the key)"),
    ("client", "WORDS", "the client"),
    ("start", "DAY", "when the work begins, such as mon (with a template: today)"),
    ("target", "DAY", "the wished end"),
    ("budget", "AMOUNT", "the planned money"),
    ("currency", "CODE", "three letters, such as EUR"),
)
"""Options, the names of their values, and their help."""


def add_arguments(parser: ArgumentParser) -> None:
    """Add the key, the fields, `--template`, `--json` and `--demo`."""
    parser.add_argument("key", metavar="KEY", help="its key: 1 to 12 letters and digits, such as ACME")
    for name, metavar, words in _OPTIONS:
        parser.add_argument(f"--{name}", metavar=metavar, help=words)
    parser.add_argument("--template", metavar="NAME", help="begin with the milestones of this template")
    add_json(parser)
    add_option(parser, DEMO)


def run(arguments: Namespace, context: Context) -> None:
    """Create the project as one change, and say so.

    Raises InvalidInput for a key that is taken and for wrong values, NotFound for an unknown template.
    """
    from milestone_tui.plan.rules import NEW_PROJECT, validate_project

    mine = settings()
    fields = _fields(arguments, context.today, mine)
    validate_project(NEW_PROJECT, fields)  # before a database is made
    noun = "projects" if arguments.template is None else "templates"
    with store_to_change(context, noun, creates=True) as store:
        template = None if arguments.template is None else _template(store.read, arguments.template)
        start = _empty(fields, mine, context.today) if template is None else _filled(fields, template, mine, context)
        made = change(store, start.write)
        project = store.read.project_by_key(arguments.key.strip())
        assert project is not None
        plan = start.plan
        facts = {
            "project": {"id": project.id, "key": project.key, "name": project.name},
            "template": template and template.name,
            "milestones": len(plan.milestones) if plan else 0,
            "days_off": start.days_off,
        }
        tell(store, made, _sentence(project.key, template, start), facts, as_json=arguments.json)


class _Start(NamedTuple):
    """A project to create."""

    write: Callable[[Commands], object]
    days_off: int
    """How many days off it gets."""
    plan: NewPlan | None = None
    """The milestones of its template, with dates."""


def _fields(arguments: Namespace, today: date, mine: Settings) -> dict[str, object]:
    """Return the fields of the new project: those of the settings, and those given. Raises InvalidInput."""
    from milestone_tui.cli.fields import KnownNames, read_fields
    from milestone_tui.plan.form_state import FieldContext
    from milestone_tui.ui.preferences import Preferences

    usual = Preferences(mine).new_project()
    words = [f"{name}={value}" for name, *_ in _OPTIONS if (value := getattr(arguments, name)) is not None]
    given = FieldContext(today, currency=arguments.currency or str(usual["currency"]), order=mine.date_order)
    names = {"key": arguments.key, "name": arguments.key.strip().upper()}
    return {**usual, **names, **read_fields(words, PROJECT_FIELDS, usual, given, KnownNames())}


def _empty(fields: Mapping[str, object], mine: Settings, today: date) -> _Start:
    """Return a project without milestones."""
    from milestone_tui.exchange.days_off.new_project import usual_days_off, years_of_fields

    days = usual_days_off(mine.days_off, years_of_fields(fields, today))

    def write(do: Commands) -> None:
        made = do.projects.create(fields)
        if days:
            do.holidays.add(made, days)

    return _Start(write, len(days))


def _filled(fields: Mapping[str, object], template: Template, mine: Settings, context: Context) -> _Start:
    """Return a project with the milestones of a template. Raises InvalidInput for a start and a target."""
    from milestone_tui.exchange.days_off.new_project import usual_days_off

    plan = _dated(template, fields, context.today, ())
    # Days off lengthen the plan, to earlier dates when it is scheduled backwards.
    days = usual_days_off(mine.days_off, range(plan.start_on.year - 1, plan.finish_on.year + 2))
    if days:
        plan = _dated(template, fields, context.today, [day.day for day in days])
        days = [day for day in days if day.day.year >= plan.start_on.year]
    target = {} if fields["target_on"] is None else {"target_on": plan.finish_on}
    changes = {**fields, "start_on": plan.start_on, **target}

    def write(do: Commands) -> None:
        made = do.templates.start(changes, template.name, plan)
        if days:
            do.holidays.add(made, days)

    return _Start(write, len(days), plan)


def _dated(template: Template, fields: Mapping[str, object], today: date, days_off: Iterable[date]) -> NewPlan:
    from milestone_tui.plan.calendar.workdays import WorkCalendar
    from milestone_tui.plan.templates.template import ending_on, started_on

    start, end, week = fields["start_on"], fields["target_on"], fields["working_days"]
    if start is not None and end is not None:
        raise InvalidInput("", "A template begins on --start or ends on --target. Leave out one of them.")
    assert isinstance(week, int)
    calendar = WorkCalendar(week, days_off)
    if isinstance(end, date):
        return ending_on(template, end, calendar)
    return started_on(template, start if isinstance(start, date) else today, calendar)


def _template(read: Reader, name: str) -> Template:
    """Return the template of a name, or of enough of its beginning. Raises NotFound, with those that there are."""
    from milestone_tui.plan.language.text import fold
    from milestone_tui.plan.templates.library import built_in_templates
    from milestone_tui.plan.templates.serialization import read_template

    saved = {one.name: one.body for one in read.templates()}
    built_in = {one.name: one for one in built_in_templates()}
    every, wanted = [*built_in, *saved], fold(name.strip())
    found = [one for one in every if fold(one) == wanted] or [one for one in every if fold(one).startswith(wanted)]
    if len(found) != 1:
        problem = f'Several templates begin with "{name}"' if found else f'There is no template "{name}"'
        raise NotFound(f"{problem}. The templates are {', '.join(found or every)}.")
    if found[0] in built_in:
        return built_in[found[0]]
    return read_template(saved[found[0]])._replace(name=found[0])


def _sentence(key: str, template: Template | None, start: _Start) -> str:
    """Return `Created ACME from "Stage-gate": 20 milestones, 1 Dec 2026 → 4 Jun 2027.`"""
    off = f" with {count_words(start.days_off, 'day off', 'days off')}" if start.days_off else ""
    if template is None or start.plan is None:
        return f"Created {key}{off}."
    dates = f"{exact_day(start.plan.start_on)} → {exact_day(start.plan.finish_on)}"
    count = count_words(len(start.plan.milestones), "milestone")
    return f'Created {key} from "{template.name}"{off}: {count}, {dates}.'

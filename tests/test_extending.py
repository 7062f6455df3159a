"""Adding to the house as `.github/CONTRIBUTING.md` tells: which files that touches, and that it works end to end."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from editing import TODAY, fill

import milestone_tui
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.migrations import LATEST

COMMAND = '''
DESCRIPTION = """Say how many projects there are.
"""


def add_arguments(parser):
    parser.add_argument("--loud", action="store_true", help="in capitals")


def run(arguments, context):
    with context.open_store() as store:
        words = f"{len(store.read.everything())} projects"
    print(words.upper() if arguments.loud else words)
'''

VIEW = '''
"""The milestones as a list of titles."""

from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.navigation import Place
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.text_block import TextBlock


class TitlesScreen(StoreScreen):
    """The titles of one project."""

    VIEW = "titles"

    def __init__(self, context, place):
        super().__init__(context)
        self.project_id = place.project_id
        self.words = TextBlock(context.renderer)

    def compose(self):
        yield self.title_bar
        yield self.words
        yield self.key_bar

    @property
    def place(self):
        return Place(self.project_id)

    def reload(self):
        plan = self.context.store.read.plan(self.project_id)
        self.title_bar.left = ((plan.project.key, Ink.BRIGHT), ("  › Titles", Ink.DIM))
        self.words.lines = tuple(((m.title, Ink.TEXT),) for m in plan.milestones)
'''

SEEN = """
import asyncio, sys
from datetime import date
from pathlib import Path
from screens import press, screen_lines, screen_text
from test_key_table import key_table
from milestone_tui.demo.loader import fill_demo
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.store.migrations import LATEST
from milestone_tui.ui.app import MilestoneApp


async def look(store, clock):
    app = MilestoneApp(store, clock)
    async with app.run_test(size=(120, 50)) as pilot:
        await press(pilot, "j", "9")
        print("shown:", type(app.screen).__name__, "Beta release" in screen_text(app))
        print("line:", screen_lines(app)[1].strip())
        print("table:", "`9` titles" in key_table({"Titles": app.screen.active_bindings.values()}))
        await press(pilot, "question_mark")
        print("help:", [line for line in screen_lines(app) if "See the titles" in line] != [])
        await press(pilot, "escape", "1", "colon", *"titles", "enter")
        print("palette:", type(app.screen).__name__, len(app.screen_stack))


clock = Clock.fixed(date(2026, 11, 22))
fill_demo(Path("seen.db"), date(2026, 11, 22))
store = Store.open(Path("seen.db"), clock, "ana")
asyncio.run(look(store, clock))
store.close()
"""

READER = """
from milestone_tui.plan.imported import ImportedPlan, IncomingMilestone, IncomingProject


def read_lines(data, fallback_name):
    titles = data.decode().splitlines()[1:]
    milestones = tuple(IncomingMilestone(ref=t, where="", title=t) for t in titles)
    return ImportedPlan((IncomingProject(fallback_name, (), milestones),))
"""

WRITER = """
def write_lines(export, out):
    out.write("%LINES\\n")
    for plan in export.plans:
        for milestone in plan.milestones:
            if export.keep is None or milestone.id in export.keep:
                out.write(f"{milestone.title}\\n")
"""


class House:
    """A copy of the package that can be added to."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "milestone_tui"
        self.touched: set[str] = set()
        shutil.copytree(
            Path(milestone_tui.__file__).parent, self.root, ignore=shutil.ignore_patterns("__pycache__", "*.pyc")
        )

    def add_file(self, name: str, text: str) -> None:
        """Add a file."""
        path = self.root / name
        assert not path.exists()
        path.parent.mkdir(exist_ok=True)
        path.write_text(text)
        self.touched.add(name)

    def add_row(self, name: str, table: str, row: str) -> None:
        """Add a row as the first of a table."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        head = f"\n{table} = (\n"
        assert text.count(head) == 1
        path.write_text(text.replace(head, f"{head}    {row},\n"), encoding="utf-8")
        self.touched.add(name)

    def replace(self, name: str, *changes: tuple[str, str]) -> None:
        """Change texts that a file has once."""
        path = self.root / name
        text = path.read_text(encoding="utf-8")
        for old, new in changes:
            assert text.count(old) == 1, old
            text = text.replace(old, new)
        path.write_text(text, encoding="utf-8")
        self.touched.add(name)

    def run(self, *arguments: str) -> str:
        """Run the program and return what it prints."""
        done = self.start("-m", "milestone_tui", *arguments)
        assert (done.returncode, done.stderr) == (0, "")
        return done.stdout

    def fail(self, *arguments: str) -> str:
        """Run the program and return what it complains of."""
        done = self.start("-m", "milestone_tui", *arguments)
        assert (done.returncode, done.stdout) == (2, "")
        return done.stderr

    def python(self, *arguments: str) -> str:
        """Run Python where the copy is the program, and return what it prints."""
        done = self.start(*arguments)
        assert (done.returncode, done.stderr) == (0, ""), done.stderr
        return done.stdout

    def start(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        """Run Python where the copy is the program."""
        tests = Path(__file__).parent
        folder = os.pathsep.join(map(str, (self.root.parent, tests, tests / "ui")))
        return subprocess.run(
            [sys.executable, *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd=self.root.parent,
            env={
                **os.environ,
                "PYTHONPATH": folder,
                "HOME": str(self.root.parent),
                "XDG_DATA_HOME": "",
                "XDG_STATE_HOME": "",
            },
        )


@pytest.fixture
def house(tmp_path: Path) -> House:
    return House(tmp_path)


def test_a_view_is_one_folder_and_one_row(house: House) -> None:
    house.add_file("ui/views/titles/__init__.py", '"""The view of titles."""\n')
    house.add_file("ui/views/titles/screen.py", VIEW)
    path = "milestone_tui.ui.views.titles.screen:TitlesScreen"
    house.add_row(
        "ui/navigation.py", "VIEWS", f'View("9", "titles", "Titles", "{path}", Scope.PROJECT, "See the titles")'
    )
    assert house.touched == {"ui/views/titles/__init__.py", "ui/views/titles/screen.py", "ui/navigation.py"}
    shown, line, *seen = house.python("-c", SEEN).splitlines()
    assert line.startswith("line: 9 Titles   1 Projects   2 Timeline")
    assert [shown, *seen] == [
        "shown: TitlesScreen True",
        "table: True",
        "help: True",
        "palette: TitlesScreen 1",
    ]


def test_a_command_is_one_file_and_one_row(house: House) -> None:
    house.add_file("cli/count.py", COMMAND)
    row = (
        'Command("count", Topic.SHOW, "count projects", reads_only=True, examples=(("count --loud", "for everybody"),))'
    )
    house.add_row("cli/commands.py", "COMMANDS", row)
    assert house.touched == {"cli/count.py", "cli/commands.py"}
    told = house.run("--help")
    assert "count     " in told and "count projects" in told
    assert "milestone-tui count --loud" in house.run("count", "--help")
    assert house.run("--demo", "count") == "6 projects\n"
    assert house.run("--demo", "count", "--loud") == "6 PROJECTS\n"


def test_a_format_is_one_folder_and_one_row(house: House, tmp_path: Path) -> None:
    house.add_file("exchange/lines/__init__.py", '"""Plans of one title a line."""\n')
    house.add_file("exchange/lines/reader.py", READER)
    house.add_file("exchange/lines/writer.py", WRITER)
    row = (
        'Format("Lines", (".lines",), lambda head: head.text.startswith(b"%LINES"), "lines.reader:read_lines", '
        'milestone_writer="lines.writer:write_lines")'
    )
    house.add_row("exchange/formats.py", "FORMATS", row)
    assert {name.rpartition("/")[0] for name in house.touched} == {"exchange/lines", "exchange"}
    file = tmp_path / "house.lines"
    file.write_text("%LINES\nFoundations laid\nRoof on\n")
    assert "Imported 2 milestones" in house.run("import", str(file))
    assert "Roof on" in house.run("list")
    assert "--lines" in house.run("list", "--help") and "as Lines" in house.run("list", "--help")
    assert house.run("list", "--lines") == file.read_text()
    assert house.run("list", "--lines", "--filter", "roof") == "%LINES\nRoof on\n"
    refusal = "milestone-tui: Lines can list milestones only, not projects.\n"
    assert house.fail("list", "--lines", "--projects") == refusal


FINGERPRINT = """
import sqlite3
from milestone_tui.store.migrations.steps import STEPS, run_steps
from milestone_tui.store.schema import fingerprint
db = sqlite3.connect(":memory:", isolation_level=None)
run_steps(db, STEPS, 0)
print(fingerprint(db))
"""


def add_fields(house: House) -> None:
    """Give milestones a reference and projects the code of a sponsor."""
    names = 'json="reference", in_templates=True, csv=("reference", "ref")'
    house.add_row("plan/fields.py", "FIELDS", f'FieldSpec(Milestone, "reference", FieldKind.LINE, check_line, {names})')
    house.add_row(
        "plan/fields.py",
        "FIELDS",
        'FieldSpec(Project, "sponsor_code", FieldKind.LINE, check_line, "sponsor code", json="sponsor_code")',
    )
    house.replace(
        "plan/model.py",
        ("    rejected: bool = False\n", '    reference: str = ""\n    rejected: bool = False\n'),
        ("    baseline_id: int | None = None\n", '    sponsor_code: str = ""\n    baseline_id: int | None = None\n'),
    )
    house.add_file(
        f"store/migrations/v{LATEST + 1}.py",
        "from milestone_tui.store.migrations.columns import add_columns, line\n"
        'CODES = (*add_columns("milestone", line("milestone", "reference")), '
        '*add_columns("project", line("project", "sponsor_code")))\n',
    )
    house.replace(
        "store/migrations/steps.py",
        ("\nSTEPS:", f"\nfrom milestone_tui.store.migrations.v{LATEST + 1} import CODES\n\nSTEPS:"),
        (')\n"""After step n', '    CODES,\n)\n"""After step n'),
    )
    known = "FINGERPRINTS: Mapping[int, str] = {\n"
    new = house.python("-c", FINGERPRINT).strip()
    house.replace("store/migrations/__init__.py", (known, f'{known}    {LATEST + 1}: "{new}",\n'))
    house.replace("ui/editors/milestone_form.py", ('"deliverable", "tags"', '"deliverable", "reference", "tags"'))
    house.replace("ui/editors/project.py", ('"client"),', '"client", "sponsor_code"),'))


def test_a_field_is_a_row_an_attribute_a_step_and_a_place_in_the_form(house: House, tmp_path: Path) -> None:
    database = tmp_path / "m.db"
    store = Store.open(database, Clock.fixed(TODAY), "ana")  # of the version before the field
    fill(store)
    store.close()
    add_fields(house)
    assert house.touched == {
        "plan/fields.py",
        "plan/model.py",
        *(f"store/migrations/{name}.py" for name in (f"v{LATEST + 1}", "steps", "__init__")),
        *(f"ui/editors/{name}.py" for name in ("milestone_form", "project")),
    }
    house.python(str(Path(__file__).parent / "dummy_field.py"), str(database), str(house.root.parent))
    (tmp_path / "more.csv").write_text("title,ref,project\nHandover,C-18,ACME\n")
    house.run("import", str(tmp_path / "more.csv"), "--db", str(database))
    listed = json.loads(house.run("list", "--json", "--db", str(database)))
    assert {(m["title"], m["reference"]) for m in listed} >= {("Beta release", "C-17"), ("Handover", "C-18")}
    assert {m["reference"] for m in listed if m["title"] == "Load test"} == {None}
    (project,) = json.loads(house.run("list", "--projects", "--json", "--db", str(database)))
    assert project["sponsor_code"] == "X9"
    assert house.run("check", "--db", str(database))

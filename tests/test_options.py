"""The command line, as words: options before a command, options after it, and every mistake in our own words."""

from __future__ import annotations

import argparse
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.cli.options import OPTIONS, THEMES, Options, read_options
from milestone_tui.cli.parser import parse_command
from milestone_tui.errors import InvalidInput
from milestone_tui.ui.theme import PALETTES

WORDS = (
    *("--db", "--db=x.db", "--db=", "--today", "--today=2026-11-22", "--theme", "--theme=dark", "--th", "--ascii"),
    *("--demo", "--plain", "--plain=yes", "list", "--", "-", "-x", "", "a b", "x.db", "2026-11-22", "--json", "light"),
)


def read(*words: str) -> argparse.Namespace:
    """The arguments of a command with the options before it."""
    options, rest = read_options(words)
    return parse_command(rest, options)


def refusal(*words: str) -> str:
    """The sentence that refuses these words."""
    with pytest.raises(InvalidInput) as refused:
        read(*words)
    return str(refused.value)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=5))
def test_the_options_are_what_argparse_reads(words: list[str]) -> None:
    parser = argparse.ArgumentParser(allow_abbrev=False, exit_on_error=False)
    for option in OPTIONS:
        if option.metavar:
            parser.add_argument(option.flag, choices=option.choices or None)
        else:
            parser.add_argument(option.flag, action="store_true")
    try:
        options, rest = read_options(words)
    except InvalidInput:
        return
    typed = list(words[: len(words) - len(rest)])
    assert options == Options(**vars(parser.parse_args([word for word in typed if word != "--"])))


def test_options_before_a_command_are_read_up_to_it() -> None:
    assert read_options([]) == (Options(), [])
    words = ["--db", "x.db", "--today=2026-11-22", "--theme", "light", "--plain", "--ascii", "--demo"]
    options = Options("x.db", "2026-11-22", theme="light", ascii=True, demo=True, plain=True)
    assert read_options(words) == (options, [])
    assert read_options([*words, "list", "--json"]) == (options, ["list", "--json"])
    assert read_options(["--help"]) == (Options(), ["--help"])


def test_the_themes_that_can_be_typed_are_those_there_are() -> None:
    assert tuple(name.removeprefix("milestone-") for name in PALETTES) == THEMES


def test_the_option_after_the_command_wins() -> None:
    assert read("--db", "a.db", "list", "--db", "b.db").db == "b.db"
    assert read("--db", "a.db", "list").db == "a.db"
    assert read("list", "--demo").demo and read("--demo", "list").demo and not read("list").demo


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["lst"], 'There is no command "lst". Did you mean list?'),
        (["frobnicate"], 'There is no command "frobnicate". Run `milestone-tui --help` to see them all.'),
        ([""], 'There is no command "". Run `milestone-tui --help` to see them all.'),
        (["--db"], "--db needs a file name."),
        (["--db", "--demo"], "--db needs a file name."),
        (["list", "--db"], "--db needs a file name."),
        (["list", "--db", "--json"], "--db needs a file name."),
        (["--thene", "dark"], "There is no option --thene. Did you mean --theme?"),
        (["--th", "dark", "list"], "There is no option --th. Did you mean --theme?"),
        (["list", "--jsn"], "There is no option --jsn. Did you mean --json?"),
        (["list", "--zzz"], "There is no option --zzz. Run `milestone-tui list --help` to see the options."),
        (["-x"], "There is no option -x. Run `milestone-tui --help` to see the options."),
        (["--plain=yes"], "--plain takes no value. Write --plain alone."),
        (["list", "--json=1"], "--json takes no value. Write --json alone."),
        (["--theme", "pink", "list"], '--theme needs dark, light, contrast or terminal, not "pink".'),
        (["--theme=pink"], '--theme needs dark, light, contrast or terminal, not "pink".'),
        (["--theme"], "--theme needs dark, light, contrast or terminal."),
        (["import", "a.csv", "b.csv"], '`import` does not take "b.csv". Run `milestone-tui import --help`.'),
        (["import", "a.csv", "--dates", "xyz"], '--dates needs dmy, mdy or ymd, not "xyz".'),
        (["import", "a.csv", "--into"], "--into needs the key of a project."),
        (["holidays"], "`holidays` needs the key of a project. Run `milestone-tui holidays --help`."),
        (["list", "ACME"], '`list` does not take "ACME". Run `milestone-tui list --help`.'),
        (["list", "--theme", "dark"], "`list` does not take --theme. Run `milestone-tui list --help`."),
        (["paths", "--today", "2026-11-22"], "`paths` does not take --today. Run `milestone-tui paths --help`."),
        (["share", "--group"], "--group needs the name of a group."),
    ],
)
def test_a_mistake_is_refused_in_our_words(words: list[str], sentence: str) -> None:
    assert refusal(*words) == sentence


def test_values_that_look_like_options_or_commands() -> None:
    assert read("list", "--filter", "-is:done").filter == "-is:done"
    assert read("list", "--filter=--x").filter == "--x"
    assert read("list", "--filter", "-").filter == "-"
    assert read("import", "--", "-odd.csv").file == "-odd.csv"
    assert read("import", "list").file == "list"
    assert read_options(["--db", "-"])[0].db == "-"


def test_options_of_the_dashboard_are_read_without_argparse() -> None:
    code = "import sys, milestone_tui.cli.main as m; m.read_options(['--db', 'x.db']); print('argparse' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "False\n"

"""The options that are read by hand against what argparse makes of the same words."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.cli.options import Options, dashboard_options
from milestone_tui.cli.parser import parse

OPTIONS = (
    "--db",
    "--db=x.db",
    "--db=",
    "--today",
    "--today=2026-11-22",
    "--theme",
    "--theme=dark",
    "--th",
    "--ascii",
    "--demo",
    "--plain",
    "--plain=yes",
)
OTHERS = ("list", "--", "-", "-x", "", "a b", "x.db", "2026-11-22", "--json", "light")


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(OPTIONS + OTHERS), max_size=5))
def test_what_is_read_by_hand_is_what_argparse_reads(arguments: list[str]) -> None:
    by_hand = dashboard_options(arguments)
    if by_hand is None:
        return
    said = parse(arguments)
    assert said.command is None
    assert by_hand == Options(*(getattr(said, name) for name in Options._fields))


def test_what_is_said_in_full_is_read_by_hand() -> None:
    assert dashboard_options([]) == Options()
    said = ["--db", "x.db", "--today=2026-11-22", "--theme", "light", "--plain", "--ascii", "--demo"]
    assert dashboard_options(said) == Options("x.db", "2026-11-22", theme="light", ascii=True, demo=True, plain=True)


def test_everything_else_is_left_to_argparse() -> None:
    for arguments in (["list"], ["--help"], ["--db"], ["--db", "--demo"], ["--thème"], ["--as"]):
        assert dashboard_options(arguments) is None

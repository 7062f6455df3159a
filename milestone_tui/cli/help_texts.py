"""The texts of `--help` and of the manual, and how they are laid out: at most 79 characters a line."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from milestone_tui.cli.commands import Command

DESCRIPTION = """\
Plan and track project milestones in the terminal. Run without a command to
open the dashboard.
"""
OPENING = (
    ("", "open the dashboard"),
    ("--demo", "sample projects; nothing is saved"),
    ("list --filter 'is:overdue @me'", "what is late, and mine"),
    ("done ACME/Beta --on fri", "tick a milestone"),
)
ENVIRONMENT = (
    ("MILESTONE_TUI_DB", "same as --db"),
    ("MILESTONE_TUI_TODAY", "same as --today"),
    ("MILESTONE_TUI_USER", "your name in the history (default: your login name)"),
    ("NO_COLOR", "print without colours"),
    ("VISUAL, EDITOR", "the editor that ctrl+o opens long texts in"),
)
EXIT_CODES = (
    ("0", "success, also where nothing is found"),
    ("1", "only with --check: something is overdue, not on track, or left by sync"),
    ("2", "invalid input or usage"),
    ("3", "database unavailable or faulty"),
    ("70", "internal error (a report is saved to a file)"),
    ("130", "interrupted"),
    ("141", "the reader of the output has ended"),
)
MORE = "Run `milestone-tui COMMAND --help` for the options and examples of a command."

THINGS: Mapping[str, str] = {
    "baseline": "Record, list and compare baselines",
    "review": "Print finished reviews",
    "risk": "List and add risks",
}
"""What the commands of two words do, by their first word."""

_EXAMPLE_WIDTH = 41
_NAME_WIDTH = 16


def listed_lines(head: str, commands: Iterable[Command]) -> str:
    """Return a head with a line for each command."""
    return "\n".join([f"{head}:", *(f"  {command.name:{_NAME_WIDTH}}  {command.help}" for command in commands)])


def table_lines(head: str, pairs: Sequence[tuple[str, str]]) -> str:
    """Return a head with a line for each pair, the second texts below one another."""
    room = max(len(name) for name, _ in pairs)
    return "\n".join([f"{head}:", *(f"  {name:{room}}  {words}" for name, words in pairs)])


def example_lines(examples: Sequence[tuple[str, str]]) -> str:
    """Return a head with a line for each example, with its explanation; an empty text without examples."""
    if not examples:
        return ""
    lines = (f"{f'milestone-tui {typed}':{_EXAMPLE_WIDTH}}  {words}" for typed, words in examples)
    return "\n".join(["examples:", *(f"  {line}".rstrip() for line in lines)])

"""The options before a command, read without argparse: loading it takes a tenth of the time to the first frame."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from milestone_tui.errors import InvalidInput


class Option(NamedTuple):
    """An option that may come before a command."""

    flag: str
    help: str
    metavar: str = ""
    """The name of its value in `--help`; an option without one is a switch."""
    choices: tuple[str, ...] = ()
    """The values that it accepts; empty for any."""

    @property
    def name(self) -> str:
        """Return the name of its field in `Options`."""
        return self.flag.removeprefix("--")


THEMES = ("dark", "light", "contrast", "terminal")
"""The names of the themes, as people type them."""

DATABASE = Option("--db", "use this database file (see `milestone-tui paths` for the default)", "FILE")
TODAY = Option("--today", "use this date as today, such as 2026-11-22", "DAY")
DEMO = Option("--demo", "open sample projects; nothing is saved")

OPTIONS = (
    DATABASE,
    TODAY,
    Option("--ascii", "use only ASCII characters (the default when the locale is not UTF-8)"),
    DEMO,
    Option("--theme", "use this theme: dark, light, contrast or terminal (its own colours)", "NAME", THEMES),
    Option(
        "--plain",
        "send whole frames without optimising them; try this if the display is garbled (or set plain = true in the"
        " settings file)",
    ),
)
_BY_FLAG = {option.flag: option for option in OPTIONS}

HELP_FLAGS = ("-h", "--help", "--version")

_NEEDED = {
    "AMOUNT": "an amount such as 1200",
    "CHANGE": "the id of a change",
    "CODE": "a country code such as DE or DE-BY",
    "DAY": "a date such as 2026-11-22",
    "DAYS": "a number of days such as 7",
    "DIR": "the path of a folder",
    "FIELD=VALUE": "a field and its value such as due_on=fri",
    "FILE": "a file name",
    "GROUP": "the name of a group",
    "KEY": "the key of a project",
    "LINE": "a line that has a title",
    "MILESTONE": "a milestone such as ACME/Beta, or its id",
    "MILESTONE|KEY": "a milestone such as ACME/Beta, or the key of a project",
    "MOMENT": "a date such as 2026-11-01, or review:3",
    "N": "a number such as 7",
    "NAME": "a name",
    "NAMES": "names of columns, separated by commas",
    "PERIOD": "a period such as oct 2026, last quarter or 7 days",
    "SHELL": "bash, zsh or fish",
    "TEXT": "a filter such as is:overdue",
    "YEARS": "a year or a range such as 2026-2028",
}
"""What to type for a value, by the name of the value in `--help`."""


class Options(NamedTuple):
    """The values of the options; None and False for those that were not typed."""

    db: str | None = None
    today: str | None = None
    ascii: bool = False
    demo: bool = False
    theme: str | None = None
    plain: bool = False


def read_options(arguments: Sequence[str]) -> tuple[Options, list[str]]:
    """Return the options, and the rest of the arguments from the command or a request for help on.

    Raises InvalidInput for an unknown option, and for a value that is missing or wrong.
    """
    values: dict[str, Any] = {}
    rest = list(arguments)
    while rest and is_option(rest[0]) and rest[0] not in HELP_FLAGS:
        word = rest.pop(0)
        if word == "--":
            break
        flag = word.partition("=")[0]
        option = _BY_FLAG.get(flag)
        if option is None:
            raise unknown_option(flag, (*_BY_FLAG, *HELP_FLAGS))
        values[option.name] = take_value(word, rest, option.metavar, option.choices)
    return Options(**values), rest


def is_option(word: str) -> bool:
    """Return whether a word on the command line is an option, not a value such as `-5wd` or `-200`."""
    return word.startswith("-") and word != "-" and not word[1].isdigit()


def take_value(word: str, rest: list[str], metavar: str, choices: Iterable[str] = ()) -> str | bool:
    """Return the value of the option `word`, taken off `rest` if it is not part of the word; True for a switch.

    Raises InvalidInput for a value that is missing, wrong, or too many.
    """
    flag, is_joined, value = word.partition("=")
    if not metavar:
        if is_joined:
            raise InvalidInput("", f"{flag} takes no value. Write {flag} alone.")
        return True
    choices = tuple(choices)
    needed = f"{flag} needs {join_words(choices) if choices else needed_for(metavar)}"
    if not is_joined:
        begins_filter = bool(rest) and metavar == "TEXT" and not rest[0].startswith("--")
        if not rest or (is_option(rest[0]) and not begins_filter):
            raise InvalidInput("", f"{needed}.")
        value = rest.pop(0)
    if choices and value not in choices:
        raise InvalidInput("", f'{needed}, not "{value}".')
    return value


def needed_for(metavar: str) -> str:
    """Return what to type for a value, from its name in `--help`."""
    return _NEEDED.get(metavar, "a value")


def unknown_option(flag: str, known: Iterable[str], command: str = "") -> InvalidInput:
    """Return the refusal of an option that neither the program nor `command` has."""
    if command and flag in _BY_FLAG:
        return InvalidInput("", f"`{command}` does not take {flag}. Run `milestone-tui {command} --help`.")
    program = f"milestone-tui {command}".rstrip()
    hint = did_you_mean(flag, known) or f"Run `{program} --help` to see the options."
    return InvalidInput("", f"There is no option {flag}. {hint}")


def did_you_mean(typed: str, known: Iterable[str]) -> str:
    """Return a question that names the nearest of the known words; an empty text if none is near."""
    from difflib import get_close_matches  # late: only for mistakes

    near = get_close_matches(typed, tuple(known), n=1)
    return f"Did you mean {near[0]}?" if near else ""


def join_words(words: Sequence[str], last: str = "or") -> str:
    """Return "a, b or c"."""
    return f" {last} ".join((", ".join(words[:-1]), words[-1])) if len(words) > 1 else "".join(words)

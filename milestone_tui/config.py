"""Configuration: the database, the date that counts as today, the actor and the terminal.

Only this module reads the settings file, and all of the environment but what the terminal driver needs.
"""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

import os
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from milestone_tui.errors import InvalidInput, cause
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.terminal.colours import Colours, colours_of

if TYPE_CHECKING:
    from platformdirs import PlatformDirs
    from tomlkit import TOMLDocument

APP_NAME = "milestone_tui"
DATABASE_VARIABLE = "MILESTONE_TUI_DB"
TODAY_VARIABLE = "MILESTONE_TUI_TODAY"
USER_VARIABLE = "MILESTONE_TUI_USER"

_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
"""Values that Python gives LC_CTYPE when it would be C (PEP 538)."""


class Config(NamedTuple):
    """Everything that is decided before the program does anything."""

    db: Path
    db_named: bool
    """Whether the database was named by a flag or the environment, rather than the default."""
    today: date | None
    """The date used as today; None means the calendar's."""
    actor: Actor
    """Who the journal names as the author of changes."""
    ascii_only: bool
    """Whether to draw with ASCII characters only."""
    terminal: str
    """The terminal's type (`TERM`)."""
    colours: Colours
    """The colours that the terminal can show."""
    editor: str
    """The command that opens long texts (`VISUAL`, else `EDITOR`); empty where none is set."""


def configure(
    *,
    db: str | None = None,
    today: str | None = None,
    ascii_only: bool = False,
    environment: Mapping[str, str] = os.environ,
) -> Config:
    """Combine the flags of the command line (None: not given) with the environment; flags win.

    Raises:
    InvalidInput: a flag or a variable has an invalid value.
    """
    return Config(
        db=_database(db, environment),
        db_named=bool(db or environment.get(DATABASE_VARIABLE)),
        today=_today(today, environment),
        actor=_actor(environment),
        ascii_only=ascii_only or not _draws_boxes(environment),
        terminal=environment.get("TERM", ""),
        colours=colours_of(environment),
        editor=environment.get("VISUAL", "").strip() or environment.get("EDITOR", "").strip(),
    )


def settings_file() -> Path:
    """Return the path of the settings file."""
    return _folders().user_config_path / "settings.toml"


_WORDS = ("working_days", "days_off", "currency", "acceptance_days", "thresholds", "report_words")
"""The settings that are read as they are written."""


class Settings(NamedTuple):
    """Contents of the settings file."""

    theme: str | None = None
    """The name of the theme chosen last."""
    plain: bool = False
    """Whether the dashboard behaves as with --plain."""
    me: str = ""
    """The name under which the person at the keyboard owns milestones; empty if never set."""
    date_order: DateOrder = DateOrder.ASK
    """How the person writes dates in numbers."""
    working_days: str = ""
    """The working week of new projects; empty, as the following, where the program's own default counts."""
    days_off: str = ""
    """The country whose public holidays new projects have."""
    currency: str = ""
    """The currency of new projects."""
    acceptance_days: str = ""
    """The working days that clients of new projects have to accept."""
    thresholds: str = ""
    """The thresholds of health that differ from the program's own, such as `slip 15/5, risk 12`."""
    report_words: str = ""
    """The words of reports: `en`, `de`, or the path of a file; empty for English."""


TableEntry = Mapping[str, str | int]
"""What was said about a table, with its `header`, which tells tables that are alike."""
_MOST_TABLES = 50


class Views(NamedTuple):
    """The sort orders and grouping that the person chose last, in words; empty for the defaults."""

    projects_order: str = ""
    projects_groups: str = ""
    timeline_order: str = ""
    agenda_groups: str = ""
    listed: str = ""
    """The ids of the projects of a big database, as they were listed last."""
    listed_by: str = ""
    """The order that put them in a row."""
    listed_in: str = ""
    """The database."""
    risks_order: str = ""
    people_order: str = ""


def state_folder() -> Path:
    """Return the folder for state outside any database: changes that could not be saved, and error reports."""
    return _folders().user_state_path


def load_settings(path: Path) -> Settings:
    """Return the settings; defaults if there is no file. Values of the wrong type are ignored.

    Raises:
    InvalidInput: the file cannot be read or is not TOML.
    """
    settings = _parsed(path)

    def word(name: str) -> str:
        value = settings.get(name)
        return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""

    order, theme = word("date_order").lower(), settings.get("theme")
    return Settings(
        theme if isinstance(theme, str) else None,
        settings.get("plain") is True,
        word("me") if isinstance(settings.get("me"), str) else "",
        DateOrder(order) if order in tuple(DateOrder) else DateOrder.ASK,
        **{name: word(name) for name in _WORDS},
    )


def _parsed(path: Path) -> Mapping[str, Any]:
    """Return the contents of the settings file; nothing if there is none. Raises InvalidInput."""
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise InvalidInput("", f"Cannot read the settings: {cause(error)}. Make {path} a readable file.") from error
    import tomllib  # late: 13 ms

    try:
        return tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput("", _not_toml(error, path)) from error


def load_tables(path: Path) -> tuple[TableEntry, ...]:
    """Return what was said about the tables of earlier imports, the newest last. Raises InvalidInput."""
    entries = _parsed(path).get("tables")
    if not isinstance(entries, list):
        return ()
    return tuple(
        {name: value for name, value in entry.items() if isinstance(value, str | int) and not isinstance(value, bool)}
        for entry in entries
        if isinstance(entry, dict) and isinstance(entry.get("header"), str)
    )


def save_table(path: Path, entry: TableEntry) -> None:
    """Keep what was said about a table, with what was said before about one with the same header.

    The oldest entry goes when there are too many. Raises InvalidInput.
    """
    tables = load_tables(path)
    kept = [old for old in tables if old["header"] != entry["header"]]
    before = next((old for old in tables if old["header"] == entry["header"]), {})

    def change(settings: "TOMLDocument") -> None:
        from tomlkit import aot, item

        entries = aot()
        for one in (*kept, {**before, **entry})[-_MOST_TABLES:]:
            entries.append(item(dict(one)))
        settings["tables"] = entries

    _edit(path, change)


def save_settings(path: Path, changed: Mapping[str, str | int]) -> None:
    """Write these settings to the file; an empty text removes one. Other settings and comments stay.

    Raises:
    InvalidInput: the file cannot be read or written, or is not TOML.
    """

    def change(settings: "TOMLDocument") -> None:
        for name, value in changed.items():
            if value == "":
                settings.pop(name, None)
            else:
                settings[name] = value

    _edit(path, change)


def _edit(path: Path, change: "Callable[[TOMLDocument], None]") -> None:
    """Change the settings file; other settings and comments stay. Raises InvalidInput."""
    import tomlkit  # late: 40 ms
    from tomlkit.exceptions import ParseError

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings = tomlkit.parse(path.read_bytes()) if path.exists() else tomlkit.document()
        change(settings)
        _replace(path, tomlkit.dumps(settings).encode())
    except OSError as error:
        raise InvalidInput("", f"Cannot save the settings: {cause(error)}. Make {path} writable.") from error
    except (ParseError, UnicodeDecodeError) as error:
        raise InvalidInput("", _not_toml(error, path)) from error


def _not_toml(error: ValueError, path: Path) -> str:
    import re  # late: not for the first frame

    line = re.search(r"at (line \d+)", str(error))
    where = f"{line[1].capitalize()} of {path}" if line else f"{path}"
    return f"{where} is not valid TOML. Correct it, or delete the file to use the defaults."


def views_file() -> Path:
    """Return the path of the file with the last sort orders and grouping."""
    return state_folder() / "views"


def load_views(path: Path) -> Views:
    """Return the last sort orders and grouping; defaults for what cannot be read."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return Views()
    found = dict(line.split(" = ", 1) for line in lines if " = " in line)
    return Views(**{name: found[name] for name in Views._fields if name in found})


def save_views(path: Path, views: Views) -> None:
    """Write the sort orders and grouping to their file. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = "".join(f"{name} = {value}\n" for name, value in views._asdict().items() if value)
    _replace(path, text.encode())


def _replace(path: Path, content: bytes) -> None:
    """Write a file atomically: it is never half written."""
    # A symlink into a collection of dotfiles stays a link.
    target = path.resolve()
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        scratch.write_bytes(content)
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


def _database(flag: str | None, environment: Mapping[str, str]) -> Path:
    if flag is not None and not flag.strip():
        raise InvalidInput("", "--db needs a file name.")
    named = flag or environment.get(DATABASE_VARIABLE)
    if named:
        if "\0" in named:
            raise InvalidInput("", "The database path is not valid: it contains a null byte.")
        try:
            return Path(named).expanduser().absolute()
        except RuntimeError as error:
            shown = _printable(named)
            raise InvalidInput(
                "", f'"{shown}": there is no user "{shown.split("/")[0][1:]}" on this system.'
            ) from error
    return _folders().user_data_path / "milestones.db"


def _folders() -> "PlatformDirs":
    """Return the per-user folders of this system."""
    from platformdirs import PlatformDirs  # late: not needed with a named database

    return PlatformDirs(APP_NAME)


def _today(flag: str | None, environment: Mapping[str, str]) -> date | None:
    source, text = ("--today", flag) if flag else (TODAY_VARIABLE, environment.get(TODAY_VARIABLE))
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("", f'{source} needs a date such as 2026-11-22, not "{_printable(text)}".') from error
    from milestone_tui.plan.date_limits import LIMITS, within_limits  # late: seldom needed

    if not within_limits(day):
        raise InvalidInput("", f"{source} {day} is out of range: {LIMITS}.")
    return day


def _actor(environment: Mapping[str, str]) -> Actor:
    """Return the login of the person with the name set in the environment, if any."""
    login = _login(environment)
    return Actor(login, environment.get(USER_VARIABLE, "").strip() or login)


def _login(environment: Mapping[str, str]) -> str:
    """Return the login name, or the user number where the system knows no name."""
    try:
        import pwd
    except ImportError:
        return environment.get("USERNAME") or environment.get("USER") or "somebody"
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _draws_boxes(environment: Mapping[str, str]) -> bool:
    """Return whether the terminal can show UTF-8, judging by the output stream and the locale."""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    if encoding.lower().replace("-", "") != "utf8":
        return False
    # Python may write UTF-8 in any locale, but a terminal with another locale does not show it.
    locale = _locale(environment)
    if "utf8" in locale.lower().replace("-", ""):
        return True
    if environment.get("TMUX") or environment.get("STY"):
        return False  # without a locale, tmux and screen show "_" or "?" for each glyph
    return "." not in locale and locale not in ("C", "POSIX")


def _locale(environment: Mapping[str, str]) -> str:
    """Return the locale for characters; empty where none is set."""
    kind = environment.get("LC_CTYPE", "")
    if sys.flags.utf8_mode and kind in _COERCED:
        kind = ""  # set by Python, because the named locale is C or unknown to this system
    return environment.get("LC_ALL") or kind or environment.get("LANG") or ""


def _printable(text: str) -> str:
    from milestone_tui.plan.language.text import visible

    return visible(text)

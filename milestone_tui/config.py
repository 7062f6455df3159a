"""What the person configured: paths, the day, the look.

The only reader of the settings file, and of the environment but for what the line driver asks of the terminal.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.actor import Actor
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.terminal.colours import Colours, colours_of

if TYPE_CHECKING:
    from platformdirs import PlatformDirs

APP_NAME = "milestone_tui"
DATABASE_VARIABLE = "MILESTONE_TUI_DB"
TODAY_VARIABLE = "MILESTONE_TUI_TODAY"
USER_VARIABLE = "MILESTONE_TUI_USER"

_COERCED = ("C.UTF-8", "C.utf8", "UTF-8")
"""What Python makes of LC_CTYPE where it would be C (PEP 538)."""


class Config(NamedTuple):
    """Everything that is decided before the program does anything."""

    db: Path
    db_named: bool
    """Somebody said which; else it is where it usually lies."""
    today: date | None
    """The day that stands for today; None is the calendar's."""
    actor: Actor
    """Whose changes the journal says they are."""
    ascii_only: bool
    """Draw with ASCII glyphs."""
    terminal: str
    """What the terminal says it is (`TERM`)."""
    colours: Colours
    """What the terminal shows."""
    editor: str
    """The command that opens long texts (`VISUAL`, else `EDITOR`); empty where none is set."""


def configure(
    *,
    db: str | None = None,
    today: str | None = None,
    ascii_only: bool = False,
    environment: Mapping[str, str] = os.environ,
) -> Config:
    """Put the flags of the command line (None: not said) and the environment together; what is said in a flag counts.

    Raises:
        InvalidInput: a flag or a variable makes no sense.
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
    """Where the settings are kept."""
    return _folders().user_config_path / "settings.toml"


class Settings(NamedTuple):
    """What the settings file says."""

    theme: str | None = None
    """The name of the theme that was chosen last."""
    plain: bool = False
    """Whether the dashboard is to do as with --plain."""
    me: str = ""
    """Who the person at the keyboard is, by the name that milestones are owned under; empty while nobody has said."""
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


class Views(NamedTuple):
    """How the person last looked at the views, in words; empty where they chose nothing."""

    projects_order: str = ""
    projects_groups: str = ""
    timeline_order: str = ""


def state_folder() -> Path:
    """Where is kept what belongs to no database: what could not be saved in the end, and reports of errors."""
    return _folders().user_state_path


def load_settings(path: Path) -> Settings:
    """What stands in the settings file; nothing when there is no file. What is of another kind counts as not there.

    Raises:
        InvalidInput: the file cannot be read or is not TOML.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return Settings()
    except OSError as error:
        raise InvalidInput("", f"The settings cannot be read: {error.strerror} ({path}).") from error
    import tomllib  # 13 ms that only those pay who have settings

    try:
        settings = tomllib.loads(text.decode())
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InvalidInput("", f"The settings are not valid TOML: {error} ({path}).") from error

    def word(name: str) -> str:
        value = settings.get(name)
        return str(value).strip() if isinstance(value, str | int) and not isinstance(value, bool) else ""

    order, theme = word("date_order").lower(), settings.get("theme")
    return Settings(
        theme if isinstance(theme, str) else None,
        settings.get("plain") is True,
        word("me") if isinstance(settings.get("me"), str) else "",
        DateOrder(order) if order in tuple(DateOrder) else DateOrder.ASK,
        **{name: word(name) for name in ("working_days", "days_off", "currency", "acceptance_days")},
    )


def save_settings(path: Path, changed: Mapping[str, str | int]) -> None:
    """Write these settings to the file; an empty text removes one. Everything else in the file stays, comments too.

    Raises:
        InvalidInput: the file cannot be read or written, or is not TOML.
    """
    import tomlkit  # 40 ms, only when something is saved
    from tomlkit.exceptions import ParseError

    try:
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        settings = tomlkit.parse(path.read_bytes()) if path.exists() else tomlkit.document()
        for name, value in changed.items():
            if value == "":
                settings.pop(name, None)
            else:
                settings[name] = value
        _replace(path, tomlkit.dumps(settings).encode())
    except OSError as error:
        raise InvalidInput("", f"The settings cannot be saved: {error.strerror} ({path}).") from error
    except (ParseError, UnicodeDecodeError) as error:
        raise InvalidInput("", f"The settings are not valid TOML: {error} ({path}).") from error


def views_file() -> Path:
    """Return where is kept how the person last looked at the views."""
    return state_folder() / "views"


def load_views(path: Path) -> Views:
    """Return how the person last looked at the views; what cannot be read counts as nothing."""
    try:
        lines = path.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return Views()
    found = dict(line.split(" = ", 1) for line in lines if " = " in line)
    return Views(**{name: found[name] for name in Views._fields if name in found})


def save_views(path: Path, views: Views) -> None:
    """Write how the person looked at the views. Raises OSError."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    text = "".join(f"{name} = {value}\n" for name, value in views._asdict().items() if value)
    _replace(path, text.encode())


def _replace(path: Path, content: bytes) -> None:
    """Write a file so that it is there as it was or as it should be, never half."""
    # A link to a file in somebody's collection of dotfiles stays a link.
    target = path.resolve()
    scratch = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        scratch.write_bytes(content)
        scratch.replace(target)
    finally:
        scratch.unlink(missing_ok=True)


def _database(flag: str | None, environment: Mapping[str, str]) -> Path:
    if flag is not None and not flag.strip():
        raise InvalidInput("", "--db wants the path of a database, and was given none.")
    named = flag or environment.get(DATABASE_VARIABLE)
    if named:
        if "\0" in named:
            raise InvalidInput("", "The path of the database has a zero byte in it.")
        try:
            return Path(named).expanduser().absolute()
        except RuntimeError as error:
            raise InvalidInput("", f"“{_printable(named)}” begins with a person this system does not know.") from error
    return _folders().user_data_path / "milestones.db"


def _folders() -> PlatformDirs:
    """Return where this system keeps what belongs to a person."""
    from platformdirs import PlatformDirs  # late: a command that is told its database needs none

    return PlatformDirs(APP_NAME)


def _today(flag: str | None, environment: Mapping[str, str]) -> date | None:
    source, text = ("--today", flag) if flag else (TODAY_VARIABLE, environment.get(TODAY_VARIABLE))
    if not text:
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise InvalidInput("", f"{source} wants a day such as 2026-11-22, not “{_printable(text)}”.") from error
    from milestone_tui.plan.date_limits import LIMITS, within_limits  # late: few say which day it is

    if not within_limits(day):
        raise InvalidInput("", f"{source} {day} is too far away: {LIMITS}.")
    return day


def _actor(environment: Mapping[str, str]) -> Actor:
    """Return the login, which nobody can choose, and the name that somebody may have chosen beside it."""
    login = _login(environment)
    return Actor(login, environment.get(USER_VARIABLE, "").strip() or login)


def _login(environment: Mapping[str, str]) -> str:
    """Return what the system calls the person; the number where it knows no name."""
    try:
        import pwd
    except ImportError:
        return environment.get("USERNAME") or environment.get("USER") or "somebody"
    try:
        return pwd.getpwuid(os.getuid()).pw_name
    except KeyError:
        return str(os.getuid())


def _draws_boxes(environment: Mapping[str, str]) -> bool:
    """Does the terminal take UTF-8, as far as its output stream and locale say?"""
    encoding = getattr(sys.stdout, "encoding", None) or "ascii"
    if encoding.lower().replace("-", "") != "utf8":
        return False
    # Python may write UTF-8 whatever the locale is, but a terminal of that locale does not show it.
    locale = _locale(environment)
    if "utf8" in locale.lower().replace("-", ""):
        return True
    if environment.get("TMUX") or environment.get("STY"):
        return False  # where no locale says otherwise tmux and screen put "_" or "?" for each glyph
    return "." not in locale and locale not in ("C", "POSIX")


def _locale(environment: Mapping[str, str]) -> str:
    """The locale that the person has for characters; nothing where none is named."""
    kind = environment.get("LC_CTYPE", "")
    if sys.flags.utf8_mode and kind in _COERCED:
        kind = ""  # Python put it there itself, since what is named is C, or is nothing this system knows
    return environment.get("LC_ALL") or kind or environment.get("LANG") or ""


def _printable(text: str) -> str:
    from milestone_tui.plan.language.text import visible

    return visible(text)

"""The command line: opens the dashboard, or answers one command; the only exit codes and the only stderr.

Imports are late: a script that lists milestones pays neither for Textual nor for the ORM.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext, suppress
from datetime import UTC, date, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING, NoReturn, TextIO

from milestone_tui.colours import tell_textual
from milestone_tui.config import Config, configure
from milestone_tui.errors import DatabaseUnusable, InvalidInput, MilestoneError, StoreUnavailable
from milestone_tui.options import Options, dashboard_options
from milestone_tui.plan.clock import Clock

if TYPE_CHECKING:
    from argparse import Namespace

    from milestone_tui.store import Store
    from milestone_tui.ui.first_frame import FirstFrame

_INTERRUPTED = 130
"""128 + SIGINT."""
_BROKEN_PIPE = 141
"""128 + SIGPIPE: the reader of our output went away."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the program with these arguments (those of the process when None) and return its exit code."""
    for stream in (sys.stdout, sys.stderr):
        # What an 8-bit stream cannot write is a question mark there, not a failure. (Without a stdout it is None.)
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    try:
        return _run(sys.argv[1:] if arguments is None else arguments)
    except MilestoneError as error:
        _complain(str(error))
        _drop_unwritten_output()
        return error.exit_code
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        _drop_unwritten_output()
        return _BROKEN_PIPE
    except Exception as error:
        return _tell_unforeseen(error)


def _run(arguments: Sequence[str]) -> int:
    options = dashboard_options(arguments)
    if options is not None:
        _open(options)
    from milestone_tui.arguments import parse

    said = parse(arguments)
    if said.command is None:
        _open(Options(said.db, said.today, said.theme, said.ascii, said.demo, said.plain))
    return _answer(said)


def _open(options: Options) -> NoReturn:
    """Show the dashboard, and end as it ended."""
    try:
        code = _dashboard(options)
    except MilestoneError:
        raise
    except Exception as error:
        code = _tell_unforeseen(error)
    _end(code)


def _tell_unforeseen(error: Exception) -> int:
    """Say where the report of an error of ours is; return the exit code."""
    from milestone_tui.config import state_folder
    from milestone_tui.last_resort import EXIT_CODE, told

    _complain(told(error, state_folder()))
    _drop_unwritten_output()
    return EXIT_CODE


def _answer(arguments: Namespace) -> int:
    """Carry out a command for scripts."""
    config = configure(db=arguments.db, today=arguments.today, ascii_only=arguments.ascii)
    clock = _clock(config)
    from milestone_tui import answers

    def open_store() -> AbstractContextManager[Store]:
        if not arguments.demo:
            _refuse_missing(config, arguments.command)
        only_reads = arguments.command in ("list", "backup")
        writes = _writes(arguments)
        return _store(config, clock, arguments.demo, only_reads=only_reads, warns=writes, tells_mended=True)

    if arguments.command == "list":
        show = answers.print_projects if arguments.projects else answers.print_list
        show(open_store, clock.today(), arguments.project, arguments.filter, arguments.json)
    elif arguments.command == "import":
        answers.import_file(open_store, Path(arguments.file), arguments.dates, arguments.into)
    elif arguments.command == "holidays":
        from milestone_tui.holiday_answers import Asked, answer_holidays

        asked = Asked(arguments.file, arguments.country, arguments.years, arguments.clear)
        answer_holidays(open_store, clock.today(), arguments.project, asked)
    elif arguments.command == "backup":
        answers.back_up(open_store, Path(arguments.file))
    elif arguments.command == "check":
        if arguments.demo:
            raise InvalidInput("", "The demo's projects are made up anew each time: there is nothing to check.")
        answers.check(config.db, repair=arguments.repair)
    elif arguments.command == "restore":
        if arguments.demo:
            raise InvalidInput("", "The demo's projects are made up anew each time: there is nothing to restore.")
        answers.restore(open_store, config.db, Path(arguments.file), _complain)
    elif arguments.command == "share":
        if arguments.demo:
            raise InvalidInput("", "The demo's projects are thrown away when it ends: there is nothing to share.")
        _refuse_missing(config, "share")
        from milestone_tui.share_answers import Wish, answer_share

        answer_share(config.db, Wish(arguments.group, arguments.to, arguments.off))
    else:
        answers.print_paths(config)
    return 0


def _writes(arguments: Namespace) -> bool:
    """Whether a command is there to change the database; `holidays` alone only prints."""
    if arguments.command == "holidays":
        return bool(arguments.file or arguments.country or arguments.clear)
    return bool(arguments.command == "import")


def _refuse_missing(config: Config, command: str) -> None:
    """Make no database of a name that was mistyped, nor a copy of nothing; raises DatabaseUnusable."""
    wanted = command in ("backup", "share") or (command in ("list", "holidays") and config.db_named)
    if wanted and _is_missing(config.db):
        from milestone_tui.store.moved import refuse_moved

        refuse_moved(config.db)
        raise DatabaseUnusable(f"There is no database {config.db}.")


def _is_missing(path: Path) -> bool:
    """Tell whether nothing is at a path; what one may not look at is not missing."""
    try:
        path.lstat()
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False


def _clock(config: Config) -> Clock:
    """The one clock: the system's, or one that stands at the day that was asked for."""
    if config.today is not None:
        return Clock.fixed(config.today)._replace(seconds=monotonic)  # keys are pressed in real time
    return Clock(date.today, lambda: datetime.now(UTC))


@contextmanager
def _store(
    config: Config,
    clock: Clock,
    demo: bool,
    *,
    only_reads: bool = False,
    warns: bool = False,
    tells_mended: bool = False,
    state: Path | None = None,
) -> Iterator[Store]:
    """The store that was asked for, closed in the end; the demo's is thrown away.

    Another program's lock is waited for, which is told. `warns`: of its place, on stderr; `tells_mended`: what a step
    of the migrations had to mend is told there, not on a screen. `state` is where the dashboard keeps what it cannot
    save.
    """
    if demo:
        from milestone_tui.demo import demo_store

        with demo_store(clock, config.actor) as store:
            yield store
        return
    from milestone_tui.store import Store

    store = Store.open(config.db, clock, config.actor, only_reads=only_reads, lock_told=_complain, state=state)
    try:
        if store.warning is not None and (warns or (tells_mended and store.mended)):
            _complain(store.warning)
        yield store
    finally:
        store.close()
        _tell_left(store)


def _tell_left(store: Store) -> None:
    """Say what could not be saved before the end, and where it is now."""
    if (left := store.left_behind) is None:
        return
    from milestone_tui.plan.wording import list_words

    with suppress(OSError):  # the terminal may be gone
        if left.kept:
            _complain(f"Not saved yet: {list_words(list(left.kept))}. The next start of the dashboard offers it.")
        if left.lost:
            lost = list_words(list(left.lost))
            _complain(f"Not saved: {lost}. Another program has the database, and this cannot be kept.")


def _dashboard(options: Options) -> int:
    config = configure(db=options.db, today=options.today, ascii_only=options.ascii)
    clock = _clock(config)
    if not (_is_terminal(sys.stdin) and _is_terminal(sys.stdout)):
        raise InvalidInput("", "The dashboard needs a terminal; scripts use `milestone-tui list --json`.")
    if config.terminal == "dumb":
        raise InvalidInput(
            "", "This terminal (TERM=dumb) cannot show a dashboard; `milestone-tui list` prints a table."
        )
    if not _is_terminal(sys.stderr):
        # Textual paints on stderr; where somebody keeps that in a file, the dashboard is for the terminal all the same.
        vars(sys).update(__stderr__=sys.__stdout__)
    tell_textual(config.colours, os.environ)
    from milestone_tui.config import load_settings, save_me, save_theme, settings_file, state_folder
    from milestone_tui.ui.lifecycle import Ending  # late: scripts end as any other does

    with Ending() as ending, _store(config, clock, options.demo, state=state_folder()) as store:
        path = settings_file()
        settings = load_settings(path)
        theme = _theme(options.theme, settings.theme)
        plain = options.plain or settings.plain
        first = None if plain else _first_frame(store, clock.today(), theme, config)
        store.serve_screen()
        with first or nullcontext():
            from milestone_tui.openssl import load_without_openssl  # late: the first frame does not wait for it

            load_without_openssl()
            from milestone_tui.ui.app import MilestoneApp  # Textual: most of what a start takes

            app = MilestoneApp(
                store,
                clock,
                theme=theme,
                colours=config.colours,
                ascii_only=config.ascii_only,
                remember_theme=lambda name: save_theme(path, name),
                me=settings.me,
                remember_me=None if options.demo else lambda name: save_me(path, name),  # its people are made up
                plain=plain,
                ending=ending,
                first=first,
            )
            with ending.running(store.drain):
                app.run()
            if app.crash is not None:
                raise app.crash
        if app.lost_file.last_words is not None:
            _complain(app.lost_file.last_words)
    lost = store.left_behind is not None and bool(store.left_behind.lost)
    return ending.code or app.return_code or (StoreUnavailable.exit_code if lost else 0)


def _end(code: int) -> NoReturn:
    """End the process as it is, when everything is written and the terminal given back.

    A thread may still be loading the ORM for a change that never came: an interpreter that is taken down around it
    crashes now and then.
    """
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with suppress(OSError):
                stream.flush()
    os._exit(code)


def _first_frame(store: Store, today: date, theme: str | None, config: Config) -> FirstFrame | None:
    """What is shown until Textual is there."""
    from milestone_tui.ui.fewer_colours import palettes
    from milestone_tui.ui.first_frame import first_frame

    shown = palettes(config.colours)
    palette = shown.get(theme or "") or next(iter(shown.values()))
    return first_frame(store, today, palette, config.colours, ascii_only=config.ascii_only)


def _theme(asked: str | None, remembered: str | None) -> str | None:
    """The name of the chosen theme (`dark` is short for `milestone-dark`). A remembered one that is gone is none."""
    from milestone_tui.ui.theme import PALETTES

    wanted = asked or remembered or ""
    for name in (wanted, f"milestone-{wanted}"):
        if name in PALETTES:
            return name
    if asked:
        names = ", ".join(name.removeprefix("milestone-") for name in PALETTES)
        raise InvalidInput("", f"There is no theme “{asked}”; there are {names}.")
    return None


def _is_terminal(stream: TextIO | None) -> bool:
    """Is this stream there, and a terminal? (A process can be started without any.)"""
    return stream is not None and stream.isatty()


def _complain(message: str) -> None:
    """Say on stderr what is wrong; nothing in it steers the terminal."""
    from milestone_tui.plan.text import visible

    if sys.stderr is not None:
        first, *more = message.split("\n")
        print("\n".join((f"milestone-tui: {visible(first)}", *map(visible, more))), file=sys.stderr)


def _drop_unwritten_output() -> None:
    """Send output that cannot be written nowhere, so that the interpreter does not fail over it when it ends."""
    try:
        if sys.stdout is not None:
            sys.stdout.flush()
    except OSError:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
        os.close(nowhere)

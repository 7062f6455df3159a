"""Opening a long text in the person's own editor, `$VISUAL` or `$EDITOR`."""

from __future__ import annotations

import shlex
import signal
from asyncio import CancelledError
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from shutil import rmtree, which
from tempfile import mkdtemp
from typing import Any

from textual.app import App, SuspendNotSupported

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.pasting import pasted_lines
from milestone_tui.plan.language.text import visible
from milestone_tui.ui.messages import StatusMessage, TextEditRequested
from milestone_tui.ui.workers import start_worker

_GROUP = "editor"


def edit_outside(app: App[Any], command: str, request: TextEditRequested, refuse: Callable[[str], None]) -> None:
    """Open a text in the editor and put what is saved there into the field; `refuse` says why that failed."""
    try:
        words = _words(command)
    except InvalidInput as error:
        refuse(str(error))
        return
    if not any(worker.group == _GROUP and worker.is_running for worker in app.workers):
        start_worker(app, _GROUP, _edit, app, words, request, refuse)


async def _edit(
    app: App[Any], command: Sequence[str], request: TextEditRequested, refuse: Callable[[str], None]
) -> None:
    try:
        text = await _edited(app, command, request)
    except InvalidInput as error:
        refuse(str(error))
        return
    if changed := text != request.text:
        request.put(text)
    said = f"Changed {request.label} · ctrl+s to save" if changed else f"{request.label} unchanged"
    app.post_message(StatusMessage(said))


async def _edited(app: App[Any], command: Sequence[str], request: TextEditRequested) -> str:
    """Return the text as the editor saved it; raise InvalidInput where that fails."""
    from milestone_tui.terminal.foreground import run_in_foreground  # late: there is no termios on Windows

    end = "" if not request.text or request.text.endswith("\n") else "\n"
    try:
        with _text_file(request.label, f"{request.text}{end}") as path:
            code = await run_in_foreground(app, [*command, str(path)])
            if code:
                raise InvalidInput("", f"The editor ended {_ending_words(code)}.")
            try:
                saved = path.read_bytes().decode("utf-8-sig")
            except UnicodeDecodeError:
                raise InvalidInput("", "The editor did not save UTF-8.") from None
            text, cut = pasted_lines(saved.removesuffix("\n") if end or not request.text else saved, 0)
            if cut:
                request.put(text)
                raise InvalidInput("", f"Only {len(text):,} characters fit.")
            return text
    except OSError as error:
        raise InvalidInput("", f"The editor failed: {error.strerror}. {request.label} is unchanged.") from error
    except SuspendNotSupported:
        raise InvalidInput("", "An editor cannot open in this terminal.") from None


@contextmanager
def _text_file(label: str, text: str) -> Iterator[Path]:
    """Make a file for a text, and delete it with all that the editor put beside it.

    It stays where the block fails, or the program ends, after something was written: that may be the only copy.
    """
    folder = Path(mkdtemp(prefix="milestone-"))
    path = folder / f"{label.lower()}.txt"
    is_kept = False
    try:
        path.touch(0o600)
        path.write_text(text, encoding="utf-8", newline="")
        yield path
    except (InvalidInput, CancelledError) as error:
        left = list(folder.iterdir())
        is_kept = bool(left) and (left != [path] or path.read_bytes() != text.encode())
        if isinstance(error, InvalidInput):
            raise InvalidInput("", f"{error} {f'Its text: {path}' if is_kept else f'{label} is unchanged.'}") from error
        raise
    finally:
        if not is_kept:
            rmtree(folder, ignore_errors=True)


def _words(command: str) -> list[str]:
    """Return a command and its arguments; raise InvalidInput if there is no such program."""
    if not command:
        raise InvalidInput("", "No editor is set. Set VISUAL or EDITOR, such as EDITOR=nano, and start again.")
    try:
        words = shlex.split(command)
    except ValueError:
        raise InvalidInput("", f'EDITOR has a quote without an end: "{visible(command[:40])}".') from None
    if not words or which(words[0]) is None:
        raise InvalidInput(
            "", f'There is no editor "{visible((words or [command])[0][:40])}". Check VISUAL and EDITOR.'
        )
    return words


def _ending_words(code: int) -> str:
    """Return the error or signal with which a program ended, in words."""
    if code > 0:
        return f"with error {code}"
    try:
        return f"by {signal.Signals(-code).name}"
    except ValueError:
        return f"by signal {-code}"

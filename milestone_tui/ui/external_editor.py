"""Opening a long text in the person's own editor, `$VISUAL` or `$EDITOR`."""

from __future__ import annotations

import shlex
import shutil
import signal
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
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
        text, cut = await _edited(app, command, request)
    except InvalidInput as error:
        refuse(f"{error} {request.label} is unchanged.")
        return
    if changed := text != request.text:
        request.put(text)
    said = f"Changed {request.label} · ctrl+s to save" if changed else f"{request.label} unchanged"
    app.post_message(StatusMessage(cut or said))


async def _edited(app: App[Any], command: Sequence[str], request: TextEditRequested) -> tuple[str, str]:
    """Return the text that the editor saved, and a message if it was cut; raise InvalidInput."""
    from milestone_tui.terminal.foreground import run_in_foreground  # late: there is no termios on Windows

    end = "" if not request.text or request.text.endswith("\n") else "\n"
    try:
        with TemporaryDirectory(prefix="milestone-tui-", ignore_cleanup_errors=True) as folder:
            path = Path(folder) / f"{request.label.lower()}.txt"
            path.touch(0o600)
            path.write_text(request.text + end, encoding="utf-8")
            code = await run_in_foreground(app, [*command, str(path)])
            if code:
                raise InvalidInput("", f"The editor ended {_ending_words(code)}.")
            saved = path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError:
        raise InvalidInput("", "The editor saved something that is not UTF-8.") from None
    except OSError as error:
        raise InvalidInput("", f"The editor failed: {error.strerror}.") from error
    except SuspendNotSupported:
        raise InvalidInput("", "An editor cannot open in this terminal.") from None
    return pasted_lines(saved.removesuffix("\n") if end or not request.text else saved, 0)


def _words(command: str) -> list[str]:
    """Return a command and its arguments; raise InvalidInput if there is no such program."""
    if not command:
        raise InvalidInput("", "No editor is set. Set VISUAL or EDITOR, such as EDITOR=nano, and start again.")
    try:
        words = shlex.split(command)
    except ValueError:
        raise InvalidInput("", f'EDITOR has a quote without an end: "{visible(command[:40])}".') from None
    if not words or shutil.which(words[0]) is None:
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

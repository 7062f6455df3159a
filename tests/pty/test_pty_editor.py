"""Long texts in the person's own editor: the terminal is given over and taken back, and what was typed is kept."""

from __future__ import annotations

import os
import shutil
import signal
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from small_project import TODAY, fill
from terminal import Terminal

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store


@contextmanager
def notes_open(home: Path, editor: str = "", script: str = "", options: tuple[str, ...] = ()) -> Iterator[Terminal]:
    """Run the program with the cursor behind `typed` in the notes of a milestone; `script` is the editor."""
    folder = home / "temporary"
    folder.mkdir()
    if script:
        program = home / "editor"
        program.write_text(f"#!/bin/sh\n{script}\n")
        program.chmod(0o755)
        editor = editor or str(program)
    path = home / "a.db"
    store = Store.open(path, Clock.fixed(TODAY), "ana")
    fill(store)
    store.close()
    env = {"EDITOR": editor, "TMPDIR": str(folder)}
    with Terminal("--db", str(path), *options, home=home, size=(80, 24), env=env) as terminal:
        terminal.see("help")
        terminal.press("enter")
        terminal.see("Beta release")
        terminal.press("e")
        terminal.see("Notes")
        terminal.press("\x1b[Z", "typed")  # shift+tab: the last field
        terminal.see("Notes +▌typed")
        yield terminal
        assert list(folder.iterdir()) == [], "no temporary file stays that is not needed"


def notes(home: Path) -> list[str]:
    store = Store.open(home / "a.db", Clock.fixed(TODAY), "ana", only_reads=True)
    try:
        return [m.notes for m in store.read.plan(1).milestones if m.notes]
    finally:
        store.close()


@pytest.mark.parametrize("options", [(), ("--plain",)], ids=["line", "plain"])
def test_what_the_editor_saves_is_in_the_field_and_the_terminal_is_taken_back(
    tmp_path: Path, options: tuple[str, ...]
) -> None:
    script = (
        'stat -c "%a" "$1" "$(dirname "$1")" > seen; stty -a >> seen; cat "$1" >> seen; printf "one\\ntwo\\n" > "$1"'
    )
    with notes_open(tmp_path, script=f"cd {tmp_path}; {script}", options=options) as terminal:
        during = terminal.settings
        terminal.press("ctrl+o")
        terminal.see("Changed Notes")
        terminal.see("one")
        assert terminal.settings == during and terminal.modes[1049] and not terminal.modes[25]
        terminal.press("ctrl+s")
        terminal.see("Saved")
        terminal.press("escape")
        terminal.see("Timeline|Beta release")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
    seen = (tmp_path / "seen").read_text()
    assert seen.startswith("600\n700\n"), "nobody else reads it"
    assert " icanon" in seen and " echo " in seen, "the terminal is as a program expects it"
    assert seen.endswith("typed\n")
    assert notes(tmp_path) == ["one\ntwo"]


def test_arguments_and_names_with_blanks_work(tmp_path: Path) -> None:
    program = tmp_path / "my editor"
    program.write_text('#!/bin/sh\n[ "$1" = -w ] && printf "waited" > "$2"\n')
    program.chmod(0o755)
    with notes_open(tmp_path, editor=f"'{program}' -w") as terminal:
        terminal.press("ctrl+o")
        terminal.see("Notes +▌waited")


@pytest.mark.parametrize(
    ("script", "editor", "said"),
    [
        ("exit 3", "", "The editor ended with error 3. Notes is unchanged."),
        ("kill -9 $$", "", "The editor ended by SIGKILL. Notes is unchanged."),
        ('rm "$1"', "", "The editor failed: No such file or directory. Notes is unchanged."),
        ("", "no-such-editor -w", 'There is no editor "no-such-editor". Check VISUAL and EDITOR.'),
        ("", "'nano", 'EDITOR has a quote without an end: "\'nano".'),
        ("", " ", "No editor is set. Set VISUAL or EDITOR"),
    ],
    ids=["error", "killed", "removed", "missing", "quote", "unset"],
)
def test_where_the_editor_fails_the_text_stays_and_the_reason_is_told(
    tmp_path: Path, script: str, editor: str, said: str
) -> None:
    with notes_open(tmp_path, editor, script) as terminal:
        during = terminal.settings
        terminal.press("ctrl+o")
        terminal.wait(lambda text: said.split()[-1] in text and said[:30] in text, said)
        assert terminal.settings == during
        terminal.press("!")
        terminal.see("Notes +▌typed!")
        terminal.press("ctrl+s")
        terminal.see("Saved")
    assert notes(tmp_path) == ["typed!"]


def kept_text(home: Path) -> bytes:
    """Return what the editor saved and the program did not take, and delete it."""
    (folder,) = (home / "temporary").iterdir()
    found = (folder / "notes.txt").read_bytes()
    shutil.rmtree(folder)
    return found


@pytest.mark.parametrize(
    ("script", "said", "saved"),
    [
        ('printf "an hour" > "$1"; exit 3', "The editor ended with error 3. Its text: ", b"an hour"),
        ('printf "an hour" > "$1"; kill -9 $$', "The editor ended by SIGKILL. Its text: ", b"an hour"),
        ('printf "\\377" > "$1"', "The editor did not save UTF-8. Its text: ", b"\377"),
        ("head -c 100009 /dev/zero | tr '\\0' x > \"$1\"", "Only 100,000 characters fit. Its text: ", b"x" * 100_009),
    ],
    ids=["error", "killed", "not-utf8", "too-long"],
)
def test_what_the_editor_saved_and_the_field_cannot_take_is_kept(
    tmp_path: Path, script: str, said: str, saved: bytes
) -> None:
    with notes_open(tmp_path, script=script) as terminal:
        terminal.press("ctrl+o")
        terminal.see(said)
        assert kept_text(tmp_path) == saved


def test_what_was_saved_before_the_line_dropped_is_kept(tmp_path: Path) -> None:
    with notes_open(tmp_path, script='printf "an hour" > "$1"; echo ready; exec sleep 600') as terminal:
        terminal.press("ctrl+o")
        terminal.see("ready")
        terminal.signal(signal.SIGHUP)
        assert terminal.end() == 128 + signal.SIGHUP
        assert kept_text(tmp_path) == b"an hour"


def test_an_editor_that_leaves_the_terminal_broken_breaks_nothing(tmp_path: Path) -> None:
    with notes_open(tmp_path, script="stty raw -echo; printf '\\033[?1049h\\033[?1002h'; kill -9 $$") as terminal:
        during = terminal.settings
        terminal.press("ctrl+o")
        terminal.see("Notes is unchanged")
        assert terminal.settings == during
        assert not terminal.modes[1002]
        terminal.press("ctrl+s")
        terminal.see("Saved")
        terminal.press("ctrl+q")
        assert terminal.end() == 0
        assert not terminal.modes[1049] and terminal.modes[25]
        local = terminal.settings[3]
        assert isinstance(local, int) and local & termios.ICANON and local & termios.ECHO, "as it was before the start"


def test_ctrl_c_in_the_editor_is_not_the_end_of_the_program(tmp_path: Path) -> None:
    with notes_open(tmp_path, script='echo ready; read line; echo "$line" > "$1"') as terminal:
        terminal.press("ctrl+o")
        terminal.see("ready")
        terminal.press("ctrl+c")
        terminal.see("The editor ended by SIGINT. Notes is unchanged.")
        terminal.press("ctrl+o")
        terminal.see("ready")
        terminal.press("for the editor", "enter")
        terminal.see("Notes +▌for the editor")


def test_a_program_that_is_told_to_end_takes_the_editor_along_and_keeps_what_was_typed(tmp_path: Path) -> None:
    with notes_open(tmp_path, script=f"echo $$ > {tmp_path}/pid; echo ready; exec sleep 600") as terminal:
        before = terminal.settings
        terminal.press("ctrl+o")
        terminal.see("ready")
        assert terminal.settings != before
        terminal.signal(signal.SIGTERM)
        assert terminal.end() == 128 + signal.SIGTERM
        with pytest.raises(ProcessLookupError):
            os.kill(int((tmp_path / "pid").read_text()), 0)
    with Terminal("--db", str(tmp_path / "a.db"), home=tmp_path, size=(80, 24)) as terminal:
        terminal.see("draft|unfinished|resume|go on")

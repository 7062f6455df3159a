"""The files of the text twin: what is written is read back, and damage is told with its line."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.errors import ImportRefused, InvalidInput
from milestone_tui.exchange.twin.escapes import escaped, unescaped
from milestone_tui.exchange.twin.folder import read_folder
from milestone_tui.exchange.twin.reader import read_file
from milestone_tui.exchange.twin.writer import write_file
from milestone_tui.plan.language.text import storable
from milestone_tui.plan.twin.records import PERSON, PROJECT, Key, Record, Records

HOSTILE = ["=cmd()", "<script>", "\x1b]0;x\x07", "a\u202eb", "a\nb\r\n\tc", " \\n ", '"x": y', "<<<<<<< a", "#", "a: b"]
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(min_size=1, max_size=20).map(storable))
NAMES = st.one_of(st.sampled_from(HOSTILE), TEXTS)


@given(st.text())
def test_escapes_come_back_and_stay_in_one_visible_line(text: str) -> None:
    line = escaped(text)
    assert unescaped(line) == text
    assert line.isprintable() or any(ord(character) > 0x7F for character in line)
    assert len(line.splitlines()) <= 1 and line == line.strip()


@given(TEXTS, TEXTS, NAMES, NAMES)
def test_every_text_is_read_back(title: str, notes: str, phase: str, person: str) -> None:
    records: Records = {
        Key(PROJECT, "pppp"): Record(
            "pppp", "", {"key": "ACME", "name": title, f"phase {phase}": "0", f"person {person}": "team"}
        ),
        Key("milestone", "mmmm"): Record("pppp", "", {"title": title, "notes": notes, f"work {person}": "2 d"}),
        Key("criterion", "cccc"): Record("pppp", "mmmm", {"text": notes, "place": "0"}),
    }
    text = write_file(records)
    assert read_file(text.encode(), "x", people=False).records == records
    assert write_file(read_file(text.replace("\n", "\r\n").encode(), "x", people=False).records) == text
    people: Records = {Key(PERSON, person): Record("", "", {"email": title, "away 2026-12-01 2026-12-02": "yes"})}
    assert read_file(write_file(people).encode(), "x", people=True).records == people


def test_what_a_fact_refers_to_is_named_after_it_and_not_read_back() -> None:
    records: Records = {
        Key(PROJECT, "pppp"): Record("pppp", "", {"key": "ACME", "name": "Acme"}),
        Key("milestone", "mmmm"): Record("pppp", "", {"title": "Alpha\n  # x"}),
        Key("milestone", "nnnn"): Record("pppp", "", {"title": "Beta", "after mmmm": "5 wd", "notes": "a  # b"}),
    }
    text = write_file(records)
    assert "  after mmmm: 5 wd  # Alpha\\n  # x\n" in text
    assert read_file(text.encode(), "x", people=False).records == records
    renamed = text.replace("# Alpha", "# anything")
    assert read_file(renamed.encode(), "x", people=False).records == records


GOOD = """\
milestone-tui plan 1
# hint

project pppp
  key: ACME
  name: Acme

milestone mmmm
  title: Beta
  criterion cccc
    text: Runs

# End of the plan
"""


def test_each_fact_knows_its_line() -> None:
    found = read_file(GOOD.encode(), "ACME.milestones.txt", people=False)
    lines = {(place.key.kind, place.fact): line for place, line in found.lines.items()}
    assert lines["milestone", None] == 8 and lines["milestone", "title"] == 9 and lines["criterion", "text"] == 11


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("  name: Acme", "<<<<<<< HEAD", "line 6: a merge left its markers. Resolve the merge first."),
        ("  name: Acme", "=======", "line 6: a merge left its markers"),
        ("plan 1", "plan 2", "line 1: it was written by a newer version. Update milestone-tui."),
        ("milestone-tui plan 1", "hello", 'line 1: the file must begin with "milestone-tui plan 1"'),
        ("  title: Beta", "  title Beta", 'line 9: "title Beta" has no colon with a value after it.'),
        ("  title: Beta", "  title: Beta\n  title: Two", 'line 10: "title" is there twice.'),
        ("  title: Beta", "  after: 5 wd", "line 9: after needs something after it, before the colon."),
        ("  title: Beta", "  colour: red", 'line 9: a milestone has no "colour".'),
        ("  title: Beta", "title: Beta", 'line 9: "title: Beta" is neither a fact nor a thing of a plan.'),
        ("  title: Beta", "  title: \\q", "line 9: a backslash needs one of"),
        ("milestone mmmm", "milestone mmmm\n\nmilestone mmmm", "line 10: milestone mmmm is there twice."),
        ("milestone mmmm", "milestone ../x", 'line 8: "../x" is no id.'),
        ("milestone mmmm", "project qqqq", "line 8: a file has one project."),
        ("project pppp", "milestone zzzz", "line 4: the project comes first."),
        ("project pppp", 'person "Ana"', "line 4: a person does not belong into this file."),
        ("milestone mmmm", "risk rrrr", "line 10: a criterion belongs to a milestone."),
    ],
)
def test_a_damaged_line_is_told(old: str, new: str, told: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_file(GOOD.replace(old, new, 1).encode(), "ACME.milestones.txt", people=False)
    assert f"ACME.milestones.txt, {told}" in str(refused.value)


def test_a_file_that_is_no_text_is_told() -> None:
    with pytest.raises(ImportRefused, match="line 2: this is not UTF-8"):
        read_file(b"milestone-tui plan 1\n\xff\n", "x", people=False)


def test_one_project_in_two_files_is_refused(tmp_path: Path) -> None:
    for name in ("ACME", "COPY"):
        (tmp_path / f"{name}.milestones.txt").write_text(GOOD)
    with pytest.raises(ImportRefused, match="hold the same project"):
        read_folder(tmp_path)


def test_other_files_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / "README.txt").write_text("hello")
    assert not read_folder(tmp_path).records and not read_folder(tmp_path / "missing").records


@given(cut=st.integers(0, 500))
def test_a_file_that_was_cut_off_is_refused(cut: int) -> None:
    whole = GOOD.encode()
    with pytest.raises(ImportRefused):
        read_file(whole[: min(cut, len(whole) - 2)], "ACME", people=False)


def test_a_file_that_was_cut_off_at_the_end_of_a_line_says_what_to_do() -> None:
    with pytest.raises(ImportRefused, match=r"ACME, line 6: the file is cut off. If nothing is missing, end it with"):
        read_file(b"".join(GOOD.encode().splitlines(keepends=True)[:5]), "ACME", people=False)


def test_what_follows_the_last_line_is_refused() -> None:
    with pytest.raises(ImportRefused, match=r'line 15: there is more after "# End of the plan". Move that line'):
        read_file(f"{GOOD}\nmilestone zzzz\n  title: Late\n".encode(), "ACME", people=False)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes")
def test_a_pipe_is_refused_unread(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "X.milestones.txt")
    with pytest.raises(ImportRefused, match="is a pipe"):
        read_folder(tmp_path)


def test_a_name_holds_what_a_database_can_store() -> None:
    text = write_file({Key(PERSON, "Ana"): Record("", "", {})}).replace('"Ana"', '"\\ud800"')
    assert [key.uid for key in read_file(text.encode(), "x", people=True).records] == [storable("\ud800")]


@pytest.mark.skipif(sys.platform != "linux", reason="names are texts there")
def test_a_name_that_no_database_can_store_is_refused(tmp_path: Path) -> None:
    place = os.fsdecode(os.fsencode(tmp_path) + b"/\xff")
    with pytest.raises(InvalidInput, match="is not UTF-8"):
        read_folder(Path(place))
    Path(f"{place}.milestones.txt").write_text("")
    with pytest.raises(InvalidInput, match="is not UTF-8"):
        read_folder(tmp_path)

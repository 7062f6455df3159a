"""XML that nobody vouches for."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange import xml_tree
from milestone_tui.exchange.ganttproject.reader import read_gan
from milestone_tui.exchange.reading import read_plan
from milestone_tui.exchange.xml_tree import LONGEST_TAG, LONGEST_TEXT, MOST_DEPTH, Element, Shape, read_tree, root_of

SHAPES = {
    "plan": Shape(frozenset(("name",)), frozenset(("tasks",))),
    "tasks": Shape(parts=frozenset(("task", "note"))),
    "task": Shape(frozenset(("name",))),
    "note": Shape(),
}


def read(text: str) -> Element:
    return read_tree(text.encode(), SHAPES, "plan")


def test_what_is_asked_for_is_kept_and_nothing_else() -> None:
    root = read(
        '<p:plan xmlns:p="urn:x"><p:other>no<p:name>no</p:name></p:other><p:name> A <!-- x -->&amp; B </p:name>'
        '<p:tasks>text\n<p:task id="7"><p:name>First</p:name><p:name>Second</p:name><p:task/></p:task>'
        '<p:note date="1">seen</p:note></p:tasks></p:plan>'
    )
    (task,) = root.each("tasks", "task")
    (note,) = root.each("tasks", "note")
    assert (root.tag, root.text("name"), root.text("nothing")) == ("plan", "A & B", "")
    assert (task.text("name"), task.attributes, task.line, task.parts) == ("First", {"id": "7"}, 2, [])
    assert (note.text(""), note.attributes) == ("seen", {"date": "1"})


def test_a_leaf_keeps_the_text_beside_what_stands_in_it() -> None:
    assert read("<plan><name>A<b>bold</b>C</name></plan>").text("name") == "AboldC"


def test_a_root_of_another_kind_is_bare() -> None:
    assert read("<html><name>x</name></html>").tag == "html"


def test_the_root_is_told_from_the_begin_of_a_file() -> None:
    text = '<?xml version="1.0"?><!-- c --><p:Project xmlns:p="urn:x" a="1"><rest>'
    assert root_of(text.encode()) == ("urn:x", "Project")
    assert root_of(text.encode("utf-16")) == ("urn:x", "Project")
    assert root_of(b"<project/>") == ("", "project")
    assert root_of(b"<project><a></b>") == ("", "project")
    for no_xml in (b"", b"plain", b"<", b"<?xml version='1.0' encoding='no-such'?><a b='\xe9'/>"):
        with pytest.raises(ImportRefused):
            root_of(no_xml)


def test_entities_are_never_read() -> None:
    bomb = '<!DOCTYPE plan [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><plan><name>&b;</name></plan>'
    with pytest.raises(ImportRefused, match="has a DOCTYPE, which no plan has"):
        read(bomb)
    assert read("<plan><name>&b;</name></plan>").text("name") == "&b;"


def test_very_deep_nesting_is_read() -> None:
    assert read("<plan>" + "<x>" * 20_000 + "</x>" * 20_000 + "<name>A</name></plan>").text("name") == "A"


def read_as_gan(text: str) -> object:
    return read_gan(text.replace("plan>", "project>").encode(), "x")


READERS = (read, read_as_gan)


@pytest.mark.parametrize("reader", READERS)
def test_what_is_nested_deeper_than_the_limit_is_refused_by_name(reader: Callable[[str], object]) -> None:
    deep = MOST_DEPTH + 1
    with pytest.raises(ImportRefused, match="elements nested more than 25,000 deep near line 1"):
        reader("<plan>" + "<x>" * deep + "</x>" * deep + "</plan>")
    with pytest.raises(ImportRefused, match="more than 25,000 deep"):
        reader("<plan><tasks>" + "<task>" * deep + "</task>" * deep + "</tasks></plan>")


@pytest.mark.parametrize("reader", READERS)
def test_more_elements_than_any_plan_has_are_refused(
    reader: Callable[[str], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(xml_tree, "MOST_ELEMENTS", 100)
    milestone = '<task id="1" name="A" meeting="true" start="2026-03-02"/>'
    assert reader("<plan><tasks>" + milestone * 98 + "</tasks></plan>")
    with pytest.raises(ImportRefused, match="this file has more than 100 elements"):
        reader("<plan><tasks>" + milestone * 101 + "</tasks></plan>")


@pytest.mark.parametrize("reader", READERS)
@pytest.mark.parametrize(
    "inner",
    [
        '<task name="{}"/>',
        "<task {}='1'/>",
        "<!-- {} -->",
        "<?note {}?>",
    ],
)
def test_a_tag_or_a_comment_without_end_is_refused(reader: Callable[[str], object], inner: str) -> None:
    with pytest.raises(ImportRefused, match="a tag or a comment of more than 1,048,576 bytes"):
        reader("<plan><tasks>\n" + inner.format("x" * 2 * LONGEST_TAG) + "</tasks></plan>")


@pytest.mark.parametrize(
    ("reader", "notes"),
    [(read, "<name>{}</name>"), (read_as_gan, '<tasks><task id="1"><notes>{}</notes></task></tasks>')],
)
def test_a_text_without_end_is_refused_and_passed_over_where_nobody_asks_for_it(
    reader: Callable[[str], object], notes: str
) -> None:
    text = "x" * (LONGEST_TEXT + 1)
    with pytest.raises(ImportRefused, match="a text of more than 1,000,000 characters"):
        reader("<plan>" + notes.format(text) + "</plan>")
    with pytest.raises(ImportRefused, match="a text of more than 1,000,000 characters"):
        reader("<plan>" + notes.format(f"<![CDATA[{text}]]>") + "</plan>")
    milestone = '<task id="1" name="A" meeting="true" start="2026-03-02"/>'
    assert reader(f"<plan><other>{text}</other><tasks>{milestone}</tasks></plan>")


def test_the_root_is_told_without_reading_entities() -> None:
    """A file that says ha a billion times, within the begin in which the root is looked for."""
    entities = "".join(f'<!ENTITY a{n + 1} "{f"&a{n};" * 10}">' for n in range(12))
    laughs = f'<!DOCTYPE plan [<!ENTITY a0 "ha">{entities}<!ATTLIST plan b CDATA "&a12;">]><plan>&a12;</plan>'
    with pytest.raises(ImportRefused, match="has a DOCTYPE"):
        root_of(laughs.encode())


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"<plan><name>{text}</name></plan>".encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for attempt in (lambda: root_of(data), lambda: read_tree(data, SHAPES, "plan")):
        try:
            attempt()
        except ImportRefused as refusal:
            assert str(refusal).endswith(".")


def test_more_tasks_than_any_plan_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "MOST_TASKS", 3)
    row = "<Task><UID>{}</UID><Name>A</Name><Milestone>1</Milestone></Task>"
    for count in (3, 4):
        gan = '<task id="1" name="A" meeting="true" start="2026-03-02"/>' * count
        mspdi = "".join(row.format(n + 1) for n in range(count))
        for data in (f"<project><tasks>{gan}</tasks></project>", f"<Project><Tasks>{mspdi}</Tasks></Project>"):
            if count == 3:
                assert len(read_plan(data.encode(), "x").projects[0].milestones) == count
                continue
            with pytest.raises(ImportRefused, match="this plan has more than 3 tasks"):
                read_plan(data.encode(), "x")

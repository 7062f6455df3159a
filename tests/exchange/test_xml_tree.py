"""XML that nobody vouches for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange import xml_tree
from milestone_tui.exchange.xml_tree import Element, Shape, read_tree, root_of

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
    for no_xml in (b"", b"plain", b"<", b"<?xml version='1.0' encoding='no-such'?><a/>"):
        with pytest.raises(ImportRefused):
            root_of(no_xml)


def test_entities_are_never_read() -> None:
    bomb = '<!DOCTYPE plan [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]><plan><name>&b;</name></plan>'
    with pytest.raises(ImportRefused, match="declares a document type, which no plan does"):
        read(bomb)
    with pytest.raises(ImportRefused, match="undefined entity"):
        read("<plan><name>&b;</name></plan>")


def test_very_deep_nesting_is_read() -> None:
    assert read("<plan>" + "<x>" * 50_000 + "</x>" * 50_000 + "<name>A</name></plan>").text("name") == "A"


def test_more_elements_than_any_plan_has_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(xml_tree, "MOST_ELEMENTS", 100)
    assert read("<plan><tasks>" + "<task/>" * 98 + "</tasks></plan>").tag == "plan"
    with pytest.raises(ImportRefused, match="too big"):
        read("<plan><tasks>" + "<task/>" * 99 + "</tasks></plan>")


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=200) | st.text(max_size=200).map(lambda text: f"<plan><name>{text}</name></plan>".encode()))
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    for attempt in (lambda: root_of(data), lambda: read_tree(data, SHAPES, "plan")):
        try:
            attempt()
        except ImportRefused as refusal:
            assert str(refusal).endswith(".")

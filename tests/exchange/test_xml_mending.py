"""XML with the small mistakes of other programs."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from mspdi_files import milestone, plan
from read_plans import only
from samples import sample

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange import xml_mending
from milestone_tui.exchange.reading import read_holidays, read_plan
from milestone_tui.exchange.xml_encoding import Encoding
from milestone_tui.exchange.xml_tree import Root, Shape, read_tree, root_of

SHAPES = {"plan": Shape(frozenset(("name",)), frozenset(("task",))), "task": Shape(frozenset(("name",)))}
DECLARED = '<?xml version="1.0" encoding="{}"?>'


def read(data: str | bytes) -> Root:
    raw = data.encode() if isinstance(data, str) else data
    assert root_of(raw) == ("", "plan")
    return read_tree(raw, SHAPES, "plan")


def told(root: Root) -> list[str]:
    return [f"{one.where}: {one.what}: {one.reason}" for one in root.mended]


@pytest.mark.parametrize(
    ("written", "name", "remark"),
    [
        ("a&#11;b", "a b", "1 character that XML forbids: imported as a blank"),
        ("a&#x1F;b&#0;c&#xFFFE;d", "a b c d", "3 characters that XML forbids: imported as a blank"),
        ("a\x0bb\x01", "a b", "2 characters that XML forbids: imported as a blank"),
        ("&#xD83D;&#xDE00;&#55357;&#56832;", "😀😀", "2 characters in two halves: imported as one character"),
        ("a&nbsp;b &eacute;", "a\xa0b é", "2 entities of HTML: imported as the character that it names"),
        ("Q&A & R&D;", "Q&A & R&D;", "2 & or < alone: imported as text"),
        ("a < b &amp; 1 <2", "a < b & 1 <2", "2 & or < alone: imported as text"),
        ("<![CDATA[x & y &nbsp; <b>]]> & z", "x & y &nbsp; <b> & z", "1 & or < alone: imported as text"),
        ("a<!-- & -- < \x01 -->b &", "ab &", "1 & or < alone: imported as text"),
    ],
)
def test_a_mistake_in_a_text_is_mended_and_told_with_the_line_of_the_first(
    written: str, name: str, remark: str
) -> None:
    root = read(f"{DECLARED.format('UTF-8')}\n<plan>\n<name>{written}</name></plan>")
    assert root.text("name") == name
    assert f"line 3: {remark}" in told(root)


def test_a_mistake_in_an_attribute_is_mended_too() -> None:
    (task,) = read('<plan><task name="R&D &#x2; a < b &nbsp;" id="1"/></plan>').each("task")
    assert task.attributes == {"name": "R&D   a < b \xa0", "id": "1"}


def test_a_sound_file_is_not_touched() -> None:
    root = read('<plan><name>a &amp; b &#233; &#x9;<![CDATA[&nbsp; "&"]]></name></plan>')
    assert (root.text("name"), told(root)) == ('a & b é \t&nbsp; "&"', [])


@pytest.mark.parametrize("before", ["\n", " \r\n\t ", "\n" * 5_000, "\ufeff\n"])
def test_what_comes_before_the_declaration_is_skipped(before: str) -> None:
    data = f"{before}{DECLARED.format('UTF-8')}\n<plan><name>A</name></plan>".encode()
    root = read(data)
    assert root.text("name") == "A"
    assert told(root) == ["line 1: the blanks before the XML: skipped"]
    assert root.line == before.count("\n") + 2


@pytest.mark.parametrize(
    ("declared", "codec", "remark"),
    [
        ("ISO-8859-1", "utf-8-sig", "the file declares ISO-8859-1, its byte order mark says UTF-8: imported as UTF-8"),
        ("UTF-8", "utf-16", "the file declares UTF-8, its byte order mark says UTF-16LE: imported as UTF-16LE"),
        ("UTF-8", "utf-16-be", "the file declares UTF-8, its bytes are UTF-16BE: imported as UTF-16BE"),
        ("utf-16", "utf-8", "the file declares utf-16, its bytes are UTF-8: imported as UTF-8"),
        ("windows-1252", "utf-8", "the file declares windows-1252, its bytes are UTF-8: imported as UTF-8"),
        ("utf-16", "utf-16", ""),
        ("UTF-16", "utf-16-le", ""),
        ("UTF8", "utf-8-sig", ""),
        ("utf-32", "utf-32", ""),
        ("ISO-8859-1", "iso-8859-1", ""),
        ("windows-1251", "cp1251", ""),
        ("gb2312", "gb2312", ""),
    ],
)
def test_the_mark_and_the_bytes_win_over_the_declaration(declared: str, codec: str, remark: str) -> None:
    name = {"cp1251": "Привет", "gb2312": "中文"}.get(codec, "Zoë été")
    for mistake in ("", "&#1;"):
        root = read(f"{DECLARED.format(declared)}<plan><name>{name}{mistake}</name></plan>".encode(codec))
        assert root.text("name") == name
        assert [one.reason for one in root.mended if one.what == "the encoding"] == ([remark] if remark else [])


def test_bytes_that_are_not_of_the_encoding_are_those_of_windows() -> None:
    root = read(DECLARED.format("UTF-8").encode() + "<plan><name>Zoë – déjà</name></plan>".encode("cp1252"))
    assert root.text("name") == "Zoë – déjà"
    assert told(root) == [": some bytes: not UTF-8: imported as Windows-1252, check their letters"]
    mixed = read("<plan><name>Zoë ".encode() + b"\xe9t\xe9</name></plan>")
    assert mixed.text("name") == "Zoë été"


@pytest.mark.parametrize("name", ["no-such", "zlib", "rot13", "idna", "punycode", "hex"])
def test_an_encoding_that_is_none_is_utf_8_or_refused(name: str) -> None:
    root = read(f"{DECLARED.format(name)}<plan><name>Zoë</name></plan>")
    assert root.text("name") == "Zoë"
    assert told(root) == [f": the encoding: the file declares {name}, its bytes are UTF-8: imported as UTF-8"]
    with pytest.raises(ImportRefused, match="unknown encoding"):
        read(f"{DECLARED.format(name)}<plan><name>Zoë</name></plan>".encode("latin-1"))


@pytest.mark.parametrize(
    ("data", "line"),
    [
        ('<plan xsi:schemaLocation="http://x y">\n<name>A</name></plan>', 1),
        ("<plan>\n<name>A</name><ms:own>1</ms:own></plan>", 2),
        ("\n<p:plan><p:name>A</p:name></p:plan>", 2),
        ("<plan>\n<name>A&#1;</name>\n<task o:id='1'/></plan>", 3),
    ],
)
def test_a_prefix_that_the_file_does_not_declare_is_ignored_and_told(data: str, line: int) -> None:
    root = read(data)
    assert root.text("name") == "A"
    assert told(root)[0] == f"line {line}: a prefix that the file does not declare: ignored"
    assert len(told(root)) == 1 + ("&#1;" in data)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ("<plan><name>&#1;</name><task>", "This file is cut off"),
        ("<plan><name>&#1;</name></plan", "This file is cut off"),
        ("<plan>\n<name>A</name>", "cut off in line 2"),
        ("<plan><name>&#1;</name>\n<task></name></plan>", "damaged in line 2: mismatched tag"),
        ("\n<?xml version='1.0'?><!DOCTYPE plan [<!ENTITY b 'c'>]><plan>&b;</plan>", "has a DOCTYPE"),
        ("<plan><name>" + "&#1;" * 1_000_001 + "</name></plan>", "more than 1,000,000 characters"),
    ],
)
def test_what_cannot_be_mended_is_refused(data: str, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=sentence):
        read(data)


@pytest.mark.parametrize("name", ["k9-control-character", "k9-control-in-notes", "k9-leading-blank-line"])
def test_the_samples_are_read(name: str) -> None:
    path = sample(f"field/{name}.xml")
    found = read_plan(path.read_bytes(), path.name)
    assert only(found).title == "Handed over"
    assert only(found).notes == ("One two" if "notes" in name else "")
    assert len(found.remarks) == 1


def test_every_kind_of_xml_file_is_mended_and_told() -> None:
    mspdi = read_plan(b"\n" + plan(milestone(1, "A&#1;B", "03-02T08").replace("&amp;", "&")), "x")
    gan = read_plan(
        b'<project><tasks><task id="1" name="A&#1;B" meeting="true" start="2026-03-02"/></tasks></project>', "x"
    )
    for found in (mspdi, gan):
        assert only(found).title == "A B"
        assert any("XML forbids" in remark.what for remark in found.remarks)
    days = b'<calendar><date year="2026" month="3" date="2" type="HOLIDAY">A & B</date></calendar>'
    holidays = read_holidays(days, range(2026, 2027))
    assert [day.name for day in holidays.holidays] == ["A & B"]
    assert [remark.reason for remark in holidays.remarks] == ["imported as text"]


PIECES = (
    "<![CDATA[",
    "]]>",
    "<!--",
    "-->",
    "&",
    "&nbsp;",
    "&#1;",
    "&#xD83D;&#xDE00;",
    "a<b",
    "\x01",
    "ö",
    "\n",
    "<?x",
    "?>",
)


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=12), st.integers(1, 9))
def test_pieces_of_any_length_are_mended_alike(pieces: list[str], size: int) -> None:
    data = f"<plan><name>{' '.join(pieces)}</name></plan>".encode()
    encoding = Encoding("utf-8")
    whole = xml_mending.Mender(data, encoding)
    expected = b"".join(whole.chunks())
    in_pieces = xml_mending.Mender(data, encoding)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(xml_mending, "_CHUNK", 40 * size)
        assert b"".join(in_pieces.chunks()) == expected
    assert in_pieces.remarks() == whole.remarks()


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from(("a", "&", "<", "&#1;", "\x02", "&nbsp;", "&foo;", "é", "]]>", "\n")), max_size=20))
def test_any_text_without_tags_is_read(pieces: list[str]) -> None:
    text = " ".join(pieces) + " "
    root = read(f"<plan><name>.{text}.</name></plan>")
    plain = text.replace("&#1;", " ").replace("\x02", " ").replace("&nbsp;", "\xa0")
    assert root.text("name") == f".{plain}."


@pytest.mark.parametrize(
    "data",
    [
        "<plan>" + "<!-- &" * 60_000,
        "<plan>" + "<![CDATA[ &#1;" * 40_000,
        "<plan><name>&" + "<" * 500_000,
        "<plan><name>" + "&#1" * 160_000 + "</plan>",
        "<plan><name>\x01" + "]]" * 250_000 + "</name></plan>",
    ],
)
def test_a_damaged_file_of_half_a_megabyte_is_refused_soon(data: str) -> None:
    begun = time.process_time()
    with pytest.raises(ImportRefused):
        read(data + "</plan> &")
    assert time.process_time() - begun < 10

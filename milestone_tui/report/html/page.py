"""The page of a report: its head, its sections, and their lists and tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from milestone_tui.report.blocks import (
    Block,
    Cell,
    Chart,
    Column,
    Item,
    Items,
    Part,
    Report,
    Section,
    Sentence,
    Table,
    Timeline,
    Tone,
    table_of,
)
from milestone_tui.report.html.elements import add, classes, element, plain, toned

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""For the browser: nothing is fetched, and no script runs."""
_MOST_COLUMNS = 5
_MOST_ROWS = 8
"""How large a table may be to stand beside another section."""

_AFTER_COLON = re.compile(r"([^:\d]+): (.+)()")
_NUMBER = re.compile(r"(\D*)(\d(?:.*\d)?(?:\s?%)?)(.*)")
"""What is said before a figure, the figure, which may be a date or `3 of 8`, and what is said after it."""
_FEW_COLUMNS = 4
"""How many columns a table may have on a phone; one with more shows its rows one below another."""

_LONG_WORD = 16


def to_html(report: Report) -> str:
    """Return a report as an HTML document."""
    page = element("html", _head(report), _body(report), lang=report.language)
    return f"<!doctype html>\n{tostring(page, encoding='unicode', method='html')}\n"


def _head(report: Report) -> Element:
    head = element("head", element("meta", charset="utf-8"))
    policy = element("meta", content=_POLICY)
    policy.set("http-equiv", "Content-Security-Policy")
    head.append(policy)
    for name, content in (("viewport", "width=device-width, initial-scale=1"), ("color-scheme", "light dark")):
        head.append(element("meta", name=name, content=content))
    style = element("style")
    style.text = Path(__file__).with_name("style.css").read_text(encoding="utf-8")
    head.extend((element("title", report.title), style))
    return head


def _body(report: Report) -> Element:
    header = element("header", element("h1", report.title))
    if plain(report.subtitle):
        header.append(element("p", report.subtitle))
    main = element("main", *_sections(report.shown, "h2"))
    main.extend(_part(part) for part in report.parts)
    return element("body", header, main)


def _part(part: Part) -> Element:
    made = element("section", element("h2", part.title), class_="part")
    if plain(part.subtitle):
        made.append(element("p", part.subtitle, class_="subtitle"))
    made.extend(_sections(part.shown, "h3"))
    return made


def _sections(sections: Iterable[Section], heading: str) -> Iterator[Element]:
    """Yield the sections; neighbours that are small stand in two columns where there is room."""
    for is_small, some in groupby(sections, _is_small):
        made = [_section(section, heading) for section in some]
        if is_small and len(made) > 1:
            yield element("div", *made, class_="columns")
        else:
            yield from made


def _is_small(section: Section) -> bool:
    return section.key not in _DRESSED and all(map(_is_small_block, section.blocks))


def _is_small_block(block: Block) -> bool:
    if isinstance(block, Table):
        return len(block.columns) <= _MOST_COLUMNS and len(block.rows) <= _MOST_ROWS
    return isinstance(block, Sentence | Items)


_DRESSED = ("health", "figures")
"""Sections that are known by their look; their headings are only read aloud."""


def _section(section: Section, heading: str) -> Element:
    is_dressed = section.key in _DRESSED
    title = element(heading, section.title, class_="unseen" if is_dressed else "")
    draw = _figures if section.key == "figures" else _block
    blocks = [made for block in section.blocks for made in draw(block)]
    if section.key == "health":
        tones = (block.tone for block in section.blocks if isinstance(block, Sentence))
        tone = next((tone for tone in tones if tone is not Tone.PLAIN), Tone.PLAIN)
        blocks = [element("div", *blocks, class_=classes("banner", toned(tone)))]
    return element("section", title, *blocks, class_=section.key if is_dressed else "")


def _block(block: Block) -> Iterator[Element]:
    if isinstance(block, Sentence):
        yield _sentence(block)
    elif isinstance(block, Items):
        yield element("ul", *map(_item, block.entries))
    elif isinstance(block, Table):
        yield _table(block)
    else:
        yield from _picture(block)


def _picture(block: Timeline | Chart) -> Iterator[Element]:
    """Yield the picture and its table, which is only read aloud where the picture says it all."""
    if isinstance(block, Timeline):
        from milestone_tui.report.html.timeline import timeline

        yield element("figure", timeline(block))
        yield element("div", _table(table_of(block)), class_="unseen")
        return
    from milestone_tui.report.html.chart import chart

    needs_table = any(column.is_letter for column in block.table.columns)
    picture = element("figure", chart(block))
    if needs_table and len(block.table.without_empty_columns().columns) <= _MOST_COLUMNS:
        yield element("div", picture, _table(block.table), class_="explained")
    elif needs_table:
        yield from (picture, _table(block.table))
    else:
        yield from (picture, element("div", _table(table_of(block)), class_="unseen"))


def _sentence(of: Sentence) -> Element:
    made = element("p")
    if plain(of.strong):
        made.append(element("strong", of.strong, class_=toned(of.tone)))
    if plain(of.text):
        if len(made):
            add(made, " ")
        add(made, plain(of.text))
    return made


def _item(of: Item) -> Element:
    """Return `Name, what is said. A remark`."""
    made = element("li")
    name, parts, remark = plain(of.name), ", ".join(filter(None, map(plain, of.parts))), plain(of.remark)
    if name:
        made.append(element("strong", name))
    if parts:
        if name:
            add(made, ", ")
        if of.tone is Tone.PLAIN:
            add(made, parts)
        else:
            made.append(element("span", parts, class_=toned(of.tone)))
    if remark:
        add(made, f". {remark}")
    return made


# Figures ----------------------------------------------------------------------------------------------------


def _figures(block: Block) -> Iterator[Element]:
    """Yield the figures, each above what is said of it."""
    if isinstance(block, Items):
        yield element("ul", *map(_figure, block.entries))
    else:
        yield from _block(block)


def _figure(of: Item) -> Element:
    """Return `62%`, and below it `done, 70% planned`."""
    name = plain(of.name)
    found = _AFTER_COLON.fullmatch(name) or _NUMBER.fullmatch(name)
    before, figure, after = found.groups() if found else ("", name, "")
    said = " ".join(filter(None, (before.strip(), after.strip())))
    caption = ", ".join(filter(None, (said, *map(plain, of.parts))))
    made = element("li", element("strong", figure))
    if caption:
        made.append(element("span", caption))
    return made


# Tables -----------------------------------------------------------------------------------------------------


def _table(table: Table) -> Element:
    shown = table.without_empty_columns()
    titles = map(_head_of, shown.columns)
    name = next((place for place, column in enumerate(shown.columns) if not column.is_letter), 0)
    are_names = [place == name for place in range(len(shown.columns))]
    rows = (element("tr", *map(_cell, shown.columns, row, are_names)) for row in shown.rows)
    look = "" if len(shown.columns) <= _FEW_COLUMNS else "cards"
    return element("table", element("thead", element("tr", *titles)), element("tbody", *rows), class_=look)


def _head_of(column: Column) -> Element:
    head = plain(column.head)
    if not head:
        return element("td")
    return element("th", head, scope="col", class_=classes(_look(column), _length(head)))


def _cell(column: Column, cell: Cell, is_name: bool) -> Element:
    """Return a cell: the head of its row, or one that knows the head of its column, for phones."""
    text = plain(cell.text)
    day = "day" if isinstance(cell.value, date) else ""
    look = classes(_look(column), toned(cell.tone), day or _length(text))
    if is_name:
        return element("th", text, scope="row", class_=look)
    return element("td", text, data_head=column.head, class_=look)


def _look(column: Column) -> str:
    return "number" if column.is_number else "letter" if column.is_letter else ""


def _length(text: str) -> str:
    """Return the class of a text with a word that must break to fit a phone."""
    return "long" if len(text) > _LONG_WORD and max(map(len, text.split(" "))) > _LONG_WORD else ""

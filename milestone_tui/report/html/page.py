"""The page of a report: its head, its sections, and their lists and tables."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import groupby
from pathlib import Path
from xml.etree.ElementTree import Element, tostring

from milestone_tui.report.blocks import (
    Block,
    Chart,
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
from milestone_tui.report.html.elements import classes, element, plain, toned
from milestone_tui.report.html.tables import table_element
from milestone_tui.report.html.texts import figures, item_list, sentence

_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
"""For the browser: nothing is fetched, and no script runs."""
_MOST_COLUMNS = 5
_MOST_ROWS = 8
"""How large a table may be to stand beside another section."""
_DRESSED = ("health", "figures")
"""Sections that are known by their look; their headings are only read aloud."""


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


def _section(section: Section, heading: str) -> Element:
    is_dressed = section.key in _DRESSED
    title = element(heading, section.title, class_="unseen" if is_dressed else "")
    blocks = [made for block in section.blocks for made in _block(block, section.key)]
    if section.key == "health":
        tones = (block.tone for block in section.blocks if isinstance(block, Sentence))
        tone = next((tone for tone in tones if tone is not Tone.PLAIN), Tone.PLAIN)
        blocks = [element("div", *blocks, class_=classes("banner", toned(tone)))]
    return element("section", title, *blocks, class_=section.key if is_dressed else "")


def _block(block: Block, key: str) -> Iterator[Element]:
    if isinstance(block, Sentence):
        yield sentence(block)
    elif isinstance(block, Items):
        yield figures(block) if key == "figures" else item_list(block)
    elif isinstance(block, Table):
        yield table_element(block)
    else:
        yield from _picture(block)


def _picture(block: Timeline | Chart) -> Iterator[Element]:
    """Yield the picture and its table, which is only read aloud where the picture says it all."""
    if isinstance(block, Timeline):
        from milestone_tui.report.html.timeline import timeline

        yield element("figure", timeline(block))
        yield element("div", table_element(table_of(block)), class_="unseen")
        return
    from milestone_tui.report.html.chart import chart

    needs_table = any(column.is_letter for column in block.table.columns)
    picture = element("figure", chart(block))
    if needs_table and len(block.table.without_empty_columns().columns) <= _MOST_COLUMNS:
        yield element("div", picture, table_element(block.table), class_="explained")
    elif needs_table:
        yield from (picture, table_element(block.table))
    else:
        yield from (picture, element("div", table_element(table_of(block)), class_="unseen"))

"""What a browser makes of a page: elements in order, with their attributes and texts."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from itertools import pairwise
from typing import NamedTuple

_VOID = {"meta", "br", "hr", "img", "input", "link"}


class Tag(NamedTuple):
    """An element, with the text directly and deeper in it."""

    name: str
    attributes: dict[str, str]
    texts: list[str]

    @property
    def text(self) -> str:
        return "".join(self.texts)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[Tag] = []
        self.open: list[Tag] = []
        self.others: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        made = Tag(tag, {key: value or "" for key, value in attrs}, [])
        self.found.append(made)
        if tag not in _VOID:
            self.open.append(made)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop().name == tag

    def handle_data(self, data: str) -> None:
        for tag in self.open:
            tag.texts.append(data)

    def handle_comment(self, data: str) -> None:
        self.others.append(data)

    def handle_pi(self, data: str) -> None:
        self.others.append(data)

    def unknown_decl(self, data: str) -> None:
        self.others.append(data)


def parsed(page: str) -> list[Tag]:
    """The elements; fails for one that is not closed, and for anything that is neither element nor text."""
    parser = _Parser()
    parser.feed(page)
    parser.close()
    assert not parser.open and not parser.others
    return parser.found


def texts(tags: list[Tag], *names: str) -> list[str]:
    """The texts of the elements with these names."""
    return [tag.text for tag in tags if tag.name in names]


def check_it_stands_alone(page: str, tags: list[Tag]) -> None:
    """Nothing runs, and nothing is fetched."""
    known = {
        "html",
        "head",
        "meta",
        "title",
        "style",
        "body",
        "header",
        "main",
        "section",
        "div",
        "figure",
        "span",
        "p",
    }
    known |= {"h1", "h2", "h3", "ul", "li", "strong", "table", "thead", "tbody", "tr", "th", "td"}
    known |= {"svg", "path", "line", "circle", "text"}
    assert {tag.name for tag in tags} <= known
    assert not {name for tag in tags for name in tag.attributes if name in ("href", "src", "style") or name[:2] == "on"}
    (style,) = texts(tags, "style")
    assert "url(" not in style and "@import" not in style
    assert page.startswith("<!doctype html>\n<html lang=")


def check_its_structure(tags: list[Tag]) -> None:
    """Headings in order, one of the first level, and a scope for each head of a table."""
    levels = [int(tag.name[1]) for tag in tags if re.fullmatch("h[1-6]", tag.name)]
    assert levels.count(1) == 1 and levels[0] == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert all(tag.attributes.get("scope") in ("col", "row") for tag in tags if tag.name == "th")
    assert all(tag.attributes["aria-label"] for tag in tags if tag.attributes.get("role") == "img")


def check_its_coordinates(tags: list[Tag]) -> None:
    """Each place on a picture is within it."""
    for name, value in _coordinates(tags):
        assert re.fullmatch(r"\d+(\.\d+)?%", value) and 0 <= float(value[:-1]) <= 100, (name, value)
    for tag in tags:
        if tag.name == "path" and "M-" not in tag.attributes["d"] and not tag.attributes["d"].startswith("M0-"):
            assert all(0 <= int(number) <= 1000 for number in re.findall(r"[^ML ]+", tag.attributes["d"]))


def _coordinates(tags: list[Tag]) -> Iterator[tuple[str, str]]:
    for tag in tags:
        for name in ("x", "y", "x1", "x2", "y1", "y2", "cx", "cy"):
            if name in tag.attributes:
                yield tag.name, tag.attributes[name]

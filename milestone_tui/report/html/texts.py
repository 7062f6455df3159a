"""Sentences, lists, and the figures, each above its words."""

from __future__ import annotations

import re
from xml.etree.ElementTree import Element

from milestone_tui.report.blocks import Item, Items, Sentence
from milestone_tui.report.html.elements import add, element, plain, toned

_AFTER_COLON = re.compile(r"([^:\d]+): (.+)()")
_NUMBER = re.compile(r"(\D*)(\d(?:.*\d)?(?:\s?%)?)(.*)")
"""What is said before a figure, the figure, which may be a date or `3 of 8`, and what is said after it."""


def sentence(of: Sentence) -> Element:
    """Return a paragraph."""
    made = element("p")
    if plain(of.strong):
        made.append(element("strong", of.strong, class_=toned(of.tone)))
    if plain(of.text):
        if len(made):
            add(made, " ")
        add(made, plain(of.text))
    return made


def item_list(of: Items) -> Element:
    """Return a list."""
    return element("ul", *map(_item, of.entries))


def _item(of: Item) -> Element:
    """Return `Name, what is said. A remark`; its bullet has the colour of its tone."""
    made = element("li", class_=toned(of.tone))
    name, parts, remark = plain(of.name), ", ".join(filter(None, map(plain, of.parts))), plain(of.remark)
    if name:
        made.append(element("strong", name))
    if parts:
        if name:
            add(made, ", ")
        add(made, parts)
    if remark:
        add(made, f". {remark}")
    return made


def figures(of: Items) -> Element:
    """Return the figures, each above what is said of it."""
    return element("ul", *map(_figure, of.entries))


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

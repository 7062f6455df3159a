"""XML elements to write, with texts that XML can hold."""

from __future__ import annotations

import re
from xml.etree import ElementTree

from milestone_tui.plan.language.text import storable, visible

_UNWRITABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")
"""Characters that XML cannot hold, and others that would command a terminal."""


def text_of(text: str) -> str:
    """Return a text that XML can hold: control characters are written visibly."""
    return _UNWRITABLE.sub(lambda found: visible(found[0]), storable(text).replace("\r\n", "\n").replace("\r", "\n"))


def add(parent: ElementTree.Element, tag: str, text: str | None = None, **attributes: str) -> ElementTree.Element:
    """Add a child with this text and these attributes, in their order, and return it."""
    child = ElementTree.SubElement(parent, tag, {name: text_of(value) for name, value in attributes.items()})
    child.text = None if text is None else text_of(text)
    return child


def add_leaves(parent: ElementTree.Element, **texts: str | int | None) -> None:
    """Add a child for each text, in this order; none for None and for an empty text."""
    for tag, text in texts.items():
        if text is not None and text != "":
            add(parent, tag, str(text))


def document(root: ElementTree.Element) -> bytes:
    """Return a whole file in UTF-8, indented."""
    ElementTree.indent(root)
    text: str = ElementTree.tostring(root, encoding="unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{text}\n'.encode()

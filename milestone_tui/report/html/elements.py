"""Elements in which a text stays text, whatever it looks like."""

from __future__ import annotations

from xml.etree.ElementTree import Element

from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.report.blocks import Tone

_BLANK = " "
"""The only text that may be blank; any other would be shown as pictures of its characters."""


def element(tag: str, *content: Element | str, **attributes: str) -> Element:
    """Return an element; `class_` is written as `class`, `aria_label` as `aria-label`, an empty attribute not at all."""
    made = Element(tag, {_name(key): plain(value) for key, value in attributes.items() if value})
    for part in content:
        add(made, part)
    return made


def add(to: Element, part: Element | str) -> None:
    """Add an element, or a text with nothing hidden in it, at the end of another."""
    if isinstance(part, Element):
        to.append(part)
        return
    shown = part if part == _BLANK else visible(part)
    if len(to):
        to[-1].tail = (to[-1].tail or "") + shown
    else:
        to.text = (to.text or "") + shown


def plain(text: str) -> str:
    """Return a text on one line, with nothing hidden in it."""
    return visible(tidy(text))


def toned(tone: Tone) -> str:
    """Return the class of a tone; empty for a plain one."""
    return "" if tone is Tone.PLAIN else tone.name.lower()


def classes(*names: str) -> str:
    """Return the value of a `class` attribute, without the empty names."""
    return " ".join(filter(None, names))


def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")

"""Elements in which a text stays text, whatever it looks like."""

from __future__ import annotations

from functools import cache, lru_cache
from xml.etree.ElementTree import Element

from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.report.blocks import Tone


def element(tag: str, *content: Element | str, **attributes: str) -> Element:
    """Return an element; `class_` is written as `class`, `aria_label` as `aria-label`, an empty one is left out."""
    made = Element(tag, {_name(key): plain(value) for key, value in attributes.items() if value})
    for part in content:
        if isinstance(part, Element):
            made.append(part)
        else:
            add(made, plain(part))
    return made


def add(to: Element, words: str) -> None:
    """Add a text that is plain already at the end of an element."""
    if len(to):
        to[-1].tail = (to[-1].tail or "") + words
    else:
        to.text = (to.text or "") + words


@lru_cache(maxsize=2_048)  # dates, places and words come again and again
def plain(text: str) -> str:
    """Return a text on one line, with nothing hidden in it."""
    return visible(tidy(text))


def toned(tone: Tone) -> str:
    """Return the class of a tone; empty for a plain one."""
    return "" if tone is Tone.PLAIN else tone.name.lower()


def classes(*names: str) -> str:
    """Return the value of a `class` attribute, without the empty names."""
    return " ".join(filter(None, names))


@cache
def _name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")

"""A report as lines of the screen: the same words as in every other dress."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from milestone_tui.report.blocks import Chart, Item, Items, Report, Section, Sentence, Table, Timeline, Tone
from milestone_tui.ui.renderer import DONE, DUE_SIGN, HEALTH_MARKS, OFF_TRACK, OPEN, RULE, Line, Span
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.report.charts import chart_lines
from milestone_tui.ui.views.report.tables import table_lines
from milestone_tui.ui.views.report.timeline import timeline_lines
from milestone_tui.ui.views.report.wrapping import INKS, plain, wrap

_SIGNS: Mapping[str, Span] = {
    "done": (DONE, Ink.GOOD),
    "overdue": (DUE_SIGN, Ink.BAD),
    "next": (DUE_SIGN, Ink.ACT),
    "risks": (OFF_TRACK, Ink.BAD),
}
"""What stands before each entry of a section, by the section's name in JSON."""
_BULLET = (OPEN, Ink.DIM)
_HEALTH = dict(HEALTH_MARKS.values())
_INDENT = 2


def report_lines(report: Report, width: int, *, ascii_only: bool = False) -> tuple[Line, ...]:
    """Return a report in lines of at most `width` cells."""
    lines = [*_head(report.title, report.subtitle, width), *_sections(report.shown, width, ascii_only)]
    for part in report.parts:
        lines += ((), ((RULE * width, Ink.FAINT),), *_head(part.title, part.subtitle, width))
        lines += _sections(part.shown, width, ascii_only)
    return tuple(lines)


def _head(title: str, subtitle: str, width: int) -> Iterator[Line]:
    yield from wrap(((plain(title), Ink.BRIGHT),), width)
    yield from wrap(((plain(subtitle), Ink.DIM),), width)


def _sections(sections: Iterable[Section], width: int, ascii_only: bool) -> Iterator[Line]:
    for section in sections:
        yield ()
        yield from wrap(((plain(section.title), Ink.BRIGHT),), width)
        for block in section.blocks:
            if isinstance(block, Sentence):
                yield from _sentence(block, width)
            elif isinstance(block, Items):
                yield from _items(block, _SIGNS.get(section.key, _BULLET), width)
            elif isinstance(block, Table):
                yield from table_lines(block, width, _SIGNS.get(section.key))
            elif isinstance(block, Timeline):
                yield from timeline_lines(block, width)
            elif isinstance(block, Chart):
                yield from chart_lines(block, width, ascii_only=ascii_only)


def _sentence(block: Sentence, width: int) -> tuple[Line, ...]:
    strong, text = plain(block.strong), plain(block.text)
    ink = INKS[block.tone]
    if not strong:
        return wrap(((text, ink),), width)
    loud = _HEALTH.get(strong[:1], Ink.BRIGHT) if block.tone is Tone.PLAIN else ink
    return wrap(((strong, loud), (f" {text}" if text else "", Ink.TEXT)), width)


def _items(block: Items, bullet: Span, width: int) -> Iterator[Line]:
    sign, usual = bullet
    for item in block.entries:
        ink = usual if item.name or item.tone is Tone.PLAIN else INKS[item.tone]
        first = True
        for line in wrap(_item(item), width - _INDENT):
            yield ((f"{sign} " if first else " " * _INDENT, ink), *line)
            first = False


def _item(item: Item) -> Line:
    """Return an item as a sentence, as the text dress writes it."""
    name, parts = plain(item.name), ", ".join(map(plain, item.parts))
    spans: list[Span] = [(name, Ink.TEXT)] if name else []
    if parts:
        spans += [(", ", Ink.TEXT)] if name else []
        spans.append((parts, INKS[item.tone] if name else Ink.TEXT))  # a whole sentence has its colour in its sign
    if item.remark:
        spans.append((f". {plain(item.remark)}", Ink.TEXT))
    return tuple(spans)

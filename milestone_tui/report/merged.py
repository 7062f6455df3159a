"""Sections of several projects as one, each row and item with the name of its project."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from milestone_tui.report.blocks import Block, Cell, Column, Item, Items, Section, Table, Value
from milestone_tui.report.material import Material


def merged(materials: Sequence[Material], section_of: Callable[[Material], Section]) -> Section:
    """Return one section for all projects: all items as one list, else all rows as one table."""
    sections = [(of, section_of(of)) for of in materials]
    items, rows, columns = list[Item](), list[tuple[Cell, ...]](), tuple[Column, ...]()
    for of, section in sections:
        for block in section.blocks:
            if isinstance(block, Items):
                items += (_named(item, of) for item in block.entries)
            elif isinstance(block, Table):
                name, *others = block.columns
                columns = (name, Column("project", of.words.say("overview.project")), *others)
                rows += ((row[0], Cell(of.name, of.project.key), *row[1:]) for row in block.rows)
    blocks: list[Block] = [Items(tuple(items))] if items else []
    if rows:
        blocks.append(Table(columns, tuple(rows)))
    _, first = sections[0]
    return Section(first.key, first.title, tuple(blocks))


def _named(item: Item, of: Material) -> Item:
    facts: dict[str, Value] = {"project": of.project.key, **item.facts}
    return item._replace(parts=(of.name, *item.parts), facts=facts)

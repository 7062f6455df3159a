"""Typed changes of tags: `+legal -draft`."""

from __future__ import annotations

from typing import NamedTuple

from milestone_tui.plan.rules import validate_tags


class TagChange(NamedTuple):
    """Tags to add to and remove from several milestones."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


def parse_tag_change(text: str) -> TagChange:
    """Return the tags that `text` adds and removes; a tag without a sign is added. Raises InvalidInput."""
    words = [word for word in text.replace(",", " ").replace("−", "-").split() if word.strip("+-")]
    remove = [word.lstrip("-") for word in words if word.startswith("-")]
    add = [word.lstrip("+") for word in words if not word.startswith("-")]
    return TagChange(validate_tags(add), validate_tags(remove))

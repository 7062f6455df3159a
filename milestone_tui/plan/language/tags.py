"""Tags to add and to take away, as a person types them: `+legal -draft`."""

from __future__ import annotations

from typing import NamedTuple

from milestone_tui.plan.rules import validate_tags


class TagChange(NamedTuple):
    """What happens to the tags of many milestones."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()


def parse_tag_change(text: str) -> TagChange:
    """What `text` adds and removes; a tag without a sign is added. Raises InvalidInput for what is no tag."""
    words = [word for word in text.replace(",", " ").replace("−", "-").split() if word.strip("+-")]
    remove = [word.lstrip("-") for word in words if word.startswith("-")]
    add = [word.lstrip("+") for word in words if not word.startswith("-")]
    return TagChange(validate_tags(add), validate_tags(remove))

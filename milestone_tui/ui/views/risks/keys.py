"""The keys of Risks, in the order of its key bar, and what they need; the actions are in `screen.py`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from milestone_tui.ui.keys import KeyHint, Keys, bind, hidden, needs

A_RISK, A_PROJECT, RISKS, NARROW = "a selected risk", "a project", "a risk", "a narrower terminal"

RISK_KEYS: Keys = [
    bind("risks.edit", "enter,e", "edit", "Edit all its fields and milestones"),
    bind("risks.add", "n", "new", "Add one in one line"),
    bind("risks.rate", "m", "rate", "Type probability and impact, such as 45"),
    bind("risks.close", "space", "close", "Close, or reopen"),
    hidden("risks.occur", "H", "happened", "Make it an issue; links and history stay"),
    bind("risks.narrow", "p", "project/all", "Narrow to the project, or show all"),
    bind("risks.filter", "slash", "filter", "Show only what matches"),
    hidden("risks.mine", "at", "mine", "Show only yours, or all again"),
    hidden("risks.sort", "s", "sort", "Sort by score, review date, owner or title"),
    bind("risks.face", "tab", "matrix", "Switch between register and matrix"),
    hidden("risks.delete", "d", "delete", "Delete it; u to undo"),
    hidden("risks.copy", "y", "copy", "Copy it as one line of text"),
    bind("app.undo", "u", "undo", "Undo your last change"),
    hidden("risks.back", "escape", "back", "Clear the filter, then go back"),
    hidden("risks.leave", "q", "back", "Go to the previous screen"),
]

NEEDS = needs(
    {
        A_RISK: "edit rate close occur delete copy",
        A_PROJECT: "narrow add",
        RISKS: "filter mine sort",
        NARROW: "face",
    }
)


def on_the_matrix(hints: Sequence[KeyHint]) -> tuple[KeyHint, ...]:
    """Return the keys of the key bar while the matrix is shown: `tab` goes back to the register."""
    return tuple(replace(hint, does="register") if hint.keys == "tab" else hint for hint in hints)

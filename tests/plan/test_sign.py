"""The one sign that stands for a milestone, of what it is, how it stands and how its acceptance went."""

import unicodedata

import pytest

from milestone_tui.plan.model import MilestoneKind, MilestoneState
from milestone_tui.plan.sign import Sign, sign_of
from milestone_tui.ui.renderer import SIGNS, Renderer, cells
from milestone_tui.ui.theme import Ink

P, W, S, D, X = MilestoneState


@pytest.mark.parametrize(
    ("kind", "state", "rejected", "sign"),
    [
        (MilestoneKind.DELIVERY, P, False, Sign.OPEN),
        (MilestoneKind.DELIVERY, W, True, Sign.REJECTED),
        (MilestoneKind.DELIVERY, S, True, Sign.SUBMITTED),
        (MilestoneKind.DELIVERY, D, True, Sign.DONE),
        (MilestoneKind.DELIVERY, X, True, Sign.CANCELLED),
        (MilestoneKind.GATE, P, False, Sign.GATE),
        (MilestoneKind.GATE, W, True, Sign.REJECTED),
        (MilestoneKind.GATE, S, False, Sign.SUBMITTED),
        (MilestoneKind.GATE, D, False, Sign.DONE),
        (MilestoneKind.GATE, X, False, Sign.CANCELLED),
        (MilestoneKind.PAYMENT, W, False, Sign.OPEN),
    ],
)
def test_what_ended_says_so_then_acceptance_then_what_it_is(
    kind: MilestoneKind, state: MilestoneState, rejected: bool, sign: Sign
) -> None:
    assert sign_of(kind, state, rejected) is sign


def test_every_sign_is_one_cell_and_another_one_also_in_ascii() -> None:
    assert set(SIGNS) == set(Sign)
    assert all(cells(glyph) == 1 for glyph in SIGNS.values())
    assert not [g for g in SIGNS.values() if unicodedata.east_asian_width(g) in ("W", "F")]
    written = {sign: Renderer(ascii_only=True).strip(((glyph, Ink.TEXT),), 1).text for sign, glyph in SIGNS.items()}
    assert written == {
        Sign.OPEN: "o",
        Sign.GATE: "G",
        Sign.SUBMITTED: "s",
        Sign.REJECTED: "x",
        Sign.DONE: "v",
        Sign.CANCELLED: "X",
    }

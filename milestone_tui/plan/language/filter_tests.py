"""What a filter asks, put together of what its terms ask: of a row, and of a project itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from milestone_tui.plan.language.filter_terms import Test


class Tests(NamedTuple):
    """What is asked, of a row and of a project itself."""

    row: Test
    itself: Test
    """What cannot be known of a project itself does not make it true, turned round or not."""

    @classmethod
    def one_of(cls, tests: Sequence[Tests]) -> Tests:
        """Return what one of these is enough for."""
        return cls(*(_any_of(of_one_kind) for of_one_kind in zip(*tests, strict=True)))

    @classmethod
    def together(cls, tests: Sequence[Tests]) -> Tests:
        """Return what takes all of these."""
        return cls(*(_all_of(of_one_kind) for of_one_kind in zip(*tests, strict=True)))

    def turned_round(self) -> Tests:
        """Return the opposite."""
        row, itself = self
        return Tests(lambda facts: not row(facts), lambda facts: not itself(facts))


def _any_of(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda facts: any(test(facts) for test in tests)


def _all_of(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda facts: all(test(facts) for test in tests)

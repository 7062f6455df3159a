"""Combine the tests of a filter's terms, for a row and for a project itself."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from milestone_tui.plan.language.filter_terms import Test


class Tests(NamedTuple):
    """A test of a row, and a test of a project itself."""

    row: Test
    project: Test
    """A term that cannot be known of a project itself does not match it, negated or not."""

    @classmethod
    def any_of(cls, tests: Sequence[Tests]) -> Tests:
        """Return tests that match if one of these matches."""
        return cls(*(_any_of(of_one_kind) for of_one_kind in zip(*tests, strict=True)))

    @classmethod
    def all_of(cls, tests: Sequence[Tests]) -> Tests:
        """Return tests that match if all of these match."""
        return cls(*(_all_of(of_one_kind) for of_one_kind in zip(*tests, strict=True)))

    def negated(self) -> Tests:
        """Return tests that match if these do not."""
        row, project = self
        return Tests(lambda facts: not row(facts), lambda facts: not project(facts))


def _any_of(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda facts: any(test(facts) for test in tests)


def _all_of(tests: Sequence[Test]) -> Test:
    return tests[0] if len(tests) == 1 else lambda facts: all(test(facts) for test in tests)

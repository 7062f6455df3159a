"""Which project a file with another name is surely about."""

from __future__ import annotations

import pytest

from milestone_tui.plan.imported import IncomingMilestone, IncomingProject
from milestone_tui.plan.importing.day_of_name import is_next
from milestone_tui.plan.importing.likely import Likely, Recorded, likely_project


def recorded(name: str, titles: str) -> Recorded:
    return Recorded(name, set(), {(title, "") for title in titles})


def project(name: str, titles: str) -> IncomingProject:
    found = tuple(IncomingMilestone(ref=title, where="", title=title) for title in titles)
    return IncomingProject(name, (), found)


@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("plan-2026-11", "plan-2026-10"),
        ("Status Oktober 2026", "Status November 2026"),
        ("Tower KW44 2026", "Tower KW48 2026"),
        ("House", "House 2026-11-30"),
    ],
)
def test_names_that_differ_in_a_day_are_of_one_plan(name: str, other: str) -> None:
    assert is_next(name, other) and is_next(other, name)


@pytest.mark.parametrize(
    ("name", "other"), [("House A", "House B"), ("House", "House"), ("2026-10", "2026-11"), ("a-2026-10", "b-2026-10")]
)
def test_other_names_say_nothing(name: str, other: str) -> None:
    assert not is_next(name, other)


def test_most_milestones_must_be_the_same_unless_the_name_says_it() -> None:
    known = {"P": recorded("plan-2026-10", "abcde")}
    assert likely_project(project("other", "abcdf"), known) == Likely("P", is_next=False)
    assert likely_project(project("other", "abcxy"), known) is None
    assert likely_project(project("plan-2026-11", "abcxyzuvw"), known) == Likely("P", is_next=True)
    assert likely_project(project("plan-2026-11", "axyzuv"), known) is None


def test_of_several_alike_only_the_name_decides() -> None:
    known = {"A": recorded("House A", "abcde"), "B": recorded("House B", "abcde")}
    assert likely_project(project("House C", "abcde"), known) is None
    assert likely_project(project("House B 2026-11", "abcde"), known) == Likely("B", is_next=True)

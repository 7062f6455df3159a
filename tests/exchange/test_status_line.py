"""The status on one line and as a table, from values: worked examples, and what holds for any titles and figures."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from factories import project
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.exchange.table.status import GLYPHS, status_lines
from milestone_tui.exchange.table.status_line import status_line
from milestone_tui.plan.analysis.status import OpenMilestone, ProjectStatus, Status, narrowed_to, status_of
from milestone_tui.plan.language.cell_width import width
from milestone_tui.plan.model import Finding, Health, ProjectState, ProjectSummary, Verdict
from milestone_tui.ui.renderer import HEALTH_MARKS, in_ascii

TODAY = date(2026, 11, 22)
RED, AMBER, GREEN = Health.OFF_TRACK, Health.AT_RISK, Health.ON_TRACK
BETA: dict[str, Any] = {"next_id": 1, "next_title": "Beta", "next_due_on": date(2026, 11, 28)}
MOST_CELLS = 100


def summary(id_: int, health: Health = GREEN, reason: str = "as it is", **overrides: Any) -> ProjectSummary:
    """A project of this health, with a finding that says why and without a next milestone."""
    return ProjectSummary(
        project=project(id=id_, key=overrides.pop("key", f"P{id_}"), **overrides.pop("project", {})),
        phase="",
        total=overrides.pop("total", 2),
        done=1,
        percent=50,
        overdue=0,
        due_this_week=0,
        next_id=overrides.pop("next_id", None),
        next_title=overrides.pop("next_title", ""),
        next_due_on=overrides.pop("next_due_on", None),
        finish_on=date(2027, 1, 8),
        baseline_finish_on=date(2027, 1, 1),
        verdict=Verdict(health, (Finding(health, None, reason),) if reason else ()),
        **overrides,
    )


def line(*projects: ProjectSummary, ascii_only: bool = False, **to_accept: int) -> str:
    counts = {int(name.removeprefix("p")): count for name, count in to_accept.items()}
    return status_line(status_of(projects, counts), TODAY, ascii_only=ascii_only)


def test_it_counts_red_and_amber_and_names_what_comes_next_and_what_to_accept() -> None:
    projects = (summary(1, RED), summary(2, AMBER, **BETA), summary(3, RED), summary(4))
    assert line(*projects, p1=1) == "2 red 1 amber · next Beta 28 Nov · 1 to accept"


def test_what_is_zero_is_not_said() -> None:
    assert line(summary(1, AMBER)) == "1 amber"
    assert line(summary(1, RED), p1=2) == "1 red · 2 to accept"
    assert line(summary(1), summary(2, **BETA)) == "all on track · next Beta 28 Nov"
    assert line(summary(1), p1=1) == "all on track · 1 to accept"
    assert line() == ""


def test_a_project_that_nobody_can_judge_is_not_on_track() -> None:
    assert line(summary(1, reason="", total=0)) == ""
    assert line(summary(1, reason="", total=0), summary(2)) == "all on track"


def test_completed_cancelled_and_archived_projects_do_not_count_unless_named() -> None:
    cancelled = summary(2, Health.CANCELLED, project={"state": ProjectState.CANCELLED})
    settled = (summary(1, Health.COMPLETED), cancelled)
    assert line(*settled, p2=1) == ""
    assert [one.summary.project.key for one in status_of(settled, {}, ["P2"]).projects] == ["P2"]


def test_the_next_milestone_is_the_first_with_a_date() -> None:
    undated: dict[str, Any] = {"next_id": 2, "next_title": "Someday"}
    assert line(summary(1, **undated)) == "all on track · next Someday"
    later: dict[str, Any] = {**BETA, "next_title": "Later", "next_due_on": date(2026, 12, 5)}
    assert "next Beta 28 Nov" in line(summary(1, **undated), summary(2, **later), summary(3, **BETA))
    same_day = summary(1, key="A", **{**BETA, "next_title": "First"})
    assert "next First 28 Nov" in line(summary(2, key="B", **BETA), same_day)


@pytest.mark.parametrize(
    ("days", "words"), [(-3, "3 d late"), (0, "22 Nov"), (6, "28 Nov"), (400, "27 Dec 2027")], ids=str
)
def test_the_date_says_how_late_and_has_its_year_when_it_is_far(days: int, words: str) -> None:
    assert line(summary(1, **{**BETA, "next_due_on": TODAY + timedelta(days=days)})).endswith(f"next Beta {words}")


def test_ascii_has_other_separators_and_another_ellipsis() -> None:
    projects = (summary(1, RED), summary(2, **{**BETA, "next_title": "Contract signed by both parties"}))
    assert line(*projects, p1=1) == "1 red · next Contract signed by both… 28 Nov · 1 to accept"
    assert line(*projects, ascii_only=True, p1=1) == "1 red | next Contract signed by both~ 28 Nov | 1 to accept"


def test_control_characters_of_a_title_are_made_visible() -> None:
    assert "next ␛[31mBeta\\u202e 28 Nov" in line(summary(1, **{**BETA, "next_title": "\x1b[31mBeta\u202e"}))


healths = st.sampled_from([*Health])
titles = st.text(st.characters(), max_size=60)
dates = st.none() | st.dates(date(1950, 1, 1), date(2150, 1, 1))


@st.composite
def projects(draw: st.DrawFn, least: int = 0, titles: st.SearchStrategy[str] = titles) -> tuple[ProjectStatus, ...]:
    return tuple(
        ProjectStatus(
            summary(
                id_,
                draw(healths),
                draw(titles),
                next_id=draw(st.none() | st.just(id_)),
                next_title=draw(titles),
                next_due_on=draw(dates),
            ),
            draw(st.integers(0, 99_999)),
        )
        for id_ in range(draw(st.integers(least, 4)))
    )


@given(projects(), st.booleans())
def test_it_is_one_printable_line_of_few_cells(found: tuple[ProjectStatus, ...], ascii_only: bool) -> None:
    text = status_line(Status(found), TODAY, ascii_only=ascii_only)
    assert len(text.splitlines()) <= 1 and "\x1b" not in text
    assert not any(character < " " or "\x7f" <= character <= "\x9f" for character in text)
    assert width(text) <= MOST_CELLS
    assert not text.startswith(" ") and not text.endswith(("·", "|"))


@given(projects(titles=st.text(st.characters(min_codepoint=32, max_codepoint=126))))
def test_in_ascii_all_of_it_is_ascii_if_the_title_is(found: tuple[ProjectStatus, ...]) -> None:
    line = status_line(Status(found), TODAY, ascii_only=True)
    assert line.isascii() or "␠" in line  # a title of blanks


@given(projects(least=1), st.booleans(), st.integers(60, 140))
def test_the_table_has_a_line_for_each_and_fits(found: tuple[ProjectStatus, ...], ascii_only: bool, cells: int) -> None:
    lines = [one.text for one in status_lines(found, TODAY, None, ascii_only=ascii_only)]
    assert len(lines) == len(found) + 1
    assert all("\x1b" not in text and "\n" not in text for text in lines)
    cut = [one.text for one in status_lines(found, TODAY, cells, ascii_only=ascii_only)]
    assert all(width(text) <= cells for text in cut)


def test_the_glyphs_are_those_of_the_dashboard() -> None:
    assert {health: (mark, in_ascii(mark)) for health, (mark, _) in HEALTH_MARKS.items()} == GLYPHS


def theirs(id_: int, project_id: int, **fields: Any) -> OpenMilestone:
    values: dict[str, Any] = {
        "title": f"M{id_}",
        "due_on": TODAY,
        "owner": "",
        "approver": "",
        "is_open": True,
        "awaits": False,
    }
    return OpenMilestone(id=id_, project_id=project_id, **{**values, **fields})


def test_mine_are_the_projects_where_i_own_an_open_milestone_or_am_to_accept_one() -> None:
    status = status_of((summary(1, RED, **BETA), summary(2, AMBER, **BETA), summary(3, **BETA)), {1: 2, 2: 3, 3: 1})
    mine = narrowed_to(
        status,
        "ana kovac",
        (
            theirs(4, 1, owner="Ana Kovač", due_on=None),
            theirs(3, 1, owner="Ana Kovač", due_on=date(2026, 12, 1)),
            theirs(5, 2, approver="ANA KOVAČ", owner="Raj Patel", awaits=True),
            theirs(6, 3, owner="Raj Patel"),
            theirs(7, 3, owner="Ana Kovač", is_open=False, approver="Raj Patel", awaits=True),
        ),
    )
    assert status_line(mine, TODAY, ascii_only=False) == "1 red 1 amber · next M3 1 Dec · 1 to accept"
    assert [one.summary.project.key for one in mine.projects] == ["P1", "P2"]
    assert mine.projects[1].summary.next_id is None

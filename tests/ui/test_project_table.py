from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from portfolio import HOSTILE, TODAY, summary
from rich.cells import cell_len

from milestone_tui.plan.analysis.portfolio import RoadmapMark, judged
from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.model import Health, ProjectSummary
from milestone_tui.ui.renderer import Line, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.projects.lines import (
    Widths,
    columns,
    heads,
    next_words,
    progress_cells,
    row,
    slip_ink,
    widths_of,
)
from milestone_tui.ui.views.projects.pane_lines import PreviewData, health_line, label_forms, preview_lines


def written(line: Line) -> str:
    return "".join(text for text, _ in line)


def ink_of(line: Line, piece: str) -> Ink:
    return next(ink for text, ink in line if piece in text)


@settings(max_examples=200, deadline=None)
@given(st.integers(60, 300), st.integers(4, 12), st.sampled_from((8, 11)), st.sampled_from((6, 12)))
def test_the_columns_fill_the_width_exactly(width: int, key: int, finish: int, slip: int) -> None:
    shown = columns(width, Widths(key, finish, slip), TODAY)
    line = row(shown, summary("ACME", client="Acme Corp"))
    assert line_width(line) + 2 == line_width(heads(shown)) + 2 == width
    c = cells(width, Widths(key, finish, slip))
    assert (c["FINISH"], c["SLIP"]) == (finish, slip)
    assert c["PROJECT"] - key - 2 >= (12 if width >= 80 else 3)


def cells(width: int, widths: Widths) -> dict[str, int]:
    return {column.head: column.width for column in columns(width, widths, TODAY)}


def test_the_least_important_columns_go_first() -> None:
    shown = {width: cells(width, Widths(5, 8, 6)) for width in (120, 100, 80, 60)}
    bar = 10 + 1 + 5
    assert {"CLIENT", "PHASE"} < shown[120].keys() and shown[120]["PROGRESS"] == bar
    assert "PHASE" not in shown[100] and shown[100]["PROGRESS"] == bar
    assert shown[80].keys() == {"PROJECT", "NEXT MILESTONE", "DUE", "FINISH", "SLIP"}
    assert shown[60].keys() == {"PROJECT", "DUE", "FINISH", "SLIP"}


@pytest.mark.parametrize("widths", [Widths(5, 8, 6), Widths(5, 11, 6), Widths(5, 8, 12), Widths(5, 11, 12)])
def test_at_80_columns_what_is_next_the_finish_and_the_slip_stay(widths: Widths) -> None:
    c = cells(80, widths)
    assert c["NEXT MILESTONE"] >= 14 and c["DUE"] and c["FINISH"] and c["SLIP"]


def test_a_project_tells_its_finish_and_its_slip() -> None:
    far = summary("FAR", due=400, slip=9)
    bare = summary("BARE", slip=None)
    widths = widths_of((far, bare), TODAY)
    assert widths == Widths(4, 11, 12)
    assert written(row(columns(120, widths, TODAY), far)).endswith("in 13 months 27 Dec 2027         +9 d")
    assert written(row(columns(120, widths, TODAY), bare)).endswith("in 6 days      28 Nov  no baseline")
    assert written(row(columns(100, widths, TODAY), summary("DONE", slip=None, archived=True))).endswith(
        "28 Nov            –"
    )
    assert written(row(columns(100, widths, TODAY), summary("NONE", slip=None)._replace(total=0))).endswith("–")
    assert ink_of(row(columns(100, widths, TODAY), bare), "no baseline") is Ink.DIM


@pytest.mark.parametrize(
    ("percent", "bar", "ink"),
    [
        (0, "", Ink.ACT),
        (15, "━╸", Ink.ACT),
        (62, "━━━━━━", Ink.ACT),
        (86, "━━━━━━━━╸", Ink.ACT),
        (99, "━━━━━━━━━╸", Ink.ACT),
        (100, "━━━━━━━━━━", Ink.GOOD),
        (None, "", Ink.ACT),
    ],
)
def test_a_bar_is_never_fuller_than_the_figure(percent: int | None, bar: str, ink: Ink) -> None:
    spans = progress_cells(percent, 10, Ink.TEXT)
    assert spans[0] == (bar, ink)
    assert line_width(spans) == 10 + 1 + 5
    plain = progress_cells(percent, 10, Ink.TEXT, ascii_only=True)
    assert line_width(plain) == line_width(spans)
    assert plain[1][0] == "·" * len(plain[1][0])


@pytest.mark.parametrize(
    ("project", "ink"),
    [
        (summary("A", slip=None), Ink.DIM),
        (summary("A", slip=0), Ink.DIM),
        (summary("A", slip=-4), Ink.GOOD),
        (summary("A", slip=2), Ink.WARN),
        (summary("A", slip=20), Ink.BAD),
        (summary("A", Health.OFF_TRACK, slip=2), Ink.BAD),
    ],
)
def test_slip_is_coloured_by_what_it_means(project: ProjectSummary, ink: Ink) -> None:
    assert slip_ink(project) is ink


def test_the_words_of_the_strip_keep_whole_findings() -> None:
    project = summary("ACME", Health.ON_TRACK, title="Beta release", target_on=TODAY.replace(day=30))
    line = health_line(project, TODAY, 200)
    assert written(line) == " ● ACME on track  Beta release in 6 days · finish 28 Nov, 2 days before target"
    assert written(health_line(project, TODAY, 50)) == " ● ACME on track  Beta release in 6 days"
    assert written(health_line(project, TODAY, 31)) == " ● ACME on track  Beta release…"
    assert ink_of(line, "on track") is Ink.GOOD


def test_a_title_is_said_in_fewer_words() -> None:
    assert label_forms("Beta release") == ("Beta release", "Beta…")
    assert label_forms("Requirements signed") == ("Requirements signed", "Requirements…", "Require…")
    assert label_forms("A very long title that nobody can read")[0] == "A very long title that…"


@pytest.mark.parametrize("title", HOSTILE)
def test_any_title_has_a_label_that_fits(title: str) -> None:
    forms = label_forms(title)
    assert forms
    assert all(0 < cell_len(form) <= 24 for form in forms)
    assert "\x1b" not in "".join(forms)


marks = st.lists(
    st.builds(
        RoadmapMark,
        st.integers(1, 50),
        st.sampled_from(("Go", "Beta release", "Client sign-off and payment", *HOSTILE)),
        st.integers(-400, 900).map(lambda days: TODAY.fromordinal(TODAY.toordinal() + days)),
        st.booleans(),
        st.none() | st.integers(-9, 40),
    ),
    max_size=60,
)


@settings(max_examples=80, deadline=None)
@given(marks, st.integers(20, 200), st.sampled_from([9, 4, 2]))
def test_the_strip_never_overflows(given_marks: list[RoadmapMark], width: int, height: int) -> None:
    ordered = tuple(sorted(given_marks, key=lambda mark: mark.on))
    lines = preview_lines(PreviewData(summary("ACME"), judged(ordered, TODAY), TODAY), width, height)
    assert len(lines) <= height
    assert all(line_width(line) <= width for line in lines)


def test_the_next_milestone_is_bright_under_its_mark() -> None:
    beta = RoadmapMark(7, "Beta release", TODAY.replace(day=28), False, 9)
    others = [RoadmapMark(n, f"Other {n}", TODAY.replace(day=n), n < 22, 0) for n in (1, 9, 16, 30)]
    ordered = sorted([beta, *others], key=lambda mark: mark.on)
    lines = preview_lines(PreviewData(summary("ACME"), judged(ordered, TODAY, OFFICE_DAYS, beta.id), TODAY), 120, 9)
    axis, labels = lines[5], lines[6]
    assert ink_of(labels, "Beta") is Ink.BRIGHT
    assert ink_of(labels, "Other 9") is Ink.DIM
    at = written(labels).index("Beta")
    assert "◆" in written(axis)[at : at + 12]
    assert ink_of(axis, "◆") is Ink.GOOD


def test_what_is_due_today_has_its_name_on_the_line_of_today() -> None:
    marks = [
        RoadmapMark(n, title, TODAY.replace(day=day), day < 22, 0) for n, title, day in ((1, "A", 2), (7, "Now", 22))
    ]
    lines = preview_lines(PreviewData(summary("ACME"), judged(marks, TODAY, OFFICE_DAYS, 7), TODAY), 120, 9)
    assert ink_of(lines[6], "Now") is Ink.BRIGHT
    assert "┊" not in written(lines[6])
    assert "today" in written(lines[7])


def test_a_plan_far_from_today_does_not_stretch_to_it() -> None:
    old = [RoadmapMark(n, "Old", TODAY.replace(year=2020, day=n), True, 0) for n in (1, 20)]
    lines = preview_lines(PreviewData(summary("ACME"), judged(old, TODAY), TODAY), 120, 9)
    assert "today" not in "".join(map(written, lines))
    assert "2020" in written(lines[3])


def test_in_few_lines_the_months_stand_in_the_line() -> None:
    marks = [RoadmapMark(n, "Go", TODAY.replace(month=n, day=15), n < 11, 0) for n in (9, 12)]
    lines = preview_lines(PreviewData(summary("ACME"), judged(marks, TODAY), TODAY), 80, 4)
    assert len(lines) == 4
    assert "Oct" in written(lines[2]) and "◆" in written(lines[2]) and "Go" in written(lines[3])


def test_a_completed_project_is_told_in_what_room_there_is() -> None:
    orbit = summary("ORBIT", Health.COMPLETED, due=None, slip=-3, percent=100)
    assert next_words(orbit, 24) == "completed 3 days early"
    assert next_words(orbit, 19) == "completed"

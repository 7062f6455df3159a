"""How the lines of a timeline are written, and that nothing is painted without need."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from factories import TODAY, link, milestone, project
from hypothesis import given, settings
from hypothesis import strategies as st
from textual.app import App, ComposeResult
from textual.geometry import Region

from milestone_tui.plan.analysis.outline import outline
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.model import (
    ChangeReason,
    Criterion,
    Forecast,
    LinkedMilestone,
    Milestone,
    MilestoneState,
    Phase,
    Plan,
)
from milestone_tui.ui.renderer import TODAY as TODAY_LINE
from milestone_tui.ui.renderer import Line, Renderer, line_width
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.views.timeline.chart import TimelineChart
from milestone_tui.ui.views.timeline.columns import Cells, heading_words, heads, layout, milestone_words
from milestone_tui.ui.views.timeline.pane import MilestonePaneData, milestone_lines
from milestone_tui.ui.widgets.chart_paint import (
    Canvas,
    MarkCells,
    draw_bar,
    draw_count,
    draw_milestone,
    milestone_ink,
)

DAY = timedelta(days=1)


def text(line: Line) -> str:
    return "".join(words for words, _ in line)


def inked(line: Line) -> list[tuple[str, Ink]]:
    return [(words.strip(), ink) for words, ink in line if words.strip()]


# One line -------------------------------------------------------------------------------------------------


@given(st.text(max_size=60), st.text(max_size=40), st.integers(60, 240), st.booleans(), st.booleans())
@settings(max_examples=100, deadline=None)
def test_the_words_of_a_row_always_end_where_the_chart_begins(
    title: str, owner: str, width: int, off: bool, floats: bool
) -> None:
    left = layout(width, 6, floats=floats)
    m = milestone(title=title, owner=owner, baseline_on=TODAY)
    assert line_width(milestone_words(Cells(m, TODAY, Ink.ACT, off=off, total_float=3), left)) == left.chart_at
    assert line_width(heading_words(title, 3, 12, left)) == left.chart_at
    assert line_width(heads(left)) == left.chart_at
    assert left.chart_at + left.chart <= width


@pytest.mark.parametrize(("width", "owner", "slip"), [(120, True, True), (80, False, True), (60, False, False)])
def test_the_owner_goes_first_then_the_slip(width: int, owner: bool, slip: bool) -> None:
    words = text(heads(layout(width, 6)))
    assert ("OWNER" in words, "SLIP" in words) == (owner, slip)
    assert words.split()[0] == "MILESTONE" and "DUE" in words


def test_the_float_stands_behind_the_slip_and_a_phase_has_none() -> None:
    left = layout(120, 6, floats=True)
    assert text(heads(left)).split()[-4:] == ["SLIP", "FLOAT", "FREE", "TREND"]
    assert left.chart_at == layout(120, 6).chart_at + 26
    line = milestone_words(Cells(milestone(), TODAY, Ink.ACT, total_float=0, free_float=-2), left)
    assert inked(line)[-2:] == [("0 wd", Ink.WARN), ("−2 wd", Ink.BAD)]
    assert text(milestone_words(Cells(milestone(), TODAY, Ink.ACT, total_float=4), left)).split()[-3:] == [
        "+4",
        "wd",
        "–",
    ]
    assert text(heading_words("Build", 1, 3, left)).split() == ["BUILD", "1/3"]


def test_the_mark_tells_how_it_stands() -> None:
    tomorrow, yesterday = TODAY + DAY, TODAY - DAY
    assert milestone_ink(milestone(due_on=tomorrow), TODAY, False) is Ink.ACT
    assert milestone_ink(milestone(due_on=tomorrow), TODAY, True) is Ink.WARN
    assert milestone_ink(milestone(due_on=TODAY), TODAY, False) is Ink.ACT, "due today is not late"
    assert milestone_ink(milestone(due_on=yesterday), TODAY, True) is Ink.BAD
    assert milestone_ink(milestone(done_on=yesterday), TODAY, False) is Ink.GOOD
    assert milestone_ink(milestone(due_on=yesterday, state=MilestoneState.CANCELLED), TODAY, False) is Ink.DIM


def test_what_came_after_the_baseline_is_new_and_not_on_time() -> None:
    left = layout(80, 6)
    assert text(milestone_words(Cells(milestone(added=True), TODAY, Ink.ACT), left)).split()[-1] == "new"
    assert text(milestone_words(Cells(milestone(), TODAY, Ink.ACT), left)).split()[-1] == "–"


def drawn(m: Milestone, at: int, baseline: int | None, width: int = 20, finish: int | None = None) -> Line:
    canvas = Canvas(width)
    draw_milestone(canvas, m, Ink.ACT, MarkCells(at, at if finish is None else finish, baseline))
    return canvas.line()


def counted(m: Milestone, at: int, baseline: int, there: Mapping[int, str] | None = None) -> str:
    """Marks, links or the line of today by their cells, and the count."""
    canvas = Canvas(20)
    draw_milestone(canvas, m, Ink.ACT, MarkCells(at, at, baseline))
    for cell, glyph in (there or {}).items():
        canvas.put(cell, glyph, Ink.FAINT)
    draw_count(canvas, m, MarkCells(at, at, baseline))
    return text(canvas.line()).rstrip()


def test_baseline_slip_and_forecast() -> None:
    assert text(drawn(milestone(), 9, 4)).rstrip() == "    ◇────◆"
    assert inked(drawn(milestone(), 9, 4)) == [("◇", Ink.DIM), ("────", Ink.WARN), ("◆", Ink.ACT)]
    assert inked(drawn(milestone(), 4, 9)) == [("◆", Ink.ACT), ("────", Ink.GOOD), ("◇", Ink.DIM)]
    assert text(drawn(milestone(), 4, 4)).rstrip() == "    ◆"


def test_the_slip_of_what_is_overdue_is_drawn_on_to_today() -> None:
    assert text(drawn(milestone(), 9, 4, finish=14)).rstrip() == "    ◇────◆────"
    assert text(drawn(milestone(), 4, None, finish=14)).rstrip() == "    ◆", "no baseline, no slip"
    assert text(drawn(milestone(), 4, 14, finish=10)).rstrip() == "    ◆      ───◇", "early as yet"


def test_what_lies_outside_of_the_window_is_marked_at_its_edge() -> None:
    assert text(drawn(milestone(), -5, -9)).rstrip() == "‹"
    assert text(drawn(milestone(), 25, 17)) == " " * 17 + "◇─›"
    assert text(drawn(milestone(), 10**7, -(10**7))) == "─" * 19 + "›"


def test_criteria_stand_to_the_right_or_where_there_is_room() -> None:
    m = milestone(criteria_met=3, criteria_total=5)
    assert counted(m, 9, 4) == "    ◇────◆ 3/5"
    assert counted(m, 18, 14) == "          3/5 ◇───◆"
    assert counted(m, -5, -9) == "‹"
    done = milestone(criteria_met=3, criteria_total=5, done_on=TODAY)
    assert "3/5" not in counted(done, 9, 4)


def test_criteria_have_air_between_them_and_links_and_today_or_give_way() -> None:
    m = milestone(criteria_met=3, criteria_total=5)
    assert counted(m, 9, 4, {10: "╮"}) == "    ◇────◆╮ 3/5"
    assert counted(m, 9, 4, {10: TODAY_LINE}) == "    ◇────◆┊ 3/5"
    assert counted(m, 9, 4, {12: TODAY_LINE}) == "    ◇────◆ 3/5", "the line of today gives way"
    assert counted(m, 9, 4, {14: TODAY_LINE}) == "    ◇────◆  3/5"
    assert counted(m, 9, 4, {12: "│"}) == "3/5 ◇────◆  │"
    assert counted(m, 9, 7, {6: "─", 10: "─", 12: "╯"}) == "      ─◇─◆─ ╯"


def test_the_bar_of_a_phase() -> None:
    canvas = Canvas(20)
    draw_bar(canvas, 2, 11, 50, False)
    assert inked(canvas.line()) == [("━" * 5, Ink.ACT), ("━" * 5, Ink.FAINT)]
    canvas = Canvas(20)
    draw_bar(canvas, -30, 11, 100, True)
    assert inked(canvas.line()) == [("━" * 12, Ink.GOOD)]


# The strip ------------------------------------------------------------------------------------------------


def criterion(number: int, words: str, met: bool = False) -> Criterion:
    return Criterion(number, 1, words, TODAY if met else None, number)


BETA = milestone(title="Beta release", due_on=TODAY + 6 * DAY)
DETAIL = MilestoneDetail(
    project=project(),
    milestone=BETA,
    criteria=(criterion(1, "installable build", True), criterion(2, "release notes"), criterion(3, "support rota")),
    predecessors=(LinkedMilestone(2, "ACME", "Prototype accepted", TODAY, TODAY, 13),),
    successors=(
        LinkedMilestone(3, "ACME", "Load test", TODAY, None, 0),
        LinkedMilestone(4, "NORD", "Go", TODAY, None, 2),
    ),
)


def told(story: MilestonePaneData, width: int = 118) -> list[str]:
    return [text(line) for line in milestone_lines(story, width)]


def test_the_strip_tells_facts_and_criteria() -> None:
    facts, criteria, _ = told(MilestonePaneData(DETAIL, TODAY, 0), 130)
    assert facts == (
        "Beta release  delivery · in 6 days · Sat, non-working · float 0 wd · after Prototype accepted +13 wd · "
        "before Load test, NORD Go"
    )
    assert criteria == "✔ installable build · 2 unmet: release notes, support rota"


def test_a_day_off_is_told_with_its_weekday() -> None:
    (line, _, _) = milestone_lines(MilestonePaneData(DETAIL, TODAY, 0), 118)
    assert ("Sat, non-working", Ink.WARN) in line
    closed = DETAIL._replace(project=project(working_days=127, holidays=(TODAY + 6 * DAY,)))
    assert "Sat, non-working" in told(MilestonePaneData(closed, TODAY, 0))[0]
    for works in (
        DETAIL._replace(project=project(working_days=127)),
        DETAIL._replace(milestone=milestone(due_on=TODAY + 6 * DAY, done_on=TODAY)),
        DETAIL._replace(milestone=milestone(due_on=None)),
    ):
        assert "non-working" not in told(MilestonePaneData(works, TODAY, 0))[0]


def test_negative_float_is_late() -> None:
    assert ("float −3 wd", Ink.BAD) in milestone_lines(MilestonePaneData(DETAIL, TODAY, -3), 118)[0]


def test_violated_links_come_first_and_whole_in_the_room_there_is() -> None:
    detail = DETAIL._replace(predecessors=(*DETAIL.predecessors, LinkedMilestone(5, "GULF", "Pumps", TODAY, None, 0)))
    early = {2: 3, 5: 1, 3: 4, 4: 2}
    story = MilestonePaneData(detail, TODAY, -4, early=early)
    words = (
        "3 wd too soon after Prototype accepted, 1 wd after GULF Pumps · Load test 4 wd, NORD Go 2 wd too soon after it"
    )
    assert told(story, 150)[0] == f"Beta release  {words} · delivery · in 6 days"
    assert told(story, 124)[0] == f"Beta release  {words}"
    assert told(story, 80)[0] == "Beta release  3 wd too soon after Prototype a…, 1 wd after GULF Pumps and 2 more"
    assert told(story, 59)[0] == "Beta release  3 wd too soon after Prototype a… and 3 more"
    two = MilestonePaneData(detail, TODAY, -4, early={2: 3, 5: 1})
    assert told(two, 78)[0] == "Beta release  3 wd too soon after Prototype accepted, 1 wd after GULF Pumps"


def test_the_strip_tells_how_often_it_was_moved() -> None:
    days = tuple(Forecast(TODAY + n * DAY) for n in (-3, 2, -1, 6))
    assert (
        told(MilestonePaneData(DETAIL._replace(forecasts=days), TODAY, 0))[2]
        == "moved 3 times: 19 Nov → 24 Nov → 21 Nov → 28 Nov"
    )
    assert told(MilestonePaneData(DETAIL._replace(forecasts=days[:2]), TODAY, 0))[2] == "moved once: 19 Nov → 24 Nov"
    assert told(MilestonePaneData(DETAIL._replace(forecasts=days[:1]), TODAY, 0))[2] == ""
    many = told(MilestonePaneData(DETAIL._replace(forecasts=days * 3), TODAY, 0))[2]
    assert many == "moved 11 times: 19 Nov → … → 24 Nov → 21 Nov → 28 Nov"


def test_the_strip_tells_why_it_was_moved_where_there_is_room() -> None:
    why = (None, ChangeReason.SCOPE, ChangeReason.SUPPLIER, ChangeReason.SUPPLIER)
    moves = tuple(Forecast(TODAY + n * DAY, reason) for n, reason in zip((-3, 2, -1, 6), why, strict=True))
    words = "moved 3 times: 19 Nov → 24 Nov → 21 Nov → 28 Nov"
    story = MilestonePaneData(DETAIL._replace(forecasts=moves), TODAY, 0)
    assert told(story)[2] == f"{words}   supplier (2), scope"
    assert told(story, 66)[2] == f"{words}   supplier (2), …"
    assert told(story, 60)[2] == words


def test_the_strip_says_how_it_stands() -> None:
    for m, words in (
        (milestone(done_on=TODAY - DAY), "done 21 Nov"),
        (milestone(state=MilestoneState.CANCELLED), "cancelled"),
        (milestone(due_on=None), "no date yet"),
        (milestone(due_on=TODAY - 3 * DAY), "3 d late"),
    ):
        assert words in told(MilestonePaneData(DETAIL._replace(milestone=m), TODAY))[0]


@given(
    st.text(max_size=200), st.lists(st.tuples(st.text(max_size=80), st.booleans()), max_size=12), st.integers(20, 200)
)
@settings(max_examples=100, deadline=None)
def test_the_strip_never_leaves_its_width(title: str, criteria: list[tuple[str, bool]], width: int) -> None:
    detail = DETAIL._replace(
        milestone=BETA._replace(title=title, deliverable=title),
        criteria=tuple(criterion(n, words, met) for n, (words, met) in enumerate(criteria)),
    )
    for line in milestone_lines(MilestonePaneData(detail, TODAY, 5), width):
        assert line_width(line) <= width


# The widget -----------------------------------------------------------------------------------------------

PLAN = Plan(
    project(),
    (Phase(1, 1, "Build", 0), Phase(2, 1, "Launch", 1)),
    tuple(
        milestone(
            id=n,
            title=f"M{n}",
            phase_id=1 if n < 4 else 2,
            due_on=TODAY + n * 7 * DAY,
            baseline_on=TODAY + (n * 7 - 1) * DAY,
        )
        for n in range(1, 7)
    ),
    (link(1, 3),),
    None,
)


class CountingChart(TimelineChart):
    """Remembers what was asked to be painted."""

    def __init__(self) -> None:
        super().__init__(Renderer())
        self.painted: list[Region | None] = []

    def refresh(
        self, *regions: Region, repaint: bool = True, layout: bool = False, recompose: bool = False
    ) -> "CountingChart":
        self.painted.extend(regions or (None,))
        super().refresh(*regions, repaint=repaint, layout=layout, recompose=recompose)
        return self


class ChartApp(App[None]):
    """The chart alone."""

    def __init__(self) -> None:
        super().__init__()
        self.chart = CountingChart()

    def compose(self) -> ComposeResult:
        yield self.chart


def show(chart: TimelineChart, plan: Plan, today: date = TODAY) -> None:
    chart.show(plan, outline(plan, today), today)


async def test_an_equal_plan_repaints_nothing_and_a_changed_row_only_itself() -> None:
    app = ChartApp()
    async with app.run_test(size=(120, 30)) as pilot:
        show(app.chart, PLAN)
        await pilot.pause()
        app.chart.painted.clear()
        show(app.chart, PLAN._replace(milestones=tuple(m._replace() for m in PLAN.milestones)))
        assert app.chart.painted == []
        fifth = PLAN.milestones[4]._replace(title="Renamed")
        show(app.chart, PLAN._replace(milestones=(*PLAN.milestones[:4], fifth, PLAN.milestones[5])))
        assert [region and region.height for region in app.chart.painted] == [1]


async def test_a_step_repaints_two_rows_and_the_links_that_went() -> None:
    app = ChartApp()
    async with app.run_test(size=(120, 30)) as pilot:
        show(app.chart, PLAN)
        await pilot.pause()
        app.chart.action_last()
        app.chart.painted.clear()
        app.chart.action_step(-1)
        assert [region and region.height for region in app.chart.painted] == [1, 1]
        app.chart.action_first()
        lines = [app.chart.render_line(y).text for y in range(app.chart.size.height)]
        assert "╮" in lines[3] and "╰" in lines[5], "from the first to the third milestone"
        app.chart.action_step(1)
        assert not any("╮" in app.chart.render_line(y).text for y in range(30))


async def test_the_cursor_stays_with_its_milestone_when_rows_come_and_go() -> None:
    app = ChartApp()
    async with app.run_test(size=(120, 30)) as pilot:
        show(app.chart, PLAN)
        await pilot.pause()
        app.chart.select(5)
        show(app.chart, PLAN._replace(milestones=PLAN.milestones[2:]))
        assert app.chart.current is not None and app.chart.current.id == 5
        show(app.chart, PLAN._replace(milestones=PLAN.milestones[:4]))
        assert app.chart.current is not None and app.chart.current.id == 4, "the nearest when it is gone"


async def test_a_forecast_that_moves_inside_the_window_moves_nothing_else() -> None:
    app = ChartApp()
    async with app.run_test(size=(120, 30)) as pilot:
        show(app.chart, PLAN)
        await pilot.pause()
        months = app.chart.render_line(0).text
        last = PLAN.milestones[5]._replace(due_on=TODAY + 43 * DAY)
        show(app.chart, PLAN._replace(milestones=(*PLAN.milestones[:5], last)))
        assert app.chart.render_line(0).text == months
        far = last._replace(due_on=TODAY + 430 * DAY)
        show(app.chart, PLAN._replace(milestones=(*PLAN.milestones[:5], far)))
        assert app.chart.render_line(0).text != months, "what was fitted still fits"
        assert "›" not in app.chart.render_line(10).text

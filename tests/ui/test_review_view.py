"""The walk of view 7: a whole review by keys, what each key writes at once, and where it goes on."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from reviewed_project import BETA, GO_LIVE, INTERVIEWS, LAST, PROTOTYPE, TODAY, fill
from screens import assert_snapshot, first_line, last_line, line_of, press, screen_text
from textual.pilot import Pilot

from milestone_tui.plan.analysis.review import StepKind
from milestone_tui.plan.analysis.review_figures import from_json
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.model import ChangeReason, Health, MilestoneState
from milestone_tui.plan.monitoring import ReviewAnswer
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.messages import ViewRequested
from milestone_tui.ui.resume import screen_for
from milestone_tui.ui.views.projects.screen import ProjectsScreen
from milestone_tui.ui.views.review.panels import TextPanel
from milestone_tui.ui.views.review.screen import ReviewScreen
from milestone_tui.ui.views.timeline.screen import TimelineScreen

SIZES = ((80, 24), (120, 40))


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    fill(tmp_path / "m.db")
    store = Store.open(tmp_path / "m.db", Clock.fixed(TODAY), "ana")
    yield store
    store.close()


def app_of(store: Store) -> MilestoneApp:
    return MilestoneApp(store, Clock.fixed(TODAY))


def review_of(pilot: Pilot[None]) -> ReviewScreen:
    screen = pilot.app.screen_stack[0]
    assert isinstance(screen, ReviewScreen)
    return screen


def here(pilot: Pilot[None]) -> tuple[str, int]:
    step = review_of(pilot).walk.selected
    assert step is not None
    return step.key


async def to(pilot: Pilot[None], kind: StepKind, id_: int = 0) -> None:
    review_of(pilot).walk.select((kind.value, id_))
    await press(pilot)


@pytest.mark.parametrize("size", SIZES)
async def test_the_key_that_opens_the_view_confirms_nothing(store: Store, size: tuple[int, int]) -> None:
    async with app_of(store).run_test(size=size) as pilot:
        await press(pilot, "7")
        assert store.read.review_state(1).review is None
        assert store.read.undoable() is not None
        assert "1 of " in first_line(pilot)
        assert_snapshot(pilot.app, "review")


async def test_the_question_says_what_stood_when(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, BETA)
        text = screen_text(pilot.app)
        assert "19 Nov   Kick-off plan" in text
        assert "at the last review     21 Nov" in text
        assert "28 Nov   +7 d since the last review, +9 d in all" in text
        assert "Why  client input late   moved by raj, 20 Nov" in text
        assert "2 unmet criteria: Release notes approved by Acme, Support rota agreed" in text
        assert "judged so far ● on track   better than computed" in text
        assert "Since 13 Nov  1 done · 1 moved later · 0 earlier · 1 added · finish 18 Jan, unchanged" in text
        assert "last review 13 Nov, on track" in first_line(pilot)


async def test_enter_keeps_and_confirms_the_date_and_goes_on(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, BETA)
        await press(pilot, "enter")
        assert store.read.review_state(1).answers == (ReviewAnswer(BETA, "kept"),)
        assert last_line(pilot) == 'Kept "Beta release" on 28 Nov · u to undo'
        assert here(pilot) != (StepKind.MILESTONE.value, BETA)
        forecast_at = store.read.milestone(BETA).forecast_at
        assert forecast_at is not None
        assert forecast_at.date() == TODAY
        await press(pilot, "u")
        assert store.read.review_state(1).review is None


async def test_a_date_that_has_passed_is_not_kept(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        store.change_blocking(lambda do: do.milestones.move_all({BETA: date(2026, 11, 18)}, {BETA: date(2026, 11, 28)}))
        await press(pilot, "7")
        assert here(pilot) == (StepKind.MILESTONE.value, BETA)
        assert "keep" not in last_line(pilot)
        await press(pilot, "enter")
        assert last_line(pilot) == "18 Nov has passed. Press m for a new date, or space if it is done."
        assert store.read.review_state(1).review is None


async def test_another_date_is_tried_before_it_is_written(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, BETA)
        await press(pilot, ">", "escape")
        assert here(pilot) == (StepKind.MILESTONE.value, BETA)
        assert store.read.review_state(1).answers == ()
        await press(pilot, ">", "w", "enter", "enter")
        assert store.read.milestone(BETA).due_on == date(2026, 12, 5)
        assert store.read.review_state(1).answers == (ReviewAnswer(BETA, "moved"),)
        assert here(pilot) != (StepKind.MILESTONE.value, BETA)
        await press(pilot, "u")
        assert store.read.milestone(BETA).due_on == date(2026, 11, 28)
        assert store.read.review_state(1).answers == ()


async def test_a_typed_date_answers_too(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, BETA)
        await press(pilot, "m", *"9 dec", "enter", "enter")
        assert store.read.milestone(BETA).due_on == date(2026, 12, 9)
        assert store.read.review_state(1).answers == (ReviewAnswer(BETA, "moved"),)


@pytest.mark.parametrize("size", SIZES)
async def test_done_asks_since_which_day_and_about_unmet_criteria(store: Store, size: tuple[int, int]) -> None:
    async with app_of(store).run_test(size=size) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, BETA)
        await press(pilot, "space")
        assert_snapshot(pilot.app, "review-done")
        await press(pilot, *"20 nov", "tab", *"Users can order.", "enter")
        assert "Enter yes or no." in screen_text(pilot.app)
        await press(pilot, *"no", "enter")
        beta = store.read.milestone(BETA)
        assert (beta.state, beta.done_on, beta.outcome) == (MilestoneState.DONE, date(2026, 11, 20), "Users can order.")
        assert beta.criteria_met == 1
        assert store.read.review_state(1).answers == (ReviewAnswer(BETA, "done"),)
        await press(pilot, "u")
        assert store.read.milestone(BETA).is_open


async def test_done_with_all_criteria_met(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, BETA)
        await press(pilot, "space", "ctrl+t")
        beta = store.read.milestone(BETA)
        assert (beta.done_on, beta.criteria_met) == (TODAY, 3)


async def test_the_last_milestone_of_a_phase_is_celebrated(store: Store) -> None:
    store.change_blocking(lambda do: do.milestones.tick_all([BETA, 4], TODAY))
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, INTERVIEWS)
        await press(pilot, "space", "enter")
        assert last_line(pilot).startswith("✔ Build complete: 4 of 4")


async def test_a_gate_is_decided(store: Store) -> None:
    store.change_blocking(lambda do: do.milestones.edit(BETA, {"kind": "gate"}, {}))
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, BETA)
        assert "decide" in line_of(pilot, "go, hold or stop")
        await press(pilot, "space")
        assert "conditional go" in screen_text(pilot.app)


async def test_a_done_milestone_gets_its_outcome(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, PROTOTYPE)
        assert "What did it achieve?   done, without an outcome" in screen_text(pilot.app)
        assert "1 day early, against the first plan" in screen_text(pilot.app)
        await press(pilot, "enter", *"23 users tried it.", "enter")
        assert store.read.milestone(PROTOTYPE).outcome == "23 users tried it."
        assert store.read.review_state(1).answers == (ReviewAnswer(PROTOTYPE, "done"),)
        await press(pilot, "space")
        assert last_line(pilot)  # another question is under the cursor now


async def test_a_note_for_the_report(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, BETA)
        await press(pilot, "i", *"Waits for the client", "enter")
        assert store.read.review_state(1).answers == (ReviewAnswer(BETA, "", "Waits for the client"),)
        assert "Note  Waits for the client" in screen_text(pilot.app)
        assert here(pilot) == (StepKind.MILESTONE.value, BETA), "a note is no answer"


async def test_back_and_on(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        first = here(pilot)
        await press(pilot, "j")
        assert here(pilot) != first
        await press(pilot, "k")
        assert here(pilot) == first
        assert "k back" in last_line(pilot)


async def test_left_half_way_it_goes_on_where_it_was(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7", "enter", "enter")
        at = here(pilot)
        await press(pilot, "escape")
        assert isinstance(pilot.app.screen, ProjectsScreen)
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        assert here(pilot) == at
        assert screen_text(pilot.app).count("✔") == 2


async def test_health_judged_better_needs_a_reason(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.HEALTH)
        await press(pilot, "enter", "up", "enter")
        assert "Enter why it is on track although at risk is computed." in screen_text(pilot.app)
        await press(pilot, *"Beta is in use", "enter")
        review = store.read.review_state(1).review
        assert review is not None
        assert (review.judged, review.judged_reason) == (Health.ON_TRACK, "Beta is in use")
        await to(pilot, StepKind.HEALTH)
        assert "better than computed, until the next review" in screen_text(pilot.app)


async def test_without_milestones_no_health_is_computed_but_it_can_be_judged(store: Store) -> None:
    ids = [milestone.id for milestone in store.read.plan(1).milestones]
    store.change_blocking(lambda do: do.milestones.delete(ids))
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.HEALTH)
        assert re.search("computed +no milestones to judge", screen_text(pilot.app))
        await press(pilot, "ctrl+s", "enter")
        last = store.read.review_state(1).last
        assert last is not None and (last.judged, last.computed) == (None, None)
        await press(pilot, "tab")
        await to(pilot, StepKind.HEALTH)
        await press(pilot, "enter", "enter")
        review = store.read.review_state(1).review
        assert review is not None and (review.judged, review.judged_reason) == (Health.ON_TRACK, "")


@pytest.mark.parametrize("size", SIZES)
async def test_a_long_text_is_written_as_notes_are(store: Store, size: tuple[int, int]) -> None:
    async with app_of(store).run_test(size=size) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.SUMMARY)
        assert "The prototype stands." in screen_text(pilot.app), "last time"
        await press(pilot, "enter", *"Beta slips.", "enter", *"Load test follows.")
        assert_snapshot(pilot.app, "review-summary")
        await press(pilot, "ctrl+s")
        review = store.read.review_state(1).review
        assert review is not None
        assert review.summary == "Beta slips.\nLoad test follows."
        assert here(pilot) == (StepKind.NEXT.value, 0)


async def test_a_typed_text_is_kept_as_a_draft_and_resumed(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.DECISIONS)
        await press(pilot, "enter", *"Ship on Friday")
        panel = pilot.app.screen
        assert isinstance(panel, TextPanel)
        kept = panel.unfinished()
        assert kept is not None
        await press(pilot, "escape")
        assert "Save" in screen_text(pilot.app), "the text is asked about"
        await press(pilot, "d")
        assert not isinstance(pilot.app.screen, TextPanel)
        target, go_on = screen_for(pilot.app.context, kept)  # type: ignore[attr-defined]
        assert isinstance(target, ViewRequested)
        assert target.view_id == "review"
        assert go_on is not None
        go_on(review_of(pilot))
        await press(pilot)
        assert "Ship on Friday" in screen_text(pilot.app)
        await press(pilot, "ctrl+s")
        review = store.read.review_state(1).review
        assert review is not None
        assert review.decisions == "Ship on Friday"


@pytest.mark.parametrize(
    ("what", "id_", "texts", "seen"),
    [
        ("done", BETA, {"outcome": "Users can order."}, "Users can order."),
        ("outcome", PROTOTYPE, {"text": "23 users"}, "23 users"),
        ("note", BETA, {"text": "Waits"}, "Waits"),
        ("judge", 0, {"reason": "In use"}, "In use"),
        ("add_need", 0, {"text": "Logo"}, "Logo"),
        ("edit_need", 1, {"text": "Other data"}, "Other data"),
        ("next", 0, {"text": "Go on"}, "Go on"),
    ],
)
async def test_every_draft_of_a_review_is_resumed(
    store: Store, what: str, id_: int, texts: dict[str, str], seen: str
) -> None:
    kept = Unfinished(UnfinishedKind.REVIEW, 1, "x", texts=texts, choices={"what": what, "id": id_})
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        review_of(pilot).resume(kept)
        await press(pilot)
        assert seen in screen_text(pilot.app)


async def test_the_draft_of_a_milestone_that_is_gone_says_so(store: Store) -> None:
    kept = Unfinished(UnfinishedKind.REVIEW, 1, "x", texts={"text": "x"}, choices={"what": "note", "id": 99})
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        review_of(pilot).resume(kept)
        await press(pilot)
        assert "no longer asks about this milestone" in last_line(pilot)


async def test_needs_are_ticked_added_and_deleted(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.NEED, 1)
        assert "since 13 Nov (9 days)" in screen_text(pilot.app)
        await press(pilot, "space")
        assert store.read.review_state(1).needs[0].met_on == TODAY
        await to(pilot, StepKind.MORE)
        await press(pilot, "n", *"Logo as SVG", "enter")
        assert [need.text for need in store.read.review_state(1).needs] == [
            "Test data for the load test",
            "Logo as SVG",
        ]
        assert here(pilot) == (StepKind.MORE.value, 0), "for more"
        await press(pilot, "k", "d")
        assert [need.text for need in store.read.review_state(1).needs] == ["Test data for the load test"]


@pytest.mark.parametrize("size", SIZES)
async def test_a_whole_walk_is_finished_and_frozen(store: Store, size: tuple[int, int]) -> None:
    async with app_of(store).run_test(size=size) as pilot:
        await press(pilot, "7")
        steps = len(review_of(pilot).walk.steps)
        for _ in range(steps):
            match here(pilot)[0]:
                case "milestone":
                    is_done = here(pilot)[1] == PROTOTYPE
                    await press(pilot, "enter", *(("x", "enter") if is_done else ()))
                case "health":
                    await press(pilot, "enter", "enter")
                case "summary" | "next" | "decisions":
                    await press(pilot, "enter", *"Fine", "ctrl+s")
                case "need" | "more":
                    await press(pilot, "enter")
                case _:
                    break
        assert here(pilot) == (StepKind.END.value, 0)
        assert_snapshot(pilot.app, "review-end")
        await press(pilot, "ctrl+s")
        assert "Finish the review of ACME? What it says never changes afterwards." in screen_text(pilot.app)
        assert store.read.review_state(1).review is not None
        await press(pilot, "enter")
        state = store.read.review_state(1)
        assert state.review is None
        assert state.last is not None
        assert (state.last.held_on, state.last.judged, state.last.computed) == (TODAY, Health.AT_RISK, Health.AT_RISK)
        past = store.read.past_reviews(1)[0]
        figures = from_json(past.review.figures)
        assert (figures.milestones, figures.done, figures.finish) == (6, 1, date(2027, 1, 18))
        assert {answer.answer for answer in past.answers} == {"kept", "done"}
        assert (past.review.summary, past.review.next, past.review.decisions) == ("Fine", "Fine", "Fine")
        assert_snapshot(pilot.app, "review-past")
        before = store.read.past_reviews(1)
        await press(pilot, "tab")
        await to(pilot, StepKind.MILESTONE, BETA)
        store.change_blocking(lambda do: do.milestones.delete([BETA, GO_LIVE]))
        assert store.read.past_reviews(1) == before


async def test_undo_of_the_end_goes_on_with_the_walk(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7", "enter", "ctrl+s", "enter", "u")
        state = store.read.review_state(1)
        assert state.review is not None
        assert state.last is not None
        assert state.last.held_on == LAST


async def test_an_end_without_the_reason_leads_to_the_health(store: Store) -> None:
    store.change_blocking(lambda do: do.reviews.judge(1, Health.ON_TRACK))
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7", "ctrl+s")
        assert here(pilot) == (StepKind.HEALTH.value, 0)
        assert "without a reason. Press ↵ to enter one." in last_line(pilot)


async def test_past_reviews_are_read(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7", "tab")
        text = screen_text(pilot.app)
        assert "PAST REVIEWS" in text
        assert "judged ● on track   computed ▲ at risk   better than computed" in text
        assert "the client has the build" in text
        assert "13% complete · finish 18 Jan" in text
        assert "The prototype stands." in text
        assert "kept   Go-live" in text
        await press(pilot, "y")
        assert "Review of 13 Nov" in pilot.app.clipboard
        await press(pilot, "comma")
        assert "Past reviews never change" in last_line(pilot)
        await press(pilot, "escape")
        assert "THIS REVIEW" in screen_text(pilot.app)


@pytest.mark.parametrize("size", SIZES)
async def test_a_past_review_is_compared_with_now(store: Store, size: tuple[int, int]) -> None:
    async with app_of(store).run_test(size=size) as pilot:
        await press(pilot, "7", "tab", "enter")
        text = screen_text(pilot.app)
        assert "13 Nov → now" in text
        assert "21 Nov → 28 Nov, +7 d" in text
        assert "raj, 20 Nov: client input late" in text
        assert "Prototype accepted" in text or size[0] == 80, "further down"
        assert_snapshot(pilot.app, "review-compared")
        await press(pilot, "j", "G", "escape")
        assert "Review of 13 Nov" in screen_text(pilot.app)
        await press(pilot, "escape")
        assert "THIS REVIEW" in screen_text(pilot.app)


async def test_any_two_past_reviews_are_compared(store: Store) -> None:
    store.change_blocking(lambda do: do.reviews.finish(1, Health.AT_RISK, ""))
    store.change_blocking(lambda do: do.milestones.move_all({BETA: date(2026, 12, 24)}, {BETA: date(2026, 11, 28)}))
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7", "tab", "C")
        assert "Press ↵ on another review to compare it with 22 Nov" in last_line(pilot)
        await press(pilot, "j", "enter")
        text = screen_text(pilot.app)
        assert "13 Nov → 22 Nov" in text
        assert "21 Nov → 28 Nov, +7 d" in text
        assert "24 Dec" not in text, "a later move"
        await press(pilot, "y")
        assert "13 Nov → 22 Nov" in pilot.app.clipboard
        await press(pilot, "escape", "k", "C")
        assert "Comparing with now" in last_line(pilot)


async def test_the_walk_keeps_its_place_between_views(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, BETA)
        await press(pilot, "2")
        timeline = pilot.app.screen
        assert isinstance(timeline, TimelineScreen)
        assert timeline.place.milestone_id == BETA
        await press(pilot, "7")
        assert here(pilot) == (StepKind.MILESTONE.value, BETA)


async def test_what_somebody_else_changes_is_seen_and_the_cursor_stays(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        await to(pilot, StepKind.MILESTONE, BETA)
        raj = Store.open(store.path, Clock.fixed(TODAY), "raj")
        raj.change_blocking(
            lambda do: do.milestones.move_all(
                {BETA: date(2026, 11, 30)}, {BETA: date(2026, 11, 28)}, ChangeReason.SUPPLIER
            )
        )
        raj.close()
        store.poll()
        await press(pilot)
        assert here(pilot) == (StepKind.MILESTONE.value, BETA)
        assert "Why  supplier" in screen_text(pilot.app)


async def test_a_deleted_project_leads_back(store: Store) -> None:
    async with app_of(store).run_test(size=(120, 40)) as pilot:
        await press(pilot, "7")
        store.change_blocking(lambda do: do.projects.delete(1))
        await press(pilot)
        assert isinstance(pilot.app.screen, ProjectsScreen)
        assert "ACME was deleted." in last_line(pilot)


async def test_projects_say_when_the_last_review_was_and_how_it_judged(store: Store) -> None:
    async with app_of(store).run_test(size=(140, 40)) as pilot:
        await press(pilot)
        text = screen_text(pilot.app)
        assert "judged on track, better than computed" in text
        assert "reviewed 9 days ago" in text
        assert "9 d" in line_of(pilot, "ACME")
        assert "REVIEW" in text

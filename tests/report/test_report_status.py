"""What a report says, of a small project and of odd ones."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
from factories import TODAY, link, milestone, plan_of, project
from report_material import NOW, SINCE, plan, review, state, states_of

from milestone_tui.plan.analysis.comparison import Snapshot
from milestone_tui.plan.analysis.signals import MoneySignal, RiskSignal, Signals
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.model import Health, MilestoneState, ProjectState
from milestone_tui.plan.report_state import ReportState
from milestone_tui.plan.reporting import Beginning
from milestone_tui.report.blocks import Sentence
from milestone_tui.report.markdown import to_markdown
from milestone_tui.report.status import status_report
from milestone_tui.report.text import to_text
from milestone_tui.report.words import read_words

CLIENT, INTERNAL = Audience.CLIENT, Audience.INTERNAL


def text_of(of: ReportState, audience: Audience = CLIENT) -> str:
    """The report as plain text."""
    return to_text(status_report(states_of(of), audience, read_words()))


def health_of(of: ReportState, audience: Audience = CLIENT) -> str:
    """The first line about health, in the words of the file."""
    report = status_report(states_of(of), audience, read_words())
    sentence = report.sections[0].blocks[0]
    assert isinstance(sentence, Sentence)
    return f"{sentence.strong} {sentence.text}".strip()


CLIENT_TEXT = """\
Customer portal: where we stand on 22 November 2026
===================================================
For Acme Corp · since the review of 13 November

Health
------
■ Off track.
- The finish is 5 days after the target date.

Figures
-------
- 37% done, 28% planned
- Finish 18 January 2027, 5 days after target, 5 days later than the
  baseline
- 2 of 7 milestones done, 1 since 13 November
- Next: Beta release, due 28 November

Timeline
--------
Milestone           Baseline     Due or done  Against baseline
Kick-off                         done 1 Oct
Prototype accepted  20 Nov       done 19 Nov  1 day early
Beta release        19 Nov       28 Nov       9 days late
Load test passed    30 Nov       4 Dec        4 days late
Manual                           18 Dec
Go-live             13 Jan 2027  18 Jan 2027  5 days late
Second rate                      18 Jan 2027

We need from you
----------------
- Test data, open since 13 November

Waiting for your acceptance
---------------------------
- Manual, submitted 16 November, answer due 30 November, approver Tom
  Reed

Done since 13 November
----------------------
- Prototype accepted, 19 November, 1 day early. Acme's staff found it by
  themselves.

Due in this period, now later
-----------------------------
- Beta release
  Was: 21 Nov · Now: 28 Nov · Change: 7 days later ·
  Why: input from Acme Corp came late

Moved
-----
Milestone         Was    Now    Change        Why
Load test passed  2 Dec  4 Dec  2 days later  follows the beta

Added
-----
- Manual, due 18 December
- Second rate, due 18 January 2027

Removed
-------
- Training held, was due 9 December

Next four weeks
---------------
- Beta release
  Due: 28 Nov · Baseline: 19 Nov · Against baseline: 9 days late ·
  Owner: Ana Kovač · Criteria: 3 of 5 met
- Load test passed
  Due: 4 Dec · Baseline: 30 Nov · Against baseline: 4 days late
- Manual
  Due: 18 Dec

Decisions
---------
- Go-live stays in January, 20 November
- The beta is for staff only, 20 November
- Beta goes to 40 users, 20 November
"""


def test_a_client_reads_the_whole_state_and_what_is_wanted() -> None:
    assert text_of(state()) == CLIENT_TEXT


def test_an_internal_report_also_has_risks_and_money() -> None:
    text = text_of(state(), INTERNAL)
    assert text.split("\n")[2] == "Internal · since the review of 13 November"
    assert "- Test data comes late, risk, score 20, owner Raj Patel" in text
    assert "Spent                   €9,250" in text and "Planned value       €52,345.50" in text
    assert "Needed from the client" in text and "We need from you" not in text


def test_an_internal_report_has_both_healths() -> None:
    both = to_markdown(status_report(states_of(state()._replace(reviews=(review(),))), INTERNAL, read_words()))
    assert "**■ Off track.**\n\n- The finish is 5 days after the target date.\n\n" in both
    assert "Judged in the review of 13 November, better than computed: On track. The client has it." in both


@pytest.mark.parametrize(
    ("judged", "reason", "says"),
    [
        (None, "", "■ Off track."),
        (Health.AT_RISK, "", "▲ At risk. As judged in the review of 13 November."),
        (
            Health.OFF_TRACK,
            "Too much is open.",
            "■ Off track. As judged in the review of 13 November: Too much is open.",
        ),
    ],
)
def test_a_client_reads_the_judged_health_or_the_computed(judged: Health | None, reason: str, says: str) -> None:
    of = state()._replace(reviews=(review(judged=judged, judged_reason=reason),))
    assert health_of(of) == says
    assert ("The finish is 5 days after" in text_of(of)) == (judged is not Health.AT_RISK)


def test_only_the_last_review_judges() -> None:
    assert health_of(state()) == "■ Off track."  # the last one did not


def small(state_: ProjectState = ProjectState.ACTIVE, *milestones: dict[str, object]) -> ReportState:
    """A project without a past, in a state."""
    made = tuple(milestone(id=place, **fields) for place, fields in enumerate(milestones, start=1))
    own = plan_of(made, project=project(state=state_))
    return state()._replace(
        plan=own, before=Snapshot(SINCE, own), moves={}, costs=(), risks=(), needs=(), reviews=(review(),)
    )


DONE: dict[str, object] = {"done_on": date(2026, 11, 1)}


@pytest.mark.parametrize(
    ("of", "says"),
    [
        (small(), "No milestones yet."),
        (small(ProjectState.ACTIVE, DONE), "✔ Completed."),
        (small(ProjectState.COMPLETED, {}), "✔ Completed."),
        (small(ProjectState.CANCELLED, {}), "Cancelled."),
        (small(ProjectState.ON_HOLD, {}), "On hold."),
        (
            small(ProjectState.ACTIVE, {})._replace(reviews=()),
            "● On track. No milestone is overdue, and no date is in danger.",
        ),
    ],
)
@pytest.mark.parametrize("audience", Audience)
def test_what_is_not_judged_says_what_it_is(of: ReportState, says: str, audience: Audience) -> None:
    assert health_of(of, audience) == says


def test_a_quiet_period_says_so() -> None:
    text = text_of(small(ProjectState.ACTIVE, {}))
    assert "Nothing was done, moved, added or removed." in text
    assert "Nothing is due until 20 December." in text
    assert "0 of 1 milestone done, none since 13 November" in text


def test_a_project_without_milestones_has_no_figures_and_no_empty_sections() -> None:
    report = status_report(states_of(small()), CLIENT, read_words())
    assert [section.key for section in report.shown] == ["health"]


def test_a_project_that_is_new_does_not_list_its_whole_plan_as_added() -> None:
    text = text_of(state()._replace(before=Snapshot(SINCE)))
    assert "Added" not in text and "Done since 13 November\n" in text


def test_what_is_no_longer_done_is_told() -> None:
    reopened = [m._replace(state=MilestoneState.PLANNED, done_on=None) if m.id == 1 else m for m in NOW]
    assert "No longer done\n--------------\n- Kick-off, due 1 October" in text_of(state()._replace(plan=plan(reopened)))


def test_a_date_that_was_taken_away_is_told() -> None:
    undated = [m._replace(due_on=None) if m.id == 4 else m for m in NOW]
    assert "| Load test passed | 2 Dec | no date | follows the beta |" in to_markdown(
        status_report(states_of(state()._replace(plan=plan(undated))), CLIENT, read_words())
    )


def test_the_period_has_its_last_day_and_not_its_first() -> None:
    on_first = review(held_on=SINCE, judged=None, decisions="Too early")
    on_last = review(held_on=TODAY, judged=None, decisions="Just in time")
    text = text_of(state()._replace(reviews=(on_last, on_first)))
    assert "- Just in time, 22 November" in text and "Too early" not in text


def test_a_decision_in_the_register_and_in_a_review_is_told_once() -> None:
    twice = review(held_on=date(2026, 11, 21), judged=None, decisions="beta goes to 40 users.\nTrain the staff.")
    text = text_of(state()._replace(reviews=(twice,)))
    assert text.endswith("Decisions\n---------\n- Beta goes to 40 users, 20 November\n- Train the staff, 21 November\n")


def test_without_a_review_the_period_begins_on_a_day() -> None:
    assert "For Acme Corp · since 13 November\n" in text_of(state()._replace(beginning=Beginning.CHOSEN))


REASONS: list[tuple[dict[str, object], str]] = [
    ({"due_on": date(2026, 11, 19)}, "Beta release is 3 days overdue."),
    ({"due_on": date(2026, 12, 1), "deadline_on": date(2026, 11, 30)}, "Beta release is 1 day past its deadline."),
    (
        {"due_on": date(2026, 12, 9), "baseline_on": date(2026, 12, 1)},
        "Beta release is 8 days behind its baseline date.",
    ),
    (
        {"due_on": date(2026, 11, 27), "criteria_total": 4, "criteria_met": 1},
        "Beta release is due on 27 November, and 1 of 4 criteria are met.",
    ),
    (
        {"due_on": date(2026, 11, 27), "forecast_at": datetime(2026, 11, 1, tzinfo=UTC)},
        "Beta release is due on 27 November, a date last confirmed 21 days ago.",
    ),
    (
        {"due_on": date(2027, 1, 1), "submitted_on": date(2026, 11, 2), "acceptance_days": 5},
        "Beta release: acceptance is 9 working days overdue.",
    ),
]


@pytest.mark.parametrize(("fields", "says"), REASONS)
def test_every_rule_about_a_milestone_has_its_sentence(fields: dict[str, object], says: str) -> None:
    assert f"- {says}" in text_of(small(ProjectState.ACTIVE, fields)._replace(reviews=()))


def test_links_risks_and_money_have_their_sentences() -> None:
    first, second = {"title": "First", "due_on": date(2026, 12, 1)}, {"title": "Second", "due_on": date(2026, 12, 2)}
    of = small(ProjectState.ACTIVE, first, second)._replace(reviews=())
    tight = of._replace(
        plan=of.plan._replace(links=(link(1, 2, 5),)),
        signals=Signals(MoneySignal(80, 100, 100), (RiskSignal("Fire", 5, True), RiskSignal("Rain", 20, False))),
    )
    text = text_of(tight, INTERNAL)
    for says in (
        "Second comes 4 working days too soon after First.",
        "Fire: an open issue of impact 5.",
        "Rain: an open risk that scores 20.",
        "CPI is 0.80: more was spent than earned.",
        "SPI is 0.80: less was earned than planned.",
    ):
        assert f"- {says}" in text


def test_that_all_is_well_is_not_said_of_a_milestone_that_is_late_with_float_left() -> None:
    late: dict[str, object] = {"due_on": date(2026, 12, 9), "baseline_on": date(2026, 12, 1)}
    of = small(ProjectState.ACTIVE, late, {"due_on": date(2027, 3, 1)})._replace(reviews=())
    eased = of._replace(plan=of.plan._replace(project=of.plan.project._replace(target_on=date(2027, 3, 1))))
    assert health_of(eased) == "● On track."

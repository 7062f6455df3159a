"""The line that raises a risk: what each marker sets, what stays in the title, and what is wrong."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from milestone_tui.plan.fields import RISK_FIELDS
from milestone_tui.plan.language.quick_add_offers import offers
from milestone_tui.plan.language.quick_risk import QuickRisk, parse_quick_risk
from milestone_tui.plan.monitoring import RiskKind, RiskResponse

TODAY = date(2026, 11, 22)
PEOPLE = ("Ana Kovač", "Raj Patel")
TITLES = ("Beta release", "Go-live", "Load test")


def read(text: str, me: str = "") -> QuickRisk:
    return parse_quick_risk(text, TODAY, PEOPLE, TITLES, me=me)


def test_a_whole_line() -> None:
    line = read("Test data comes late @ana p4 i5 review:1 dec mitigate:synthetic data threatens:beta threatens:load")
    assert line.is_complete
    assert line.changes() == {
        "title": "Test data comes late",
        "owner": "Ana Kovač",
        "probability": 4,
        "impact": 5,
        "response": RiskResponse.MITIGATE,
        "response_text": "synthetic data",
        "review_on": date(2026, 12, 1),
    }
    assert line.threatens == ("Beta release", "Load test")
    assert [part.label for part in line.understood] == [
        *("title", "probability", "impact", "owner", "response", "review", "threatens", "threatens")
    ]


@pytest.mark.parametrize(
    ("text", "changes"),
    [
        ("Late", {"title": "Late"}),
        ("P2 Late I3", {"title": "Late", "probability": 2, "impact": 3}),
        ('"p4 is the plan"', {"title": "p4 is the plan"}),
        ("The app4 fails", {"title": "The app4 fails"}),
        ("Late @Zoe", {"title": "Late", "owner": "Zoe"}),
        ("issue: Sign-on fails", {"title": "Sign-on fails", "kind": RiskKind.ISSUE}),
        ("decision:Beta for 40", {"title": "Beta for 40", "kind": RiskKind.DECISION}),
        ("Late kind:ass", {"title": "Late", "kind": RiskKind.ASSUMPTION}),
        ("The issue: it is slow", {"title": "The issue: it is slow"}),
        ("Late accept:", {"title": "Late", "response": RiskResponse.ACCEPT}),
        (
            'Late avoid:"wait: @raj" p1',
            {"title": "Late", "response": RiskResponse.AVOID, "response_text": "wait: @raj", "probability": 1},
        ),
        (
            "Late mitigate:ask every Monday @raj p1",
            {
                "title": "Late",
                "response": RiskResponse.MITIGATE,
                "response_text": "ask every Monday",
                "owner": "Raj Patel",
                "probability": 1,
            },
        ),
        ("Late review:fri @ana", {"title": "Late", "review_on": date(2026, 11, 27), "owner": "Ana Kovač"}),
    ],
)
def test_what_a_line_sets(text: str, changes: dict[str, object]) -> None:
    line = read(text)
    assert line.problems == ()
    assert line.changes() == changes


@pytest.mark.parametrize(
    ("text", "sentence", "marked"),
    [
        ("@ana p4", "Enter a title.", "@ana p4"),
        ("Late p9", "Enter p1 to p5, or put the word in quotes.", "p9"),
        ("Late i0", "Enter i1 to i5, or put the word in quotes.", "i0"),
        ("Late p1 p2", "A probability is already given. Remove one.", "p2"),
        ("Late @ana @raj", "An owner is already given. Remove one.", "@raj"),
        ("Late accept: avoid:", "A response is already given. Remove one.", "avoid:"),
        ("Late threatens:gamma", 'There is no milestone "gamma". Check the spelling.', "threatens:gamma"),
        ("Late review:", "Add a value, such as review:fri.", "review:"),
        ("Late kind:x", 'There is no kind "x". Use risk, issue, assumption, decision.', "kind:x"),
        ("Late @me", '"@me" has no name yet.', "@me"),
        ('Late threatens:"Beta', "Missing closing quote.", 'threatens:"Beta'),
    ],
)
def test_what_is_wrong_is_said_where_it_stands(text: str, sentence: str, marked: str) -> None:
    problem = read(text).problems[0]
    assert problem.message == sentence
    assert text[problem.start : problem.end] == marked


def test_me_is_the_person_at_the_keyboard() -> None:
    assert read("Late @me", me="Raj Patel").owner == "Raj Patel"


@given(st.text(max_size=60))
def test_no_line_is_too_strange(text: str) -> None:
    line = read(text)
    ends = [(one.start, one.end) for one in line.problems] + [(one.start, one.end) for one in line.understood]
    assert all(0 <= start <= end <= len(text) for start, end in ends)
    if line.is_complete:
        for name, value in line.changes().items():
            RISK_FIELDS[name].checked(value)


def test_milestones_and_people_are_offered() -> None:
    def names(text: str) -> list[str]:
        line = read(text)
        return [offer.name for offer in offers(text, len(text), line, PEOPLE, (), TITLES, titles_after="threatens")]

    assert names("Late threatens:") == list(TITLES)
    assert names("Late threatens:lo") == ["Load test"]
    assert names("Late @r") == ["Raj Patel"]
    assert names("Late after:be") == []

from __future__ import annotations

from datetime import date

from editing import BETA, LOAD_TEST, PROTOTYPE, SIGN_OFF, TODAY

from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.network.what_if import prepared
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.editors.day_meaning import day_meaning


def said(store: Store, field: str, day: date) -> list[str]:
    around = {other.id: other for other in store.read.milestones([PROTOTYPE, LOAD_TEST])}
    lines = day_meaning(store.read.detail(BETA), around, prepared([store.read.plan(1)]), field, day, TODAY)
    return ["".join(text for text, _ in line) for line in lines]


def test_a_later_day_slips_and_pushes(acme: Store) -> None:
    assert said(acme, "due_on", date(2026, 12, 14)) == [
        "◇ 19 Nov baseline",
        "◆ 28 Nov due until now",
        "slip +25 d, float +13 wd",
        "pushes 1 milestone",
    ]


def test_a_day_past_the_deadline_says_by_how_much(acme: Store) -> None:
    assert "4 days after the deadline" in said(acme, "due_on", date(2027, 1, 4))


def test_a_day_before_what_it_waits_for_is_too_early(acme: Store) -> None:
    assert "too soon after 1 predecessor" in said(acme, "due_on", date(2026, 11, 10))


def test_a_day_off_is_named(acme: Store) -> None:
    assert said(acme, "deadline_on", date(2026, 12, 13)) == ["◇ 19 Nov baseline", "Sun 13 Dec is a non-working day"]


def test_whom_it_pushes_counts_by_the_calendar_of_who_waits(acme: Store) -> None:
    """The Gulf does not work on Friday 27 November and Saturday; so Sunday 29 is the first day after Thursday."""
    sunday = date(2026, 11, 29)

    def wait(do: Commands) -> None:
        gulf = do.projects.create({"key": "GULF", "name": "Plant", "working_days": 0b1001111})
        waits = do.milestones.create(gulf, {"title": "Pumps shipped", "due_on": sunday})
        do.links.set(waits, [LinkInput(BETA, 1)], ())

    acme.change_blocking(wait)
    plan = acme.read.plan(1)
    network = prepared([plan, *acme.read.linked_plans(plan)])
    for day, pushes in ((date(2026, 11, 26), False), (date(2026, 11, 27), False), (sunday, True)):
        lines = day_meaning(acme.read.detail(BETA), {}, network, "due_on", day, TODAY)
        assert any("pushes" in text for line in lines for text, _ in line) is pushes


def test_all_that_is_pushed_is_counted_not_only_the_next(acme: Store) -> None:
    def link(do: Commands) -> None:
        do.links.set(SIGN_OFF, [LinkInput(LOAD_TEST, 20)], ())

    acme.change_blocking(link)
    lines = said(acme, "due_on", date(2026, 12, 29))
    assert "pushes 2 milestones" in lines
    assert "slip +40 d, float −6 wd" in lines

"""Texts that have broken other programs, in every field there is, on every screen: shown as what they are."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import date, timedelta
from decimal import Decimal

import pytest
from screens import press, screen_strips, screen_text
from template_rows import template_row

from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.analysis.review_figures import Figures, to_json
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.inputs import (
    AssignmentInput,
    ConditionInput,
    CostInput,
    CriterionInput,
    HolidayInput,
    LinkInput,
    RoleInput,
)
from milestone_tui.plan.model import Health
from milestone_tui.plan.monitoring import RiskKind
from milestone_tui.plan.people import Role
from milestone_tui.plan.templates.serialization import template_text
from milestone_tui.plan.templates.template import Template
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands
from milestone_tui.ui.app import MilestoneApp

TODAY = date(2026, 11, 22)
DAY = timedelta(days=1)
EVIL = "x\x1b[2Jy\x9b31m\u202egnp.exe"
TEXTS = (f"{EVIL} [/] [bold red]x[/]", "👨‍👩‍👧‍👦 発売日のお知らせ、延期 שלום " + "long " * 55)
STEERS = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")

WALKS = {
    "home": "j j",
    "roadmap": "tab",
    "drafts": "D j",
    "templates": "N G",
    "a project from a template": "N G enter",
    "people": "6",
    "a person": "6 enter",
    "roles": "6 j tab j enter",
    "absences": "6 j O j e",
    "giving work": "6 m down enter",
    "figures of a project": "x j j j j",
    "figures of a milestone": "enter x j j tab",
    "agenda": "3 j j j j o o x",
    "charts": "4 j x escape tab j x escape tab j x",
    "risks": "5 j j j k x escape tab",
    "a risk": "5 enter ctrl+t ctrl+t",
    "rating": "5 m 4 5",
    "closing a risk, undone": "5 space u",
    "happened": "5 H",
    "raising a risk": "enter r",
    "a risk in one line": "5 n x space at",
    "review": "7 j j j j j j j j j j j j",
    "past reviews": "7 tab j enter escape C j enter",
    "a note of a review": "7 i",
    "what is needed": "7 n",
    "finishing a review": "7 ctrl+s",
    "report": "8 j pagedown pagedown tab pagedown G",
    "report of a client, of all": "8 p tab p pagedown",
    "writing a report": "8 w down",
    "period of a report": "8 p o",
    "an earlier day": "T",
    "spent": "e ctrl+t ctrl+t ctrl+t ctrl+t",
    "risks of a milestone": "enter enter ctrl+t ctrl+t ctrl+t ctrl+t",
    "moving a project": "W",
    "deleting a project": "d",
    "the project": "e",
    "phases of the project": "e ctrl+t",
    "baselines of the project": "e ctrl+t ctrl+t",
    "timeline": "enter j",
    "critical path": "enter f c",
    "what to do with the marked": "enter asterisk e",
    "asking before it is ticked": "enter space",
    "what if": "enter greater_than_sign",
    "moving a phase": "enter M",
    "days off": "enter O",
    "quick add": "enter n x space at # plus",
    "baselines": "enter C",
    "another baseline": "enter C j enter",
    "signing off": "enter a",
    "deciding": "enter G a",
    "saving a template": "enter S",
    "deleted, undone, redone": "enter j d u U",
    "editor": "enter enter",
    "links": "enter G enter ctrl+t ctrl+t",
    "picking a predecessor": "enter j enter ctrl+t ctrl+t end enter",
    "history": "enter enter ctrl+t ctrl+t ctrl+t end",
    "picking an owner": "enter enter tab tab tab ctrl+u down",
    "leaving with changes": "enter enter x escape",
}
"""The keys that lead to every place that shows what somebody typed."""


def fill(store: Store, text: str) -> None:
    """One project in which everything that can be called something is called by the text."""

    def plan(do: Commands) -> None:
        project = do.projects.create(
            {
                "key": "EVIL",
                "name": text,
                "client": text,
                "description": text,
                "start_on": TODAY - 30 * DAY,
                "target_on": TODAY + 20 * DAY,
            }
        )
        do.people.set_roles(project, [RoleInput(text, Role.SPONSOR), RoleInput(text, Role.CLIENT)], [])
        do.holidays.set(project, [HolidayInput(TODAY + 3 * DAY, text)], [])
        common = {
            "phase": text,
            "owner": text,
            "approver": text,
            "tags": (text[:9],),
            "notes": text,
            "deliverable": text,
        }
        first = do.milestones.create(
            project,
            {**common, "title": text, "due_on": TODAY - 2 * DAY},
            criteria=[CriterionInput(None, text, TODAY - DAY), CriterionInput(None, text)],
        )
        second = do.milestones.create(
            project,
            {**common, "title": text, "kind": "gate", "due_on": TODAY + 9 * DAY},
            criteria=[CriterionInput(None, text)],
            predecessors=[LinkInput(first, 2)],
        )
        do.assignments.set(first, [AssignmentInput(text, Decimal(3))], [])
        do.baselines.take(project, text, text, text)
        do.milestones.move_all({first: TODAY - DAY, second: TODAY + 30 * DAY}, {})
        do.baselines.take(project, text, text, text)
        do.acceptance.submit(first, TODAY - DAY, text)
        do.acceptance.reject(first, TODAY, text, text)
        do.acceptance.submit(first, TODAY, text)
        conditions = [ConditionInput(text), ConditionInput(text, TODAY + DAY, text)]
        do.gates.decide(second, Decision.CONDITIONAL_GO, TODAY, text, text, conditions)
        watch(do, text, project, first, second)
        do.templates.save(text, template_text(Template(text, (text,), (template_row(text, 0, text),), (), text)))
        do.projects.create({"key": "OTHER", "name": text, "client": text})
        do.drafts.keep(Unfinished(UnfinishedKind.MILESTONE, first, text, project, texts={"title": text}))
        do.drafts.keep(Unfinished(UnfinishedKind.QUICK_ADD, project, text, project, texts={"line": text}))

    store.change_blocking(plan)
    with closing(sqlite3.connect(store.path)) as db:
        db.execute("UPDATE draft SET process = 'a host that was never heard of/1/1'")
        db.commit()


def watch(do: Commands, text: str, project: int, first: int, second: int) -> None:
    """Call by the text what monitoring has: risks, spent, absences, payments, outcomes, reviews and needs."""
    rated = {"probability": 4, "impact": 4, "owner": text, "response": "mitigate", "review_on": TODAY}
    for kind in RiskKind:
        do.risks.create(
            project, {"title": text, "kind": kind, "notes": text, "response_text": text, **rated}, (second,)
        )
    do.costs.set(first, [CostInput(None, TODAY, Decimal(2), text)], [])
    do.costs.set_of_project(project, [CostInput(None, TODAY, Decimal(3), text)], [])
    do.absences.add(1, TODAY + DAY, TODAY + 9 * DAY, text)
    paid = {"title": text, "kind": "payment", "value": Decimal(5), "due_on": TODAY + DAY, "owner": text}
    do.payments.invoice(do.milestones.create(project, paid), TODAY, text)
    done = do.milestones.create(project, {"title": text, "due_on": TODAY - 3 * DAY, "owner": text})
    do.milestones.tick(done, TODAY - DAY)
    do.milestones.edit(done, {"outcome": text}, {"outcome": ""})
    for _ in range(2):
        do.reviews.keep(project, second, TODAY + 30 * DAY)
        do.reviews.note(project, second, text, "")
        do.reviews.set_words(project, dict.fromkeys(("summary", "next", "decisions"), text), {})
        do.reviews.add_need(project, text)
        do.reviews.judge(project, Health.ON_TRACK, text)
        do.reviews.finish(project, Health.AT_RISK, to_json(Figures(percent=13, milestones=2, currency="EUR")))
    do.reviews.note(project, second, text, "")
    do.reviews.set_words(project, {"summary": text}, {})


@pytest.mark.parametrize("text", TEXTS, ids=ascii)
async def test_it_is_text_in_every_place(store: Store, text: str) -> None:
    fill(store, text)
    for place, keys in WALKS.items():
        path = store.path.with_name(f"{place}.db")
        store.copy_to(path)
        copy = Store.open(path, Clock.fixed(TODAY), "ana")
        app = MilestoneApp(copy, Clock.fixed(TODAY))
        async with app.run_test(size=(80, 24)) as pilot:
            await press(pilot, "escape", "g")
            for key in keys.split():
                await press(pilot, key)
                for strip in screen_strips(app):
                    assert not STEERS.search(strip.text), (place, key, strip.text)
                    assert strip.cell_length == 80, (place, key, strip.text)
        copy.close()


async def test_what_a_field_is_given_steers_nothing(store: Store) -> None:
    fill(store, EVIL)
    app = MilestoneApp(store, Clock.fixed(TODAY))
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot, "escape", "g", "enter", "a")
        assert "By            x␛[2Jy" in screen_text(app)

"""Reports on several projects: of one client with a part for each, and of all with the worst first."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal

import pytest
from factories import TODAY, link, milestone, plan_of, project
from report_material import second_state, state, states_of

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.audience import Audience
from milestone_tui.plan.client_view import ClientMoney, ClientRisks
from milestone_tui.plan.model import Health, Plan
from milestone_tui.plan.monitoring import Need, Risk, RiskKind
from milestone_tui.plan.report_state import ReportState, ReportStates
from milestone_tui.report.blocks import Report
from milestone_tui.report.json import to_json
from milestone_tui.report.left_out import LeftOut, left_out, left_out_words
from milestone_tui.report.markdown import to_markdown
from milestone_tui.report.networks import networks_of
from milestone_tui.report.status import status_report
from milestone_tui.report.text import to_text
from milestone_tui.report.words import read_words

CLIENT, INTERNAL = Audience.CLIENT, Audience.INTERNAL


def report(states: ReportStates, audience: Audience, words: str = "") -> Report:
    return status_report(states, audience, read_words(words))


def set_to(of: ReportState, **settings: object) -> ReportState:
    """The same project with other settings."""
    return of._replace(plan=of.plan._replace(project=of.plan.project._replace(**settings)))  # type: ignore[arg-type]


def of_client(*projects: ReportState) -> ReportStates:
    return states_of(*projects, client="Acme Corp")


HEAD = """\
Acme Corp: where we stand on 22 November 2026
=============================================
For Acme Corp · since the review of 13 November

Projects
--------
- Customer portal
  Health: ■ off track · Done: 37% · Planned: 28% · Finish: 18 Jan 2027 ·
  Against plan: 5 days after target · Next: Beta release, 28 Nov
- Web shop
  Health: ● on track · Done: 50% · Planned: 0% · Finish: 1 Feb 2027 ·
  Against plan: 2 days earlier than the baseline ·
  Next: Checkout tested, 1 Feb 2027

We need from you
----------------
- Test data, Customer portal, open since 13 November

Waiting for your acceptance
---------------------------
- Manual, Customer portal, submitted 16 November, answer due 30
  November, approver Tom Reed


Customer portal
===============
Project ACME

Health
------
■ Off track.
"""


def test_a_client_reads_all_their_projects_and_then_each() -> None:
    text = to_text(report(of_client(state(), second_state()), CLIENT))
    assert text.startswith(HEAD)
    shop = text.split("\n\n\nWeb shop\n========\nProject SHOP\n")[1]
    assert "Done since 13 November\n----------------------\n- Catalogue loaded, 18 November\n" in shop
    assert text.count("We need from you") == text.count("Waiting for your acceptance") == 1


def test_the_parts_are_one_level_down_in_markdown_and_a_list_in_json() -> None:
    found = report(of_client(state(), second_state()), CLIENT)
    lines = to_markdown(found).split("\n")
    assert [line for line in lines if line.startswith("## ")][-2:] == ["## Customer portal", "## Web shop"]
    assert "### Health" in lines and "### Timeline" in lines
    record = json.loads(to_json(found))
    assert [one["project"] for one in record["projects"]] == ["ACME", "SHOP"]
    assert record["needs"] == [{"project": "ACME", "need": "Test data", "since": "2026-11-13"}]
    assert record["client"] == "Acme Corp" and "needs" not in record["projects"][0]


PORTFOLIO = """\
All projects: where we stand on 22 November 2026
================================================
Internal · since the review of 13 November

Health
------
2 projects: 1 off track, 1 on track.

Off track and at risk
---------------------
- ACME Customer portal
  Health: ■ off track · Why: The finish is 5 days after the target date.
  · Done: 37% · Planned: 28% · Finish: 18 Jan 2027 ·
  Against plan: 5 days after target · Next: Beta release, 28 Nov

Needed from the client
----------------------
- Test data, ACME Customer portal, open since 13 November

Waiting for acceptance
----------------------
- Manual, ACME Customer portal, submitted 16 November, answer due 30
  November, approver Tom Reed

Done since 13 November
----------------------
- Prototype accepted, ACME Customer portal, 19 November, 1 day early.
  Acme's staff found it by themselves.
- Catalogue loaded, SHOP Web shop, 18 November

Due in this period, now later
-----------------------------
- Beta release
  Project: ACME Customer portal · Was: 21 Nov · Now: 28 Nov ·
  Change: 7 days later · Why: input from Acme Corp came late

Moved
-----
- Load test passed
  Project: ACME Customer portal · Was: 2 Dec · Now: 4 Dec ·
  Change: 2 days later · Why: follows the beta

Severe risks and issues
-----------------------
- Test data comes late, ACME Customer portal, risk, score 20, owner Raj
  Patel

Decisions
---------
- Go-live stays in January, ACME Customer portal, 20 November
- The beta is for staff only, ACME Customer portal, 20 November
- Beta goes to 40 users, ACME Customer portal, 20 November

Money
-----
- EUR
  Planned value: €52,345.50 · Value done: €0 · Budget: €260,000 ·
  Spent: €9,250 · To invoice: €0 · Invoiced, not paid: €0 · Paid: €0

All other projects
------------------
- SHOP Web shop
  Health: ● on track · Done: 50% · Planned: 0% · Finish: 1 Feb 2027 ·
  Against plan: 2 days earlier than the baseline ·
  Next: Checkout tested, 1 Feb 2027
"""


def test_the_portfolio_has_what_is_in_danger_first_and_no_parts() -> None:
    found = report(states_of(second_state(), state()), INTERNAL)
    assert to_text(found) == PORTFOLIO and found.parts == ()
    record = json.loads(to_json(found))
    assert record["health"]["off_track"] == 1 and record["health"]["at_risk"] == 0
    assert record["attention"][0]["project"] == "ACME" and record["others"][0]["project"] == "SHOP"


def test_currencies_are_never_added_up() -> None:
    euros, francs = set_to(state(), budget=Decimal(100)), set_to(second_state(), budget=Decimal(7), currency="CHF")
    record = json.loads(to_json(report(states_of(euros, francs), INTERNAL)))
    assert [(row["currency"], row["budget"]) for row in record["money"]] == [("CHF", "7"), ("EUR", "100")]


def test_a_portfolio_without_projects_says_so() -> None:
    empty = states_of(state())._replace(projects=(), subject=states_of(state(), second_state()).subject)
    assert to_text(report(empty, INTERNAL)).endswith("=\nNo projects yet.\n")


@pytest.mark.parametrize("client", ["Acme Corp", ""])
@pytest.mark.parametrize(
    ("other", "says"),
    [("Helios AG", "of Acme Corp, Helios AG"), ("Acme Corp.", "Name one client"), ("", "Projects without a client")],
)
def test_a_client_never_reads_of_another_one(client: str, other: str, says: str) -> None:
    both = states_of(state(), set_to(second_state(), client=other), client=client)
    with pytest.raises(InvalidInput, match=says):
        report(both, CLIENT)
    report(both, INTERNAL)


def test_one_client_is_one_in_any_case_and_a_project_without_a_client_has_a_report_of_its_own() -> None:
    report(states_of(state(), set_to(second_state(), client="ACME corp")), CLIENT)
    assert "For the client" in to_text(report(states_of(set_to(state(), client="")), CLIENT))


def linked(hidden: bool) -> tuple[ReportState, ReportState]:
    """Two projects; the beta comes too soon after something in the shop."""
    late = milestone(id=303, project_id=3, title="Prices agreed", due_on=date(2026, 11, 28), internal=hidden)
    shop, portal = second_state(), state()
    links = (link(303, 3, 5),)
    plans: list[Plan] = [
        shop.plan._replace(milestones=(*shop.plan.milestones, late), links=links),
        portal.plan._replace(links=(*portal.plan.links, *links)),
    ]
    return portal._replace(plan=plans[1], neighbours=(plans[0],)), shop._replace(plan=plans[0], neighbours=(plans[1],))


def test_a_link_between_projects_of_the_client_names_the_milestone() -> None:
    portal, shop = linked(hidden=False)
    says = "Beta release comes 5 working days too soon after {}."
    assert says.format("Prices agreed of Web shop") in to_markdown(report(of_client(portal, shop), CLIENT))
    assert says.format("another project") in to_markdown(report(states_of(portal), CLIENT))
    assert says.format("SHOP Prices agreed") in to_markdown(report(states_of(portal), INTERNAL))
    portal, shop = linked(hidden=True)
    assert "too soon" not in to_text(report(of_client(portal, shop), CLIENT))


def test_linked_projects_share_a_network_and_others_do_not() -> None:
    portal, shop = linked(hidden=False)
    alone = portal._replace(plan=plan_of((milestone(id=900, project_id=9),), project=project(id=9)), neighbours=())
    networks = networks_of((portal, shop, alone))
    assert networks[1] is networks[3] and networks[9] is not networks[1]
    assert len(networks[1].milestones) == len(portal.plan.milestones) + len(shop.plan.milestones)


# What a client sees, by the settings of the project ----------------------------------------------------------


def test_money_is_shown_as_the_project_says() -> None:
    def money(setting: ClientMoney) -> str:
        return to_text(report(states_of(set_to(state(), client_money=setting)), CLIENT)).partition("Money\n-----\n")[2]

    assert money(ClientMoney.NOTHING) == ""
    payments = money(ClientMoney.PAYMENTS)
    assert "To invoice" in payments and "Budget" not in payments and "9,250" not in payments
    everything = money(ClientMoney.ALL)
    assert "Budget                €260,000\nSpent                   €9,250\n" in everything


def test_severe_risks_are_shown_as_the_project_says() -> None:
    internal = Risk(8, 1, RiskKind.ISSUE, title="We are two people short", impact=5, raised_on=TODAY, internal=True)
    of = state()._replace(risks=(*state().risks, internal))
    assert "Test data comes late" not in to_text(report(states_of(of), CLIENT))
    text = to_text(report(states_of(set_to(of, client_risks=ClientRisks.SEVERE)), CLIENT))
    assert "Risks\n-----\n- Test data comes late, owner Raj Patel\n" in text
    assert "- Test data comes late: an open risk.\n" in text and "people" not in text and "score" not in text


def test_what_is_left_out_is_named() -> None:
    hidden = milestone(id=50, title="Margin checked", internal=True)
    internal = Risk(8, 1, title="Churn", raised_on=TODAY, internal=True)
    of = state()._replace(risks=(*state().risks, internal, internal._replace(id=9, closed_on=TODAY)))
    of = of._replace(plan=of.plan._replace(milestones=(*of.plan.milestones, hidden._replace(notes="Ask Tom"))))
    of = of._replace(neighbours=(plan_of((), project=project(id=5, key="OTHER")),))
    found = left_out(states_of(of), CLIENT)
    assert found == LeftOut(1, 1, 1, payments=False, costs=True, notes=True, projects=("OTHER",))
    assert left_out_words(found) == (
        "Left out for the client: 1 internal milestone, costs, 1 risk marked internal, 1 severe risk, your notes,"
        " the name of 1 other project"
    )
    assert left_out(states_of(of), INTERNAL) == LeftOut()
    assert left_out_words(LeftOut()) == "Nothing is left out for the client"


def test_what_the_settings_show_is_not_named_as_left_out() -> None:
    of = set_to(state(), client_money=ClientMoney.ALL, client_risks=ClientRisks.SEVERE)
    assert left_out(states_of(of), CLIENT) == LeftOut()
    paid = set_to(second_state(), client_money=ClientMoney.NOTHING)
    bill = milestone(id=309, project_id=3, value=Decimal(3), invoiced_on=TODAY)
    paid = paid._replace(plan=paid.plan._replace(milestones=(bill,)))
    assert left_out_words(left_out(states_of(paid), CLIENT)) == "Left out for the client: payments, costs"


def test_needs_of_all_projects_name_theirs() -> None:
    shop = second_state()._replace(needs=(Need(5, 3, None, "Prices", TODAY),))
    text = to_text(report(of_client(state(), shop), CLIENT))
    assert "- Test data, Customer portal, open since 13 November\n- Prices, Web shop, open since 22 November\n" in text


def test_health_in_the_overview_is_the_one_that_the_client_reads() -> None:
    judged = state().reviews[1]._replace(judged=Health.AT_RISK)
    text = to_text(report(of_client(state()._replace(reviews=(judged,)), second_state()), CLIENT))
    assert "- Customer portal\n  Health: ▲ at risk" in text and "▲ At risk. As judged" in text

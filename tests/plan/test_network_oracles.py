"""The network and its ripples against worked examples that others have computed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

import pytest
from factories import link, milestone, project
from samples import oracle

from milestone_tui.plan.calendar.workdays import OFFICE_DAYS
from milestone_tui.plan.model import Milestone, MilestoneState
from milestone_tui.plan.network.move_result import Outcome
from milestone_tui.plan.network.network import Network
from milestone_tui.plan.network.ripple import drag, push

EVE = date(2026, 10, 30)
"""Day 0 of the textbooks, a Friday."""


HELD = {"net-068 drag": {"M5": "2026-11-15"}}
"""M1 is dragged to a Saturday off, and M5 would come to the Thursday before it. The reference leaves it there; by the
later ruling that such a link is violated it goes to the Sunday, on which people work there."""


def networks(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = oracle(name)["networks"]
    return found


def day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


def random_network(given: Mapping[str, Any]) -> tuple[Network, dict[str, int]]:
    homes = {
        told["key"]: project(
            id=number,
            key=told["key"],
            working_days=told["week_mask"],
            holidays=tuple(map(date.fromisoformat, told["holidays"])),
            target_on=day(told["target_on"]),
        )
        for number, told in enumerate(given["projects"], start=1)
    }
    ids = {told["id"]: number for number, told in enumerate(given["milestones"], start=1)}
    plan = [random_milestone(ids[told["id"]], homes[told["project"]].id, told) for told in given["milestones"]]
    links = [link(ids[told["predecessor"]], ids[told["successor"]], told["lag"]) for told in given["links"]]
    return Network(homes.values(), plan, links), ids


def random_milestone(id_: int, home: int, told: Mapping[str, Any]) -> Milestone:
    return milestone(
        id=id_,
        project_id=home,
        state=MilestoneState(told["state"]),
        due_on=day(told["due_on"]),
        done_on=day(told["done_on"]),
        deadline_on=day(told["deadline_on"]),
    )


def test_floats_and_drivers_of_random_networks_are_those_of_other_implementations() -> None:
    for given in networks("random_networks.json"):
        network, ids = random_network(given)
        for name, wanted in given["expected"].items():
            id_, about = ids[name], f"{given['id']} {name}"
            assert network.total_floats.get(id_) == wanted["total_float"], about
            assert network.free_floats.get(id_) == wanted["free_float"], about
            assert (id_ in network.critical) is wanted["critical"], about
            driver, drivers = network.driving_predecessors.get(id_), wanted["driving_predecessor_any_of"]
            assert (driver is not None) is bool(drivers), about
            if driver is not None:
                assert driver.predecessor_id in {ids[one] for one in drivers}, about
                assert network.slacks[network.links.index(driver)] == wanted["driving_link_slack"], about


def test_ripples_of_random_networks_are_those_of_the_reference() -> None:
    for given in networks("random_networks.json"):
        network, ids = random_network(given)
        told = given["ripple"]
        if told is None:
            continue
        names = {id_: name for name, id_ in ids.items()}
        for way, move in (("push", push), ("drag", drag)):
            if told[way] is not None:
                outcome = move(network, {ids[told["move"]]: date.fromisoformat(told["to"])})
                agree(outcome, names, told[way], f"{given['id']} {way}")


def agree(outcome: Outcome, names: Mapping[int, str], wanted: Mapping[str, Any], about: str) -> None:
    moves = wanted["moves"] | HELD.get(about, {})
    assert {names[move.id]: move.to.isoformat() for move in outcome.moves} == moves, about
    newly = {
        (names[soon.predecessor.id], names[soon.successor.id], soon.days)
        for soon in outcome.violated
        if not soon.days_before
    }
    assert newly == {tuple(one.values()) for one in wanted["newly_violated"]}, about


def test_the_networks_of_textbooks_have_their_printed_floats() -> None:
    for given in networks("cpm_networks.json"):
        told = given["as_milestones"]
        ids = {one["id"]: number for number, one in enumerate(told["milestones"], start=1)}
        plan = [milestone(id=ids[one["id"]], due_on=OFFICE_DAYS.add(EVE, one["due_day"])) for one in told["milestones"]]
        links = [link(ids[one["predecessor"]], ids[one["successor"]], one["lag"]) for one in told["links"]]
        network = Network((project(),), plan, links)
        assert network.total_floats == {ids[one["id"]]: one["total_float"] for one in told["milestones"]}, given["id"]
        assert network.critical == {ids[one["id"]] for one in told["milestones"] if one["critical"]}, given["id"]


def test_the_worked_examples_are_found() -> None:
    assert len(networks("random_networks.json")) == 40
    assert len(networks("cpm_networks.json")) == 4
    with pytest.raises(pytest.skip.Exception):
        oracle("there-is-no-such.json")

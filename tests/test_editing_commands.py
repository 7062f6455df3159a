"""`edit`, `done`, `untick`, `move` and `delete`."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from changing import Shell, shell_on
from reviewed_project import BETA, GO_LIVE, LOAD_TEST, PROTOTYPE

from milestone_tui.plan.fields import MILESTONE_FIELDS, PROJECT_FIELDS
from milestone_tui.plan.model import ChangeReason, Milestone, MilestoneState

MILESTONE_VALUES = {
    "title": ("Beta 2", "Beta 2"),
    "phase": ("launch", "Launch"),
    "kind": ("payment", "payment"),
    "owner": ("raj", "Raj Patel"),
    "due_on": ("+1w", date(2026, 12, 5)),
    "deadline_on": ("eom", date(2026, 11, 30)),
    "done_on": ("fri", date(2026, 11, 20)),
    "state": ("in progress", "in progress"),
    "progress": ("60%", 60),
    "weight": ("3", 3),
    "value": ("12k", Decimal(12000)),
    "deliverable": ("https://example.org", "https://example.org"),
    "tags": ("legal, beta", ("legal", "beta")),
    "notes": ("See the *minutes*.", "See the *minutes*."),
    "outcome": ("It runs", "It runs"),
    "approver": ("@zoe", "zoe"),
    "internal": ("yes", True),
}
"""A value for each field, as typed and as stored; payments have fields of their own."""

PROJECT_VALUES = {
    "key": ("acme2", "ACME2"),
    "name": ("Portal", "Portal"),
    "client": ("Acme AG", "Acme AG"),
    "description": ("A portal", "A portal"),
    "start_on": ("1 oct 2026", date(2026, 10, 1)),
    "target_on": ("2027-01-29", date(2027, 1, 29)),
    "budget": ("90,000", Decimal(90000)),
    "currency": ("chf", "CHF"),
    "earned_by": ("percent", "percent"),
    "state": ("on hold", "on hold"),
    "working_days": ("Sun-Thu", 0b1001111),
    "acceptance_days": ("5", 5),
    "thresholds": ("slip 15/5", "slip 15/5"),
    "client_money": ("all", "all"),
    "client_risks": ("severe", "severe"),
}


@pytest.fixture
def shell(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Shell:
    return shell_on(tmp_path, monkeypatch, capsys)


def milestone(shell: Shell, id_: int) -> Milestone:
    found = shell.read(lambda read: read.milestone(id_))
    assert isinstance(found, Milestone)
    return found


# edit --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "name", [name for name in MILESTONE_FIELDS if name not in ("invoiced_on", "invoice_number", "paid_on")]
)
def test_every_field_of_a_milestone(shell: Shell, name: str) -> None:
    typed, stored = MILESTONE_VALUES[name]
    assert shell.says("edit", "ACME/beta", f"{name}={typed}").startswith('Edited "Beta release": ')
    assert getattr(milestone(shell, BETA), name) == stored


def test_the_fields_of_a_payment(shell: Shell) -> None:
    fields = ("kind=payment", "invoiced_on=2 nov", "invoice_number=A-17", "paid_on=fri")
    assert shell.says("edit", "ACME/beta", *fields) == (
        'Edited "Beta release": kind payment · invoice date 2 Nov 2026 · invoice number A-17'
        " · payment date 20 Nov 2026."
    )
    assert milestone(shell, BETA).paid_on == date(2026, 11, 20)


@pytest.mark.parametrize("name", PROJECT_FIELDS)
def test_every_field_of_a_project(shell: Shell, name: str) -> None:
    typed, stored = PROJECT_VALUES[name]
    assert shell.says("edit", "acme", f"{name}={typed}").startswith("Edited ACME: ")
    assert getattr(shell.read(lambda read: read.project(1)), name) == stored


def test_several_are_one_change_and_an_empty_value_clears(shell: Shell) -> None:
    words = ("owner=zoe", "due_on=4", "dec", "deadline=2026-12-24", "tags=a,b")
    assert shell.says("edit", "ACME/beta", *words) == (
        'Edited "Beta release": owner zoe, new · due date 4 Dec 2026 · deadline 24 Dec 2026 · tags a, b.'
    )
    record = shell.json("edit", "ACME/beta", "tags=", "owner=", "deadline=", "due=")
    assert record["fields"] == {"tags": [], "owner": "", "deadline_on": None, "due_on": None}
    found = milestone(shell, BETA)
    assert (found.tags, found.owner, found.deadline_on, found.due_on) == ((), "", None, None)
    assert shell.says("undo") == f"Undone: {record['label']}."
    assert milestone(shell, BETA).owner == "zoe"


def test_an_unknown_field_lists_those_that_there_are(shell: Shell) -> None:
    said = shell.refuses("edit", "ACME/beta", "colour=red")
    assert said == f'There is no field "colour". The fields are {", ".join(MILESTONE_FIELDS)}.'
    assert shell.refuses("edit", "ACME", "owner=ana").endswith(f"The fields are {', '.join(PROJECT_FIELDS)}.")
    assert shell.refuses("edit", "ACME/beta", "owner").startswith('"owner" is not FIELD=VALUE.')


@pytest.mark.parametrize(
    ("field", "told"),
    [
        ("due_on=blah", 'due_on: "blah" is not a date.'),
        ("progress=101", "progress: Enter a whole number from 0 to 100."),
        ("done_on=2026-12-24", "done_on: 24 Dec 2026 is in the future."),
        ("title=", "title: "),
        ("kind=nope", "kind: "),
        ("paid_on=fri", "Only a payment has an invoice."),
    ],
)
def test_a_wrong_value_names_its_field(shell: Shell, field: str, told: str) -> None:
    assert shell.refuses("edit", "ACME/beta", field).startswith(told)


def test_the_same_values_change_nothing_but_a_due_date_is_confirmed(shell: Shell) -> None:
    assert shell.says("edit", "ACME/beta", "owner=ana") == 'Nothing changed: "Beta release" has these values already.'
    assert shell.says("edit", "ACME/beta", "due_on=28 nov") == 'Confirmed due date of "Beta release".'


def test_a_gate_is_done_by_its_decision(shell: Shell) -> None:
    shell.says("edit", "ACME/beta", "kind=gate")
    for words in (("done", "ACME/beta"), ("edit", "ACME/beta", "state=done"), ("done", "ACME/beta", "ACME/load")):
        assert shell.refuses(*words) == (
            '"Beta release" is a gate. Record its decision instead. Press a on it in the dashboard.'
        )


# done, untick ------------------------------------------------------------------------------------------------


def test_unmet_criteria_are_counted(shell: Shell) -> None:
    assert shell.says("done", "ACME/beta", "--on", "fri") == (
        'Ticked "Beta release", done on Fri 20 Nov 2026; 2 criteria are unmet.'
    )
    assert shell.says("done", "ACME/beta").startswith('Nothing changed: "Beta release" is done already.')
    assert shell.says("untick", "ACME/beta", f"{PROTOTYPE}") == "Unticked 2 milestones."
    assert milestone(shell, BETA).is_open and milestone(shell, PROTOTYPE).is_open
    assert shell.says("untick", "ACME/beta") == 'Nothing changed: "Beta release" is not done.'
    assert "is in the future" in shell.refuses("done", "ACME/beta", "--on", "2026-12-01")


def test_what_waits_for_acceptance_waits_again_when_unticked(shell: Shell) -> None:
    shell.says("edit", "ACME/beta", "state=submitted")
    shell.says("done", "ACME/beta")
    shell.says("untick", "ACME/beta")
    assert milestone(shell, BETA).state is MilestoneState.SUBMITTED


# move --------------------------------------------------------------------------------------------------------


def test_a_dry_run_tells_the_ripple_and_writes_nothing(shell: Shell) -> None:
    before = shell.database.read_bytes()
    told = shell.says("move", "ACME/beta", "+10wd", "--dry-run").splitlines()
    assert told == [
        'Would move "Beta release": 28 Nov → Fri 11 Dec 2026, +10 wd.',
        "  finish 18 Jan → 1 Feb · 2 more milestones move · ACME misses its target by 14 days",
        "  Load test passed   4 Dec → 18 Dec  +10 wd",
        "  Go-live           18 Jan →  1 Feb  +10 wd",
        "  at risk: target 18 Jan missed by 14 days",
        "  no deadline missed",
    ]
    assert shell.database.read_bytes() == before


def test_a_move_pushes_what_follows_and_says_why(shell: Shell) -> None:
    record = shell.json("move", "ACME/beta", "11", "dec", "--reason", "scope")
    assert record["mode"] == "push" and not record["dry_run"] and record["reason"] == "scope"
    assert [(move["id"], move["to"]) for move in record["moves"]] == [
        (BETA, "2026-12-11"),
        (LOAD_TEST, "2026-12-18"),
        (GO_LIVE, "2027-02-01"),
    ]
    assert milestone(shell, GO_LIVE).due_on == date(2027, 2, 1)
    (change,) = shell.read(lambda read: read.history(milestone_id=GO_LIVE, limit=1))
    assert change.id == record["change"] and change.reason is ChangeReason.SCOPE


def test_a_reason_in_own_words(shell: Shell) -> None:
    shell.says("move", "ACME/beta", "+1d", "--only", "--reason", "the harbour was closed")
    (change,) = shell.read(lambda read: read.history(milestone_id=BETA, limit=1))
    assert (change.reason, change.reason_note) == (ChangeReason.OTHER, "the harbour was closed")


def test_only_it_breaks_a_link_and_says_so(shell: Shell) -> None:
    told = shell.says("move", "ACME/beta", "4 dec", "--only")
    assert "off track: Load test passed 5 working days too soon after Beta release" in told
    assert milestone(shell, LOAD_TEST).due_on == date(2026, 12, 4)


def test_drag_takes_all_that_follows_along(shell: Shell) -> None:
    shell.says("move", "ACME/beta", "-2wd", "--drag")
    assert milestone(shell, LOAD_TEST).due_on == date(2026, 12, 3)  # from a Saturday, 1 working day of the others


def test_of_what_is_done_the_done_date_moves(shell: Shell) -> None:
    assert shell.says("move", "ACME/prototype", "-1d").startswith(
        'Moved "Prototype accepted": 19 Nov → Wed 18 Nov 2026'
    )
    assert milestone(shell, PROTOTYPE).done_on == date(2026, 11, 18)
    shell.says("move", "ACME/prototype", "fri", "--reason", "signed a day later")
    (change,) = shell.read(lambda read: read.history(milestone_id=PROTOTYPE, limit=1))
    assert (change.reason, change.reason_note) == (ChangeReason.OTHER, "signed a day later")
    assert "is in the future" in shell.refuses("move", "ACME/prototype", "2026-12-01")
    assert "Leave out --drag" in shell.refuses("move", "ACME/prototype", "-1d", "--drag")


def test_what_cannot_move_says_why(shell: Shell) -> None:
    assert shell.refuses("move", "ACME/beta", "+1d", "--push", "--only") == "Choose --push or --only."
    assert '"blah" is not a date.' in shell.refuses("move", "ACME/beta", "blah")
    shell.says("edit", "ACME/beta", "state=cancelled")
    assert "is cancelled, so it cannot move" in shell.refuses("move", "ACME/beta", "+1d")
    assert shell.says("move", "ACME/load", "4 dec").startswith('Nothing changed: "Load test passed" is on ')


# delete ------------------------------------------------------------------------------------------------------


def test_milestones_are_deleted_as_one_change(shell: Shell) -> None:
    assert shell.says("delete", "ACME/beta", "ACME/load", f"{BETA}") == "Deleted 2 milestones."
    assert shell.read(lambda read: read.milestones([BETA, LOAD_TEST])) == ()
    assert shell.says("undo") == "Undone: Delete 2 milestones."
    assert len(shell.read(lambda read: read.milestones([BETA, LOAD_TEST]))) == 2


def test_a_project_with_milestones_needs_a_yes(shell: Shell) -> None:
    assert shell.refuses("delete", "--project", "ACME") == (
        "ACME has 6 milestones. Add --yes to delete it with them; undo restores them."
    )
    assert shell.says("delete", "--project", "ACME", "--yes") == "Deleted ACME with 6 milestones."
    shell.says("new", "NORD")
    assert shell.says("delete", "--project", "nord") == "Deleted NORD."
    assert "Name the milestones to delete" in shell.refuses("delete")
    assert "Name the milestones to delete" in shell.refuses("delete", "1", "--project", "ACME")

"""Milestones of GitHub and GitLab, as their interfaces return them."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest
from read_plans import only, reasons

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.reading import read_plan
from milestone_tui.plan.imported import ImportedPlan


def github(number: int = 1, repository: str = "acme/portal", **fields: Any) -> dict[str, Any]:
    return {
        "url": f"https://api.github.com/repos/{repository}/milestones/{number}",
        "html_url": f"https://github.com/{repository}/milestone/{number}",
        "id": 4_317_517 + number,
        "number": number,
        "title": f"v{number}.0",
        "description": None,
        "open_issues": 0,
        "closed_issues": 0,
        "state": "open",
        "created_at": "2026-05-01T09:00:00Z",
        "updated_at": "2026-05-02T09:00:00Z",
        "closed_at": None,
        "due_on": None,
        **fields,
    }


def gitlab(iid: int = 1, project: str = "acme/web/portal", **fields: Any) -> dict[str, Any]:
    return {
        "id": 100 + iid,
        "iid": iid,
        "project_id": 8,
        "title": f"v{iid}.0",
        "description": "",
        "due_date": None,
        "start_date": None,
        "state": "active",
        "updated_at": "2026-05-02T23:30:00.000+02:00",
        "expired": False,
        "web_url": f"https://gitlab.example/{project}/-/milestones/{iid}",
        **fields,
    }


def read(*pages: object, encoding: str = "utf-8") -> ImportedPlan:
    return read_plan("".join(map(json.dumps, pages)).encode(encoding), "milestones.json")


def test_a_milestone_of_github_is_read_with_its_page_notes_and_progress() -> None:
    fields: dict[str, Any] = {
        "due_on": "2026-12-24T08:00:00Z",
        "open_issues": 1,
        "closed_issues": 2,
        "description": "Fly\r\nfar ",
    }
    milestone = only(found := read([github(**fields)]))
    assert found.projects[0].name == "portal" and not found.remarks
    assert (milestone.title, milestone.due_on, milestone.done_on) == ("v1.0", date(2026, 12, 24), None)
    assert (milestone.progress, milestone.notes) == (66, "Fly\r\nfar")
    assert milestone.more == {"deliverable": "https://github.com/acme/portal/milestone/1"}


@pytest.mark.parametrize(
    "due_on", ["2026-12-24T07:00:00Z", "2026-12-24T00:00:00Z", "2026-12-24T23:59:59Z", "2026-12-24"]
)
def test_a_due_date_is_its_date_part(due_on: str) -> None:
    assert only(read([github(due_on=due_on)])).due_on == date(2026, 12, 24)


def test_a_closed_one_is_done_when_it_was_closed() -> None:
    closed = github(state="closed", closed_at="2026-06-01T22:00:00Z", due_on="2026-05-30T07:00:00Z", open_issues=3)
    milestone = only(read([closed]))
    assert (milestone.done_on, milestone.due_on, milestone.progress) == (date(2026, 6, 1), date(2026, 5, 30), 0)
    assert only(read([gitlab(state="closed")])).done_on == date(2026, 5, 2)
    lost = read([github(state="closed", updated_at=None)])
    assert only(lost).done_on is None
    assert reasons(lost) == ["milestone 1: v1.0: imported as open: closed, but without a date"]


def test_all_issues_closed_is_not_done() -> None:
    assert only(read([github(closed_issues=4)])).progress == 99


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_pages_follow_each_other_and_repositories_are_projects(encoding: str) -> None:
    pages = [[github(1), github(2)], [github(1, "acme/api")], [], [github(3)]]
    found = read(*pages, encoding=encoding)
    assert [(p.name, [m.title for m in p.milestones]) for p in found.projects] == [
        ("portal", ["v1.0", "v2.0", "v3.0"]),
        ("api", ["v1.0"]),
    ]


def test_one_object_and_lines_of_them_are_read_too() -> None:
    assert only(read(github())).title == "v1.0"
    event = {"action": "created", "milestone": github(), "repository": {"name": "portal"}}
    assert read(event).projects[0].name == "portal"
    lines = "\n".join(json.dumps(gitlab(n)) for n in (1, 2)).encode()
    assert len(read_plan(lines, "x.ndjson").projects[0].milestones) == 2


def test_a_milestone_of_gitlab_is_read_with_its_page() -> None:
    found = read([gitlab(due_date="2026-12-24", description="Fly")])
    milestone = only(found)
    assert found.projects[0].name == "portal"
    assert (milestone.due_on, milestone.notes) == (date(2026, 12, 24), "Fly")
    assert milestone.more == {"deliverable": "https://gitlab.example/acme/web/portal/-/milestones/1"}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [({}, "101"), ({"id": None}, "1"), ({"id": True, "iid": "x"}, "x"), ({"id": None, "iid": None}, "")],
)
def test_the_id_in_the_tracker_is_kept_else_the_number(fields: dict[str, Any], expected: str) -> None:
    assert only(read([gitlab() | fields])).source_id == expected
    assert only(read([github()])).source_id == "4317518"


def test_what_is_no_date_is_told_and_left_out() -> None:
    found = read([github(due_on="soon"), github(2, due_on="9999-01-01T00:00:00Z")])
    assert [m.due_on for m in found.projects[0].milestones] == [None, None]
    assert reasons(found)[0] == 'milestone 1: v1.0: imported without its due date: "soon" is not a date'


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[]", "no milestones of GitHub or GitLab"),
        ("{}", "no milestones of GitHub or GitLab"),
        ('[{"title": "x"}]', "no milestones of GitHub or GitLab"),
        ('{"message": "Not Found", "documentation_url": "https://x.example", "html_url": 1}', "of GitHub. Get them"),
        ('[{"due_on": "2026-01-01"', "It is cut off. Save or copy it again."),
        ('[{"due_on": }]', "damaged in line 1"),
        ("[" * 100_000, "damaged"),
        ('[{"id": 1, "total_float_days": 3}]', "the output of `list --json`"),
        ('{"milestone-tui": 1}', "whole projects with their history"),
    ],
)
def test_other_json_is_refused_with_a_reason(text: str, reason: str) -> None:
    with pytest.raises(ImportRefused) as refused:
        read_plan(text.encode(), "x.json")
    assert reason in str(refused.value)


def test_a_repository_with_the_name_of_the_program_is_no_archive() -> None:
    event = {"action": "created", "repository": {"name": "milestone-tui"}, "milestone": github()}
    assert only(read(event)).title == "v1.0"


@pytest.mark.parametrize(
    ("text", "is_taskjuggler"),
    [
        ('project prj "Demo" "1.0" 2005-07-15 - 2005-08-01 {\n}\n', True),
        ('# made by hand\n\nproject "Demo" 2026-07-15 +3m {\n', True),
        ("project\ttitle\nACME\tBeta\n", False),
        ('project\t"title"\nACME\t"Beta"\n', False),
        ("Project name\tTask name\tDue\nACME\tBeta\t2026-12-18\n", False),
    ],
)
def test_a_table_that_begins_with_project_is_no_taskjuggler_file(text: str, is_taskjuggler: bool) -> None:
    if not is_taskjuggler:
        assert only(read_plan(text.encode(), "x.tsv")).title == "Beta"
        return
    with pytest.raises(ImportRefused, match=r"^This is a TaskJuggler file\. Export the plan as Microsoft Project XML"):
        read_plan(text.encode(), "x.tjp")


def test_values_of_other_types_are_nothing() -> None:
    odd = github(
        title=7, description=[1], due_on=3, open_issues="x", closed_issues=True, html_url=None, url=None, creator=[]
    )
    milestone = only(read([odd]))
    assert (milestone.title, milestone.notes, milestone.due_on, milestone.progress) == ("", "", None, 0)


@pytest.mark.parametrize("address", ["http://[", "https://[::1/o/r", "https://x\u2100.example/o/r", "//", ""])
@pytest.mark.parametrize(
    ("record", "names"),
    [
        ({"due_on": None, "open_issues": 1}, ("html_url", "url")),
        ({"due_date": None, "iid": 1}, ("web_url",)),
    ],
)
def test_an_address_that_is_none_names_no_project(
    record: dict[str, object], names: tuple[str, ...], address: str
) -> None:
    links = dict.fromkeys(names, address)
    (project,) = read_plan(json.dumps([{"title": "Beta", **record, **links}]).encode(), "Harbour").projects
    assert project.name == "Harbour"

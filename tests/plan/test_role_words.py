import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.language.roles import parse_role, parse_roles, role_text, role_words
from milestone_tui.plan.people import ProjectRole, Role

KEYS = ("ACME", "HELIO", "NORD")


def roles(*pairs: tuple[str, Role]) -> list[ProjectRole]:
    return [ProjectRole(at, KEYS.index(key), key, 1, "Ana", role) for at, (key, role) in enumerate(pairs)]


def test_roles_are_said_together() -> None:
    said = role_words(roles(("NORD", Role.CLIENT), ("ACME", Role.MANAGER), ("HELIO", Role.MANAGER)))

    assert said == "manager ACME, HELIO · client NORD"


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("", ()),
        ("manager acme", (("ACME", Role.MANAGER),)),
        ("Manager ACME, HELIO · client NORD", (("ACME", Role.MANAGER), ("HELIO", Role.MANAGER), ("NORD", Role.CLIENT))),
        ("team ACME NORD", (("ACME", Role.TEAM), ("NORD", Role.TEAM))),
        ("sponsor ACME, sponsor ACME,", (("ACME", Role.SPONSOR),)),
    ],
)
def test_roles_are_typed(text: str, meant: tuple[tuple[str, Role], ...]) -> None:
    assert parse_roles(text, KEYS) == meant


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("boss ACME", '"boss" is not a role or project. Try manager ACME.'),
        ("manager ORBIT", '"ORBIT" is not a role or project. Try manager ACME.'),
        ("ACME", "Enter a role before ACME: manager, sponsor, client or team."),
        ("manager", "Enter a project after the role, such as manager ACME."),
    ],
)
def test_what_is_not_understood_is_said(text: str, said: str) -> None:
    with pytest.raises(InvalidInput, match=said.replace("?", r"\?")) as refused:
        parse_roles(text, KEYS)
    assert refused.value.field == "roles"


@given(st.lists(st.tuples(st.sampled_from(KEYS), st.sampled_from(Role)), unique=True))
@settings(deadline=None)
def test_what_is_written_is_read_again(pairs: list[tuple[str, Role]]) -> None:
    assert set(parse_roles(role_text(roles(*pairs)), KEYS)) == set(pairs)
    assert set(parse_roles(role_words(roles(*pairs)), KEYS)) == set(pairs)


@pytest.mark.parametrize(("text", "role"), [("manager", Role.MANAGER), (" Sp", Role.SPONSOR), ("c", Role.CLIENT)])
def test_one_role_is_read_by_its_beginning(text: str, role: Role) -> None:
    assert parse_role(text) is role


@pytest.mark.parametrize("text", ["", "x", "managers", "\x1b"])
def test_what_is_no_role_is_refused_with_all_there_are(text: str) -> None:
    with pytest.raises(InvalidInput, match="manager, sponsor, client or team"):
        parse_role(text)

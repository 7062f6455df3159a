from __future__ import annotations

import pytest

from milestone_tui.plan.actor import Actor
from milestone_tui.plan.identity import nearest_person

PEOPLE = ("Ana Kovač", "Ana Lopez", "Raj Patel", "Mia Berg", "Jürgen Groß")


@pytest.mark.parametrize(
    ("login", "name", "who"),
    [
        ("raj", "raj", "Raj Patel"),
        ("root", "mia berg", "Mia Berg"),
        ("u1234", "Ana Kovac", "Ana Kovač"),
        ("ana", "ana", ""),  # there are two
        ("ana.k", "ana.k", "Ana Kovač"),
        ("akovac", "akovac", "Ana Kovač"),
        ("kovac", "kovac", "Ana Kovač"),
        ("patelr", "patelr", "Raj Patel"),
        ("mb", "mb", "Mia Berg"),
        ("jgross", "jgross", "Jürgen Groß"),
        ("x", "Raj Pattel", "Raj Patel"),
        ("deploy", "deploy", ""),
        ("raj", "Zoe Quist", "Raj Patel"),
        ("", "", ""),
    ],
)
def test_the_nearest_person(login: str, name: str, who: str) -> None:
    assert nearest_person(Actor(login, name), PEOPLE) == who


def test_where_there_is_nobody_nobody_is_near() -> None:
    assert nearest_person(Actor("raj", "raj"), ()) == ""

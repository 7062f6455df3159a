"""Searching by a few letters: what matches, how well, and which letters of it."""

from __future__ import annotations

from array import array

import pytest

from milestone_tui.plan.language.name_search import NameIndex, Rank, Target, match

TITLES = ("Beta release ACME", "Alpha ACME", "Übergabe an Betrieb NORD", "Release the alphabet NORD", "100 % done NORD")


def index(titles: tuple[str, ...] = TITLES) -> NameIndex:
    named = (
        Target(1, "Customer portal", 1, "ACME", note="Acme Corp"),
        Target(2, "Data lake", 2, "NORD"),
        Target(7, "Ana Kovač"),
        Target(8, "Dana Acton"),
    )
    return NameIndex(named, array("q", range(10, 10 + len(titles))), "\n".join(titles))


@pytest.mark.parametrize(
    ("typed", "name", "rank", "places"),
    [
        ("undo", "undo", Rank.EXACT, (0, 1, 2, 3)),
        ("Un", "undo", Rank.START, (0, 1)),
        ("row", "next row", Rank.WORDS, (5, 6, 7)),
        ("r n", "next row", Rank.WORDS, (0, 5)),
        ("ext", "next row", Rank.PART, (1, 2, 3)),
        ("nrow", "next row", Rank.LETTERS, (0, 5, 6, 7)),
        ("kovac", "Ana Kovač", Rank.WORDS, (4, 5, 6, 7, 8)),
        ("aether", "Æther", Rank.EXACT, ()),
    ],
)
def test_a_name_is_matched_as_well_as_it_can_be(typed: str, name: str, rank: Rank, places: tuple[int, ...]) -> None:
    found = match(typed, name)
    assert found is not None
    assert (found.rank, tuple(sorted(found.places))) == (rank, places)


def test_letters_count_only_from_the_start_of_a_word() -> None:
    assert match("xt", "next row") is not None, "they stand together"
    assert match("xrow", "next row") is None
    assert match("next row again", "next row") is None


def test_an_explanation_matches_last() -> None:
    found = match("colours", "theme", "Choose the colours")
    assert found is not None and found.rank is Rank.EXPLANATION
    assert match("colour wheel", "theme", "Choose the colours") is None


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("alpha", [11, 13]),  # the one that starts with it, then a word that does
        ("release", [13, 10]),
        ("lph", [11, 13]),
        ("uber", [12]),
        ("beta acme", [10]),
        ("acme", [10, 11]),
        ("NORD al", [13]),
        ("100 %", [14]),
        ("%", [14]),
        ("be", [10, 12, 13]),  # in the last it is no start of a word
        (" - ", []),
        ("gamma", []),
    ],
)
def test_milestones_are_found_best_first(typed: str, found: list[int]) -> None:
    assert index().milestone_ids(typed, 10) == found


def test_there_are_no_more_than_asked_for_and_each_comes_once() -> None:
    many = index(tuple(f"Milestone {number:05} BIG" for number in range(1_000)))
    assert many.milestone_ids("mil", 3) == [10, 11, 12]
    assert many.milestone_ids("999", 3) == [1009]
    assert len(set(many.milestone_ids("9", 50))) == 50
    assert index(()).milestone_ids("mil", 3) == []


def test_projects_are_found_by_key_and_name_people_by_each_of_their_names() -> None:
    def names(typed: str) -> list[str]:
        return [target.name for target in index().named(typed, 3)]

    assert names("acme") == ["Customer portal"]
    assert names("lake") == ["Data lake"]
    assert names("kov") == ["Ana Kovač"]
    assert names("ana")[0] == "Ana Kovač"
    assert len(index().named("a", 3)) == 3

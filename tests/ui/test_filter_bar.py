import pytest
from screens import assert_snapshot, press, screen_lines, screen_strips, screen_text
from stage import StageApp

from milestone_tui.store import Store


def shown(app: StageApp) -> list[str]:
    return [m.title for m in app.stage.list.milestones]


async def test_it_takes_no_room_until_it_is_opened(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        assert app.stage.filter_bar.size.height == 0
        assert "of 3" not in screen_text(app)


async def test_what_is_typed_narrows_the_list_at_once(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash")
        assert_snapshot(app, "filter-open")
        await press(pilot, *"be")
        assert shown(app) == ["Beta release"]
        assert screen_lines(app)[-2].endswith("1 of 3")
        await press(pilot, "backspace")
        assert app.stage.filters == ["b", "be", "b"]


async def test_enter_keeps_the_filter_and_returns_to_the_list(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", "at", "a", "n", "a", "enter")
        assert app.focused is app.stage.list
        assert app.stage.filter_bar.active
        assert shown(app) == ["Beta release"]
        assert_snapshot(app, "filter-kept")
        await press(pilot, "slash", "backspace")
        assert app.stage.filters[-1] == "@an"


async def test_esc_shows_everything_again(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", *"be", "escape")
        assert app.focused is app.stage.list
        assert len(shown(app)) == 3
        assert not app.stage.filter_bar.active
        assert app.stage.filter_bar.size.height == 0


async def test_an_empty_filter_is_not_kept(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", "enter")
        assert app.stage.filter_bar.size.height == 0
        assert app.focused is app.stage.list


@pytest.mark.parametrize("size", [(80, 24), (120, 30)])
async def test_a_mistake_is_marked_and_the_words_before_it_stay_in_force(small: Store, size: tuple[int, int]) -> None:
    app = StageApp(small)
    async with app.run_test(size=size) as pilot:
        await press(pilot, "slash", *"beta", "space", *"is", "colon", "x")
        assert_snapshot(app, "filter-mistake")
        marked = "".join(s.text for strip in screen_strips(app) for s in strip if s.style and s.style.underline)
        assert marked == "x"
        assert app.stage.filter_bar.active
        assert app.stage.filters[-1] == "beta"
        await press(pilot, "backspace", "backspace", "backspace", "backspace")
        assert not any(s.style and s.style.underline for strip in screen_strips(app) for s in strip)
        assert app.stage.filters[-1].strip() == "beta"


async def test_enter_with_a_mistake_goes_back_with_the_filter_that_is_in_force(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", "at", "a", "n", "a", "space", "left_parenthesis", "enter")
        assert shown(app) == ["Beta release"]
        assert app.focused is app.stage.list


async def test_printable_keys_are_typed_and_do_nothing_else(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "slash", "slash")
        assert screen_lines(app)[-2].startswith(" / /")
        assert screen_lines(app)[-1].startswith(" ↵ apply   esc clear")
        assert "filter" not in screen_lines(app)[-1]


async def test_redo_is_not_for_who_is_typing(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot, "space", "u", "slash", *"be", "ctrl+r")
        assert shown(app) == ["Beta release"]
        assert small.read.milestones([1])[0].done_on is None
        await press(pilot, "escape", "ctrl+r")
        assert small.read.milestones([1])[0].done_on is not None

from __future__ import annotations

import pytest
from textual.app import App, ComposeResult

from milestone_tui.ui.renderer import Renderer
from milestone_tui.ui.widgets.tabs import Tab, TabLine

TABS = (Tab("criteria", "Criteria 3/5"), Tab("people", "People 2"), Tab("history", "History 16"))


class TabsApp(App[None]):
    def __init__(self) -> None:
        super().__init__()
        self.line = TabLine(Renderer())
        self.clicked: list[str] = []

    def compose(self) -> ComposeResult:
        yield self.line

    def on_mount(self) -> None:
        self.line.tabs, self.line.current = TABS, "history"

    def on_tab_line_clicked(self, event: TabLine.Clicked) -> None:
        self.clicked.append(event.name)


@pytest.mark.parametrize(
    ("width", "seen"),
    [
        (34, "Criteria 3/5  People 2  History 16"),
        (33, "Criteria 3/5  People  History 16"),
        (31, "Criteria  People  History 16"),
        (27, "Criteria  People  History"),
        (20, "Criteria  People  H…"),
    ],
)
async def test_a_figure_is_shown_whole_or_not_at_all(width: int, seen: str) -> None:
    app = TabsApp()
    async with app.run_test(size=(width, 5)):
        assert app.line.render_line(0).text.rstrip() == seen


async def test_a_click_goes_to_the_label_that_is_seen_there() -> None:
    app = TabsApp()
    async with app.run_test(size=(27, 5)) as pilot:
        await pilot.click(TabLine, offset=(18, 0))
        await pilot.click(TabLine, offset=(9, 0))
        await pilot.click(TabLine, offset=(10, 0))
        assert app.clicked == ["history", "people"]

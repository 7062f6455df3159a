"""The keys in the README: written by a test, from what the screens bind."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Mapping
from pathlib import Path

from portfolio import fill
from screens import press
from small_project import TODAY
from stage import StageApp
from textual.binding import ActiveBinding

from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.store import Store
from milestone_tui.ui.app import MilestoneApp
from milestone_tui.ui.keys import Group, help_rows
from milestone_tui.ui.messages import MilestoneEditRequested, ViewRequested
from milestone_tui.ui.navigation import Place

README = Path(__file__).parents[2] / "README.md"


def key_table(screens: Mapping[str, Iterable[ActiveBinding]]) -> str:
    """The keys of some screens as a Markdown table; what works on every screen or in every list comes last, once."""
    table: dict[str, dict[str, str]] = {}
    common: dict[Group, dict[str, str]] = {Group.MOVING: {}, Group.EVERYWHERE: {}}
    for title, active in screens.items():
        for row in help_rows(active):
            line = " ".join(f"`{key}`" for key in row.keys) + f" {row.does}"
            common.get(row.group, table.setdefault(title, {})).setdefault(row.action, line)
    table |= {group.value.capitalize(): lines for group, lines in common.items()}
    rows = [f"| {title} | {' · '.join(lines.values())} |" for title, lines in table.items()]
    return "\n".join(["| | keys |", "|---|---|", *rows])


async def test_the_key_table_names_each_common_key_once(small: Store) -> None:
    app = StageApp(small)
    async with app.run_test(size=(80, 24)) as pilot:
        await press(pilot)
        active = app.stage.active_bindings
        head, rule, one, two, moving, everywhere = key_table({"One": active.values(), "Two": active.values()}).split(
            "\n"
        )
        assert (head, rule) == ("| | keys |", "|---|---|")
        assert one == "| One | `space` tick · `n` new · `B` baseline · `/` filter · `X` impossible |"
        assert two == one.replace("One", "Two")
        assert moving.startswith("| Moving | `↓` `j` next row · ")
        assert everywhere.count("undo") == 1


async def test_the_keys_in_the_readme_are_those_of_the_program(tmp_path: Path) -> None:
    clock = Clock.fixed(TODAY)
    store = Store.open(tmp_path / "m.db", clock, "ana")
    acme = fill(store)["ACME"]
    milestone_id = store.read.plan(acme).milestones[0].id
    app = MilestoneApp(store, clock)
    keys = {}
    async with app.run_test(size=(120, 40)) as pilot:
        await press(pilot)
        keys["Projects"] = app.screen.active_bindings.values()
        app.switch_view(ViewRequested("timeline", Place(acme)))
        await press(pilot)
        keys["Timeline"] = app.screen.active_bindings.values()
        await press(pilot, "full_stop")
        keys["What if"] = app.screen.active_bindings.values()
        await press(pilot, "escape")
        app.open_screen(MilestoneEditRequested(milestone_id))
        await press(pilot)
        keys["Editor"] = app.screen.active_bindings.values()
    store.close()
    now = re.sub(
        r"(<!-- keys -->\n).*?(?=<!-- /keys -->)",
        lambda found: f"{found[1]}{key_table(keys)}\n",
        written := README.read_text(encoding="utf-8"),
        flags=re.DOTALL,
    )
    if os.environ.get("MILESTONE_TUI_SNAPSHOTS") == "update":
        README.write_text(now, encoding="utf-8")
    else:
        assert now == written, "run with MILESTONE_TUI_SNAPSHOTS=update to write the keys into README.md"

"""Make the pictures of the README from the demo portfolio on a fixed day: `python screenshots/make.py`."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

from browser import Browser, find_browser
from picture import png

from milestone_tui.demo.loader import demo_store
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.ui.app import MilestoneApp

HERE = Path(__file__).parent
TODAY = date(2026, 11, 22)
SIZE = (120, 30)
SCENES: dict[str, tuple[str, ...]] = {
    "projects": ("j",),
    "roadmap": ("tab",),
    "timeline": ("j", "enter"),
    "what-if": ("j", "enter", "greater_than_sign", "greater_than_sign", "full_stop", "full_stop"),
    "editor": ("j", "enter", "enter"),
    "agenda": ("3",),
    "trend": ("j", "4"),
    "value": ("j", "4", "tab", "tab"),
    "risks": ("j", "5"),
    "people": ("6", *"jjjjjjjj"),
    "review": ("j", "7"),
    "report-view": ("j", "8"),
}
"""The keys that lead to each picture."""
REPORT = "report"
"""The picture that a browser makes."""
REPORT_WIDTH = 1200
REPORT_END = "Math.ceil(document.querySelector('.timeline').getBoundingClientRect().bottom) + 24"


async def picture(name: str, keys: tuple[str, ...]) -> None:
    """Press the keys in a fresh demo portfolio and save what is seen."""
    clock = Clock.fixed(TODAY)
    with demo_store(clock, "ana") as store:
        app = MilestoneApp(store, clock)
        async with app.run_test(size=SIZE) as pilot:
            for key in keys:
                await pilot.press(key)
                await pilot.app.workers.wait_for_complete()
            await pilot.pause()
            (HERE / f"{name}.png").write_bytes(png(app.screen._compositor.render_strips()))


def report_picture() -> None:
    """Save the top of the client's report as a browser shows it; nothing where there is no Chromium."""
    program = find_browser()
    if program is None:
        print("report: skipped, as there is no Chromium")
        return
    with tempfile.TemporaryDirectory() as folder, Browser(program, Path(folder) / "browser") as browser:
        path = Path(folder) / "report.html"
        command = [sys.executable, "-m", "milestone_tui", "--demo", "--today", TODAY.isoformat(), "report", "ACME"]
        subprocess.run([*command, "--format", "html", "-o", str(path)], cwd=HERE.parent, check=True)
        with browser.page(REPORT_WIDTH) as page:
            page.open(path)
            (HERE / f"{REPORT}.png").write_bytes(page.picture(page.run(REPORT_END)))


def main() -> None:
    """Make all pictures, or the ones named on the command line."""
    for name in sys.argv[1:] or [*SCENES, REPORT]:
        if name == REPORT:
            report_picture()
        else:
            asyncio.run(picture(name, SCENES[name]))


if __name__ == "__main__":
    main()

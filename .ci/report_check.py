"""Open reports in a browser and check them: `report_check.py BROWSER AXE SCRATCH PICTURES`.

Without axe-core and without a folder for pictures, AXE and PICTURES are empty.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "screenshots"), str(ROOT / "tests")]

from browser import Browser, Page  # noqa: E402
from report_pictures import many_bars, report, report_of_several, with_text  # noqa: E402

from milestone_tui.report.html import to_html  # noqa: E402

COMMANDS = {
    "client": ("ACME",),
    "internal": ("ACME", "--audience", "internal"),
    "german": ("ACME", "--audience", "internal"),
    "several": ("--client", "Acme Corp"),
    "all": ("--all", "--audience", "internal"),
}
LOOKS = (("light", 1200), ("dark", 1200), ("light", 768), ("light", 360), ("dark", 360))
PAPERS = {"A4": (8.27, 11.69), "Letter": (8.5, 11.0)}
HOSTILE = (
    "</style><script>alert(1)</script> ]]> \x1b]0;x\x07 \u202eabc \x00 <img src=http://x.org onerror=alert(1)> "
    + "x" * 90
)
MOST_BYTES = 150_000
AXE = "axe.run().then(found => found.violations.map(v => `${v.id}: ${v.nodes[0].html.slice(0, 100)}`))"


def demo_pages(scratch: Path) -> Iterator[tuple[str, Path]]:
    """Write the reports of the demo by the command."""
    for name, arguments in COMMANDS.items():
        home, path = scratch / f"home-{name}", scratch / f"{name}.html"
        (home / "milestone_tui").mkdir(parents=True)
        if name == "german":
            (home / "milestone_tui" / "settings.toml").write_text('report_words = "de"\n')
        environment = {**os.environ, "HOME": str(home), "XDG_CONFIG_HOME": str(home), "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-m", "milestone_tui", "--demo", "--today", date(2026, 11, 22).isoformat(), "report"]
        subprocess.run(
            [*command, *arguments, "--format", "html", "-o", str(path)],
            env=environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )
        yield name, path


def made_pages(scratch: Path) -> Iterator[tuple[str, Path]]:
    """Write reports with all kinds of blocks, with many milestones, and with a hostile text everywhere."""
    made = {
        "blocks": report(),
        "sixty": report(many_bars(60)),
        "parts": report_of_several(),
        "hostile": with_text(HOSTILE),
    }
    for name, one in made.items():
        path = scratch / f"{name}.html"
        path.write_text(to_html(one), encoding="utf-8")
        yield name, path


class Checks:
    """What is checked, and whether all was well."""

    def __init__(self, axe: str) -> None:
        self.axe = axe
        self.failed = False

    def say(self, what: str, faults: list[str]) -> None:
        """Print a line for a check, and its faults."""
        self.failed = self.failed or bool(faults)
        print("FAILED" if faults else "ok", what, *(f"\n  {fault}" for fault in faults), flush=True)

    def look(self, page: Page, path: Path) -> list[str]:
        """Return what is wrong with a page as it is shown."""
        page.open(path)
        faults = [f"message: {message}" for message in page.messages()]
        faults += [f"request: {url}" for url in page.requests() if url != path.as_uri()]
        wide: list[int] = page.run("[document.documentElement.scrollWidth, innerWidth]")
        if wide[0] > wide[1]:
            faults.append(f"it scrolls sideways: {wide[0]} > {wide[1]} pixels")
        if self.axe:
            page.run(self.axe)
            violations: list[Any] = page.run(AXE)
            faults += [f"axe: {violation}" for violation in violations]
        return faults


def check(checks: Checks, browser: Browser, name: str, path: Path, pictures: Path | None) -> None:
    """Check one report in all its looks, and leave its pictures if somebody wants them."""
    size = path.stat().st_size
    checks.say(f"{name}: {size} bytes", ["that is too much"] if size > MOST_BYTES and name != "all" else [])
    for scheme, width in LOOKS:
        with browser.page(width, scheme) as page:
            checks.say(f"{name}: {scheme}, {width} px", checks.look(page, path))
            if pictures:
                (pictures / f"{name}-{scheme}-{width}.png").write_bytes(page.picture())
    with browser.page() as page:
        page.open(path)
        for paper, (width, height) in PAPERS.items():
            pdf = page.pdf(width, height)
            checks.say(f"{name}: {paper}", [] if pdf.startswith(b"%PDF-") else ["that is no PDF"])
            if pictures:
                leave_pages(pdf, pictures / f"{name}-{paper}.pdf")
        if pictures:
            page.call("Emulation.setEmulatedVisionDeficiency", {"type": "achromatopsia"})
            (pictures / f"{name}-grey.png").write_bytes(page.picture())


def leave_pages(pdf: bytes, path: Path) -> None:
    """Leave what was printed, and a picture of each page where there is a program that makes them."""
    path.write_bytes(pdf)
    if shutil.which("pdftoppm"):
        subprocess.run(["pdftoppm", "-r", "60", "-png", path, path.with_suffix("")], check=True)


def main() -> int:
    """Check all; return 1 if something is wrong."""
    program, axe, scratch = sys.argv[1], sys.argv[2], Path(sys.argv[3])
    pictures = Path(sys.argv[4]) if sys.argv[4] else None
    if pictures:
        pictures.mkdir(parents=True, exist_ok=True)
    checks = Checks(Path(axe).read_text(encoding="utf-8") if axe else "")
    with Browser(program, scratch / "browser") as browser:
        for name, path in (*made_pages(scratch), *demo_pages(scratch)):
            check(checks, browser, name, path, pictures)
    return int(checks.failed)


if __name__ == "__main__":
    sys.exit(main())

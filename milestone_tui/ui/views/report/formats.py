"""The formats in which the view Report writes."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import NamedTuple

from milestone_tui.report.blocks import Report


class Format(NamedTuple):
    """A format, as a line of the panel that writes."""

    name: str
    suffix: str
    about: str
    dress: str
    """Module and function, loaded when it is first used."""

    def written(self, report: Report) -> bytes:
        """Return a report in this format."""
        module, _, name = self.dress.partition(":")
        text: str = getattr(import_module(module), name)(report)
        return text.encode()


_REPORT = "milestone_tui.report"

FORMATS = (
    Format("HTML", ".html", "for a browser, an e-mail or paper", f"{_REPORT}.html:to_html"),
    Format("Markdown", ".md", "for a wiki or a chat", f"{_REPORT}.markdown:to_markdown"),
    Format("Text", ".txt", "for an e-mail", f"{_REPORT}.text:to_text"),
    Format("JSON", ".json", "for another program", f"{_REPORT}.json:to_json"),
)


def renamed(name: str, suffix: str) -> str:
    """Return a file name with another suffix if it ends as files of one of the formats do, else as it is."""
    path = Path(name)
    if path.suffix.lower() not in {format_.suffix for format_ in FORMATS}:
        return name
    return name[: -len(path.suffix)] + suffix

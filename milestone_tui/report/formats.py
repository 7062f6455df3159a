"""The formats of a report: each is one row of a table, and a module that draws blocks."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from milestone_tui.report.blocks import Report


class ReportFormat(NamedTuple):
    """A format of a report. Its module is imported only to draw one."""

    name: str
    suffixes: tuple[str, ...]
    """How the names of its files end."""
    module: str
    """In `milestone_tui.report`; it has a function called `to_` and this name."""

    def draw(self, report: Report) -> str:
        """Return the text of a report."""
        from importlib import import_module

        text: str = getattr(import_module(f"milestone_tui.report.{self.module}"), f"to_{self.module}")(report)
        return text


FORMATS = (
    ReportFormat("md", (".md",), "markdown"),
    ReportFormat("html", (".html", ".htm"), "html"),
    ReportFormat("txt", (".txt",), "text"),
    ReportFormat("json", (".json",), "json"),
)
"""The first is the default."""


def format_for(name: str | None, file: str | None) -> ReportFormat:
    """Return the format of this name, else that of the file's suffix, else the default."""
    if name is not None:
        return next(one for one in FORMATS if one.name == name)
    suffix = PurePath(file or "").suffix.lower()
    return next((one for one in FORMATS if suffix in one.suffixes), FORMATS[0])

"""Any file that holds a plan: what it is shows in its first bytes, not in its name."""

from __future__ import annotations

from milestone_tui.plan.incoming import Incoming


def read_plan(data: bytes, fallback_name: str, *, dates: str | None = None) -> Incoming:
    """Read a GanttProject file or a CSV table; `dates` is the order of the dates of a table ("dmy", "mdy", "ymd").

    Raises:
        ImportRefused: a sentence that says why nothing of it can be taken.
    """
    start = data[:200].removeprefix(b"\xef\xbb\xbf").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    if start.replace(b"\0", b"").lstrip().startswith(b"<"):
        from milestone_tui.exchange.gan import read_gan

        return read_gan(data, fallback_name)
    from milestone_tui.exchange.csv_plan import read_csv

    return read_csv(data, fallback_name, dates=dates)

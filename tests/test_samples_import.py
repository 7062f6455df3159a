"""Every file of another program goes in, or is refused with a reason that a person understands."""

from __future__ import annotations

from pathlib import Path

import pytest
from commands import at_home
from factories import TODAY
from samples import samples

from milestone_tui.cli.main import main

REFUSED = {
    ".calendar": "This file has days off, not a plan.",
    ".ics": "This file has days off, not a plan.",
    "mpxj_baselines.mspdi.xml": "This plan has no milestones. Mark tasks as milestones",
    "tsgan_task-with-dependencies.gan": "This GanttProject file has no milestones. Mark tasks as milestones",
    ".md": "No title column found.",
    ".tjp": "This is a TaskJuggler file. Export the plan as Microsoft Project XML",
}
"""How the refusal of a file begins, by its name or ending; all others go in."""


def test_every_sample_goes_in_or_is_refused_with_a_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_home(monkeypatch, tmp_path, TODAY)
    files = [path for path in samples() if path.is_file()]
    assert len(files) > 8
    for number, path in enumerate(files):
        code = main(["import", str(path), "--db", str(tmp_path / f"{number}.db")])
        said = capsys.readouterr()
        reason = REFUSED.get(path.name) or REFUSED.get(path.suffix)
        if reason is not None:
            assert (code, said.err.startswith(f"milestone-tui: {reason}")) == (2, True), said.err
        else:
            assert (code, said.err) == (0, ""), path
            assert said.out.startswith("Imported "), said.out

"""Run `milestone-tui` as `python -m milestone_tui`."""

from __future__ import annotations

from milestone_tui.cli.main import run_program

run_program()

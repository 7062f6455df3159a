"""Queries of the read side; a module is loaded when its first query runs, not at start-up."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from types import ModuleType

    from milestone_tui.store.queries import agenda as agenda
    from milestone_tui.store.queries import archive as archive
    from milestone_tui.store.queries import awaiting as awaiting
    from milestone_tui.store.queries import baselines as baselines
    from milestone_tui.store.queries import completion as completion
    from milestone_tui.store.queries import costs as costs
    from milestone_tui.store.queries import detail as detail
    from milestone_tui.store.queries import drafts as drafts
    from milestone_tui.store.queries import feed as feed
    from milestone_tui.store.queries import first_rows as first_rows
    from milestone_tui.store.queries import known as known
    from milestone_tui.store.queries import last_reviews as last_reviews
    from milestone_tui.store.queries import milestone_history as milestone_history
    from milestone_tui.store.queries import moments as moments
    from milestone_tui.store.queries import payments as payments
    from milestone_tui.store.queries import people as people
    from milestone_tui.store.queries import plan as plan
    from milestone_tui.store.queries import plan_stream as plan_stream
    from milestone_tui.store.queries import portfolio as portfolio
    from milestone_tui.store.queries import project_history as project_history
    from milestone_tui.store.queries import project_search as project_search
    from milestone_tui.store.queries import report as report
    from milestone_tui.store.queries import reviews as reviews
    from milestone_tui.store.queries import risk_history as risk_history
    from milestone_tui.store.queries import risks as risks
    from milestone_tui.store.queries import roadmap as roadmap
    from milestone_tui.store.queries import scope as scope
    from milestone_tui.store.queries import signals as signals
    from milestone_tui.store.queries import snapshots as snapshots
    from milestone_tui.store.queries import targets as targets
    from milestone_tui.store.queries import touched as touched
    from milestone_tui.store.queries import trend as trend
    from milestone_tui.store.queries import workload as workload
    from milestone_tui.store.queries import written_reports as written_reports


def __getattr__(name: str) -> ModuleType:
    if name.startswith("_"):
        raise AttributeError(name)  # not a module of queries
    return import_module(f"{__name__}.{name}")

"""Waiting for what goes on in an application: by events, never for a time to pass."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Any

from textual.app import App
from textual.worker import WorkerCancelled, WorkerState


async def workers_ended(app: App[Any]) -> bool:
    """Wait until no worker is under way; return whether there was any.

    One that is cancelled, by a newer one of its kind or with its screen, has ended too: on a busy machine that may be
    while it is waited for. Raises WorkerFailed for one that failed.
    """
    worked = False
    while working := [worker for worker in app.workers if not worker.is_finished]:
        worked = True
        for worker in working:
            if worker.state is WorkerState.RUNNING:
                with suppress(WorkerCancelled):
                    await worker.wait()
            else:
                await asyncio.sleep(0)  # it begins, or was cancelled before and is forgotten
    return worked

"""Background work in a daemon thread, which never delays the end of the program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Thread
from typing import TypeVar

from milestone_tui.store.thread import Work

_Result = TypeVar("_Result")


def aside(call: Callable[[], _Result]) -> asyncio.Future[_Result]:
    """Run `call` in a daemon thread and return a future of the running loop with its result or exception.

    For calls that may never return, such as a read from a dead network mount: Python waits at exit for the threads of
    `asyncio.to_thread`, but not for this one.
    """
    work = Work(call, patient=False)
    Thread(target=work.execute, name="aside", daemon=True).start()
    return asyncio.wrap_future(work.future)

"""Work in a thread that nobody has to wait for: not the person, and not the end of the program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from threading import Thread
from typing import TypeVar

from milestone_tui.store.thread import Work

_Result = TypeVar("_Result")


def aside(call: Callable[[], _Result]) -> asyncio.Future[_Result]:
    """Have `call` done in a thread of its own; the future, of the loop that runs, has its result or what it raised.

    A read from a dead network mount never returns. The threads of `asyncio.to_thread` are waited for at the end of the
    program; this one is not.
    """
    work = Work(call, patient=False)
    Thread(target=work.carry_out, name="aside", daemon=True).start()
    return asyncio.wrap_future(work.future)

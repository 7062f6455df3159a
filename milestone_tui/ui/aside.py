"""Work in a thread that nobody has to wait for: not the person, and not the end of the program."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from threading import Thread
from typing import TypeVar

_Result = TypeVar("_Result")


def aside(call: Callable[[], _Result]) -> asyncio.Future[_Result]:
    """Have `call` done in a thread of its own; the future, of the loop that runs, has its result or what it raised.

    A read from a dead network mount never returns. The threads of `asyncio.to_thread` are waited for at the end of the
    program; this one is not.
    """
    loop = asyncio.get_running_loop()
    future: asyncio.Future[_Result] = loop.create_future()

    def settle(result: _Result | None, error: BaseException | None) -> None:
        if future.done():
            return  # given up
        if error is not None:
            future.set_exception(error)
        else:
            future.set_result(result)  # type: ignore[arg-type]

    def work() -> None:
        result, failure = None, None
        try:
            result = call()
        except BaseException as error:  # the asker gets it, whatever it is
            failure = error
        with suppress(RuntimeError):  # the loop has ended
            loop.call_soon_threadsafe(settle, result, failure)

    Thread(target=work, name="aside", daemon=True).start()
    return future

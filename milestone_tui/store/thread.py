"""The one thread that writes: work is done in the order it was asked for, each with a future for its result."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from queue import SimpleQueue
from threading import Thread
from typing import TypeVar

_Result = TypeVar("_Result")


class WriterThread:
    """A queue of work and the thread that does it.

    Unlike a `ThreadPoolExecutor` it does not keep the process from ending: who looked and leaves does not wait for the
    ORM to be loaded. Work that counts is waited for with `finish`.
    """

    def __init__(self) -> None:
        self._work: SimpleQueue[Callable[[], None] | None] = SimpleQueue()
        self._thread = Thread(target=self._run, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, work: Callable[[], _Result]) -> Future[_Result]:
        """Have `work` done after all that was submitted before; the future tells its result or what it raised."""
        future: Future[_Result] = Future()

        def carry_out() -> None:
            try:
                result = work()
            except BaseException as error:  # the asker gets it, whatever it is, as from an executor
                future.set_exception(error)
            else:
                future.set_result(result)

        self._work.put(carry_out)
        return future

    def finish(self) -> None:
        """Wait until all that was submitted is done, and end the thread."""
        self._work.put(None)
        self._thread.join()

    def _run(self) -> None:
        while (work := self._work.get()) is not None:
            work()

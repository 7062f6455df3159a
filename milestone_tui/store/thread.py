"""The single writer thread: work is done in the order of submission, each with a future for its result."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from threading import Condition, Event, Thread
from typing import Any, Generic, TypeVar

from milestone_tui.errors import MilestoneError
from milestone_tui.store.locks import PAUSE_SECONDS

_Result = TypeVar("_Result")


class Work(Generic[_Result]):
    """A piece of work for the writer thread."""

    def __init__(self, run: Callable[[], _Result], *, patient: bool) -> None:
        """`patient`: the work waits for a lock without limit."""
        self.future: Future[_Result] = Future()
        self.patient = patient
        self.asked = time.monotonic()
        self.stop: MilestoneError | None = None
        """The error that ends its waiting, once it was given up."""
        self.stopped = Event()
        self._run = run

    def execute(self) -> None:
        """Run the work and set the future's result or exception."""
        if not self.future.set_running_or_notify_cancel():
            return
        try:
            result = self._run()
        except BaseException as error:  # passed to the caller, as by an executor
            self.future.set_exception(error)
        else:
            self.future.set_result(result)


class WriterThread:
    """A queue of work and the thread that does it, waiting for locks without limit.

    Unlike a `ThreadPoolExecutor`, it does not keep the process alive: a session that only reads can end before the ORM
    is loaded. `finish` waits for work that matters.
    """

    def __init__(self, met_lock: Callable[[float], None]) -> None:
        """`met_lock` is called in the thread at each try that meets a lock, with the seconds since the first."""
        self._met_lock = met_lock
        self._queue: deque[Work[Any]] = deque()
        self._changed = Condition()
        self._ends = False
        self._current: Work[Any] | None = None
        self.locked_since: float | None = None
        """When the current work first found the database locked; None if it is not waiting for a lock."""
        self._thread = Thread(target=self._loop, name="store-writer", daemon=True)
        self._thread.start()

    def submit(self, run: Callable[[], _Result], *, patient: bool = True) -> Work[_Result]:
        """Queue `run` behind all earlier work; the future gets its result or exception."""
        work = Work(run, patient=patient)
        with self._changed:
            self._queue.append(work)
            self._changed.notify()
        return work

    def stop(self, work: Work[Any], why: MilestoneError) -> None:
        """Fail unfinished work with this error, unless the lock it waits for has just been released."""
        with self._changed:
            work.stop = why
            work.stopped.set()
            if work in self._queue:
                self._queue.remove(work)
                work.future.set_exception(why)

    def finish(self, *, waits: bool = True) -> None:
        """End the thread when all submitted work is done, and wait for that unless nobody needs it."""
        with self._changed:
            self._ends = True
            self._changed.notify()
        if waits:
            self._thread.join()

    # Lock policy, in the thread itself ------------------------------------------------------------------------

    def keep_waiting(self) -> bool:
        """Pause before the current work tries the lock again; raises the error it was stopped with."""
        work = self._current
        if work is None or not work.patient:
            return False
        if self.locked_since is None:
            self.locked_since = time.monotonic()
        self._met_lock(time.monotonic() - self.locked_since)
        if work.stopped.wait(PAUSE_SECONDS) and work.stop is not None:
            raise work.stop
        return True

    def lock_released(self) -> None:
        """Note that the database is free."""
        self.locked_since = None

    def raise_if_stopped(self) -> None:
        """Raise the error that stopped the current work: the person was already told that it is not saved."""
        if self._current is not None and self._current.stop is not None:
            raise self._current.stop

    def _loop(self) -> None:
        while (work := self._next()) is not None:
            self._current = work
            work.execute()
            self._current = None
            self.locked_since = None
            del work  # an idle thread keeps no references

    def _next(self) -> Work[Any] | None:
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._ends)
            return self._queue.popleft() if self._queue else None

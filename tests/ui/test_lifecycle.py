from __future__ import annotations

import asyncio
import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest

from milestone_tui.terminal.shutdown import SignalHandler

TERMINATED = 128 + signal.SIGTERM


@pytest.fixture(autouse=True)
def handlers() -> Iterator[None]:
    """The signals are handled after a test as they were before it."""
    numbers = (signal.SIGTERM, signal.SIGHUP, signal.SIGALRM, signal.SIGCONT)
    before = {number: signal.getsignal(number) for number in numbers}
    yield
    after = {number: signal.signal(number, handler) for number, handler in before.items()}
    del after[signal.SIGCONT], before[signal.SIGCONT]  # whose handler is the driver's, for as long as the program lives
    assert after == before
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)


def test_before_the_application_runs_a_signal_ends_the_block() -> None:
    with pytest.raises(SystemExit) as ended, SignalHandler() as ending:
        signal.raise_signal(signal.SIGTERM)
    assert ended.value.code == ending.code == TERMINATED


def test_what_the_signal_became_on_its_way_out_does_not_count() -> None:
    with pytest.raises(SystemExit) as ended, SignalHandler():
        try:
            signal.raise_signal(signal.SIGTERM)
        except SystemExit as error:
            raise RuntimeError("Error calling __set_name__") from error
    assert ended.value.code == TERMINATED


def test_a_signal_that_went_unnoticed_is_noticed_before_the_application_runs() -> None:
    with pytest.raises(SystemExit) as ended, SignalHandler() as ending:
        with suppress(SystemExit):
            signal.raise_signal(signal.SIGTERM)
        with ending.running(lambda: None):
            raise AssertionError("it ran")
    assert ended.value.code == TERMINATED


def test_what_was_asked_for_is_written_in_peace_after_the_application_has_ended() -> None:
    with SignalHandler() as ending:
        with ending.running(lambda: None):
            pass
        signal.raise_signal(signal.SIGTERM)
        assert ending.code == TERMINATED


@pytest.mark.parametrize("early", [True, False], ids=["before it joins", "after"])
async def test_a_running_application_is_asked_to_leave_once(early: bool) -> None:
    asked: list[int] = []
    with SignalHandler() as ending, ending.running(lambda: None):
        if early:
            signal.raise_signal(signal.SIGTERM)
        ending.join(asked.append, lambda: None)
        for number in (signal.SIGTERM, signal.SIGHUP):
            signal.raise_signal(number)
        assert asked == []
        await asyncio.sleep(0)
    assert asked == [TERMINATED]


def test_what_is_ignored_stays_ignored() -> None:
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    with SignalHandler() as ending:
        signal.raise_signal(signal.SIGHUP)
    assert ending.code is None
    signal.signal(signal.SIGHUP, signal.SIG_DFL)

"""Work that goes on while keys are taken."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, cast

from textual.dom import DOMNode

WRITES = "writes"
"""The group of workers whose end a key waits for: it may act on what they write, or go to where they lead."""

_Arguments = ParamSpec("_Arguments")


def begin(
    node: DOMNode,
    group: str,
    work: Callable[_Arguments, Coroutine[Any, Any, None]],
    *args: _Arguments.args,
    **options: _Arguments.kwargs,
) -> None:
    """Have `work` done in a worker of this node; what takes long in it waits for a thread by `asyncio.to_thread`.

    (Of a thread worker of Textual's the thread, idle again, would hold the screen and all that it showed.)
    Its coroutine is made when its turn comes: one that was made and never begun, because the program ended before,
    would be complained about.
    """

    async def carry_out() -> None:  # not a partial: a worker spells out what it is given, be it a whole plan
        await work(*args, **options)

    node.run_worker(cast("Callable[[], None]", carry_out), group=group)

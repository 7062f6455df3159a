"""Background workers, which run while keys are handled."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any, ParamSpec, cast

from textual.dom import DOMNode

WRITES = "writes"
"""The group of workers that keys wait for: a key may act on what they write, or on the screen that they open."""

_Arguments = ParamSpec("_Arguments")


def start_worker(
    node: DOMNode,
    group: str,
    work: Callable[_Arguments, Coroutine[Any, Any, None]],
    *args: _Arguments.args,
    **options: _Arguments.kwargs,
) -> None:
    """Run `work` in a worker of this node; long calls in it must use `asyncio.to_thread`.

    Textual's thread workers are not used: their idle threads keep references to closed screens. The coroutine is
    created when the worker starts, since Python warns about one that never ran because the program ended.
    """

    async def carry_out() -> None:  # not a partial: the worker's description would spell out all arguments
        await work(*args, **options)

    node.run_worker(cast("Callable[[], None]", carry_out), group=group)

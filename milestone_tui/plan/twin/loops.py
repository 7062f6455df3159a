"""Loops among links, found all at once: a merge brings many links together."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping


def find_loops(before: Mapping[str, set[str]]) -> Iterator[list[tuple[str, str]]]:
    """Yield loops, each as its links, until none would be left without them."""
    left = {uid: set(earlier) for uid, earlier in before.items() if earlier}
    while True:
        _peel(left)
        if not left:
            return
        start = min(left)
        path: dict[str, int] = {}
        here = start
        while here not in path:
            path[here] = len(path)
            here = min(left[here])
        nodes = [*path][path[here] :]
        loop = [(nodes[(n + 1) % len(nodes)], uid) for n, uid in enumerate(nodes)]
        yield loop
        for earlier, uid in loop:
            left[uid].discard(earlier)
        left = {uid: earlier for uid, earlier in left.items() if earlier}


def _peel(left: dict[str, set[str]]) -> None:
    """Remove everything that is in no loop and after no loop."""
    after: dict[str, list[str]] = defaultdict(list)
    for uid, earlier in left.items():
        for one in earlier:
            after[one].append(uid)
    free = [uid for uid in after if uid not in left]
    while free:
        done = free.pop()
        for uid in after.get(done, ()):
            if uid in left:
                left[uid].discard(done)
                if not left[uid]:
                    del left[uid]
                    free.append(uid)

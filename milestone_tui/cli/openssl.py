"""Does without OpenSSL, which takes 5 MiB: nothing here speaks TLS or keeps a secret.

Python itself can be built without it, and its modules are made for that.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

_OWN = ("_md5", "_sha1", "_sha3", "_blake2")
"""Python's own of what hashlib takes from OpenSSL: where somebody left them out, it is needed."""


def load_without_openssl() -> None:
    """Load what would load OpenSSL, where it is not there already; whoever wants `ssl` itself still gets it."""
    with _hidden("ssl"):
        import asyncio  # noqa: F401 - only to load it
    if all(map(find_spec, _OWN)):
        with _hidden("_hashlib"):
            import hashlib  # noqa: F401 - only to load it
            import hmac  # noqa: F401 - it looks there too


@contextmanager
def _hidden(module: str) -> Iterator[None]:
    """Have the import of a module fail in this block, unless it is loaded."""
    if module in sys.modules:
        yield
        return
    vars(sys)["modules"][module] = None
    try:
        yield
    finally:
        del sys.modules[module]

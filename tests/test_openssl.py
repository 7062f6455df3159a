"""The dashboard without OpenSSL: it is not loaded, and what would use it works."""

import subprocess
import sys
from pathlib import Path

_LOADED = """
import sys
from milestone_tui.cli.openssl import load_without_openssl
load_without_openssl()
import milestone_tui.ui.app, milestone_tui.ui.editors.milestone, milestone_tui.store.writer
import hashlib, hmac
print(sorted({"_ssl", "_hashlib"} & sys.modules.keys()))
print(hashlib.md5(b"a").hexdigest(), hmac.new(b"k", b"a", "sha256").hexdigest()[:8])
import ssl
print("ssl" in sys.modules)
"""


def test_nothing_that_is_loaded_brings_it_and_hashes_are_right() -> None:
    out = subprocess.check_output([sys.executable, "-c", _LOADED], text=True, cwd=Path(__file__).parent.parent)
    assert out.splitlines() == ["[]", "0cc175b9c0f1b6a831c399e269772661 78da9151", "True"]

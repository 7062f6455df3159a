"""A headless Chromium, driven through two pipes by its own protocol, without any package."""

from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_ARGUMENTS = (
    "--headless=new",
    "--no-sandbox",  # in a container it cannot be had; only our own files are opened
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--hide-scrollbars",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-pipe",
)


def find_browser() -> str | None:
    """Return the path of a Chromium, if there is one."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


class Browser:
    """A running browser; leave its context to end it."""

    def __init__(self, program: str, folder: Path) -> None:
        commands, self._to = os.pipe()
        self._from, answers = os.pipe()
        # The protocol wants the descriptors 3 and 4, which subprocess may need itself while it starts a program.
        command = [program, *_ARGUMENTS, f"--user-data-dir={folder}", "about:blank"]
        self._process = subprocess.Popen(
            ["bash", "-c", f'exec "$@" 3<&{commands} 4>&{answers}', "bash", *command],
            pass_fds=(commands, answers),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env={**os.environ, "HOME": str(folder)},
        )
        os.close(commands)
        os.close(answers)
        self._number = 0
        self._read = b""

    def __enter__(self) -> Browser:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        os.close(self._to)
        self._process.terminate()
        self._process.wait()
        os.close(self._from)

    @contextmanager
    def page(self, width: int = 1200, scheme: str = "light") -> Iterator[Page]:
        """Open an empty page of a width, in light or dark."""
        target = self.call("Target.createTarget", {"url": "about:blank"})["targetId"]
        session = self.call("Target.attachToTarget", {"targetId": target, "flatten": True})["sessionId"]
        page = Page(self, session)
        for domain in ("Page", "Runtime", "Log", "Network"):
            page.call(f"{domain}.enable")
        size = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": False}
        page.call("Emulation.setDeviceMetricsOverride", size)
        page.call("Emulation.setEmulatedMedia", {"features": [{"name": "prefers-color-scheme", "value": scheme}]})
        yield page
        self.call("Target.closeTarget", {"targetId": target})

    def call(self, method: str, parameters: Mapping[str, Any] | None = None, page: Page | None = None) -> Any:
        """Return what a method answers; the page gets what happens until then. Raises RuntimeError if it refuses."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters or {}}
        if page is not None:
            message["sessionId"] = page.session
        _write(self._to, json.dumps(message).encode() + b"\0")
        while True:
            answer = self.next()
            if answer.get("id") == self._number:
                if "error" in answer:
                    raise RuntimeError(f"{method}: {answer['error']['message']}")
                return answer["result"]
            if page is not None and answer.get("sessionId") == page.session:
                page.heard.append(answer)

    def next(self) -> dict[str, Any]:
        """Return the next answer or event."""
        while b"\0" not in self._read:
            found = os.read(self._from, 1 << 20)
            if not found:
                raise RuntimeError("The browser has ended.")
            self._read += found
        one, _, self._read = self._read.partition(b"\0")
        message: dict[str, Any] = json.loads(one)
        return message


def _write(to: int, content: bytes) -> None:
    while content:
        content = content[os.write(to, content) :]


class Page:
    """A page of a browser, with what happened on it."""

    def __init__(self, browser: Browser, session: str) -> None:
        self.browser = browser
        self.session = session
        self.heard: list[dict[str, Any]] = []

    def call(self, method: str, parameters: Mapping[str, Any] | None = None) -> Any:
        """Return what a method answers for this page."""
        return self.browser.call(method, parameters, self)

    def open(self, path: Path) -> None:
        """Load a file and wait until it is there."""
        self.call("Page.navigate", {"url": path.as_uri()})
        while not any(event["method"] == "Page.loadEventFired" for event in self.heard):
            event = self.browser.next()
            if event.get("sessionId") == self.session:
                self.heard.append(event)

    def run(self, script: str) -> Any:
        """Return what a script comes to."""
        parameters = {"expression": script, "awaitPromise": True, "returnByValue": True}
        answer = self.call("Runtime.evaluate", parameters)
        if "exceptionDetails" in answer:
            raise RuntimeError(str(answer["exceptionDetails"]))
        return answer["result"].get("value")

    def messages(self) -> list[str]:
        """Return what the console shows."""
        kinds = ("Runtime.consoleAPICalled", "Runtime.exceptionThrown", "Log.entryAdded")
        return [json.dumps(event["params"])[:300] for event in self.heard if event["method"] in kinds]

    def requests(self) -> list[str]:
        """Return the addresses that were asked for."""
        return [e["params"]["request"]["url"] for e in self.heard if e["method"] == "Network.requestWillBeSent"]

    def picture(self, height: int | None = None) -> bytes:
        """Return the page as a PNG, all of it or so much of its top."""
        size = self.call("Page.getLayoutMetrics")["cssContentSize"]
        clip = {"x": 0, "y": 0, "width": size["width"], "height": min(height or 16_000, size["height"]), "scale": 1}
        return _decoded(self.call("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip}))

    def pdf(self, width: float, height: float) -> bytes:
        """Return the page on paper of a size in inches."""
        return _decoded(self.call("Page.printToPDF", {"paperWidth": width, "paperHeight": height}))


def _decoded(answer: Mapping[str, str]) -> bytes:
    return base64.b64decode(answer["data"])

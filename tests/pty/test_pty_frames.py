"""What a person sees comes in one frame: nothing is painted half built, nothing is painted twice."""

from __future__ import annotations

from pathlib import Path

from terminal import Terminal

_ASKED = b"\x1b[?2026$p"
_ANSWER = b"\x1b[?2026;2$y"
_BEGIN = b"\x1b[?2026h"


class FrameCounter(Terminal):
    """A terminal that can be told where a frame begins and ends, and so knows how many there were."""

    frames = 0

    def take(self, data: bytes) -> None:
        asked = _ASKED in self.output
        super().take(data)
        if _ASKED in self.output and not asked:
            self.send(_ANSWER)
        self.frames += data.count(_BEGIN)

    def frames_for(self, key: str, seen: str) -> int:
        """How many frames a key makes until something is seen, and all that follows by itself."""
        before = self.frames
        self.press(key)
        self.see(seen)
        self.quiet(1.0)
        return self.frames - before


def test_what_opens_and_closes_is_one_frame(tmp_path: Path) -> None:
    with FrameCounter("--demo", "--plain", home=tmp_path) as terminal:
        terminal.see("NEXT MILESTONE")
        terminal.quiet(1.5)
        assert terminal.frames <= 1, "the start, unmarked where the answer came after it"
        for key, seen in (
            ("enter", "› Timeline"),
            ("n", "New milestone in"),
            ("escape", "new"),
            ("e", "Deliverable"),
            ("escape", "› Timeline"),
            ("/", "/ "),
            ("escape", "› Timeline"),
            (":", "Zoom|zoom"),
            ("escape", "› Timeline"),
            ("?", "THIS SCREEN"),
            ("q", "› Timeline"),
            (".", "What if Client sign-off"),
            ("m", "Move to"),
            ("escape", "push"),
            ("enter", "u to undo"),
            ("q", "NEXT MILESTONE"),
            ("tab", "› Roadmap"),
            ("tab", "NEXT MILESTONE"),
        ):
            assert terminal.frames_for(key, seen) == 1, key

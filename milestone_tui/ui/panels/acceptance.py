"""The panel that submits a milestone for acceptance, then accepts or rejects it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.drafts import UnfinishedKind
from milestone_tui.plan.language.wording import count_words, day_words
from milestone_tui.plan.model import MilestoneState
from milestone_tui.plan.sign_off import acceptance_words, signed_words
from milestone_tui.ui.panels.signing import TODAY_HINT, SigningPanel

_SUBMIT = (("submit", "ask the approver to accept it"),)
_ANSWER = (("accept", "ticks it as done"), ("reject", "back to in progress; say what is missing"))


class AcceptanceScreen(SigningPanel):
    """Panel that submits a milestone, or records the answer to a submitted one."""

    KIND = UnfinishedKind.SIGN_OFF

    @property
    def _waits(self) -> bool:
        milestone = self._detail.milestone
        return milestone.state is MilestoneState.SUBMITTED or (
            milestone.submitted_on is not None and milestone.accepted_on is None
        )

    def heading(self) -> str:
        """Return the question, or what submitting does."""
        return f"Accept {self.named}?" if self._waits else f"Submit {self.named} for acceptance"

    def choices(self) -> Sequence[tuple[str, str]]:
        """Return submit, or the two answers."""
        return _ANSWER if self._waits else _SUBMIT

    def past(self) -> Sequence[str]:
        """Return the open submission with its time left, then the earlier rounds."""
        detail = self._detail
        lines = []
        for round_ in detail.acceptances:
            if round_.answer is None or round_.answered_on is None:
                words = acceptance_words(detail.milestone, detail.project.calendar, self.context.today)
                day = self.on_day(round_.submitted_on)
                lines.append(f"{signed_words('submitted', day, round_.submitted_by, '')} · {words}")
            else:
                day = self.on_day(round_.answered_on)
                lines.append(signed_words(round_.answer.value, day, round_.answered_by, round_.note))
        return lines

    def labels(self) -> Mapping[str, tuple[str, str, str]]:
        """Return date and person, and the note or the working days to accept."""
        milestone = self._detail.milestone
        if self._waits:
            return {
                "answered_on": ("Date", "", TODAY_HINT),
                "answered_by": ("By", milestone.approver, "you"),
                "note": ("Note", "", "required when you reject: what is missing"),
            }
        return {
            "submitted_on": ("Submitted on", "", TODAY_HINT),
            "submitted_by": ("Submitted by", milestone.owner, "you"),
            "acceptance_days": ("Accept within", str(self._detail.project.acceptance_days), "working days"),
        }

    def echo(self) -> str:
        """Return when the acceptance is due."""
        if self._waits:
            return ""
        until = self._detail.project.calendar.add(self.day("submitted_on"), self._window())
        return f"acceptance due {day_words(until)} ({count_words(self._window(), 'working day')})"

    def sign(self, choice: int, day: date) -> None:
        """Submit, accept or reject the milestone."""
        id_ = self._detail.milestone.id
        if not self._waits:
            by, window = self.value("submitted_by"), self._window()
            self.write(lambda do: do.acceptance.submit(id_, day, by, window), f"Submitted {self.named}")
            return
        by, note = self.value("answered_by"), self.value("note")
        if choice == 0:
            self.write(lambda do: do.acceptance.accept(id_, day, by, note), f"Accepted {self.named}")
        elif not note:
            raise InvalidInput("note", "Say what is missing, so the owner knows what to fix.")
        else:
            self.write(lambda do: do.acceptance.reject(id_, day, note, by), f"Rejected {self.named}")

    def _window(self) -> int:
        text = self.value("acceptance_days")
        if not text.isdecimal() or not 0 < int(text[:4]) <= 366:
            raise InvalidInput("acceptance_days", "Enter 1 to 366 working days.")
        return int(text)

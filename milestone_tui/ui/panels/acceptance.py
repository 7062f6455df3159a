"""Acceptance: what is delivered is submitted, then accepted or rejected within the window that was agreed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from milestone_tui.errors import InvalidInput
from milestone_tui.plan.drafts import UnfinishedKind
from milestone_tui.plan.language.wording import count_words, day_words
from milestone_tui.plan.model import MilestoneState
from milestone_tui.plan.sign_off import acceptance_words, signed_words
from milestone_tui.ui.panels.signing import TODAY_HINT, SigningPanel

_SUBMIT = (("submit", "hand it over for acceptance"),)
_ANSWER = (("accept", "it is done"), ("reject", "back to work, the note says what is missing"))


class AcceptanceScreen(SigningPanel):
    """Submits what is not submitted, asks for the answer to what is."""

    KIND = UnfinishedKind.SIGN_OFF

    @property
    def _waits(self) -> bool:
        milestone = self._detail.milestone
        return milestone.state is MilestoneState.SUBMITTED or (
            milestone.submitted_on is not None and milestone.accepted_on is None
        )

    def asks(self) -> str:
        """The heading."""
        return "Is it accepted:" if self._waits else "Submit for acceptance:"

    def choices(self) -> Sequence[tuple[str, str]]:
        """Submit, or the two answers."""
        return _ANSWER if self._waits else _SUBMIT

    def past(self) -> Sequence[str]:
        """What waits and how long it may, then the rounds before."""
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
        """Day and hand, and what goes with the answer."""
        milestone = self._detail.milestone
        if self._waits:
            return {
                "answered_on": ("Answered on", "", TODAY_HINT),
                "answered_by": ("Answered by", milestone.approver, "you, when nobody is named"),
                "note": ("Note", "", "what is missing, when it is rejected"),
            }
        return {
            "submitted_on": ("Submitted on", "", TODAY_HINT),
            "submitted_by": ("Submitted by", milestone.owner, "you, when nobody is named"),
            "acceptance_days": ("Accept within", str(self._detail.project.acceptance_days), "working days"),
        }

    def echo(self) -> str:
        """Until when an answer is expected."""
        if self._waits:
            return ""
        until = self._detail.project.calendar.add(self.day("submitted_on"), self._window())
        return f"{count_words(self._window(), 'working day')} to accept, until {day_words(until)}"

    def sign(self, choice: int, day: date) -> None:
        """Submit, accept or reject."""
        id_ = self._detail.milestone.id
        if not self._waits:
            by, window = self.value("submitted_by"), self._window()
            self.write(lambda do: do.acceptance.submit(id_, day, by, window), f"Submitted {self.named}")
            return
        by, note = self.value("answered_by"), self.value("note")
        if choice == 0:
            self.write(lambda do: do.acceptance.accept(id_, day, by, note), f"Accepted {self.named}")
        elif not note:
            raise InvalidInput("note", "What is missing? A rejection says so.")
        else:
            self.write(lambda do: do.acceptance.reject(id_, day, note, by), f"Rejected {self.named}")

    def _window(self) -> int:
        text = self.value("acceptance_days")
        if not text.isdecimal() or not 0 < int(text[:4]) <= 366:
            raise InvalidInput("acceptance_days", "A number of working days, from 1 to 366.")
        return int(text)

"""Choices that one key steps through, such as sort orders."""

from __future__ import annotations

from enum import StrEnum
from typing import Self


class Cycle(StrEnum):
    """Base of choices in a fixed order; the values are shown to people and remembered."""

    @property
    def following(self) -> Self:
        """The next choice; the first after the last."""
        choices = list(type(self))
        return choices[(choices.index(self) + 1) % len(choices)]

    @classmethod
    def named(cls, name: object) -> Self:
        """Return the choice with this value; the first if there is none."""
        choices = list(cls)
        return next((choice for choice in choices if choice.value == name), choices[0])

"""Who makes a change: a login at the computer, and the name that the person goes by."""

from __future__ import annotations

from typing import NamedTuple


class Actor(NamedTuple):
    """A login and a name; several people may share one login, and one person may use several."""

    login: str
    """As the system knows it; empty in a change that was made before logins were kept."""
    name: str

    @classmethod
    def called(cls, login: str) -> Actor:
        """Return who goes by the name of the login."""
        return cls(login, login)

    def is_same(self, other: Actor) -> bool:
        """Tell whether both are one person; where a login was not kept the name decides."""
        return self.name == other.name and (self.login == other.login or "" in (self.login, other.login))

    def __str__(self) -> str:
        """Return the name, and the login beside it where that differs: `ana (root)`."""
        return self.name if self.login in ("", self.name) else f"{self.name} ({self.login})"

"""Who makes a change: a login at the computer, and the name that the person goes by."""

from __future__ import annotations

from typing import NamedTuple


class Actor(NamedTuple):
    """A login and a name; several people may share one login, and one person may use several."""

    login: str
    """The system's user name; empty in a change made before logins were recorded."""
    name: str

    @classmethod
    def called(cls, login: str) -> Actor:
        """Return an actor whose name is the login."""
        return cls(login, login)

    def is_same(self, other: Actor) -> bool:
        """Return whether both are the same person; without a recorded login the names decide."""
        return self.name == other.name and (self.login == other.login or "" in (self.login, other.login))

    def __str__(self) -> str:
        """Return the name, followed by the login if it differs: `ana (root)`."""
        return self.name if self.login in ("", self.name) else f"{self.name} ({self.login})"

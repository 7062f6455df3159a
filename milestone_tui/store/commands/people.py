"""People."""

from __future__ import annotations

from milestone_tui.plan import rules
from milestone_tui.store.commands.rows import person_id_of, the
from milestone_tui.store.transaction import Transaction


class People:
    """What can be done to people."""

    def __init__(self, transaction: Transaction) -> None:
        self._transaction = transaction

    def find_or_create(self, name: str) -> int:
        """Return the id of the person of that name, in whatever case; add them when there is nobody.

        Raises InvalidInput for a name with nothing to see.
        """
        tidied = rules.settle_name("owner", "A person", name)
        before = person_id_of(self._transaction, tidied, make=False)
        if before is not None:
            return before
        self._transaction.name(f'New person "{tidied}"')
        return the(person_id_of(self._transaction, tidied))

"""How values that SQLite does not know are kept, and what every table has; for the tables of the write side."""

from datetime import UTC, date, datetime
from typing import Any

from pydantic import ConfigDict
from sqlalchemy import CheckConstraint, Dialect, Text, TypeDecorator
from sqlmodel import SQLModel


def kept_instant(instant: datetime) -> str:
    """Return an instant as it is kept: in UTC with milliseconds, so that its order as text is its order in time."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")


class IsoDate(TypeDecorator[date]):
    """A calendar date, kept as text (`2026-12-01`): a STRICT table knows no dates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write the date as text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read the date from text."""
        return None if value is None else date.fromisoformat(value)


class IsoInstant(TypeDecorator[datetime]):
    """An instant, kept as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write the instant as text."""
        return None if value is None else kept_instant(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read the instant from text."""
        return None if value is None else datetime.fromisoformat(value)


def dates(table: str, *columns: str) -> tuple[CheckConstraint, ...]:
    """Return the constraints that hold these columns to calendar days."""
    return tuple(
        CheckConstraint(
            f"{column} BETWEEN '0001-01-01' AND '9999-12-31' AND {column} IS date({column}, '+0 days')",
            name=f"{table}_{column}",
        )
        for column in columns
    )


def instants(table: str, *columns: str) -> tuple[CheckConstraint, ...]:
    """Return the constraints that hold these columns to instants as `IsoInstant` writes them."""
    form = "[12][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-5][0-9]:[0-5][0-9].[0-9][0-9][0-9]+00:00"
    return tuple(
        CheckConstraint(
            # A colon before a letter or digit would be taken for the place of a value.
            f"{column} GLOB '{form}' AND {column} BETWEEN '1900' AND '2200' AND substr({column}, 12, 2) < '24' "
            f"AND substr({column}, 1, 10) IS date(substr({column}, 1, 10), '+0 days')".replace(":", "\\:"),
            name=f"{table}_{column}",
        )
        for column in columns
    )


def lengths(table: str, least: int, most: int, *columns: str) -> tuple[CheckConstraint, ...]:
    """Return the constraints that hold these texts to a number of characters."""
    return tuple(
        CheckConstraint(f"length({column}) BETWEEN {least} AND {most}", name=f"{table}_{column}") for column in columns
    )


class Row(SQLModel):
    """What every table class is. A row is never validated by pydantic, so nothing is prepared for that."""

    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]  # SQLModel types it as a class of its own


STRICT: dict[str, Any] = {"sqlite_strict": True, "sqlite_autoincrement": True}
"""What every table has: strict types, and ids that are never used twice."""

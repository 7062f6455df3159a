"""Column types that SQLite lacks, and the base class of all tables, for the write side."""

import re
from datetime import UTC, date, datetime
from typing import Any

from pydantic import ConfigDict
from sqlalchemy import Dialect, Text, TypeDecorator, text
from sqlalchemy.orm import declared_attr
from sqlalchemy.orm.attributes import set_attribute
from sqlmodel import Field, SQLModel


def kept_instant(instant: datetime) -> str:
    """Return an instant as text in UTC with milliseconds, so that texts sort like times."""
    return instant.astimezone(UTC).isoformat(timespec="milliseconds")


class IsoDate(TypeDecorator[date]):
    """A calendar date stored as text (`2026-12-01`), since a STRICT table has no dates."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> str | None:
        """Write the date as text."""
        return None if value is None else value.isoformat()

    def process_result_value(self, value: str | None, dialect: Dialect) -> date | None:
        """Read the date from text."""
        return None if value is None else date.fromisoformat(value)


class IsoInstant(TypeDecorator[datetime]):
    """An instant stored as text."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> str | None:
        """Write the instant as text."""
        return None if value is None else kept_instant(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> datetime | None:
        """Read the instant from text."""
        return None if value is None else datetime.fromisoformat(value)


def empty_text() -> Any:
    """Return a text column that is empty by default."""
    return Field(default="", sa_type=Text, sa_column_kwargs={"server_default": text("''")})


class Row(SQLModel):
    """Base of every table class: `GateDecisionRow` is a row of the table `gate_decision`.

    Rows are never validated by pydantic, so nothing is prepared for that.
    """

    model_config = ConfigDict(defer_build=True)  # type: ignore[assignment]  # SQLModel types it as a class of its own

    id: int | None = Field(default=None, primary_key=True)

    @declared_attr.directive
    @classmethod
    def __tablename__(cls) -> str:
        """Return the name of the table."""
        return re.sub("(?<!^)(?=[A-Z])", "_", cls.__name__.removesuffix("Row")).lower()


def set_column(row: Row, column: str, value: object) -> None:
    """Set a column of a row, even one without a declared attribute."""
    set_attribute(row, column, value)

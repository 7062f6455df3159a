"""Calendar files (iCalendar)."""

"""GanttProject files (.gan, .calendar)."""

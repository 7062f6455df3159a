"""Plans of GanttProject (.gan)."""

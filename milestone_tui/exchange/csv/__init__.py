"""Tables of milestones (CSV)."""

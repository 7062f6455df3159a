"""The milestones of one project on a time axis."""

"""GitHub's milestones."""

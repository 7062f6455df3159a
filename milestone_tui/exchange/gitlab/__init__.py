"""GitLab's milestones."""

"""A terminal dashboard for project milestones."""

__version__ = "0.1.0"

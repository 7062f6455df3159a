"""Baselines of a project, and what differs between two plans."""

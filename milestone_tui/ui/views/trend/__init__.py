"""Trend: how the dates of a project moved, what is done of it, and what it earned."""

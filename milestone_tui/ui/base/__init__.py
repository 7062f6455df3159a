"""Base classes of screens and panels."""

"""Drafts of earlier sessions."""

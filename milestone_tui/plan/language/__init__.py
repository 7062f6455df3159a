"""Typed text to values and back: dates, money, filters, quick add, and the words of the dashboard."""

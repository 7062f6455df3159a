"""Panels that ask or show one thing above any screen."""

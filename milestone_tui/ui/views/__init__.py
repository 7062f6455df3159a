"""The views: a folder each, with its screen, keys, tables and words."""

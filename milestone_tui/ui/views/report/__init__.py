"""Report: what its reader gets, as the view shows and writes it."""

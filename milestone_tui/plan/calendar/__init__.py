"""Working days, weeks and the clock."""

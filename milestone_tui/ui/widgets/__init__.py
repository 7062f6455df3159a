"""The widgets: they show plan values and post requests; none knows the store."""

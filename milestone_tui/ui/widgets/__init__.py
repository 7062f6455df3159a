"""The widgets: they show plan values and post wishes; none knows the store."""

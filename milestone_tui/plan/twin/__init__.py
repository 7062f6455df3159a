"""The text twin of the plans: records made of facts, which two offices change apart and merge."""

"""Review: a walk through the questions of a progress review, and past reviews."""

"""Links between milestones: float, critical path, and what a move does."""

"""Links between milestones: float, critical path, and the effects of a move."""

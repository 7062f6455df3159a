"""What follows from a plan: health, progress, baselines, history."""

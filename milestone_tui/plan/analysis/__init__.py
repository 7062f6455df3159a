"""Results computed from a plan: health, progress, differences between baselines, history."""

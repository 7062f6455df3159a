"""The forms that edit a milestone and a project."""

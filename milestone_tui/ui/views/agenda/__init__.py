"""The view of what is due, in all projects or in one."""

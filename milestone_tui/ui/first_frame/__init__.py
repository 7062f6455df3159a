"""The first frame, painted before Textual is loaded; imports neither Textual nor Rich."""

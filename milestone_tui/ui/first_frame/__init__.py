"""What is shown until Textual is loaded; imports neither Textual nor Rich."""

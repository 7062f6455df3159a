"""The questions that the read side answers, one file a question."""

"""What a plan is: immutable values and pure rules, without SQL, Textual or files."""

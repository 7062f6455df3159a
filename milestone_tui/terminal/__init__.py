"""Reduce what an application writes to its terminal to the cells that change; independent of milestones.

`screen` is a model of the screen on which the application's output is played. At the end of a frame, `differ` compares
the model with what the terminal shows, and `pen` writes the difference. `line` combines these parts, `pace` measures
how much the connection takes, and `driver` plugs it all into Textual.
"""

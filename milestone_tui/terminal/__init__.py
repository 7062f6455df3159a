"""What an application writes to its terminal, reduced to the cells that change; knows nothing of milestones.

The application's stream is played on a model of the screen (`screen`); at the end of a frame the differ (`differ`)
compares the model with what the terminal shows and lets the pen (`pen`) write the difference. `line` puts the parts
together, `pace` tells how much of it the terminal takes, `driver` puts the line under Textual.
"""

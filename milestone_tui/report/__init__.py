"""Reports of a project: plain blocks made from plan values, and the dresses that draw them."""

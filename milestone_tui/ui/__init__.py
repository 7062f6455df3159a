"""How the plan is seen and handled: the app, its screens and its widgets."""

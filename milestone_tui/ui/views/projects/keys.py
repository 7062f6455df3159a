"""The keys of the projects, in the order of their key bar; what they do is in the screen."""

from __future__ import annotations

from milestone_tui.ui.keys import Keys, axis_keys, bind, hidden

ON_THE_AXIS = frozenset({"zoom", "pan", "today", "fit", "table"})
"""Actions that mean something in the roadmap only."""

PROJECT_KEYS: Keys = [
    bind("projects.open", "enter", "open", "The timeline of the project"),
    bind("projects.new", "n", "new", "A new project"),
    hidden(
        "projects.start", "N", "new from a template", "A new project with phases, milestones and links, from a template"
    ),
    bind("projects.edit", "e", "edit", "Name, client, dates and phases of the project"),
    bind("projects.tick", "space", "tick next", "The next milestone is done today; a gate is decided"),
    bind("projects.roadmap", "tab", "roadmap", "All projects on one time axis"),
    bind("projects.table", "tab", "table", "Back to the table of projects"),
    *axis_keys("projects", "All projects in the width"),
    bind("projects.filter", "slash", "filter", "Show only what matches"),
    bind("projects.sort", "s", "sort", "By health, due date, finish, slip, name or progress"),
    hidden("projects.group", "o", "group", "Group by client, or show one list"),
    bind("projects.sign", "a", "sign off", "Submit, accept or reject the next milestone; decide a gate"),
    hidden("projects.mark", "v", "mark", "Mark projects, to act on all of them at once"),
    hidden("projects.mark_range", "V", "mark a range", "From the last mark to here"),
    hidden("projects.mark_all", "asterisk", "mark all", "All that is shown; again: none"),
    hidden("projects.archive", "A", "archive", "Archive the project, or unarchive it (is:archived finds it)"),
    hidden("projects.delete", "d", "delete", "Delete the project; asks first when it has milestones"),
    hidden("projects.move", "W", "move the whole project", "What if all that is open of it came earlier or later"),
    hidden("projects.days_off", "O", "days off", "Show days off; add some to all that is marked"),
    hidden("projects.show_all", "escape", "show all", "Clear the marks, the filter; back from the roadmap"),
    hidden("projects.leave", "q", "table", "Back to the table of projects", "table"),
    hidden("projects.quit", "q", "quit", "Leave the program", "app.quit"),
]

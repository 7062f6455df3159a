"""The keys of Projects, in the order of its key bar; the actions are in `screen.py`."""

from __future__ import annotations

from collections.abc import Sequence

from milestone_tui.ui.keys import KeyHint, Keys, bind, hidden, needs, time_axis_keys

A_PROJECT, A_SHOWN_PROJECT, PROJECTS = "a selected project", "a project that is shown", "a project"
ROADMAP = "the roadmap (tab)"

NEEDS = needs(
    {
        A_PROJECT: "open edit tick sign move archive delete days_off mark mark_range mark_all",
        A_SHOWN_PROJECT: "sort roadmap",
        PROJECTS: "filter mine show_all",
        ROADMAP: "zoom pan today fit",
    }
)
"""What the actions of Projects need."""

PROJECT_KEYS: Keys = [
    bind("projects.open", "enter", "open", "Open the project's timeline"),
    bind("projects.new", "n", "new", "Create a project"),
    hidden("projects.start", "N", "new from template", "Create a project with phases and milestones"),
    bind("projects.edit", "e", "edit", "Edit name, client, dates, phases and people"),
    bind("projects.tick", "space", "tick next", "Tick the next milestone; decide a gate"),
    bind("projects.roadmap", "tab", "roadmap", "Show all projects on one time axis"),
    bind("projects.table", "tab", "table", "Go back to the table of projects"),
    *time_axis_keys("projects", "Fit all projects into the width"),
    bind("projects.filter", "slash", "filter", "Show only projects that match"),
    hidden("projects.mine", "at", "mine", "Show only what is yours, or everything"),
    bind("projects.sort", "s", "sort", "Sort by health, date, slip, name or progress"),
    hidden("projects.group", "o", "group", "Group by client, or show one list"),
    bind("projects.sign", "a", "sign off", "Submit, accept or reject the next milestone"),
    hidden("projects.mark", "v", "mark", "Mark several, to act on them at once"),
    hidden("projects.mark_range", "V", "mark a range", "Mark all from the last mark to here"),
    hidden("projects.mark_all", "asterisk", "mark all", "Mark every project shown, or none"),
    hidden("projects.archive", "A", "archive", "Archive the project, or unarchive it"),
    hidden("projects.delete", "d", "delete", "Delete the project and everything in it"),
    hidden("projects.move", "W", "move project", "Try moving every open milestone in it"),
    hidden("projects.days_off", "O", "days off", "Show days off; add some to marked projects"),
    hidden("projects.import_plan", "I", "import", "Import a plan, with a preview first"),
    hidden("projects.show_all", "escape", "clear filter", "Clear marks and filter; leave the roadmap"),
    hidden("projects.leave", "q", "table", "Go back to the table of projects", "table"),
    hidden("projects.quit", "q", "quit", "Quit milestone-tui", "app.quit"),
]


def arranged_hints(hints: Sequence[KeyHint]) -> tuple[KeyHint, ...]:
    """Return the keys with `tab` after those for the project; Textual lists it first."""
    place = next((at for at, hint in enumerate(hints) if hint.does == "tick next"), 0)
    return tuple(sorted(hints, key=lambda hint: place + 0.5 if hint.keys == "tab" else hints.index(hint)))

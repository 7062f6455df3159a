"""Labels of changes, such as `Move "Beta release" by +11 d`, told as what somebody did."""

_PAST = {
    "Accept": "accepted",
    "Add": "added",
    "Archive": "archived",
    "Close": "closed",
    "Confirm": "confirmed",
    "Create": "created",
    "Decide": "decided",
    "Delete": "deleted",
    "Edit": "edited",
    "Fill": "filled",
    "Finish": "finished",
    "Import": "imported",
    "Judge": "judged",
    "Keep": "kept",
    "Make": "made",
    "Mend": "repaired",
    "Move": "moved",
    "New": "added",
    "Raise": "raised",
    "Rate": "rated",
    "Re-plan": "re-planned",
    "Record": "recorded",
    "Reject": "rejected",
    "Reopen": "reopened",
    "Repair": "repaired",
    "Save": "saved",
    "Select": "selected",
    "Set": "set",
    "Start": "started",
    "Submit": "submitted",
    "Sync": "synced",
    "Tag": "tagged",
    "Take": "set",
    "Tick": "ticked",
    "Turn": "turned",
    "Unarchive": "unarchived",
    "Untick": "unticked",
    "Update": "updated",
}
"""Past forms of the verbs that labels begin with; those of earlier versions stay."""


def past_label(label: str) -> str:
    """Return what a change did: `moved "Beta release" by +11 d`."""
    verb, _, rest = label.partition(" ")
    return f"{_PAST[verb]} {rest}" if verb in _PAST else f"made the change {label}"

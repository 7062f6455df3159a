"""Texts of help that are not made from keys: what can be typed, and what the figures mean."""

from __future__ import annotations

Entry = tuple[str, str]
"""A key, a glyph or what is typed, and its explanation."""

FILTER_EXAMPLES: tuple[Entry, ...] = (
    ("beta release", "both words in the title"),
    ('"load test"', "the two words together"),
    ("@ana", "owned by Ana"),
    ("@me", "owned by you"),
    ("#build", "in phase Build"),
    ("client:acme", "of a client"),
    ("project:portal", "of a project"),
    ("kind:gate", "of a kind"),
    ("tag:pilot", "with a tag"),
    ("state:submitted", "in a state"),
    ("is:open", "not done and not cancelled"),
    ("is:done", "done"),
    ("is:overdue", "past the due date"),
    ("is:slipping", "due later than the baseline date"),
    ("is:critical", "without float"),
    ("is:violated", "too soon after a predecessor"),
    ("is:unowned", "without an owner"),
    ("is:undated", "without a due date"),
    ("is:archived", "in archived projects"),
    ("due:+2w", "due within 2 weeks"),
    ("due<1 dec", "due before a date"),
    ("due:w50", "due in that week; dec, q1 2027"),
    ("done>-2w", "done in the last 2 weeks"),
    ("slip>5", "slipped more than 5 days"),
    ("percent<50", "less than half complete"),
    ("-is:done", "not done"),
    ("@ana or @raj", "one or the other"),
    ("(@ana or @raj) is:open", "brackets keep words together"),
)
"""What can be typed into the filter."""

FIGURES: tuple[Entry, ...] = (
    ("slip", "days past the baseline; overdue: up to today"),
    ("finish", "last due date; overdue counts as today"),
    ("float", "working days to spare before the finish moves"),
    ("budget", "spent of the budget, until today"),
)
"""What the columns count."""

QUICK_ADD_EXAMPLES: tuple[Entry, ...] = (
    ("Beta release 28 nov", "title and due date"),
    ("@ana", "owner"),
    ("#Build", "phase; #- for none"),
    ('after:"Prototype accepted"', "predecessor, keeps the lag"),
    ("after:proto+5wd", "5 working days after it"),
    ("value:12000", "value"),
    ("tag:pilot", "tag"),
)
"""What can be typed into the quick add line."""

NEW_RISK_EXAMPLES: tuple[Entry, ...] = (
    ("Test data comes late", "title"),
    ("p4 i5", "probability 4, impact 5"),
    ("@ana", "owner"),
    ("review:1 dec", "when to look at it again"),
    ("mitigate:synthetic data", "response; avoid, transfer, accept"),
    ('threatens:"Beta release"', "milestone that it threatens"),
    ("issue: Sign-on fails", "an issue; assumption, decision"),
)
"""What can be typed into the line of a new risk."""

RISK_FIGURES: tuple[Entry, ...] = (
    ("P×I", "probability × impact; of an issue its impact"),
    ("review", "when to look at it again; of a closed one, when it closed"),
)
"""What the columns of the risk register count."""

RISK_FILTER_EXAMPLES: tuple[Entry, ...] = (
    ("test data", "both words, in the title or the response"),
    ("issue", "of a kind: risk, issue, assumption, decision"),
    ("r1", "by its number"),
    ("@ana", "owned by Ana"),
    ("@me", "owned by you"),
    ("is:open", "not closed"),
    ("is:overdue", "past its review date"),
    ("is:unowned", "without an owner"),
    ("due<1 dec", "to review before a date"),
    ("done>-2w", "closed in the last 2 weeks"),
    ("project:acme", "of a project"),
    ("@ana or @raj", "one or the other"),
    ("-issue", "anything else"),
)
"""What can be typed into the filter of the risk register."""

DATE_EXAMPLES: tuple[Entry, ...] = (
    ("2026-12-01", "a date"),
    ("1 dec", "that day, this year or next"),
    ("5/12", "read in the date order of the settings"),
    ("fri", "the next Friday"),
    ("tomorrow", "the day after today"),
    ("+2w", "in 2 weeks; +3d, +1m"),
    ("w50", "last working day of it; dec, q1 2027"),
    ("w/c 7 dec", "last working day of that week"),
    ("eom", "last working day of the month"),
    ("=baseline", "the baseline date"),
)
"""What can be typed where a date is asked for."""

PERIOD_EXAMPLES: tuple[Entry, ...] = (
    ("7 days", "the last 7 days; 2 weeks"),
    ("last month", "also this or last week, quarter, year"),
    ("oct 2026", "that month; w40, q3, h1, 2026"),
    ("1 oct - 15 oct", "both days and all between them"),
    ("since 6 nov", "what came after that day"),
    ("last review", "since the last review; last report"),
)
"""What can be typed as the period of a report."""

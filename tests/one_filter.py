"""A portfolio for the filter, and what each filter finds in it, by rules of its own: plain Python, nothing of ours."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from milestone_tui.plan.inputs import LinkInput
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

TODAY = date(2026, 11, 22)
"""A Sunday."""
ME = "Ana Kovač"


@dataclass(frozen=True)
class Home:
    """A project."""

    key: str
    name: str
    client: str
    state: str = "active"
    archived: bool = False

    @property
    def words(self) -> tuple[str, ...]:
        return (self.key, self.name, self.client)

    @property
    def live(self) -> bool:
        return not self.archived and self.state != "cancelled"


@dataclass(frozen=True)
class Row:
    """A milestone, with the figures that a person can work out by hand."""

    home: Home
    title: str
    phase: str = ""
    owner: str = ""
    kind: str = "delivery"
    state: str = "planned"
    due: date | None = None
    base: date | None = None
    done: date | None = None
    percent: int = 0
    tags: tuple[str, ...] = ()
    critical: bool = False
    early: bool = False

    @property
    def open(self) -> bool:
        return self.state not in ("done", "cancelled")

    @property
    def slip(self) -> int | None:
        on = self.done or self.due
        return (on - self.base).days if on and self.base else None

    @property
    def overdue(self) -> bool:
        return self.home.live and self.open and self.due is not None and self.due < TODAY


def _day(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


ACME = Home("ACME", "Customer portal", "Acme Corp")
NORD = Home("NORD", "Data lake", "Nordbank", "on hold")
ORBIT = Home("ORBIT", "Website relaunch", "Orbit Ltd")
OLD = Home("OLD", "Legacy servers", "Acme Corp", "completed", archived=True)
STOP = Home("STOP", "Shop", "Vega Labs", "cancelled")
VOID = Home("VOID", "Nothing yet", "", "planned")
HOMES = (ACME, NORD, ORBIT, OLD, STOP, VOID)

ROWS = (
    Row(ACME, "Kick-off", "Discovery", "Raj Patel", "event", "done", _day(11, 16), _day(11, 10), _day(11, 16), 100),
    Row(ACME, "Design gate", "Discovery", "", "gate", due=_day(11, 20)),
    Row(ACME, "Beta release", "Build and test", ME, due=_day(11, 28), base=_day(11, 19), percent=60, tags=("pilot",)),
    Row(ACME, "Old idea", "Build and test", "Raj Patel", state="cancelled", due=_day(12, 1), tags=("legal",)),
    Row(ACME, "Go-live", "Launch", ME, "payment", "in progress", _day(1, 18, 2027), critical=True),
    Row(ACME, "Some day", "", "Raj Patel"),
    Row(NORD, "Data migrated", "Build", "Raj Patel", due=_day(12, 4), base=_day(12, 4), critical=True),
    Row(NORD, "Load test", "Build", "Ana Lopez", "objective", due=_day(12, 2), tags=("legal", "q4"), early=True),
    Row(ORBIT, "Relaunched", "Launch", ME, "delivery", "done", _day(11, 10), _day(11, 13), _day(11, 10), 100),
    Row(OLD, "Servers off", "", ME, due=_day(11, 25)),
    Row(OLD, "Data exported", "", "Raj Patel", state="done", due=_day(10, 1), done=_day(10, 1), percent=100),
    Row(STOP, "Shop pilot", "Build", "Raj Patel", due=_day(11, 1), tags=("pilot",)),
)  # fmt: skip


def fill(store: Store) -> None:
    """Write the portfolio."""

    def agree(do: Commands) -> None:
        ids: dict[str, int] = {}
        for home in HOMES:
            project = do.projects.create({"key": home.key, "name": home.name, "client": home.client})
            for row in ROWS:
                if row.home is home and row.base:
                    ids[row.title] = do.milestones.create(project, _fields(row) | {"due_on": row.base})
            if any(row.home is home and row.base for row in ROWS):
                do.baselines.take(project, "Contract", "", "")
            for row in ROWS:
                if row.home is home and not row.base:
                    after = [LinkInput(ids["Data migrated"])] if row.early else []
                    ids[row.title] = do.milestones.create(project, _fields(row), predecessors=after)
        do.milestones.move_all(
            {ids[row.title]: row.due for row in ROWS if row.due and row.base != row.due and row.base}, {}
        )
        for row in ROWS:
            if row.done:
                do.milestones.tick(ids[row.title], row.done)

    def end(do: Commands) -> None:
        for home in HOMES:
            if home.state != "active":
                do.projects.edit(known[home.key], {"state": home.state}, {})
            if home.archived:
                do.projects.archive(known[home.key], True)

    store.change_blocking(agree)
    known = {summary.project.key: summary.project.id for summary in store.read.projects(TODAY)}
    store.change_blocking(end)


def _fields(row: Row) -> dict[str, object]:
    state = "planned" if row.done else row.state
    fields = {"title": row.title, "phase": row.phase, "owner": row.owner, "kind": row.kind, "state": state}
    return fields | {"due_on": row.due, "progress": 0 if row.done else row.percent, "tags": row.tags}


TextBlock = Callable[[str], bool]
"""Whether a bare word is found where words are looked for."""


@dataclass(frozen=True)
class Term:
    """A filter, and the rows it means; of a project what it means of that itself, whatever its milestones are."""

    text: str
    row: Callable[[Row, TextBlock], bool]
    itself: Callable[[Home, TextBlock], bool | None] = lambda _, __: None
    """None where only milestones can say."""
    closed: bool = False
    """It asks for what may be done: projects are looked for among all milestones, not the open ones alone."""
    archive: bool = False
    """It asks about the archive, which is looked at for that reason."""

    def turned_round(self) -> Term:
        def itself(home: Home, word: TextBlock) -> bool | None:
            said = self.itself(home, word)
            return None if said is None else not said

        return Term(
            f"-({self.text})",
            lambda r, word: not self.row(r, word),
            itself,
            self.closed,
            self.archive,
        )

    def __and__(self, other: Term) -> Term:
        return Term(
            f"({self.text}) {_grouped(other)}",
            lambda r, word: self.row(r, word) and other.row(r, word),
            lambda home, word: _all(self.itself(home, word), other.itself(home, word)),
            self.closed or other.closed,
            self.archive or other.archive,
        )

    def __or__(self, other: Term) -> Term:
        return Term(
            f"{self.text} or {other.text}",
            lambda r, word: self.row(r, word) or other.row(r, word),
            lambda home, word: _any(self.itself(home, word), other.itself(home, word)),
            self.closed or other.closed,
            self.archive or other.archive,
        )

    def rows(self, home: Home | None = None) -> set[str]:
        """The titles that are found: in all projects but those in the archive, or in one."""
        return {
            r.title
            for r in ROWS
            if (r.home is home or (home is None and (self.archive or not r.home.archived)))
            and self.row(r, partial(_in_any, (r.title,)))
        }

    def homes(self) -> set[str]:
        """The projects that are shown."""
        found = set()
        for home in HOMES:
            mine = [r for r in ROWS if r.home is home and (r.open or self.closed)]
            by_rows = any(self.row(r, partial(_in_any, (r.title, *home.words))) for r in mine)
            by_itself = self.itself(home, partial(_in_any, home.words))
            if (by_rows or by_itself) and (self.archive or not home.archived):
                found.add(home.key)
        return found


def _all(one: bool | None, other: bool | None) -> bool | None:
    return False if one is False or other is False else None if None in (one, other) else True


def _any(one: bool | None, other: bool | None) -> bool | None:
    return True if one or other else None if None in (one, other) else False


def _grouped(term: Term) -> str:
    return f"({term.text})" if " " in term.text else term.text


def _plain(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(c))


def _in(part: str, whole: str) -> bool:
    return _plain(part) in _plain(whole)


def _in_any(wholes: tuple[str, ...], part: str) -> bool:
    return any(_in(part, whole) for whole in wholes)


def word(text: str, *words: str) -> Term:
    """A filter of bare words."""
    return Term(text, lambda _, has: all(map(has, words)), lambda _, has: all(map(has, words)))


def of(text: str, row: Callable[[Row], bool], *, closed: bool = False) -> Term:
    """A filter that asks for something of a milestone."""
    return Term(text, lambda r, _: row(r), closed=closed)


def project(text: str, home: Callable[[Home], bool], *, closed: bool = False, archive: bool = False) -> Term:
    """A filter that asks for something of the project."""
    return Term(text, lambda r, _: home(r.home), lambda h, _: home(h), closed, archive)


WORDS = (
    word("beta", "beta"),
    word("BETA rel", "beta", "rel"),
    word('"load test"', "load test"),
    word("data", "data"),
    word("portal", "portal"),
    word("acme", "acme"),
    word("relaunch", "relaunch"),
    word("nothing", "nothing"),
    word("zzz", "zzz"),
)
HOMED = (
    project("client:acme", lambda h: _in("acme", h.client)),
    project("client:acme corp", lambda h: _in("acme corp", h.client)),
    project("project:nord", lambda h: _in("nord", h.key) or _in("nord", h.name)),
    project("project:data lake", lambda h: _in("data lake", h.key) or _in("data lake", h.name)),
    project("state:active", lambda h: h.state == "active", closed=True),
    project("state:on-hold", lambda h: h.state == "on hold", closed=True),
    project("state:on hold", lambda h: h.state == "on hold", closed=True),
    project("is:archived", lambda h: h.archived, archive=True),
)
TERMS = (
    *WORDS,
    *HOMED,
    of("title:release", lambda r: _in("release", r.title)),
    of("owner:raj", lambda r: _in("raj", r.owner)),
    of("@ana", lambda r: _in("ana", r.owner)),
    of("@kovac", lambda r: _in("kovac", r.owner)),
    of("@Ana Kovač", lambda r: _in("ana kovac", r.owner)),
    of('@"Ana Lopez"', lambda r: _in("ana lopez", r.owner)),
    Term(
        "@ana kovač beta",
        lambda r, has: _in("ana kovac", r.owner) and has("beta"),
        lambda _, has: None if has("beta") else False,
    ),
    of("@me", lambda r: r.owner == ME),
    of("phase:disc", lambda r: _in("disc", r.phase)),
    of("#build", lambda r: _in("build", r.phase)),
    of("#build and test", lambda r: _in("build and test", r.phase)),
    of("state:done", lambda r: r.state == "done", closed=True),
    of("state:in-progress", lambda r: r.state == "in progress", closed=True),
    Term(
        "state:in progress live",
        lambda r, has: r.state == "in progress" and has("live"),
        lambda _, has: None if has("live") else False,
        closed=True,
    ),
    of("state:cancelled", lambda r: r.state == "cancelled", closed=True),
    of("kind:gate", lambda r: r.kind == "gate"),
    of("kind:payment", lambda r: r.kind == "payment"),
    of("tag:pilot", lambda r: any(_in("pilot", tag) for tag in r.tags)),
    of("tag:legal", lambda r: any(_in("legal", tag) for tag in r.tags)),
    of("is:overdue", lambda r: r.overdue),
    of("is:critical", lambda r: r.critical),
    of("is:violated", lambda r: r.early),
    of("is:slipping", lambda r: r.home.live and r.open and (r.slip or 0) > 0),
    of("is:late", lambda r: r.home.live and (r.overdue or (r.slip or 0) > 0)),
    of("is:open", lambda r: r.open),
    of("is:done", lambda r: r.state == "done", closed=True),
    of("is:unowned", lambda r: not r.owner),
    of("is:undated", lambda r: r.due is None and r.done is None),
    of("due<1 dec", lambda r: r.due is not None and r.due < _day(12, 1)),
    of("due<=2026-11-28", lambda r: r.due is not None and r.due <= _day(11, 28)),
    of("due>fri", lambda r: r.due is not None and r.due > _day(11, 27)),
    of("due>=4 dec 2026", lambda r: r.due is not None and r.due >= _day(12, 4)),
    of("due=2026-12-02", lambda r: r.due == _day(12, 2)),
    of("due:+2w", lambda r: r.due is not None and r.due <= TODAY + timedelta(14) and (r.open or r.due >= TODAY)),
    of("done>=mon", lambda r: r.done is not None and r.done >= _day(11, 16), closed=True),
    of("done<mon", lambda r: r.done is not None and r.done < _day(11, 16), closed=True),
    of("done:-1w", lambda r: r.done is not None and TODAY - timedelta(7) <= r.done <= TODAY, closed=True),
    of("done>1 nov", lambda r: r.done is not None and r.done > _day(11, 1), closed=True),
    of("slip>5", lambda r: r.slip is not None and r.slip > 5),
    of("slip<=0", lambda r: r.slip is not None and r.slip <= 0),
    of("slip=9", lambda r: r.slip == 9),
    of("percent<50", lambda r: r.percent < 50),
    of("percent>=60%", lambda r: r.percent >= 60),
)


def combined() -> tuple[Term, ...]:
    """Every term turned round, and each with others: together, as alternatives, in brackets."""
    turned = [term.turned_round() for term in TERMS]
    later = [*TERMS[17:], *TERMS[:17]]
    pairs = list(zip(TERMS, later, strict=True))
    return (
        *turned,
        *(one | other for one, other in pairs),
        *(one & other.turned_round() for one, other in pairs),
        *((one | other).turned_round() & third for (one, other), third in zip(pairs, reversed(TERMS), strict=True)),
    )

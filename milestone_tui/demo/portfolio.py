"""What the demo shows: six projects of a consultancy, drawn for one Sunday and moved to whatever day it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from milestone_tui.plan.agreements import Decision
from milestone_tui.plan.model import ChangeReason, MilestoneKind
from milestone_tui.plan.people import Role

DRAWN_ON = date(2026, 11, 22)
"""The day that stands for today in this file."""

_GATE, _EVENT, _PAYMENT, _OBJECTIVE = (
    MilestoneKind.GATE,
    MilestoneKind.EVENT,
    MilestoneKind.PAYMENT,
    MilestoneKind.OBJECTIVE,
)
_ANA, _RAJ, _MIA, _TOM, _LEA = "Ana Kovač", "Raj Patel", "Mia Lindqvist", "Tom Reed", "Léa Moreau"
_BRANDT, _NGUYEN, _HOLM = "Ines Brandt", "Paul Nguyen", "Karin Holm"
_HOUSE = "Northlight"

PEOPLE: tuple[tuple[str, str, Decimal], ...] = (
    (_ANA, _HOUSE, Decimal(5)),
    (_RAJ, _HOUSE, Decimal(5)),
    (_MIA, _HOUSE, Decimal("2.5")),
    (_TOM, _HOUSE, Decimal(3)),
    (_LEA, _HOUSE, Decimal(4)),
    (_BRANDT, "Helios AG", Decimal(1)),
    (_NGUYEN, "Acme Corp", Decimal(2)),
    (_HOLM, "Nordbank", Decimal(1)),
)
"""Name, organisation, and days a week for these projects."""

DAYS_OFF = ((1, 1, "New Year's Day"), (5, 1, "Labour Day"), (12, 25, "Christmas Day"), (12, 26, "Boxing Day"))
"""Month, day and name; every project has these off, whatever year it is."""


def _day(month: int, day: int, year: int = 2026) -> date:
    return date(year, month, day)


@dataclass(frozen=True, slots=True)
class Round:
    """Something was submitted on a day; it was rejected on another, or else accepted or not answered yet."""

    submitted: date
    by: str
    rejected: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Verdict:
    """What a gate decided."""

    on: date
    decision: Decision
    by: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Signpost:
    """A milestone as it was agreed, and what became of it."""

    title: str
    phase: str
    owner: str
    agreed: date
    done: date | None = None
    moves: tuple[tuple[date, date], ...] = ()
    """(on that day, the forecast moved to this day); the same day again confirms it."""
    after: tuple[tuple[str, int], ...] = ()
    """What it follows, with the working days of slack there are now."""
    criteria: tuple[tuple[str, date | None], ...] = ()
    """What must hold, and when it was met."""
    weight: int = 1
    kind: MilestoneKind = MilestoneKind.DELIVERY
    progress: int = 0
    value: int | None = None
    deadline: date | None = None
    deliverable: str = ""
    tags: tuple[str, ...] = ()
    notes: str = ""
    reasons: tuple[ChangeReason | None, ...] = ()
    """Why it moved, one for each of `moves`; the rest for no reason that anybody gave."""
    approver: str = ""
    rounds: tuple[Round, ...] = ()
    """What was submitted; `done` is then the day it was accepted."""
    decisions: tuple[Verdict, ...] = ()
    """What was decided here, if it is a gate; `done` is then the day of the go."""
    work: tuple[tuple[str, str], ...] = ()
    """Who works on it, and for how many days."""
    internal: bool = False

    @property
    def on(self) -> date:
        """Where it stands now."""
        return self.done or (self.moves[-1][1] if self.moves else self.agreed)


@dataclass(frozen=True, slots=True)
class Engagement:
    """A project with everything in it; phases come in the order of their milestones."""

    key: str
    name: str
    client: str
    description: str
    start: date
    target: date
    budget: int
    signposts: tuple[Signpost, ...]
    closed: date | None = None
    daily: bool = False
    """Its history is told day by day, not in monthly steps."""
    roles: tuple[tuple[str, Role], ...] = ()


_HELIO = Engagement(
    "HELIO",
    "Billing platform",
    "Helios AG",
    "Replaces the billing of 1.2 million contracts.",
    start=_day(3, 2),
    target=_day(11, 20),
    budget=420_000,
    roles=((_MIA, Role.MANAGER), (_BRANDT, Role.CLIENT), (_LEA, Role.TEAM), (_RAJ, Role.TEAM), (_TOM, Role.TEAM)),
    signposts=(
        Signpost("Kick-off", "Analysis", _MIA, _day(3, 2), done=_day(3, 2), weight=2, kind=_EVENT),
        Signpost(
            *("Requirements signed", "Analysis", _TOM, _day(3, 27)),
            done=_day(3, 31),
            after=(("Kick-off", 3),),
            weight=2,
            kind=_GATE,
        ),
        Signpost(
            *("Invoice engine ready", "Build", _RAJ, _day(5, 29)),
            done=_day(6, 5),
            after=(("Requirements signed", 2),),
            weight=2,
            value=90_000,
        ),
        Signpost(
            "Payment gateway connected", "Build", _RAJ, _day(6, 26), done=_day(7, 3), weight=2, tags=("supplier",)
        ),
        Signpost(
            *("Migration rehearsed", "Build", _LEA, _day(7, 31)),
            done=_day(8, 14),
            after=(("Invoice engine ready", 5),),
            weight=2,
            tags=("migration",),
        ),
        Signpost(
            *("Integration test passed", "Acceptance", _LEA, _day(9, 4)),
            done=_day(9, 18),
            after=(("Payment gateway connected", 4), ("Migration rehearsed", 4)),
            weight=2,
            kind=_GATE,
        ),
        Signpost("Performance test passed", "Acceptance", _RAJ, _day(9, 18), done=_day(10, 1), weight=2, internal=True),
        Signpost(
            *("Data migrated", "Acceptance", _LEA, _day(10, 9)),
            done=_day(10, 23),
            after=(("Integration test passed", 2), ("Performance test passed", 1)),
            weight=2,
            tags=("migration",),
        ),
        Signpost(
            *("Client sign-off", "Acceptance", _TOM, _day(11, 5)),
            moves=((_day(10, 26), _day(11, 12)), (_day(11, 9), _day(11, 19))),
            approver=_BRANDT,
            work=((_TOM, "4"), (_BRANDT, "2.5")),
            after=(("Data migrated", 0),),
            criteria=(
                ("Month-end run without a manual correction", _day(10, 30)),
                ("All open defects below severity 2", _day(11, 6)),
                ("Auditor's letter received", _day(11, 12)),
                ("Operators trained", _day(11, 13)),
                ("Reconciliation report signed by finance", None),
            ),
            kind=_GATE,
            notes="Finance asks for the reconciliation of October on paper. Call Ms Brandt.",
            tags=("audit",),
        ),
        Signpost(
            *("Operations handover", "Acceptance", _LEA, _day(11, 9)),
            moves=((_day(11, 9), _day(11, 20)),),
            reasons=(ChangeReason.CLIENT,),
            progress=50,
            approver=_BRANDT,
            rounds=(
                Round(_day(11, 6), _LEA, _day(11, 9), "The runbook does not say how to start the queue again."),
                Round(_day(11, 13), _LEA),
            ),
            deliverable="https://helios.example/runbook",
        ),
        Signpost(
            *("Final invoice paid", "Closing", _MIA, _day(11, 20)),
            moves=((_day(11, 9), _day(12, 4)),),
            after=(("Client sign-off", 0), ("Operations handover", 0)),
            kind=_PAYMENT,
            value=85_000,
        ),
    ),
)

_ACME = Engagement(
    "ACME",
    "Customer portal",
    "Acme Corp",
    "Orders, invoices and support in one place for 40 000 customers.",
    start=_day(10, 1),
    target=_day(1, 18, 2027),
    budget=260_000,
    daily=True,
    roles=(
        *((_MIA, Role.MANAGER), (_NGUYEN, Role.SPONSOR), ("Acme Corp", Role.CLIENT)),
        *((_ANA, Role.TEAM), (_RAJ, Role.TEAM)),
    ),
    signposts=(
        Signpost("Kick-off", "Discovery", _MIA, _day(10, 1), done=_day(10, 1), weight=2, kind=_EVENT),
        Signpost(
            *("Interviews done", "Discovery", _MIA, _day(10, 11)),
            done=_day(10, 9),
            after=(("Kick-off", 1),),
            weight=2,
            notes="23 interviews, seven of them in the warehouse.",
        ),
        Signpost(
            *("Requirements signed", "Discovery", "Acme Corp", _day(10, 15)),
            moves=((_day(10, 12), _day(10, 20)),),
            done=_day(10, 20),
            after=(("Interviews done", 2),),
            weight=2,
            kind=_GATE,
            tags=("client",),
        ),
        Signpost(
            *("Architecture agreed", "Discovery", _RAJ, _day(10, 26)),
            done=_day(10, 26),
            decisions=(Verdict(_day(10, 26), Decision.GO, _NGUYEN, "One database, two front ends."),),
            after=(("Requirements signed", 1),),
            weight=2,
            kind=_GATE,
            deliverable="https://acme.example/architecture",
        ),
        Signpost(
            *("Prototype accepted", "Build", _ANA, _day(11, 10)),
            done=_day(11, 9),
            after=(("Architecture agreed", 2),),
            weight=2,
            value=30_000,
            approver=_NGUYEN,
            rounds=(Round(_day(11, 4), _ANA),),
        ),
        Signpost(
            *("Beta release", "Build", _ANA, _day(11, 19)),
            moves=((_day(11, 2), _day(11, 24)), (_day(11, 10), _day(11, 21)), (_day(11, 16), _day(11, 28))),
            reasons=(ChangeReason.SCOPE, ChangeReason.ESTIMATE, ChangeReason.CLIENT),
            approver=_NGUYEN,
            work=((_ANA, "12"), (_RAJ, "7.5")),
            after=(("Prototype accepted", 1),),
            criteria=(
                ("Installable build for both platforms", _day(11, 9)),
                ("40 pilot users invited", _day(11, 12)),
                ("Crash rate under 1 % for a week", _day(11, 20)),
                ("Release notes approved by Acme", None),
                ("Support rota agreed", None),
            ),
            weight=4,
            value=40_000,
            deadline=_day(12, 31),
            deliverable="https://acme.example/beta",
            tags=("release", "pilot"),
            notes="Pilot group of 40 in Lyon. Support rota must be agreed before the build is handed over.",
        ),
        Signpost(
            *("Load test passed", "Build", _RAJ, _day(11, 30)),
            moves=((_day(11, 16), _day(12, 4)),),
            work=((_RAJ, "4"), (_TOM, "1.5")),
            after=(("Beta release", 1),),
            criteria=(("2 000 users at once for an hour", None), ("No answer over 800 ms", None)),
            weight=2,
            kind=_GATE,
        ),
        Signpost(
            *("Acceptance test", "Acceptance", "Acme Corp", _day(1, 3, 2027)),
            moves=((_day(11, 16), _day(1, 8, 2027)),),
            work=((_ANA, "3"), ("Acme Corp", "8")),
            after=(("Beta release", 0), ("Load test passed", 3)),
            weight=2,
            kind=_GATE,
            tags=("client",),
        ),
        Signpost(
            *("Client sign-off", "Acceptance", "Acme Corp", _day(1, 8, 2027)),
            moves=((_day(11, 16), _day(1, 13, 2027)),),
            approver=_NGUYEN,
            after=(("Acceptance test", 0),),
            kind=_GATE,
            tags=("client",),
        ),
        Signpost(
            *("Go-live", "Launch", _MIA, _day(1, 13, 2027)),
            moves=((_day(11, 16), _day(1, 18, 2027)),),
            work=((_ANA, "2"), (_MIA, "3.5")),
            after=(("Client sign-off", 0),),
            value=60_000,
            tags=("release",),
        ),
    ),
)

_NORD = Engagement(
    "NORD",
    "Data lake",
    "Nordbank",
    "One place for the figures that the regulator asks for.",
    start=_day(10, 12),
    target=_day(5, 28, 2027),
    budget=610_000,
    roles=((_LEA, Role.MANAGER), (_HOLM, Role.SPONSOR), (_RAJ, Role.TEAM), (_ANA, Role.TEAM)),
    signposts=(
        Signpost("Kick-off", "Discovery", _LEA, _day(10, 12), done=_day(10, 12), kind=_EVENT),
        Signpost(*("Interviews done", "Discovery", _LEA, _day(10, 30)), done=_day(11, 3), after=(("Kick-off", 4),)),
        Signpost(
            *("Architecture agreed", "Discovery", _RAJ, _day(11, 21)),
            moves=((_day(11, 17), _day(11, 23)),),
            reasons=(ChangeReason.CLIENT,),
            approver=_HOLM,
            decisions=(Verdict(_day(11, 16), Decision.HOLD, _HOLM, "First the region of the data centre."),),
            work=((_RAJ, "6"), (_LEA, "2")),
            after=(("Interviews done", 2),),
            criteria=(
                ("Cost of three years estimated", _day(11, 10)),
                ("Data protection officer heard", _day(11, 18)),
                ("Region of the data centre decided", None),
                ("Architecture board says yes", None),
            ),
            weight=2,
            kind=_GATE,
            notes="The board meets on Mondays only: missing this one costs a week.",
        ),
        Signpost(
            *("Landing zone ready", "Foundation", _RAJ, _day(1, 15, 2027)),
            after=(("Architecture agreed", 0),),
            work=((_RAJ, "15"), (_TOM, "5")),
            weight=2,
            value=80_000,
        ),
        Signpost(
            *("Security review passed", "Foundation", _TOM, _day(1, 29, 2027)),
            after=(("Landing zone ready", 0),),
            weight=2,
            kind=_GATE,
            tags=("regulator",),
        ),
        Signpost(
            *("First source loaded", "Build", _ANA, _day(2, 19, 2027)),
            after=(("Security review passed", 0),),
            weight=2,
        ),
        Signpost(
            *("Quality rules live", "Build", _ANA, _day(3, 12, 2027)),
            after=(("First source loaded", 0),),
            weight=3,
            tags=("regulator",),
        ),
        Signpost(
            *("Ten sources loaded", "Build", _RAJ, _day(4, 16, 2027)),
            after=(("Quality rules live", 0),),
            weight=3,
            value=150_000,
        ),
        Signpost(
            *("Pilot with risk team", "Launch", _LEA, _day(5, 7, 2027)),
            after=(("Ten sources loaded", 0),),
            weight=2,
            kind=_OBJECTIVE,
        ),
        Signpost(
            *("Go-live", "Launch", _LEA, _day(5, 28, 2027)),
            after=(("Pilot with risk team", 0),),
            weight=2,
            value=120_000,
        ),
    ),
)

_VEGA = Engagement(
    "VEGA",
    "Mobile app",
    "Vega Labs",
    "Bookings on the phone, also without a network.",
    start=_day(5, 4),
    target=_day(12, 18),
    budget=180_000,
    roles=((_MIA, Role.MANAGER), ("Vega Labs", Role.CLIENT), (_ANA, Role.TEAM), (_RAJ, Role.TEAM)),
    signposts=(
        Signpost("Kick-off", "Concept", _MIA, _day(5, 4), done=_day(5, 4), weight=1, kind=_EVENT),
        Signpost(
            *("Concept approved", "Concept", "Vega Labs", _day(5, 29)),
            done=_day(5, 29),
            after=(("Kick-off", 2),),
            weight=1,
            kind=_GATE,
        ),
        Signpost("Design system ready", "Concept", _ANA, _day(6, 19), done=_day(6, 17), weight=1),
        Signpost(
            *("Booking works", "Build", _ANA, _day(7, 31)),
            done=_day(8, 4),
            after=(("Design system ready", 3),),
            weight=2,
            value=45_000,
        ),
        Signpost(
            *("Works offline", "Build", _RAJ, _day(9, 4)), done=_day(9, 4), after=(("Booking works", 2),), weight=2
        ),
        Signpost(
            *("Payment certified", "Build", _RAJ, _day(9, 25)),
            done=_day(9, 30),
            weight=2,
            kind=_GATE,
            tags=("supplier",),
        ),
        Signpost(
            *("Beta with 100 guests", "Test", _MIA, _day(10, 16)),
            done=_day(10, 15),
            after=(("Works offline", 4), ("Payment certified", 1)),
            weight=2,
            kind=_OBJECTIVE,
            tags=("release", "pilot"),
        ),
        Signpost(
            *("Accessibility audit passed", "Test", _TOM, _day(11, 6)),
            done=_day(11, 5),
            criteria=(("Screen reader reads every form", _day(10, 29)), ("Contrast of 4.5 or better", _day(11, 3))),
            after=(("Beta with 100 guests", 3),),
            weight=2,
            kind=_GATE,
        ),
        Signpost(
            *("Store submission", "Launch", _ANA, _day(12, 1)),
            moves=((_day(11, 19), _day(12, 1)),),
            after=(("Accessibility audit passed", 4),),
            criteria=(
                ("Screenshots in five languages", _day(11, 11)),
                ("Privacy statement published", _day(11, 13)),
                ("Review account works", _day(11, 18)),
                ("Crash-free week", _day(11, 20)),
                ("Release candidate signed", None),
            ),
            deliverable="https://vega.example/store",
            tags=("release",),
        ),
        Signpost(
            *("Public launch", "Launch", _MIA, _day(12, 14)),
            after=(("Store submission", 2),),
            weight=2,
            kind=_EVENT,
            value=50_000,
        ),
    ),
)

_LUMEN = Engagement(
    "LUMEN",
    "Sensor gateway",
    "Lumen",
    "A box that speaks with every lamp of a street.",
    start=_day(6, 1),
    target=_day(4, 30, 2027),
    budget=340_000,
    roles=((_TOM, Role.MANAGER), (_RAJ, Role.TEAM), (_ANA, Role.TEAM), (_LEA, Role.TEAM)),
    signposts=(
        Signpost("Kick-off", "Design", _TOM, _day(6, 1), done=_day(6, 1), weight=2, kind=_EVENT),
        Signpost(
            *("Radio chosen", "Design", _RAJ, _day(7, 10)),
            done=_day(7, 8),
            decisions=(Verdict(_day(7, 8), Decision.GO, _TOM),),
            after=(("Kick-off", 4),),
            weight=2,
            kind=_GATE,
        ),
        Signpost(
            *("Prototype board works", "Build", _RAJ, _day(9, 11)),
            done=_day(9, 14),
            after=(("Radio chosen", 5),),
            weight=2,
        ),
        Signpost(
            *("Mesh of 20 lamps runs", "Build", _ANA, _day(10, 30)),
            done=_day(10, 28),
            after=(("Prototype board works", 2),),
            weight=2,
            kind=_OBJECTIVE,
            value=70_000,
        ),
        Signpost(
            *("Firmware 1.0 frozen", "Build", _ANA, _day(12, 18)),
            moves=((_day(11, 17), _day(12, 14)),),
            work=((_ANA, "10"),),
            after=(("Mesh of 20 lamps runs", 5),),
            criteria=(
                ("Update over the air", _day(11, 5)),
                ("Runs ten days on one battery", _day(11, 16)),
                ("Watchdog tested", None),
                ("Log readable in the field", None),
                ("No known data loss", None),
            ),
            weight=2,
            kind=_GATE,
            notes="Four days ahead: the battery test went through at the first try.",
        ),
        Signpost(
            *("Pilot series built", "Certification", _TOM, _day(1, 29, 2027)),
            after=(("Firmware 1.0 frozen", 5),),
            weight=2,
            tags=("supplier",),
        ),
        Signpost(
            *("CE mark granted", "Certification", _TOM, _day(2, 26, 2027)),
            after=(("Pilot series built", 3),),
            weight=2,
            kind=_GATE,
            deadline=_day(3, 31, 2027),
        ),
        Signpost(
            *("Field test passed", "Field", _LEA, _day(3, 26, 2027)),
            after=(("Pilot series built", 8),),
            weight=2,
            kind=_OBJECTIVE,
        ),
        Signpost(
            *("First 50 gateways shipped", "Field", _TOM, _day(4, 16, 2027)),
            after=(("CE mark granted", 6), ("Field test passed", 4)),
            weight=2,
            value=110_000,
        ),
        Signpost(
            *("Series released", "Field", _MIA, _day(4, 30, 2027)),
            after=(("First 50 gateways shipped", 2),),
            weight=2,
            kind=_GATE,
        ),
    ),
)

_ORBIT = Engagement(
    "ORBIT",
    "Website relaunch",
    "Orbit Ltd",
    "A site that loads in a second and sells.",
    start=_day(4, 7),
    target=_day(10, 30),
    budget=95_000,
    closed=_day(10, 27),
    signposts=(
        Signpost("Kick-off", "Concept", _MIA, _day(4, 7), done=_day(4, 7), kind=_EVENT),
        Signpost("Content audit done", "Concept", _LEA, _day(4, 30), done=_day(4, 29), after=(("Kick-off", 2),)),
        Signpost("Design approved", "Concept", "Orbit Ltd", _day(5, 29), done=_day(6, 2), kind=_GATE),
        Signpost("Templates ready", "Build", _ANA, _day(7, 3), done=_day(7, 1), after=(("Design approved", 2),)),
        Signpost("Shop connected", "Build", _RAJ, _day(7, 31), done=_day(8, 3), value=25_000, tags=("supplier",)),
        Signpost("Content moved", "Build", _LEA, _day(8, 28), done=_day(8, 28), after=(("Templates ready", 3),)),
        Signpost("Search ranking kept", "Test", _LEA, _day(9, 25), done=_day(9, 24), kind=_OBJECTIVE),
        Signpost(
            *("Acceptance signed", "Test", "Orbit Ltd", _day(10, 16)),
            done=_day(10, 14),
            after=(("Shop connected", 5), ("Content moved", 5)),
            kind=_GATE,
        ),
        Signpost(
            *("Go-live", "Launch", _MIA, _day(10, 30)),
            done=_day(10, 27),
            after=(("Acceptance signed", 2),),
            value=20_000,
            tags=("release",),
        ),
    ),
)

PORTFOLIO = (_HELIO, _ACME, _NORD, _VEGA, _LUMEN, _ORBIT)

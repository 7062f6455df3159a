"""The templates that come with the program: plans as they are made in the field, to be cut to size.

Stage-gate: the phases and gates are those of R. G. Cooper, "Winning at New Products". Offsets are working days from the
start; each is what the links leave at least.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from milestone_tui.plan.model import MilestoneKind
from milestone_tui.plan.templates.template import Template, TemplateLink, TemplateMilestone

_DELIVERY, _OBJECTIVE, _GATE = MilestoneKind.DELIVERY, MilestoneKind.OBJECTIVE, MilestoneKind.GATE
_EVENT, _PAYMENT = MilestoneKind.EVENT, MilestoneKind.PAYMENT


class _Signpost(NamedTuple):
    """One milestone as it is written down here: its phase is the heading it stands under, links go by title."""

    title: str
    offset: int
    kind: MilestoneKind = _DELIVERY
    weight: int = 1
    deliverable: str = ""
    criteria: tuple[str, ...] = ()
    after: tuple[tuple[str, int], ...] = ()
    """Who it waits for, with the lag."""
    tags: tuple[str, ...] = ()
    internal: bool = False


def _template(name: str, description: str, phases: Mapping[str, Sequence[_Signpost]]) -> Template:
    signposts = [(phase, signpost) for phase, under in phases.items() for signpost in under]
    places = {signpost.title: place for place, (_, signpost) in enumerate(signposts)}
    milestones = tuple(
        TemplateMilestone(
            title=signpost.title,
            offset=signpost.offset,
            phase=phase,
            kind=signpost.kind,
            weight=signpost.weight,
            deliverable=signpost.deliverable,
            tags=signpost.tags,
            criteria=signpost.criteria,
            internal=signpost.internal,
        )
        for phase, signpost in signposts
    )
    links = tuple(
        TemplateLink(places[title], places[signpost.title], lag)
        for _, signpost in signposts
        for title, lag in signpost.after
    )
    return Template(name, tuple(phases), milestones, links, description)


CLIENT_SOFTWARE = _template(
    "Client software project",
    "Software for one client in about eight months: agreed, built in three increments, accepted, paid in four parts.",
    {
        "Discovery": [
            _Signpost("Contract signed", 0, _EVENT, tags=("contract",)),
            _Signpost("First payment", 10, _PAYMENT, after=(("Contract signed", 10),), tags=("invoice",)),
            _Signpost(
                "Kick-off held",
                5,
                _EVENT,
                criteria=("Sponsor, users and team have met", "Roles, meetings and the way to escalate are agreed"),
                after=(("Contract signed", 5),),
            ),
            _Signpost(
                "Requirements signed",
                25,
                _GATE,
                weight=3,
                deliverable="Requirements specification",
                criteria=(
                    "Every requirement can be tested and has a priority",
                    "What is out of scope is written down",
                    "The client has signed",
                ),
                after=(("Kick-off held", 20),),
            ),
        ],
        "Design": [
            _Signpost(
                "Architecture agreed",
                40,
                _OBJECTIVE,
                weight=2,
                deliverable="Architecture decision records",
                criteria=("Interfaces to the client's systems are confirmed", "Security and data protection reviewed"),
                after=(("Requirements signed", 15),),
            ),
            _Signpost(
                "Prototype accepted",
                50,
                weight=2,
                deliverable="Clickable prototype",
                criteria=("Five users have completed the main tasks", "Findings are in the backlog"),
                after=(("Requirements signed", 25),),
            ),
            _Signpost("Second payment", 55, _PAYMENT, after=(("Prototype accepted", 5),), tags=("invoice",)),
        ],
        "Build": [
            _Signpost(
                "Test environment ready",
                50,
                _OBJECTIVE,
                criteria=("A build is deployed without hands", "Test data are there and hold nobody's real name"),
                after=(("Architecture agreed", 10),),
                internal=True,
            ),
            _Signpost(
                "First increment shown",
                75,
                weight=3,
                deliverable="Release notes, increment 1",
                criteria=("Shown to the users on the test environment", "Feedback is answered or planned"),
                after=(("Architecture agreed", 35), ("Prototype accepted", 25), ("Test environment ready", 20)),
            ),
            _Signpost(
                "Second increment shown",
                100,
                weight=3,
                deliverable="Release notes, increment 2",
                criteria=("Shown to the users on the test environment", "Data migration tried once"),
                after=(("First increment shown", 25),),
            ),
            _Signpost(
                "Feature complete",
                120,
                _OBJECTIVE,
                weight=3,
                criteria=("Every requirement of the first release is built", "No open defect that blocks a test"),
                after=(("Second increment shown", 20),),
                internal=True,
            ),
            _Signpost(
                "Load and security test passed",
                130,
                _GATE,
                weight=2,
                deliverable="Test report",
                criteria=("Twice the expected load within the agreed times", "No open finding above low"),
                after=(("Feature complete", 10),),
            ),
            _Signpost(
                "Beta release",
                130,
                weight=3,
                deliverable="Release candidate",
                criteria=("Installed on the client's environment", "Administrators' guide handed over"),
                after=(("Feature complete", 10),),
            ),
            _Signpost("Third payment", 135, _PAYMENT, after=(("Beta release", 5),), tags=("invoice",)),
        ],
        "Acceptance": [
            _Signpost(
                "Acceptance test passed",
                145,
                _GATE,
                weight=3,
                deliverable="Acceptance protocol",
                criteria=("All agreed test cases run", "No open defect of class 1 or 2"),
                after=(("Beta release", 15), ("Load and security test passed", 5)),
            ),
            _Signpost(
                "Users trained",
                145,
                _OBJECTIVE,
                deliverable="Training material",
                criteria=("Key users have been trained", "Help desk knows what to answer"),
                after=(("Beta release", 10),),
            ),
            _Signpost(
                "Client sign-off",
                155,
                _GATE,
                weight=2,
                criteria=("The client has signed the acceptance protocol",),
                after=(("Acceptance test passed", 10),),
            ),
        ],
        "Launch": [
            _Signpost(
                "Go-live",
                160,
                weight=3,
                criteria=("Cut-over rehearsed, way back included", "Monitoring and on-call are in place"),
                after=(("Client sign-off", 5), ("Users trained", 5)),
            ),
            _Signpost("Final payment", 165, _PAYMENT, after=(("Go-live", 5),), tags=("invoice",)),
            _Signpost(
                "Handed over to operations",
                175,
                _OBJECTIVE,
                deliverable="Operations manual",
                criteria=("Two weeks without an incident of class 1", "Operations has taken over"),
                after=(("Go-live", 15),),
            ),
            _Signpost(
                "Lessons written down",
                180,
                _EVENT,
                criteria=("Review held with the client",),
                after=(("Handed over to operations", 5),),
                internal=True,
            ),
        ],
    },
)

PRODUCT_RELEASE = _template(
    "Product release",
    "One release of a product in a quarter: scope, build, freeze, candidate, launch, and a look back.",
    {
        "Scope": [
            _Signpost(
                "Release goals agreed",
                5,
                _OBJECTIVE,
                criteria=("Each goal has a measure and a number", "Product, engineering and sales agree"),
            ),
            _Signpost(
                "Scope frozen",
                10,
                _GATE,
                weight=2,
                deliverable="Release plan",
                criteria=("Every item is estimated", "What was left out is told to those who asked for it"),
                after=(("Release goals agreed", 5),),
            ),
        ],
        "Build": [
            _Signpost(
                "Half of the scope merged",
                25,
                _OBJECTIVE,
                weight=2,
                criteria=("Behind flags where unfinished", "Risks reviewed, scope cut where needed"),
                after=(("Scope frozen", 15),),
                internal=True,
            ),
            _Signpost(
                "Feature freeze",
                40,
                _GATE,
                weight=3,
                criteria=("All items merged or moved to the next release", "Texts are with the translators"),
                after=(("Half of the scope merged", 15),),
            ),
            _Signpost(
                "Beta released",
                42,
                weight=2,
                deliverable="Beta with release notes",
                criteria=("Ten customers have it", "Telemetry reports from all of them"),
                after=(("Feature freeze", 2),),
                tags=("beta",),
            ),
        ],
        "Harden": [
            _Signpost(
                "Translations in",
                50,
                criteria=("No text of this release is missing in a language we sell in",),
                after=(("Feature freeze", 10),),
            ),
            _Signpost(
                "Documentation complete",
                50,
                deliverable="User guide and upgrade notes",
                criteria=("Every new feature has a page", "The upgrade was done once by the book"),
                after=(("Feature freeze", 10),),
            ),
            _Signpost(
                "Release candidate",
                52,
                weight=3,
                deliverable="Release candidate",
                criteria=("No open defect of severity 1 or 2", "Upgrade and way back tested", "Performance not worse"),
                after=(("Beta released", 10), ("Translations in", 2)),
            ),
        ],
        "Launch": [
            _Signpost(
                "Go or no-go",
                57,
                _GATE,
                criteria=("Candidate ran for a week without a stop", "Support and sales are briefed"),
                after=(("Release candidate", 5), ("Documentation complete", 3)),
            ),
            _Signpost(
                "General availability",
                60,
                weight=3,
                criteria=("On the download page and in the stores", "Announced"),
                after=(("Go or no-go", 3),),
            ),
            _Signpost(
                "First patch window closed",
                70,
                _OBJECTIVE,
                criteria=("Crash rate below that of the release before",),
                after=(("General availability", 10),),
            ),
            _Signpost(
                "Release reviewed",
                75,
                _EVENT,
                criteria=("The goals are measured", "Three things to do differently are agreed"),
                after=(("First patch window closed", 5),),
                internal=True,
            ),
        ],
    },
)

STAGE_GATE = _template(
    "Stage-gate",
    "A new product from the idea to the launch in about a year and a half, with a decision before each stage.",
    {
        "Discovery": [
            _Signpost("Idea written up", 5, deliverable="One-page idea", criteria=("Names the customer and the need",)),
            _Signpost(
                "Gate 1: idea screen",
                10,
                _GATE,
                criteria=("Fits the strategy", "No reason known why it cannot be done", "Somebody leads it"),
                after=(("Idea written up", 5),),
            ),
        ],
        "Scoping": [
            _Signpost(
                "Market and technology looked at",
                25,
                _OBJECTIVE,
                deliverable="Preliminary assessment",
                criteria=("Size of the market estimated", "Way to build it outlined", "Risks named"),
                after=(("Gate 1: idea screen", 15),),
            ),
            _Signpost(
                "Gate 2: second screen",
                30,
                _GATE,
                criteria=("Worth a business case", "People for the next stage are free"),
                after=(("Market and technology looked at", 5),),
            ),
        ],
        "Business case": [
            _Signpost(
                "Customers asked",
                55,
                _OBJECTIVE,
                weight=2,
                deliverable="Voice of the customer report",
                criteria=("Twenty customers interviewed", "The concept was tested with them"),
                after=(("Gate 2: second screen", 25),),
            ),
            _Signpost(
                "Product defined",
                70,
                weight=2,
                deliverable="Product definition",
                criteria=("Requirements and price are fixed", "Feasibility shown"),
                after=(("Customers asked", 15),),
            ),
            _Signpost(
                "Business case complete",
                80,
                weight=2,
                deliverable="Business case",
                criteria=("Costs, sales and pay-back with their ranges", "Project plan up to the launch"),
                after=(("Product defined", 10),),
            ),
            _Signpost(
                "Gate 3: go to development",
                85,
                _GATE,
                weight=2,
                criteria=("The money is granted", "Definition and plan are signed by all departments"),
                after=(("Business case complete", 5),),
            ),
        ],
        "Development": [
            _Signpost(
                "Design frozen",
                145,
                _OBJECTIVE,
                weight=3,
                deliverable="Design files",
                criteria=("Design review passed", "Suppliers are chosen"),
                after=(("Gate 3: go to development", 60),),
            ),
            _Signpost(
                "Prototype works",
                195,
                weight=3,
                deliverable="Prototype",
                criteria=("Meets the specification on the bench", "Shown to three customers"),
                after=(("Design frozen", 50),),
            ),
            _Signpost(
                "Launch and production plans ready",
                210,
                deliverable="Marketing and operations plans",
                criteria=("Costs confirmed by quotes",),
                after=(("Design frozen", 65),),
            ),
            _Signpost(
                "Gate 4: go to testing",
                220,
                _GATE,
                weight=2,
                criteria=("The business case still holds", "Test plan approved"),
                after=(("Prototype works", 20), ("Launch and production plans ready", 10)),
            ),
        ],
        "Testing": [
            _Signpost(
                "Field trial passed",
                275,
                weight=3,
                deliverable="Field trial report",
                criteria=("Customers would buy it again", "No safety issue is open"),
                after=(("Gate 4: go to testing", 55),),
            ),
            _Signpost(
                "Pilot production passed",
                280,
                weight=3,
                criteria=("Yield and unit cost as planned", "Certificates are there"),
                after=(("Gate 4: go to testing", 60),),
            ),
            _Signpost(
                "Gate 5: go to launch",
                290,
                _GATE,
                weight=2,
                criteria=("Trial, pilot and trial sales support the business case", "Launch budget granted"),
                after=(("Field trial passed", 15), ("Pilot production passed", 10)),
            ),
        ],
        "Launch": [
            _Signpost(
                "Sales trained",
                310,
                _OBJECTIVE,
                deliverable="Sales kit",
                criteria=("All regions trained", "Service can repair it"),
                after=(("Gate 5: go to launch", 20),),
            ),
            _Signpost(
                "Launched",
                330,
                weight=3,
                criteria=("The first customers have theirs", "Stock covers a month"),
                after=(("Gate 5: go to launch", 40), ("Sales trained", 10)),
            ),
            _Signpost(
                "Post-launch review",
                395,
                _GATE,
                criteria=("Sales, costs and returns held against the business case", "Lessons are written down"),
                after=(("Launched", 65),),
            ),
        ],
    },
)

LIBRARY = (CLIENT_SOFTWARE, PRODUCT_RELEASE, STAGE_GATE)
"""All of them, in the order in which they are offered."""

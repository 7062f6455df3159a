from __future__ import annotations

from datetime import date, timedelta

import pytest
from factories import TODAY, milestone, project
from hypothesis import given, settings
from hypothesis import strategies as st

from milestone_tui.plan.language.filter import Facts, FilterError, MeUnknown, Names, milestone_facts, parse_filter
from milestone_tui.plan.model import MilestoneKind

BETA = Facts(
    title="Beta release",
    project="ACME",
    project_name="Portal",
    client="Acme Corp",
    phase="Build",
    owner="Ana Kovač",
    state="in progress",
    kind="delivery",
    due_on=date(2026, 11, 28),
    done_on=None,
    slip_days=9,
    percent=60,
    tags=("legal", "Q4"),
    overdue=False,
    critical=True,
    violated=False,
    open=True,
)
KICK_OFF = BETA._replace(
    title="Kick-off",
    phase="Discovery",
    owner="",
    state="done",
    due_on=date(2026, 10, 1),
    done_on=date(2026, 10, 1),
    slip_days=0,
    percent=100,
    tags=(),
    critical=False,
    open=False,
)
SIGN_OFF = BETA._replace(title="Client sign-off", due_on=date(2026, 11, 19), overdue=True, slip_days=None, percent=None)
SOMEDAY = BETA._replace(title="Löschkonzept (v2)", due_on=None, slip_days=-3, percent=0, critical=False, violated=True)
ROWS = {"beta": BETA, "kick": KICK_OFF, "sign": SIGN_OFF, "some": SOMEDAY}


def kept(text: str) -> set[str]:
    wanted = parse_filter(text, TODAY)
    return {name for name, facts in ROWS.items() if wanted.matches(facts)}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("", "beta kick sign some"),
        ("   ", "beta kick sign some"),
        ('""', "beta kick sign some"),
        ("beta", "beta"),
        ("BETA rel", "beta"),
        ("sign-off", "sign"),
        ('"client sign"', "sign"),
        ("loschkonzept", "some"),
        ('"(v2)"', "some"),
        ("title:kick", "kick"),
        ("owner:kovac", "beta sign some"),
        ('owner:"ana kov"', "beta sign some"),
        ("@ana", "beta sign some"),
        ('@"Ana K"', "beta sign some"),
        ("phase:build", "beta sign some"),
        ("#disc", "kick"),
        ("client:acme", "beta kick sign some"),
        ("project:acme beta", "beta"),
        ("project:portal beta", "beta"),
        ("state:done", "kick"),
        ("STATE:in-progress", "beta sign some"),
        ('state:"in progress"', "beta sign some"),
        ("kind:gate", ""),
        ("tag:LEG", "beta sign some"),
        ("is:overdue", "sign"),
        ("is:critical", "beta sign"),
        ("is:violated", "some"),
        ("is:slipping", "beta"),
        ("is:late", "beta sign"),
        ("is:open", "beta sign some"),
        ("is:done", "kick"),
        ("is:unowned", "kick"),
        ("is:undated", "some"),
        ("due<2026-11-28", "kick sign"),
        ("due<=2026-11-28", "beta kick sign"),
        ("due<fri", "kick sign"),
        ("due>fri", "beta"),
        ("due>=19 nov 2026", "beta sign"),
        ("due<1 dec beta", "beta"),
        ("due<fri 27 nov 2026 sign", "sign"),
        ('due<"1 dec" beta', "beta"),
        ("due<fri or beta", "beta kick sign"),
        ("due=2026-11-28", "beta"),
        ("due:+2w", "beta sign"),
        ("due:today", "sign"),
        ("due:2026-10-05", ""),
        ("done>1 oct", ""),
        ("done>=1 oct", "kick"),
        ("done:-2w", ""),
        ("done:-8w", "kick"),
        ("slip>5", "beta"),
        ("slip<0", "some"),
        ("slip>−4", "beta kick some"),
        ("slip:9", "beta"),
        ("slip>=9d", "beta"),
        ("percent<50", "some"),
        ("percent>=60%", "beta kick"),
        ("-is:done", "beta sign some"),
        ("-beta", "kick sign some"),
        ("--beta", "beta"),
        ("-percent<50", "beta kick sign"),
        ("beta or kick", "beta kick"),
        ("beta OR kick is:open", "beta"),
        ("(beta or kick) is:open", "beta"),
        ("-(beta or kick)", "sign some"),
        ("-(is:open -is:overdue)", "kick sign"),
        ('"or"', ""),
        ("((beta))", "beta"),
        ("12:30", ""),
    ],
)
def test_what_is_kept(text: str, names: str) -> None:
    assert kept(text) == set(names.split())


@pytest.mark.parametrize(
    ("text", "marked", "sentence"),
    [
        ("beta onwer:ana", "onwer:", 'Unknown filter "onwer:". Did you mean owner:?'),
        ("xyz:1", "xyz:", 'Unknown filter "xyz:". Use title, owner, phase, client, project, state,'),
        ("is:overdu", "overdu", 'Unknown filter "is:overdu". Did you mean is:overdue?'),
        (
            "is:x",
            "x",
            'Unknown filter "is:x". Use overdue, critical, violated, slipping, late, open, done, unowned,',
        ),
        ("is:", "is:", '"is:" needs a value, such as is:overdue.'),
        ("state:foo", "foo", 'There is no state "foo". Use planned, in progress, submitted, done, cancelled, active,'),
        ("kind:foo x", "foo", 'There is no kind "foo". Use delivery, objective, gate, event or payment.'),
        ("owner: ana", "owner:", '"owner:" needs a value, such as owner:ana.'),
        ("owner<5", "owner<", '"owner" is not a number. Write owner:ana.'),
        ("slip>x", "x", '"slip" needs a whole number, such as slip>5.'),
        ("due<31feb", "31feb", '"31feb" is not a date: February 2027 has 28 days.'),
        ("beta due<soon is:open", "soon", '"soon" is not a date'),
        ("@", "@", 'Put a name right after "@".'),
        ("# build", "#", 'Put a name right after "#".'),
        ('beta "sign off', '"sign off', "Missing closing quote."),
        ('owner:"ana', '"ana', "Missing closing quote."),
        ("beta (kick", "(", 'This "(" has no matching ")".'),
        ("(", "(", 'This "(" has no matching ")".'),
        ("beta) kick", ")", 'This ")" has no matching "(".'),
        (")", ")", 'This ")" has no matching "(".'),
        ("()", "(", "These brackets ( ) are empty."),
        ("or beta", "or", '"or" needs a term on both sides. To search for the word, write "or" in quotes.'),
        ("beta or", "or", '"or" needs a term on both sides. To search for the word, write "or" in quotes.'),
        ("(beta or)", "or", '"or" needs a term on both sides. To search for the word, write "or" in quotes.'),
        ("beta - kick", "-", 'Put a word right after "-" to exclude it.'),
        ("-", "-", 'Put a word right after "-" to exclude it.'),
        ("(" * 5000, "(", "Too many nested brackets: at most 40."),
        ("-" * 5000 + "a", "-", "Too many nested brackets: at most 40."),
    ],
)
def test_a_mistake_is_marked_where_it_stands(text: str, marked: str, sentence: str) -> None:
    with pytest.raises(FilterError) as refused:
        parse_filter(text, TODAY)
    assert text[refused.value.start : refused.value.end] == marked
    assert str(refused.value).startswith(sentence)


def test_the_network_is_needed_only_for_what_is_critical_or_violated() -> None:
    assert parse_filter("beta -(kick or IS:Critical)", TODAY).needs_network
    assert parse_filter("is:violated", TODAY).needs_network
    assert not parse_filter("critical is:overdue title:critical", TODAY).needs_network


def test_a_filter_knows_its_text_and_whether_it_is_empty() -> None:
    wanted = parse_filter("is:open", TODAY)
    assert wanted
    assert wanted.text == "is:open"
    assert wanted == parse_filter("is:open", TODAY)
    assert not parse_filter(" ", TODAY)


def test_what_has_no_such_figure_matches_no_comparison_but_its_negation() -> None:
    assert "sign" not in kept("slip>-99 or slip<99")
    assert "sign" in kept("-slip>-99")


def test_milestone_facts() -> None:
    due = milestone(
        title="Beta release",
        phase="Build",
        owner="Ana",
        kind=MilestoneKind.GATE,
        due_on=TODAY - timedelta(1),
        baseline_on=TODAY - timedelta(3),
        tags=("x",),
    )
    facts = milestone_facts(due, project(key="ACME", name="Portal", client="Acme Corp"), TODAY, critical=True)
    who = "beta project:portal client:acme #build @ana"
    assert parse_filter(f"{who} state:planned kind:gate tag:x is:overdue is:critical slip=3 is:open", TODAY).matches(
        facts
    )
    assert not parse_filter("is:overdue", TODAY).matches(milestone_facts(due, project(), TODAY - timedelta(1)))


def test_one_day_of_slip_is_slipping_and_late() -> None:
    by_a_day = SOMEDAY._replace(slip_days=1)
    for text in ("is:slipping", "is:late"):
        assert parse_filter(text, TODAY).matches(by_a_day)
        assert not parse_filter(text, TODAY).matches(by_a_day._replace(slip_days=0))


KNOWN = Names("Ana Kovač", {"owner": ("Ana Kovač", "Raj"), "phase": ("Build and test",), "client": ("Acme Corp",)})


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@Ana Kovač", "beta sign some"),
        ("@ana kovac sign", "sign"),
        ("owner:ana kovač -beta", "sign some"),
        ("@ana beta", "beta"),
        ("@me", "beta sign some"),
        ("owner:ME beta", "beta"),
        ("-@me", "kick"),
        ("client:acme corp kick", "kick"),
        ("#build and release", ""),
    ],
)
def test_a_known_name_needs_no_quotes(text: str, names: str) -> None:
    wanted = parse_filter(text, TODAY, KNOWN)
    assert {name for name, facts in ROWS.items() if wanted.matches(facts)} == set(names.split())


def test_me_is_the_very_name_and_asked_for_while_it_is_not_known() -> None:
    assert not parse_filter("@me", TODAY, Names("Ana")).matches(BETA)
    with pytest.raises(MeUnknown) as refused:
        parse_filter("beta @me", TODAY)
    assert (refused.value.start, refused.value.end) == (5, 8)


def test_done_looks_back_where_a_day_without_a_year_or_a_weekday_is_typed() -> None:
    """TODAY is a Sunday: Monday is the one six days ago."""
    on = {name: BETA._replace(done_on=TODAY - timedelta(days)) for name, days in (("mon", 6), ("sun", 7), ("now", 0))}
    for text, names in (
        ("done>=mon", "mon now"),
        ("done<mon", "sun"),
        ("done:mon", "mon now"),
        ("done>1 dec", "mon sun now"),
    ):
        wanted = parse_filter(text, TODAY)
        assert {name for name, facts in on.items() if wanted.matches(facts)} == set(names.split()), text


def test_only_what_is_within_each_other_is_deep() -> None:
    assert kept(" ".join(["(-zzz)"] * 100)) == kept("")


PIECES = st.sampled_from(
    ["beta", '"sign off"', "@ana", "#build", "is:open", "is:overdue", "due<1 dec", "due:+2w", "slip>5", "percent<50"]
)
GOOD = st.recursive(
    PIECES,
    lambda inner: (
        inner.map("-({})".format)
        | st.lists(inner, min_size=1, max_size=3).map(" ".join)
        | st.lists(inner, min_size=2, max_size=3).map(lambda parts: f"({' or '.join(parts)})")
    ),
    max_leaves=6,
)


@given(GOOD)
@settings(deadline=None, max_examples=60)
def test_a_negated_group_is_the_complement(text: str) -> None:
    assert kept(f"-({text})") == set(ROWS) - kept(text)
    assert kept(f"({text}) or -({text})") == set(ROWS)


@given(GOOD, GOOD)
@settings(deadline=None, max_examples=60)
def test_side_by_side_is_and(one: str, other: str) -> None:
    assert kept(f"({one}) ({other})") == kept(one) & kept(other)
    assert kept(f"{one} or {other}") >= kept(one) & kept(other)


@given(
    st.text(max_size=20)
    | st.lists(st.sampled_from([*'()-"@#:<>= ', "or", "is", "due", "slip", "ana", "1 dec", "é"]), max_size=12).map(
        "".join
    )
)
@settings(deadline=None)
def test_any_text_is_a_filter_or_a_marked_mistake(text: str) -> None:
    try:
        wanted = parse_filter(text, TODAY)
    except FilterError as refused:
        assert 0 <= refused.start < refused.end <= len(text)
        assert str(refused)[-1] in ".?"
    else:
        assert isinstance(wanted.matches(BETA), bool)

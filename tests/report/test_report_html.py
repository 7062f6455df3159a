"""A report as HTML: texts stay texts, nothing runs or is fetched, and what is drawn is within its picture."""

from __future__ import annotations

import re
from datetime import date, timedelta
from importlib.resources import files
from itertools import pairwise

import pytest
from contrast import contrast, rgb
from factories import TODAY
from html_pages import check_it_stands_alone, check_its_coordinates, check_its_structure, parsed, texts
from hypothesis import example, given
from hypothesis import strategies as st
from report_pictures import bars, burn_up, many_bars, report, report_of_several, timeline_of, trend, with_text
from samples import oracle

from milestone_tui.plan.language.text import tidy, visible
from milestone_tui.report.blocks import (
    Bar,
    Block,
    Chart,
    Item,
    Items,
    Line,
    Mark,
    Part,
    Report,
    Section,
    Sentence,
    Table,
    Tick,
    Timeline,
    Tone,
)
from milestone_tui.report.html import to_html

HOSTILE = (
    *(
        "<script>alert(1)</script>",
        "]]>",
        "<!-- c -->",
        "<?php ?>",
        "&amp; &#60; &lt",
        "</title><h1>",
        "</style>",
        "<![CDATA[",
    ),
    *("\x1b]0;x\x07", "a\x00b", "\x00", "\u202eabc", "a\u200bb", "line\nbreak", "\ud800", "\ufffe\uffff", "\U0001ffff"),
    *('" onload="x', "'", "javascript:alert(1)", "url(x)", " ", "\u00a0", "{x}", "e\u0301", "x" * 300),
)
TEXTS = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=20),
    st.text(alphabet="<>&\"'/!-[]; a\x00\x1b\n\u202e\ud800", max_size=12),
)
DAYS = st.dates() | st.sampled_from([date.min, date.max, TODAY])
TONES = st.sampled_from(Tone)


def shown(text: str) -> str:
    """How a text is shown everywhere."""
    return visible(tidy(text))


def section(*blocks: Block) -> Report:
    """A report with these blocks."""
    return Report("Title", "", {}, (Section("any", "Heading", blocks),))


def check(page: str) -> None:
    """What holds for each page."""
    tags = parsed(page)
    check_it_stands_alone(page, tags)
    check_its_structure(tags)
    check_its_coordinates(tags)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_text(text: str) -> None:
    page = to_html(with_text(text))
    check(page)
    tags = parsed(page)
    assert set(texts(tags, "title", "h1", "h2", "h3")) == {shown(text)}
    assert texts(tags, "p")[0] == shown(text)
    if shown(text):
        assert f"{shown(text)}, {shown(text)}. {shown(text)}" in texts(tags, "li")
        assert shown(text) in texts(tags, "text") and shown(text) in texts(tags, "th")
        assert {tag.attributes["aria-label"] for tag in tags if tag.attributes.get("role") == "img"} == {shown(text)}


def test_the_texts_that_markdown_fears_stay_text() -> None:
    titles = oracle("markdown_hostile.json")["titles"]
    page = to_html(section(Items(tuple(Item(title) for title in titles))))
    check(page)
    assert texts(parsed(page), "li") == [shown(title) for title in titles]


@pytest.mark.parametrize("made", [report(), report_of_several(), report(many_bars(60)), Report("", "", {}, ())])
def test_a_page_is_sound(made: Report) -> None:
    check(to_html(made))


BARS = st.builds(
    Bar, TEXTS, st.booleans(), st.sampled_from(Mark), st.none() | DAYS, st.none() | DAYS, TEXTS, TEXTS, tone=TONES
)
TIMELINES = st.builds(
    lambda days, today, bars, months, text: Timeline(
        min(days),
        max(days),
        today,
        text,
        tuple(Tick(day.toordinal(), text) for day in months),
        bars,
        shown(text) or "x",
        Table((), ()),
    ),
    st.tuples(DAYS, DAYS),
    DAYS,
    st.lists(BARS, max_size=4).map(tuple),
    st.lists(DAYS, max_size=3),
    TEXTS,
)
POINTS = st.lists(st.tuples(DAYS.map(date.toordinal), st.integers(-10, 4_000_000)), max_size=4).map(tuple)
LINES = st.builds(Line, TEXTS, POINTS, TONES, st.booleans(), st.booleans(), TEXTS)
CHARTS = st.builds(
    lambda days, today, heights, lines, has_diagonal: Chart(
        min(days),
        max(days),
        today,
        "today",
        (),
        tuple(Tick(at, str(at)) for at in sorted(heights)),
        lines,
        has_diagonal,
        "x",
        Table((), ()),
    ),
    st.tuples(DAYS, DAYS),
    DAYS,
    st.lists(st.integers(-10, 4_000_000), max_size=3),
    st.lists(LINES, max_size=4).map(tuple),
    st.booleans(),
)
ITEMS = st.builds(Item, TEXTS, st.lists(TEXTS, max_size=2).map(tuple), TEXTS, st.just({}), TONES)
BLOCKS = st.one_of(
    st.builds(Sentence, TEXTS, TEXTS, TONES), st.lists(ITEMS, max_size=3).map(tuple).map(Items), TIMELINES, CHARTS
)
KEYS = st.sampled_from(["health", "figures", "other"])
SECTIONS = st.lists(
    st.builds(
        Section, st.sampled_from(["health", "figures", "x"]), TEXTS, st.lists(BLOCKS, max_size=3).map(tuple), st.none()
    ),
    max_size=3,
).map(tuple)


@given(
    st.builds(
        lambda title, sections, parts: Report(title, title, {}, sections, parts),
        TEXTS,
        SECTIONS,
        st.lists(st.builds(lambda text, sections: Part(text, text, {}, sections), TEXTS, SECTIONS), max_size=2).map(
            tuple
        ),
    )
)
def test_any_report_is_a_sound_page(made: Report) -> None:
    check(to_html(made))


@given(TEXTS)
@example("62% done")
def test_a_figure_says_all_of_its_item(text: str) -> None:
    """In another order: the number first."""
    made = Report("t", "", {}, (Section("figures", "f", (Items((Item(text, ("a", "b")),)),)),))
    (said,) = texts(parsed(to_html(made)), "li")
    assert sorted(re.sub(r"[\s:,]", "", said)) == sorted(re.sub(r"[\s:,]", "", shown(text)) + "ab")


@pytest.mark.parametrize(
    ("name", "figure", "caption"),
    [
        ("62% done", "62%", "done"),
        ("62 % erledigt", "62 %", "erledigt"),
        ("Finish 18 January 2027", "18 January 2027", "Finish"),
        ("Ende 18. Januar 2027", "18. Januar 2027", "Ende"),
        ("3 of 8 milestones done", "3 of 8", "milestones done"),
        ("Next: Phase 2 signed", "Phase 2 signed", "Next"),
        ("None", "None", ""),
    ],
)
def test_a_figure_stands_above_its_words(name: str, figure: str, caption: str) -> None:
    tags = parsed(to_html(Report("t", "", {}, (Section("figures", "f", (Items((Item(name),)),)),))))
    assert texts(tags, "strong") == [figure] and "".join(texts(tags, "span")) == caption


@pytest.mark.parametrize(
    ("first", "last"), [(TODAY, TODAY), (date.min, date.max), (date.min, date.min), (TODAY, TODAY + timedelta(1))]
)
def test_the_ends_of_time_are_drawn(first: date, last: date) -> None:
    timeline = timeline_of((*bars(), *many_bars(500)), first, last)
    check(to_html(section(timeline)))
    ends = (first.toordinal(), last.toordinal())
    line = Line("a", ((ends[0], ends[0]), (ends[1], ends[1])), ends_in="A")
    chart = trend()._replace(first=first, last=last, heights=tuple(Tick(end, "x") for end in ends), lines=(line,))
    check(to_html(section(chart, chart._replace(lines=(), heights=(), has_diagonal=False))))


def test_each_mark_is_told_apart_without_colour() -> None:
    tags = parsed(to_html(section(timeline_of(bars()))))
    shapes = [tag.attributes["d"] for tag in tags if tag.name == "path"]
    assert len(set(shapes)) == 3  # a diamond, a gate, and the tick on what is done
    assert sum(tag.attributes.get("class") == "tick" for tag in tags) == 3


def test_the_lines_of_a_trend_differ_in_dashes_and_points_and_end_in_their_letter() -> None:
    tags = parsed(to_html(section(trend())))
    assert [text for text in texts(tags, "text") if text in "ABCDEF"] == ["F", "E", "D", "C", "B", "A"]
    dashes = {tag.attributes.get("class", "").split(" ")[0] for tag in tags if tag.name == "path"}
    assert {"dash-1", "dash-2", "dash-3", "diagonal"} <= dashes
    table = [tag for tag in tags if tag.name == "th" and tag.attributes["scope"] == "row"]
    assert table[0].text == "Prototype accepted"


def test_the_letters_at_one_place_do_not_cover_each_other() -> None:
    at = TODAY.toordinal()
    lines = tuple(Line(letter, ((at, at + 40),), ends_in=letter) for letter in "ABCD")
    tags = parsed(to_html(section(trend()._replace(lines=lines))))
    heights = [float(tag.attributes["y"][:-1]) for tag in tags if tag.name == "text" and tag.text in "ABCD"]
    assert all(after - before > 4 for before, after in pairwise(heights))


def test_a_chart_whose_lines_say_their_names_shows_no_table() -> None:
    tags = parsed(to_html(section(burn_up())))
    assert {"planned", "done"} <= set(texts(tags, "text"))
    assert [tag.name for tag in tags if tag.attributes.get("class") == "unseen"] == ["div"]


def test_sixty_milestones_stay_small() -> None:
    rows = many_bars(60)
    names = tuple(row._replace(title=f"{row.title}, with a title of some length") for row in rows)
    assert len(to_html(report(names)).encode()) < 100_000


def test_the_projects_of_a_client_have_their_headings_one_level_deeper() -> None:
    tags = parsed(to_html(report_of_several()))
    levels = [tag.name for tag in tags if re.fullmatch("h[1-6]", tag.name)]
    assert levels[:5] == ["h1", "h2", "h2", "h3", "h3"] and levels.count("h2") == 3
    assert tags[0].attributes["lang"] == "en-GB"


def _palettes() -> list[dict[str, str]]:
    style = files("milestone_tui.report.html").joinpath("style.css").read_text(encoding="utf-8")
    return [
        dict(re.findall(r"--([\w-]+): (#\w{6})", block))
        for block in re.findall(r":root \{([^}]*--ground[^}]*)\}", style)
    ]


def test_the_colours_are_read_in_light_and_dark() -> None:
    palettes = _palettes()
    assert len(palettes) == 2
    for palette in palettes:
        for name in ("ink", "muted", "good", "warn", "bad", "accent"):
            assert contrast(rgb(palette[name]), rgb(palette["ground"])) >= 4.5, name
        for name in ("good", "warn", "bad"):
            assert contrast(rgb(palette[name]), rgb(palette[f"{name}-banner"])) >= 4.5, name
            assert contrast(rgb(palette["ink"]), rgb(palette[f"{name}-banner"])) >= 4.5, name

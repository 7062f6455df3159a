"""Hostile texts stay text in every dress, and every dress says the same."""

from __future__ import annotations

import json
from functools import cache

import pytest
from factories import TODAY, phases
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from report_material import second_state, state, states_of, with_history
from samples import oracle

from milestone_tui.plan.audience import Audience
from milestone_tui.plan.client_view import ClientRisks
from milestone_tui.plan.language.cell_width import width
from milestone_tui.plan.language.text import is_blank, tidy, visible
from milestone_tui.plan.monitoring import Need
from milestone_tui.plan.report_state import ReportState
from milestone_tui.report.blocks import Item, Items, Part, Report, Section, Sentence
from milestone_tui.report.json import to_json
from milestone_tui.report.markdown import to_markdown
from milestone_tui.report.status import status_report
from milestone_tui.report.text import COLUMNS, to_text
from milestone_tui.report.words import read_words

PLAIN = "Plain words"
HOSTILE = (
    *("<script>alert(1)</script>", "]]>", "<!-- c -->", "<?php ?>", "&amp; &#60; &lt", "a <b> c", "AT&T; R&D"),
    *("\x1b]0;x\x07", "\x1b[2J", "‮abc", "a\u200bb", "line\nbreak", "a\r\n\r\n# b", "tab\there", "\x00", "\u2028x"),
    *("|", "a|b", "a\\|b", "a\\", "\\", "||", "`", "``code``", "*bold*", "**", "_x_", "~~no~~", "~no~", "$x$", "{day}"),
    *(
        "[click](javascript:alert(1))",
        "![i](x)",
        "[a]: http://x",
        "<https://x.org>",
        "https://example.org",
        "www.a.org",
    ),
    *(
        "# no heading",
        "#",
        "C #",
        "x ##",
        "1. no list",
        "2) no",
        "- no",
        "+ no",
        "* no",
        "> quote",
        "===",
        "---",
        "=cmd()",
    ),
    *(":-", "| --- |", "    indented", "é" * 80, "字" * 90, "x" * 200, "a, b. c: d", "Ends with two spaces  ", "​"),
)
NAMES = st.text(min_size=1, max_size=40).filter(lambda text: tidy(text) != "")
HARD = st.text(alphabet="\\`*_[]()<>&|#+-!~=:;.0123456789 $\n\tabw/@'\"{}^%\u202e\xa0é", min_size=1, max_size=30)


def with_text(text: str) -> ReportState:
    """The project, with a text wherever somebody may have typed it."""
    plain = with_history(state())

    def marked(of: ReportState) -> ReportState:
        plan, before = of.plan, of.before
        assert before.plan is not None
        project = plan.project._replace(name=text, client=text, client_risks=ClientRisks.SEVERE)
        now = tuple(
            m._replace(title=text, owner=text, approver=text, outcome=text, phase_id=1 + m.id // 4, phase=text)
            for m in plan.milestones
        )
        then = tuple(m._replace(title=text, owner=text, approver=text) for m in before.plan.milestones)
        return of._replace(
            plan=plan._replace(project=project, milestones=now, phases=phases(text, text)),
            before=before._replace(plan=before.plan._replace(milestones=then)),
        )

    return marked(plain)._replace(
        moves={id_: tuple(m._replace(reason_note=text) for m in moves) for id_, moves in plain.moves.items()},
        risks=tuple(risk._replace(title=text, owner=text, response_text=text) for risk in plain.risks),
        needs=(Need(1, 1, 1, text, TODAY),),
        reviews=tuple(one._replace(decisions="One", judged_reason=text) for one in plain.reviews[1:]),
    )


def report_with(text: str, audience: Audience = Audience.INTERNAL) -> Report:
    return status_report(states_of(with_text(text)), audience, read_words())


def reports_with(text: str) -> tuple[Report, ...]:
    """Reports of each kind: on one project, on those of a client, and on all."""
    first, second = with_text(text), second_state(client=text)
    client = status_report(states_of(first, second, client=text), Audience.CLIENT, read_words())
    return report_with(text), client, status_report(states_of(first, second), Audience.INTERNAL, read_words())


def parsed(markdown: str) -> tuple[list[str], list[str]]:
    """The kinds of elements in order, without texts, and the texts."""
    kinds, texts = [], []
    for token in MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(markdown):
        if token.type != "inline":
            kinds.append(token.type)
            continue
        kinds += [child.type for child in token.children or () if child.type not in ("text", "text_special")]
        texts.append("".join(child.content for child in token.children or ()))
    return kinds, texts


@cache
def parsed_plain() -> tuple[tuple[list[str], list[str]], ...]:
    return tuple(parsed(to_markdown(report)) for report in reports_with(PLAIN))


def check_markdown(text: str) -> None:
    """The text is shown as it is, and no other element appears than with plain words."""
    for report, (plain_kinds, plain_texts) in zip(reports_with(text), parsed_plain(), strict=True):
        kinds, texts = parsed(to_markdown(report))
        assert kinds == plain_kinds
        assert texts == [plain.replace(PLAIN, visible(tidy(text))) for plain in plain_texts]


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_text_in_markdown(text: str) -> None:
    check_markdown(text)


@given(NAMES | HARD.filter(lambda text: tidy(text) != ""))
def test_any_text_stays_text_in_markdown(text: str) -> None:
    check_markdown(text)


def test_the_texts_of_the_oracle_stay_text_in_markdown() -> None:
    for title in oracle("markdown_hostile.json")["titles"]:
        check_markdown(title)


@pytest.mark.parametrize("text", HOSTILE)
def test_a_hostile_text_stays_in_its_line_of_plain_text(text: str) -> None:
    written = "".join(map(to_text, reports_with(text)))
    assert all(visible(line) == line for line in written.split("\n"))
    assert max(map(width, written.split("\n"))) <= COLUMNS
    assert not is_blank(written)


@given(NAMES | HARD.filter(lambda text: tidy(text) != ""))
def test_any_text_keeps_plain_text_in_its_columns(text: str) -> None:
    written = "".join(map(to_text, reports_with(text)))
    assert max(map(width, written.split("\n"))) <= COLUMNS
    heads = [line for line in written.split("\n") if line and set(line) <= {"-"}]
    plain = reports_with(PLAIN)
    wholes: list[Report | Part] = [*plain, *(part for report in plain for part in report.parts)]
    assert len(heads) >= sum(len(list(of.shown)) for of in wholes)


@given(NAMES | st.sampled_from(HOSTILE))
def test_any_text_comes_back_from_json(text: str) -> None:
    written = to_json(report_with(text))
    assert written.isascii() and written.replace("\n", "").isprintable()
    record = json.loads(written)
    assert record["name"] == text and record["done"][0]["milestone"] == text
    assert {one["milestone"] for one in record["timeline"] + record["trend"]} == {text}


def test_json_has_the_same_keys_with_and_without_anything_to_say() -> None:
    full = json.loads(to_json(report_with(PLAIN, Audience.CLIENT)))
    plain = with_text(PLAIN)
    bare = plain._replace(
        plan=plain.plan._replace(milestones=()), before=plain.before._replace(plan=None), trend=None, risks=()
    )
    empty = json.loads(to_json(status_report(states_of(bare), Audience.CLIENT, read_words())))
    assert full.keys() == empty.keys()
    assert "money" not in full and "risks" in full
    assert full["figures"].keys() == empty["figures"].keys() and full["health"].keys() == empty["health"].keys()
    assert empty["done"] == [] and empty["health"]["health"] is None
    assert full["figures"]["milestones"] == 7 and full["moved"][0]["days"] == 2


def test_an_item_without_a_name_and_a_sentence_of_signs_are_escaped() -> None:
    blocks = (Sentence("1. one"), Items((Item("", ("- two",)), Item("three", (), "# four"))))
    report = Report("#", "=", {}, (Section("a", "b #", blocks),))
    kinds, texts = parsed(to_markdown(report))
    assert texts == ["#", "=", "b #", "1. one", "- two", "three. # four"]
    assert kinds.count("bullet_list_open") == 1 and "ordered_list_open" not in kinds

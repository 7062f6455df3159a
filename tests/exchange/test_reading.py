"""What a file is, told from its first bytes."""

from __future__ import annotations

import re
import tracemalloc
from datetime import date
from pathlib import Path

import pytest
from mspdi_files import milestone, plan
from samples import samples

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.reading import MOST_BYTES, read_bytes_of, read_holidays, read_plan
from milestone_tui.plan.imported import IncomingHoliday

GAN = b'<project name="Bridge"><tasks><task id="1" name="A" meeting="true" start="2026-03-02"/></tasks></project>'


@pytest.mark.parametrize(
    "data",
    [
        GAN,
        b"\xef\xbb\xbf\n " + GAN,
        b"<?xml version='1.0'?><!-- c -->" + GAN,
        plan(milestone(1, "A", "03-02T08")),
        plan(milestone(1, "A", "03-02T08")).decode().replace('encoding="UTF-8"', "").encode("utf-16"),
        plan(milestone(1, "A", "03-02T08")).replace(b"microsoft.com/project", b"microsoft.com/project/2007"),
        plan(milestone(1, "A", "03-02T08")).replace(b' xmlns="http://schemas.microsoft.com/project"', b""),
        b"title,due\nA,2026-03-02\n",
    ],
)
def test_every_kind_of_plan_is_told_from_its_begin(data: bytes) -> None:
    assert [found.title for found in read_plan(data, "Bridge").projects[0].milestones] == ["A"]


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"<html><body/></html>", "This is a web page (HTML)."),
        (
            b"<catalogue><channel/></catalogue>",
            "not a GanttProject or Microsoft Project plan (it starts with <catalogue>).",
        ),
        (b'<Project xmlns="http://schemas.microsoft.com/developer/msbuild/2003"/>', "<Project> of http://schemas.mic"),
        (b'<Project Sdk="Microsoft.NET.Sdk"/>', "its <Project> has no <Tasks>."),
        (b"\xef\xbb\xbfBEGIN:VCALENDAR\r\nEND:VCALENDAR", "has days off, not a plan"),
        (b"<calendar/>", "has days off, not a plan. Import it with `milestone-tui holidays PROJECT --from FILE`."),
        (b"<", "This file is"),
        (b"<!DOCTYPE project><project/>", "has a DOCTYPE"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
            "Save it as XML in Project",
        ),
    ],
)
def test_other_files_are_refused_in_a_sentence(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused) as refusal:
        read_plan(data, "x")
    assert sentence in str(refusal.value)


@pytest.mark.parametrize(
    "data",
    [
        b'<calendar><date year="" month="5" date="1">Labour Day</date></calendar>',
        b"BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Labour Day\nDTSTART:20260501\nEND:VEVENT\nEND:VCALENDAR\n",
    ],
)
def test_every_kind_of_holidays_is_told_from_its_begin(data: bytes) -> None:
    assert read_holidays(data, range(2026, 2027)).holidays == (IncomingHoliday(date(2026, 5, 1), "Labour Day"),)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (GAN, "This file has a plan, not a list of days off. Import it with"),
        (b'{"milestone-tui": 1}', "This file has whole projects, not a list of days off. Import it with"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), "This is a Microsoft Project .mpp"),
        (b"%PDF-1.4", "This is a PDF, not a list of days off. Choose an .ics or .calendar file."),
        (b"title,due\nA,2026-03-02\n", "This is not a calendar file: it does not start with"),
        (b"", "This is an empty file, not a list of days off."),
    ],
)
def test_other_files_hold_no_holidays(data: bytes, sentence: str) -> None:
    with pytest.raises(ImportRefused, match=re.escape(sentence)):
        read_holidays(data, range(2026, 2027))


def test_every_sample_is_read_or_refused() -> None:
    paths = [path for path in samples() if path.suffix in (".gan", ".xml", ".calendar", ".csv")]
    taken = {}
    for path in paths:
        try:
            taken[path.name] = len(read_plan(path.read_bytes(), path.stem).projects[0].milestones)
        except ImportRefused as refusal:
            assert str(refusal).endswith(".")
    assert taken == {
        "derived-by-mpxj_NewProduct.mspdi.xml": 12,
        "ganttproject_HouseBuildingSample.gan": 4,
        "tsgan_baseline-with-milestone.gan": 1,
        "tsgan_milestone-task.gan": 1,
    }


def test_a_file_bigger_than_any_plan_is_not_even_read(tmp_path: Path) -> None:
    path = tmp_path / "huge.csv"
    with path.open("wb") as file:
        file.truncate(MOST_BYTES + 1)  # no byte of it is on the disk
    tracemalloc.start()
    try:
        with pytest.raises(ImportRefused, match=r"Nothing was imported: .*huge\.csv is larger than 256 MB"):
            read_bytes_of(path)
        assert tracemalloc.get_traced_memory()[1] < 1 << 20
    finally:
        tracemalloc.stop()

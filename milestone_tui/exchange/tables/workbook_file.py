"""The file of a workbook, before it is opened: whether it is one, and is safe to open."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from contextlib import suppress
from xml.etree.ElementTree import ParseError
from xml.parsers import expat

from milestone_tui.errors import ImportRefused
from milestone_tui.exchange.xml_tree import LONGEST_TAG, GuardedParser

DAMAGE = (
    *(zipfile.BadZipFile, zlib.error, ParseError, EOFError, OSError, KeyError, IndexError, ValueError, TypeError),
    *(AttributeError, OverflowError, ZeroDivisionError, NotImplementedError, RuntimeError, struct.error),
)
"""What zipfile and openpyxl raise for workbooks that are not as they should be."""

_MOST_MEMBERS = 4_000
_MOST_BYTES = 256 << 20
"""Bytes of all members together, unpacked."""
_MOST_TEXTS = 64 << 20
"""Bytes of the table of all different texts, which is kept while the workbook is read."""
_MOST_RATIO = 250
"""Unpacked bytes for each packed one; sheets of equal rows have about 100."""
_SMALL = 1 << 20
"""Bytes up to which a ratio does not matter."""
_HEAD = 1 << 16
"""Bytes of an XML part within which its root element begins."""
_AS_XLSX = "Save it as Excel workbook (.xlsx) or CSV, then import that."


def check_workbook(data: bytes) -> None:
    """Raise ImportRefused for any file that is not an undamaged .xlsx workbook of a bearable size."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_size(archive)
            _check_kind(archive)
            _check_xml(archive)
    except DAMAGE as error:
        raise damaged() from error


def damaged() -> ImportRefused:
    """Return the refusal of a workbook that cannot be read."""
    return ImportRefused(
        "This workbook is damaged. Open it in Excel, save it again, then import that, or save it as CSV."
    )


def _check_kind(archive: zipfile.ZipFile) -> None:
    """Raise ImportRefused for a zip file of any other kind."""
    book = next((name for name in archive.namelist() if name.lower().endswith("workbook.xml")), "")
    if not book:
        raise ImportRefused(f"This is not an Excel workbook. {_AS_XLSX}")
    if b"purl.oclc.org/ooxml" in _start(archive, book):
        raise ImportRefused(f"This is a Strict Open XML workbook. {_AS_XLSX}")


def _check_size(archive: zipfile.ZipFile) -> None:
    """Raise ImportRefused for a workbook that would take too much memory; zipfile unpacks no more than is stated."""
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise ImportRefused("This workbook is protected by a password. Save it without one, then import that.")
    size = sum(member.file_size for member in members)
    texts = sum(member.file_size for member in members if member.filename.lower().endswith("sharedstrings.xml"))
    packed = sum(member.compress_size for member in members)
    is_bomb = size > _SMALL and size > packed * _MOST_RATIO
    if len(members) > _MOST_MEMBERS or size > _MOST_BYTES or texts > _MOST_TEXTS or is_bomb:
        raise ImportRefused(
            f"Nothing was imported: this workbook has {size >> 20:,} MB unpacked, in {len(members):,} parts."
            " Save the sheet with the plan as CSV, then import that."
        )


def _check_xml(archive: zipfile.ZipFile) -> None:
    """Raise ImportRefused for XML that would take an attack's time: with entities, or with endless tags."""
    for member in archive.infolist():
        if member.filename.endswith((".xml", ".rels")):
            _refuse_doctype(archive, member.filename)
            if member.file_size > LONGEST_TAG:
                _refuse_long_tags(archive, member.filename)


def _refuse_doctype(archive: zipfile.ZipFile, name: str) -> None:
    """Raise ImportRefused for a part with a document type, which may declare entities that grow without end."""
    parser = GuardedParser("workbook", namespaces=False)
    parser.expat.StartElementHandler = _stop
    with suppress(_RootFound, expat.ExpatError, LookupError, ValueError):  # a damaged part may not be needed
        parser.expat.Parse(_start(archive, name), False)
        raise damaged()


def _refuse_long_tags(archive: zipfile.ZipFile, name: str) -> None:
    """Raise ImportRefused for a part with a tag or text that no workbook has: expat rereads an unfinished tag."""
    length = 0
    with archive.open(name) as member:
        while chunk := member.read(_HEAD):
            length = length + len(chunk) if b">" not in chunk else 0
            if length > LONGEST_TAG:
                raise damaged()


class _RootFound(Exception):
    """The root element begins, after which no document type may come."""


def _stop(*_: object) -> None:
    raise _RootFound


def _start(archive: zipfile.ZipFile, name: str) -> bytes:
    with archive.open(name) as member:
        return member.read(_HEAD)

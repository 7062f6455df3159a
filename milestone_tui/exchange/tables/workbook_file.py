"""The file of a workbook, before it is opened: what it is, and whether it is safe to open."""

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

ZIP, OFFICE_97, BIFF = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", (b"\x09\x08\x10\x00", b"\x09\x04\x06\x00")
"""The first bytes of zip files, of files of Office 97, and of the oldest Excel files."""

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
_AS_XLSX = "Save it as Excel workbook (.xlsx) or as CSV, then import that."


def is_workbook(data: bytes) -> bool:
    """Return whether a file may be a workbook of any program, by its first bytes."""
    return data.startswith((ZIP, OFFICE_97, *BIFF))


def check_workbook(data: bytes) -> None:
    """Raise ImportRefused, with the way in, for any file that is not an undamaged .xlsx workbook of a bearable size."""
    if data.startswith(BIFF):
        raise ImportRefused(f"This is an Excel 97 workbook (.xls). {_AS_XLSX}")
    if data.startswith(OFFICE_97):
        raise _office_97(data)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            _check_kind(archive)
            _check_size(archive)
            _check_xml(archive)
    except DAMAGE as error:
        raise damaged() from error


def damaged() -> ImportRefused:
    """Return the refusal of a workbook that cannot be read."""
    return ImportRefused(
        "This workbook is damaged. Open it in Excel, save it again, then import that, or save it as CSV."
    )


def _office_97(data: bytes) -> ImportRefused:
    """Return the refusal of a file of Office 97, which is also what holds a workbook with a password."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return ImportRefused(
            "This workbook is protected with a password. Save a copy without the password, then import that."
        )
    if any(name.encode("utf-16-le") in data for name in ("Workbook", "Book")):
        return ImportRefused(f"This is an Excel 97 workbook (.xls). {_AS_XLSX}")
    return ImportRefused(
        "This is a Microsoft Project .mpp (or Office) file. Save it as XML in Project, then import that."
    )


def _check_kind(archive: zipfile.ZipFile) -> None:
    """Raise ImportRefused for a zip file of any other kind."""
    names = set(archive.namelist())
    if "xl/workbook.xml" in names:
        if b"purl.oclc.org/ooxml" in _start(archive, "xl/workbook.xml"):
            raise ImportRefused(f"This is a Strict Open XML workbook. {_AS_XLSX}")
        return
    if "xl/workbook.bin" in names:
        raise ImportRefused(f"This is a binary Excel workbook (.xlsb). {_AS_XLSX}")
    if any(name.endswith((".iwa", "Index.zip")) for name in names):
        raise ImportRefused("This is an Apple Numbers file. Export it to Excel or CSV, then import that.")
    if "mimetype" in names and b"opendocument.spreadsheet" in _start(archive, "mimetype"):
        raise ImportRefused(f"This is an OpenDocument spreadsheet (.ods). {_AS_XLSX}")
    if any(name.startswith(("word/", "ppt/")) for name in names):
        raise ImportRefused("This is a document, not a workbook. Copy its table into a sheet, then import that.")
    shown = ", ".join(f'"{name}"' for name in sorted(names)[:3]) or "nothing"
    raise ImportRefused(f"This is a zip file with {shown}. Unpack it, then import the file with the plan.")


def _check_size(archive: zipfile.ZipFile) -> None:
    """Raise ImportRefused for a workbook that would take too much memory; zipfile unpacks no more than is stated."""
    members = archive.infolist()
    if any(member.flag_bits & 1 for member in members):
        raise ImportRefused("This workbook is encrypted. Save a copy without a password, then import that.")
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

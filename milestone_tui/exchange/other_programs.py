"""The table of files that milestone-tui does not read: what each is, and the way in.

A file is recognised by its contents, and by the ending of its name only where those say nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath, PureWindowsPath

from milestone_tui.exchange.formats import FORMATS
from milestone_tui.exchange.other_signs import SEARCHED, OtherFile, Signs

_XML = "export as Microsoft Project XML, then import that"
_TABLE = "Put the plan into a table, save it as CSV, then import that"
_WORD = "Copy the table into a spreadsheet, save it as CSV, then import that"
_UNPACK = "Unpack it, then import the file inside"
_TRACKER = "Export the list as CSV instead, then import that"

OTHERS = (
    # Plans of other programs
    OtherFile(
        "a Primavera P6 file (.xer)",
        f"In P6, {_XML}",
        (".xer",),
        lambda signs: signs.text.startswith(b"ERMHDR"),
        converts=True,
    ),
    OtherFile(
        "a Primavera P6 file (PMXML)",
        f"In P6, {_XML}",
        (".pmxml",),
        lambda signs: signs.root[1] in ("APIBusinessObjects", "BusinessObjects"),
        converts=True,
    ),
    OtherFile(
        "a file protected by a password",
        "Save it without a password, then import it",
        (),
        lambda signs: signs.has_stream("EncryptedPackage", "EncryptionInfo"),
    ),
    OtherFile(
        "a Microsoft Project file (.mpp)",
        "Save it as XML in Project, then import that",
        (".mpp", ".mpt"),
        lambda signs: (
            signs.has_stream("Props14", "Props12", "Props9", "   114", "   112", "   19")
            or (signs.head.is_office_file and b"MSProject" in signs.data)
        ),
        converts=True,
    ),
    OtherFile(
        "a Microsoft Project file (.mpx)",
        f"Open it in Project or ProjectLibre, {_XML}",
        (".mpx",),
        lambda signs: signs.matches(r"MPX[^\w\s]"),
        converts=True,
    ),
    OtherFile(
        "a TaskJuggler file",
        "Export the plan as Microsoft Project XML (`taskreport` with `formats mspxml`) or CSV, then import that",
        (".tjp", ".tji"),
        lambda signs: signs.matches(
            r'(?:#[^\n]*\n\s*|/\*.*?\*/\s*)*+project\s+(?:[\w.]+\s+)?"[^"\n]*"\s+(?:"[^"\n]*"\s+)?\d{4}-\d\d'
        ),
    ),
    OtherFile(
        "a ProjectLibre file (.pod)",
        "In ProjectLibre, save as Microsoft Project XML, then import that",
        (".pod",),
        lambda signs: (
            signs.starts_with(b"\xac\xed\x00\x05")
            and any(name in signs.data for name in (b"com.projity", b"projectlibre", b"ProjectLibre"))
        ),
        converts=True,
    ),
    OtherFile(
        "a GNOME Planner file (.planner)",
        f"In Planner, {_XML}",
        (".planner",),
        lambda signs: signs.root[1] == "project" and b"mrproject-version" in signs.text,
        converts=True,
    ),
    OtherFile(
        "an Asta Powerproject file (.pp)",
        f"In Powerproject, {_XML}",
        (".pp",),
        converts=True,
    ),
    OtherFile(
        "an SDEF file (.sdef)",
        f"In the program that wrote it, {_XML}",
        (".sdef",),
        lambda signs: signs.matches(r"VOLM\s+1\s*\r?\nPROJ\s"),
        converts=True,
    ),
    OtherFile(
        "a Phoenix Project Manager file (.ppx)",
        f"In Phoenix, {_XML}",
        (".ppx",),
        lambda signs: signs.starts_with(b"PPX!!!!"),
        converts=True,
    ),
    OtherFile(
        "a FastTrack Schedule file (.fts)",
        f"In FastTrack, {_XML}",
        (".fts",),
        lambda signs: signs.starts_with(b"\x1c\0\0\0\x8b\0\0\0"),
        converts=True,
    ),
    OtherFile(
        "a ConceptDraw Project file (.cdpx)",
        f"In ConceptDraw, {_XML}",
        (".cdpx", ".cdpz"),
        lambda signs: b'Application="CDProject"' in signs.text,
        converts=True,
    ),
    OtherFile(
        "an OmniPlan file (.oplx)",
        f"In OmniPlan, {_XML}",
        (".oplx", ".oplanner"),
        lambda signs: (signs.root[1] == "scenario" and "omnigroup" in signs.root[0]) or signs.has_zipped(b"Actual.xml"),
    ),
    OtherFile("a Merlin Project file", f"In Merlin, {_XML}", (".mproject", ".merlin", ".merlin2")),
    OtherFile(
        "a Mermaid diagram",
        _TABLE,
        (".mmd", ".mermaid"),
        lambda signs: signs.matches(
            r"(?:(?:#[^\n]*)?\s*```\s*mermaid\s+)?(?:---\r?\n.*?\n---\s*)?(?:%%[^\n]*\n\s*)*+"
            r"(?:gantt|timeline|kanban|flowchart|graph\s+(?:TB|TD|BT|RL|LR)|sequenceDiagram|mindmap)\s*[\r\n]"
        ),
    ),
    OtherFile(
        "a PlantUML diagram", _TABLE, (".puml", ".plantuml"), lambda signs: signs.matches(r"@start(?:gantt|uml|wbs)\b")
    ),
    # Lists of issue trackers
    OtherFile(
        "an export of Jira (JSON)",
        _TRACKER,
        (),
        lambda signs: signs.has_names("issues", "fields", "key") or signs.has_names("fields", "issuetype"),
    ),
    OtherFile(
        "an export of Trello (JSON)",
        _TRACKER,
        (),
        lambda signs: signs.has_names("idBoard", "idList") or signs.has_names("cards", "lists", "closed"),
    ),
    OtherFile("an export of Asana (JSON)", _TRACKER, (), lambda signs: signs.has_names("data", "gid", "resource_type")),
    OtherFile(
        "an export of OpenProject (JSON)",
        _TRACKER,
        (),
        lambda signs: signs.has_names("_type", "_links") or signs.has_names("_type", "_embedded"),
    ),
    OtherFile(
        "an export of Microsoft Planner (JSON)", _TRACKER, (), lambda signs: signs.has_names("planId", "bucketId")
    ),
    OtherFile("a feed (RSS), such as the XML of Jira", _TRACKER, (".rss",), lambda signs: signs.root[1] == "rss"),
    # Files of milestone-tui that another command reads
    OtherFile(
        "a text file of `milestone-tui sync`",
        "Sync its folder with `milestone-tui sync FOLDER`",
        (),
        lambda signs: signs.text.startswith(b"milestone-tui plan"),
    ),
    OtherFile(
        "a database of milestone-tui",
        "Open it with `milestone-tui --db FILE`, or export a project of it and import that",
        (),
        lambda signs: signs.starts_with(b"SQLite format 3\0") and signs.data[68:72] == b"MTUI",
    ),
    # Spreadsheets and documents
    OtherFile(
        "an OpenDocument spreadsheet (.ods)",
        "Save it as .xlsx or CSV, then import that",
        (".ods", ".fods"),
        lambda signs: (
            signs.has_zipped(b"mimetypeapplication/vnd.oasis.opendocument.spreadsheet")
            or ("opendocument" in signs.root[0] and b"opendocument.spreadsheet" in signs.text)
        ),
    ),
    OtherFile(
        "an Excel file (.xls)",
        "Save it as .xlsx or CSV, then import that",
        (".xls",),
        lambda signs: (
            signs.has_stream("Workbook", "Book")
            or signs.root == ("urn:schemas-microsoft-com:office:spreadsheet", "Workbook")
        ),
    ),
    OtherFile(
        "a binary Excel file (.xlsb)",
        "Save it as .xlsx or CSV, then import that",
        (".xlsb",),
        lambda signs: signs.has_zipped(b"xl/workbook.bin"),
    ),
    OtherFile(
        "a Numbers spreadsheet",
        "Export it as .xlsx or CSV, then import that",
        (".numbers",),
        lambda signs: signs.has_zipped(b"Index/CalculationEngine.iwa", b"Index/Document.iwa", b"Index/Tables/"),
    ),
    OtherFile(
        "a text document",
        _WORD,
        (".doc", ".docx", ".odt", ".rtf"),
        lambda signs: (
            signs.has_stream("WordDocument")
            or signs.has_zipped(b"word/document.xml", b"mimetypeapplication/vnd.oasis.opendocument.text")
            or signs.text.startswith(b"{\\rtf")
        ),
    ),
    OtherFile(
        "a presentation",
        _WORD,
        (".ppt", ".pptx", ".odp"),
        lambda signs: (
            signs.has_stream("PowerPoint Document")
            or signs.has_zipped(b"ppt/presentation.xml", b"mimetypeapplication/vnd.oasis.opendocument.presentation")
        ),
    ),
    OtherFile(
        "a Visio drawing",
        _TABLE,
        (".vsd", ".vsdx"),
        lambda signs: signs.has_stream("VisioDocument") or signs.has_zipped(b"visio/document.xml"),
    ),
    OtherFile("an outline (OPML)", _TABLE, (".opml",), lambda signs: signs.root[1] == "opml"),
    OtherFile("a text file (YAML)", _TABLE, (".yaml", ".yml")),
    OtherFile(
        "a mail",
        "Save the file that is attached to it, then import that",
        (".eml", ".mbox"),
        lambda signs: signs.matches(r"(?:Received|Return-Path|Delivered-To|MIME-Version|Message-ID): |From \S+@\S+ "),
    ),
    OtherFile("an Outlook message", _WORD, (".msg",), lambda signs: signs.has_stream("__properties_version1.0")),
    OtherFile(
        "a Microsoft Project .mpp (or Office) file",
        "Save it as XML in Project, then import that",
        (),
        lambda signs: signs.head.is_office_file,
        converts=True,
    ),
    OtherFile("a PDF", _WORD, (".pdf",), lambda signs: b"%PDF-" in signs.data[:1024]),
    OtherFile(
        "a web page (HTML)",
        "Copy the table into a spreadsheet, save it as CSV, then import that",
        (".html", ".htm", ".mhtml"),
        lambda signs: signs.matches(r"(?:<!--.*?-->\s*|<\?xml[^>]*>\s*)*+<(?:!doctype\s+html|html|head|body|table)\b"),
    ),
    OtherFile("a drawing (SVG)", _TABLE, (".svg",), lambda signs: signs.root[1] == "svg"),
    OtherFile(
        "a picture",
        _TABLE,
        (".png", ".jpg", ".jpeg", ".gif", ".bmp", ".tif", ".tiff", ".webp", ".heic"),
        lambda signs: (
            signs.starts_with(
                (
                    b"\x89PNG\r\n",
                    b"\xff\xd8\xff",
                    b"GIF8",
                    b"II*\0",
                    b"MM\0*",
                    b"\0\0\0\x18ftypheic",
                    b"\0\0\0\x1cftypheic",
                )
            )
            or (signs.starts_with(b"RIFF") and signs.data[8:12] == b"WEBP")
            or (signs.starts_with(b"BM") and signs.data[6:10] == bytes(4))
        ),
    ),
    # Containers
    OtherFile(
        "a database (SQLite)",
        "Export a table of it as CSV, then import that",
        (".sqlite", ".sqlite3"),
        lambda signs: signs.starts_with(b"SQLite format 3\0"),
    ),
    OtherFile(
        "a compressed file",
        _UNPACK,
        (".gz", ".tgz", ".bz2", ".xz", ".zst", ".7z", ".rar", ".tar"),
        lambda signs: (
            signs.starts_with(
                (b"\x1f\x8b", b"BZh", b"\xfd7zXZ\0", b"\x28\xb5\x2f\xfd", b"7z\xbc\xaf\x27\x1c", b"Rar!\x1a\x07")
            )
            or signs.data[257:262] == b"ustar"
        ),
    ),
    OtherFile(
        "a zip file",
        _UNPACK,
        (".zip",),
        lambda signs: (
            signs.starts_with((b"PK\x03\x04", b"PK\x05\x06", b"PK\x07\x08"))
            and not signs.has_zipped(b"xl/", b"[Content_Types].xml")  # an Excel workbook
        ),
    ),
)
_READ = frozenset(suffix for known in FORMATS if known.plan_reader for suffix in known.suffixes)
_EMPTY = OtherFile("an empty file", "Save or copy the plan again, then import it")


def other_file(data: bytes, file_name: str) -> OtherFile | None:
    """Return the kind of a file that is not read; None for a file that a reader knows, or says what is wrong with.

    Only a file that is neither XML nor JSON is recognised by its name.
    """
    signs = Signs(data)
    if not signs.text.strip() and not data[SEARCHED:].strip(b" \t\r\n\0"):
        return _EMPTY
    found = next((other for other in _unread() if other.is_it(signs)), None)
    return found or (None if signs.head.is_xml or signs.head.is_json else other_name(file_name))


def other_name(file_name: str) -> OtherFile | None:
    """Return the kind of file that has such a name; None for a name that says nothing, or of a format that is read."""
    ending = suffix_of(file_name)
    return next((other for other in _unread() if ending in other.suffixes), None)


def _unread() -> Iterator[OtherFile]:
    return (other for other in OTHERS if not _READ.intersection(other.suffixes))


def suffix_of(file_name: str) -> str:
    """Return the ending of a name in lower case, of a path of any system."""
    return PurePosixPath(PureWindowsPath(file_name).name).suffix.lower()

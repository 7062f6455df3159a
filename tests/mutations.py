"""Files changed at random: as damage, other programs, other languages and ill will change them."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Sequence
from random import Random
from typing import NamedTuple

MOST_BYTES = 300_000
"""Mutated files stay below this size, and below `MOST_LINES` lines, so that each is one ordinary file."""
MOST_LINES = 5_000
_REFUSED = (".xer", ".tjp", ".mmd")

_NUMBERS = (
    *("0", "-1", "1", "99999999999999999999", "-9223372036854775809", "1e309", "NaN", "1.5", "0x10", "٣", "", "007"),
    *("2147483648", "4294967295", "PT999999999H0M0S", "PT-8H", "-PT0S", "100%", "1,5", "1.234,56", "+5"),
)
_DATES = (
    *("0001-01-01", "9999-12-31", "1899-12-30", "1900-02-29", "2026-02-30", "2027-13-01", "31.12.2026", "12/31/26"),
    *("00.00.0000", "2026-W50", "2026-12-04T00:00:00", "2026-12-04T24:00:00Z", "20261204", "Fr 11.12.26", "Q1 2027"),
    *("01-Sep-26 A", "18. Dezember 2026", "NA", "NF", "46000", "December 4, 2026 5:00 PM", "2026-366", "1 янв 2027"),
)
_HEADERS = (
    *("Vorgangsname", "Meilenstein", "Ende", "Anfang", "Fertigstellung", "Nom", "Jalon", "Échéance", "Responsable"),
    *("Nombre", "Hito", "Fin", "Nazwa", "Kamień milowy", "Termin", "Nome", "Data", "Naam", "Mijlpaal", "Zuständig"),
    *("Milestone", "Task name", "Finish", "Due", "Done", "% complete", "Duration", "ID", "Predecessors", "", "due"),
)
_TEXTS = (
    *("\0", "\x1b]0;x\x07", "\u202e", "\ud7ff", "\ufeff", "\r", "\u2028", "=cmd()", '"', "'", "&#0;", "&#x1;", "&amp;"),
    *(
        "]]>",
        "<![CDATA[",
        "<!--",
        "http://[",
        "http://[::1",
        "https://x/\u2100",
        "a" * 20_000,
        "👨‍👩‍👧" * 200,
        ";" * 3_000,
    ),
)
_ADDRESSES = (
    "http://[",
    "https://[::1/o/r",
    "https://x\u2100.example/a",
    "//",
    "file:///x",
    "https://x:99999/a/b/c",
    "a/b",
)
_ENCODINGS = ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252", "cp1250", "mac_roman", "cp437", "utf-7")


class Seed(NamedTuple):
    """A whole file, from which others are made."""

    name: str
    data: bytes


Mutation = Callable[[Random, bytes, Sequence[Seed]], bytes]


def mutated(random: Random, seeds: Sequence[Seed]) -> Seed:
    """Return one of the seeds, changed in one to four ways."""
    seed = random.choices(seeds, [_weight(seed) for seed in seeds])[0]
    data = seed.data
    for _ in range(random.choice((1, 1, 1, 2, 2, 3, 4))):
        data = _changed(random, data, seeds)
    if len(data) > MOST_BYTES or data.count(b"\n") > MOST_LINES:
        data = b"".join(data[:MOST_BYTES].splitlines(keepends=True)[:MOST_LINES])
    name = seed.name if random.random() < 0.9 else random.choice(seeds).name
    return Seed(name, data)


def _weight(seed: Seed) -> float:
    """Return how often a file is chosen: small ones often, those of a format that is refused anyway seldom."""
    return (0.1 if seed.name.endswith(_REFUSED) else 1) / (4_000 + len(seed.data))


def _changed(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    """Return a file changed in one way; in a ZIP archive mostly one of its files."""
    if data.startswith(b"PK") and random.random() < 0.9:
        return _within_zip(random, data, seeds)
    return _any(random, data, seeds)


def _any(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    """Change a file in one way; mostly in its values, as damage is refused by the first reader that meets it."""
    return random.choice(DAMAGE if random.random() < 0.25 else VALUES)(random, data, seeds)


def _within_zip(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
    except Exception:  # it was damaged before: zipfile then raises what each of its parts raises
        return _flip(random, data, seeds)
    if not files:
        return data
    name = random.choice(sorted(files))
    files[name] = _any(random, files[name], seeds)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, contents in files.items():
            archive.writestr(each, contents)
    return out.getvalue()


def _flip(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 5, 30)) if changed else 0):
        changed[random.randrange(len(changed))] = random.choice((random.randrange(256), 0, 0x22, 0x2C, 0x3C, 0x80))
    return bytes(changed)


def _cut(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    start, end = sorted(random.randrange(len(data) + 1) for _ in "12")
    return random.choice((data[:start], data[start:], data[:start] + data[end:]))


def _repeat(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    start, end = sorted(random.randrange(len(data) + 1) for _ in "12")
    piece = data[start : min(end, start + 2_000)]
    return data[:start] + piece * random.choice((2, 3, 50)) + data[start:]


def _splice(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    other = random.choice(seeds).data
    return data[: random.randrange(len(data) + 1)] + other[random.randrange(len(other) + 1) :]


def _insert(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    at = random.randrange(len(data) + 1)
    return data[:at] + random.choice(_TEXTS).encode("utf-8", "surrogatepass") + data[at:]


def _replaced(pattern: bytes, texts: Sequence[str]) -> Mutation:
    """Return a mutation that writes other texts in the place of some matches, or of all."""

    def replace(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
        share = random.choice((0.02, 0.1, 0.5, 1.0))
        same = random.choice(texts).encode() if random.random() < 0.5 else None

        def other(found: re.Match[bytes]) -> bytes:
            if random.random() > share:
                return found[0]
            return random.choice(texts).encode() if same is None else same

        return re.sub(pattern, other, data)

    return replace


def _tags(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    """Write a tag twice, leave one out, or write one in the place of another."""
    tags = list(re.finditer(rb"<[^<>]{1,400}>", data))
    if not tags:
        return _lines(random, data, seeds)
    one, other = random.choice(tags), random.choice(tags)
    written = random.choice((one[0] * 2, b"", other[0], one[0] * 300, other[0] + one[0]))
    return data[: one.start()] + written + data[one.end() :]


def _cells(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    """Exchange cells within lines, or change the separator."""
    separator = max((b",", b";", b"\t", b"|"), key=data.count)
    if random.random() < 0.2:
        return data.replace(separator, random.choice((b",", b";", b"\t", b"|", b" ")))
    lines = data.split(b"\n")
    for at in random.sample(range(len(lines)), min(len(lines), random.choice((1, 3, len(lines))))):
        cells = lines[at].split(separator)
        if len(cells) > 1:
            one, other = random.randrange(len(cells)), random.randrange(len(cells))
            cells[one], cells[other] = cells[other], cells[one]
        lines[at] = separator.join(cells)
    return b"\n".join(lines)


def _lines(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    """Shuffle lines, repeat one, put blank ones between them, or change their ends."""
    lines = data.split(b"\n")
    at = random.randrange(len(lines))
    kind = random.randrange(5)
    if kind == 0:
        random.shuffle(lines)
    elif kind == 1:
        lines[at:at] = [lines[at]] * random.choice((1, 3, 400))
    elif kind == 2:
        lines[at:at] = [b""] * random.choice((1, 2, 30))
    elif kind == 3:
        lines.insert(0, random.choice(_HEADERS).encode())
    return (random.choice((b"\r\n", b"\r", b"\n")) if kind == 4 else b"\n").join(lines)


def _encode(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    text = data.decode(random.choice(("utf-8", "cp1252")), "replace")
    return text.encode(random.choice(_ENCODINGS), "replace")


def _translate(random: Random, data: bytes, seeds: Sequence[Seed]) -> bytes:
    """Write other words into the first line."""
    first, end, rest = data.partition(b"\n")
    return _replaced(rb"[\w %]+", _HEADERS)(random, first, seeds) + end + rest


DAMAGE: tuple[Mutation, ...] = (_flip, _cut, _repeat, _splice, _insert, _tags, _encode)
VALUES: tuple[Mutation, ...] = (
    *(_cells, _lines, _translate),
    _replaced(rb"\d+", _NUMBERS),
    _replaced(rb"https?://[^\"<>\s]*", _ADDRESSES),
    _replaced(rb"\d{4}-\d\d-\d\d(?:T[\d:]+Z?)?|\b\d{8}\b|\d+[./]\d+[./]\d+", _DATES),
    _replaced(rb"(?<=[>,;\"])[^<>,;\"\r\n]{1,60}(?=[<,;\"])", (*_TEXTS, *_DATES, *_NUMBERS)),
)

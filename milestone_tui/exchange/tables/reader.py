"""Read milestones from a table, a CSV file or the sheet of a workbook: one row each, in any order of columns."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice

from milestone_tui.errors import AmbiguousDates, ImportRefused
from milestone_tui.exchange.tables.body import Body
from milestone_tui.exchange.tables.columns import Columns, decide
from milestone_tui.exchange.tables.dates import ORDERS
from milestone_tui.exchange.tables.facts import Facts, facts_of, order_of, settle
from milestone_tui.exchange.tables.header import Header, find_header, score
from milestone_tui.exchange.tables.options import Entry, TableOptions, header_key, options_of
from milestone_tui.exchange.tables.outline import MILESTONE, PHASE, Outline
from milestone_tui.exchange.tables.profile import SAMPLED
from milestone_tui.exchange.tables.reading import open_tables
from milestone_tui.exchange.tables.roles import DATE_ROLES
from milestone_tui.exchange.tables.row_reader import RowReader
from milestone_tui.exchange.tables.rows import Row, Table
from milestone_tui.exchange.tables.status_day import status_day
from milestone_tui.plan.imported import Changed, ImportedPlan, IncomingMilestone, IncomingProject, Skipped
from milestone_tui.plan.language.text import fold, tidy, visible
from milestone_tui.plan.language.wording import count_words

_NOTHING_SAID = TableOptions()
_NAMED = 3


def read_table(
    data: bytes, fallback_name: str, *, table: TableOptions = _NOTHING_SAID, remembered: Sequence[Entry] = ()
) -> ImportedPlan:
    """Return the milestones of a table, by project; rows without a project go into one called `fallback_name`.

    Which column is what is decided by its head and its cells, and told; `table` is what a person has said, and
    `remembered` what was said about earlier tables, of which the one with the same header counts. The first of the
    first rows that is a header counts. Dates such as 03/04/2026 are read in the order said, by default in the only
    order possible for the whole table. A row that cannot be read is skipped, with its line and the reason.

    Raises:
        ImportRefused: the file has no title column, no date column, or something that a person must decide.
    """
    before = remembered_options(data, remembered) if remembered else None
    if before is None:
        return _read(data, fallback_name, table)
    said = table.over(before._replace(dates=None))
    try:
        plan, used = _read(data, fallback_name, said), before._replace(dates=None)
    except AmbiguousDates:
        if before.dates is None:
            raise
        plan, used = _read(data, fallback_name, table.over(before)), before
    if not used.is_said:
        return plan
    remark = Changed("", "the table", f"read as the last one with this header: {visible(used.words)}")
    return plan._replace(remarks=(remark, *plan.remarks))


def remembered_options(data: bytes, remembered: Sequence[Entry]) -> TableOptions | None:
    """Return what was said last about a table with the header of this one; None if nothing was."""
    keys: dict[tuple[str | None, int | None, str | None], set[str]] = {}
    for entry in reversed(remembered):
        options = options_of(entry)
        way = (options.encoding, options.header_row, options.sheet)
        if way not in keys:
            keys[way] = _keys(data, options)
        if entry["header"] in keys[way]:
            return options
    return None


def _keys(data: bytes, options: TableOptions) -> set[str]:
    """Return the headers of a file's tables, read in this way, as they are remembered."""
    found = set()
    with suppress(ImportRefused):
        for table in open_tables(data, encoding=options.encoding, sheet=options.sheet, score=score).tables:
            with suppress(ImportRefused):
                found.add(header_key(find_header(table, options.header_row).heads))
    return found


def _read(data: bytes, fallback_name: str, said: TableOptions) -> ImportedPlan:
    if said.dates is not None and said.dates not in ORDERS:
        raise ImportRefused(f'"{visible(said.dates)}" is not an order of dates. Use dmy, mdy or ymd.')
    opened = open_tables(data, encoding=said.encoding, sheet=said.sheet, score=score)
    found = _best(opened.tables, said)
    remarks: list[Changed | Skipped] = [*opened.remarks, *found.remarks(opened.tables)]
    projects = found.projects(said, fallback_name, remarks)
    remarks.sort(key=_line_of)
    if not projects and not remarks:
        raise ImportRefused("This file has no rows below its header. Add a row for each milestone.")
    return ImportedPlan(
        *(projects, tuple(remarks)),
        reported_on=status_day(map(_text, found.header.above), found.facts.dates),
        columns=found.columns.told(),
        heads=found.header.heads,
    )


def _line_of(remark: Changed | Skipped) -> int:
    """Return the line that a remark is about; 0 for none."""
    number = remark.where.rpartition(" ")[2]
    return int(number) if number.isdecimal() else 0


@dataclass(slots=True)
class _Found:
    """A table whose columns are decided."""

    table: Table
    header: Header
    columns: Columns
    facts: Facts
    body: Body

    def remarks(self, others: Sequence[Table]) -> list[Changed | Skipped]:
        """Return remarks on the table, the lines above its header and the other sheets."""
        remarks: list[Changed | Skipped] = list(self.table.remarks)
        names = [f'"{visible(table.name)}"' for table in others if table is not self.table]
        if names:
            shown = ", ".join(names[:_NAMED]) + (f" and {len(names) - _NAMED} more" if len(names) > _NAMED else "")
            reason = f'"{visible(self.table.name)}" has the most milestones; choose with --sheet NAME'
            remarks.append(Skipped("", f"{count_words(len(names), 'sheet')} {shown}", reason))
        if self.header.above:
            texts = [_text(row) for row in self.header.above]
            shown = " · ".join(f'"{visible(text[:60])}"' for text in texts[:3]) + (" · …" if len(texts) > 3 else "")
            first = f"{self.table.place} {self.header.above[0].line}"
            remarks.append(Skipped(first, shown, "above the header"))
        return remarks

    def milestones(self) -> tuple[int, int]:
        """Return how many rows are milestones with a date, and how many are milestones."""
        outline, places = Outline(self.columns, self.facts), self.columns.places
        dates = [places[role] for role in DATE_ROLES if role in places]
        dated = count = 0
        for line, cells in self.body.rows():
            title = self._title(cells)
            if title and outline.standing(line, cells, title)[0] == MILESTONE:
                count += 1
                dated += any(place < len(cells) and cells[place].strip() for place in dates)
        return dated, count

    def projects(
        self, said: TableOptions, fallback_name: str, remarks: list[Changed | Skipped]
    ) -> tuple[IncomingProject, ...]:
        """Return the projects of all rows; names that differ only in case are one project."""
        order = said.dates or order_of(self.facts.dates, self.table.place, remarks)
        reader = RowReader(self.columns, order, self.facts, self.table.place, remarks)
        outline = Outline(self.columns, self.facts)
        body = self.body
        found = _Projects(fallback_name)
        width = len(self.header.heads)
        for row in body.rows():
            line, cells = row
            if len(cells) > width and any(cell.strip() for cell in cells[width:]):
                reason = f"{len(cells)} cells, the header has {width}; quote values that contain the separator"
                remarks.append(Skipped(f"{self.table.place} {line}", self._title(cells) or "a row", reason))
                continue
            by_role = reader.cells_of(cells)
            if outline.is_needed:
                title = tidy(by_role.get("title", ""))
                standing, phase = outline.standing(line, cells, title)
                if standing == PHASE and title:
                    found.add_phase(by_role.get("project", ""), title)
                if standing != MILESTONE:
                    continue
                if phase and not by_role.get("phase"):
                    by_role["phase"] = phase
            if body.group and not by_role.get("phase"):
                by_role["phase"] = body.group
            read = reader.read(line, cells, by_role)
            if read is not None:
                found.add(*read)
        if self.facts.nesting.is_phase_once and not self.columns.is_own:
            what = count_words(self.facts.nesting.blank_phases, "row")
            phase = self.columns.name(self.columns.places["phase"])
            reason = f"without a phase; if the one above is meant, fill {phase} down"
            remarks.append(Changed("", what, reason, check=True))
        remarks += [*body.remarks, *outline.remarks(self.table.place), *reader.told()]
        return found.projects(reader, self.columns.fields)

    def _title(self, cells: Sequence[str]) -> str:
        place = self.columns.places["title"]
        return tidy(cells[place]) if place < len(cells) else ""


def _text(row: Row) -> str:
    return " ".join(dict.fromkeys(tidy(cell) for cell in row.cells if cell.strip()))


class _Projects:
    """The milestones and phases of each project."""

    def __init__(self, fallback_name: str) -> None:
        self._fallback_name = fallback_name
        self._names: dict[str, str] = {}
        self._milestones: dict[str, list[IncomingMilestone]] = {}
        self._phases: dict[str, dict[str, None]] = {}

    def add(self, project: str, milestone: IncomingMilestone) -> None:
        name = self._name(project)
        self._milestones[name].append(milestone)
        if milestone.phase:
            self._phases[name][milestone.phase] = None

    def add_phase(self, project: str, phase: str) -> None:
        self._phases[self._name(project)][phase] = None

    def _name(self, project: str) -> str:
        name = project or self._fallback_name
        name = self._names.setdefault(fold(name), name)
        if name not in self._milestones:
            self._milestones[name], self._phases[name] = [], {}
        return name

    def _currency(self, name: str, reader: RowReader) -> str:
        unnamed = reader.currency_of("") if fold(name) == fold(self._fallback_name) else ""
        return reader.currency_of(name) or unnamed

    def projects(self, reader: RowReader, fields: frozenset[str]) -> tuple[IncomingProject, ...]:
        return tuple(
            IncomingProject(
                name,
                tuple(phases := self._phases[name]),
                tuple(found),
                currency=self._currency(name, reader),
                fields=fields | {"phase"} if phases else fields,
            )
            for name, found in self._milestones.items()
        )


def _best(tables: Sequence[Table], said: TableOptions) -> _Found:
    """Return the table with the most milestones of those that can be read. Raises ImportRefused if there is none."""
    readable: list[_Found] = []
    refusal: ImportRefused | None = None
    for table in tables:
        try:
            readable.append(_found(table, said))
        except ImportRefused as error:
            refusal = refusal or error
    if not readable:
        raise refusal or ImportRefused('This file is empty. Add a header with "title" and a row for each milestone.')
    return readable[0] if len(readable) == 1 else max(readable, key=_Found.milestones)


def _found(table: Table, said: TableOptions) -> _Found:
    header = find_header(table, said.header_row)
    body = Body(table, header)
    sample = [row.cells for row in islice(body.rows(), SAMPLED)]
    columns = decide(header.heads, sample, said.columns)
    facts = facts_of(body.rows(), columns)
    settle(columns, facts)
    return _Found(table, header, columns, facts, body)

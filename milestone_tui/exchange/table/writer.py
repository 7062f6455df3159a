"""Write milestones or projects as a table of plain text, for people."""

# Annotations are no texts here: Python would compile that of each field of a named tuple at start-up.

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from milestone_tui.errors import InvalidInput
from milestone_tui.exchange.iso import iso
from milestone_tui.exchange.table.cells import cut, padded
from milestone_tui.plan.language.cell_width import width
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import slip_words
from milestone_tui.plan.model import Milestone, Project, ProjectSummary
from milestone_tui.plan.sign import Sign

if TYPE_CHECKING:
    from milestone_tui.exchange.export import MilestoneExport

_WIDEST = 48
"""The most cells of a column of text."""
GAP = "  "


class Column(NamedTuple):
    """A column of a table."""

    name: str
    """As typed after `--columns`; its head in capitals, unless it has another."""
    least: int = 0
    """The cells that it can be cut to on a narrow terminal; 0 for a column that is never cut."""
    expendable: int = 0
    """Its turn to be left out when cutting is not enough; 0 for a column that is never left out."""
    head: str = ""
    right_aligned: bool = False

    @property
    def title(self) -> str:
        """Return its head."""
        return self.head or self.name.upper()


_PERCENT = Column("percent", expendable=1, head="%", right_aligned=True)
_SLIP = Column("slip", right_aligned=True)
MILESTONE_COLUMNS = (
    Column("project"),
    Column("phase", least=8, expendable=4),
    Column("milestone", least=16),
    Column("owner", least=6),
    Column("baseline", expendable=2),
    Column("due"),
    Column("done", expendable=3),
    _SLIP,
    _PERCENT,
    Column("state"),
)
PROJECT_COLUMNS = (
    Column("project"),
    Column("name", least=12),
    Column("client", least=6, expendable=2),
    Column("health"),
    _PERCENT,
    Column("next", least=12, expendable=3),
    Column("due"),
    Column("finish"),
    _SLIP,
)


def find_columns(names: str, projects: bool) -> tuple[str, ...]:
    """Return the names of columns in a text with commas between them. Raises InvalidInput for an unknown one."""
    known = [column.name for column in (PROJECT_COLUMNS if projects else MILESTONE_COLUMNS)]
    found = tuple(name.strip().lower() for name in names.split(",") if name.strip())
    for name in found:
        if name not in known:
            raise InvalidInput("", f'There is no column "{name}". Choose from {", ".join(known)}.')
    if not found:
        raise InvalidInput("", f"--columns needs names of columns. Choose from {', '.join(known)}.")
    return found


def write_milestones(
    export: "MilestoneExport", out: TextIO, *, columns: Sequence[str] = (), cells: int | None = None
) -> list[str]:
    """Write a table with one line per milestone; return the heads of the columns left out for lack of room.

    `columns` are the names of the columns to write, by default all that have room in `cells`, the width of the
    terminal. Overdue milestones have an exclamation mark.
    """
    rows = [
        (plan.project, milestone, export.today)
        for plan in export.plans
        for milestone in plan.milestones
        if export.keep is None or milestone.id in export.keep
    ]
    return _write(MILESTONE_COLUMNS, _milestone_cells, rows, out, columns, cells)


def write_projects(
    summaries: Iterable[ProjectSummary], out: TextIO, *, columns: Sequence[str] = (), cells: int | None = None
) -> list[str]:
    """Write a table with one line per project; options and result are those of `write_milestones`."""
    return _write(PROJECT_COLUMNS, _project_cells, [(summary,) for summary in summaries], out, columns, cells)


def _write(
    known: Sequence[Column],
    cells_of: Callable[..., Sequence[str]],
    rows: Sequence[tuple[Any, ...]],
    out: TextIO,
    names: Sequence[str],
    cells: int | None,
) -> list[str]:
    """Write the heads and the rows of a table; return the heads of the columns left out for lack of room."""
    texts = list(zip(*([column.title for column in known], *(cells_of(*row) for row in rows)), strict=True))
    shown = [place for name in names for place, column in enumerate(known) if column.name == name]
    shown = shown or list(range(len(known)))
    widths = {place: max(map(width, texts[place])) for place in shown}
    if cells is not None:
        fit_widths(known, widths, cells, leaves_out=not names)
    shown = [place for place in shown if place in widths]
    hidden = [column.title for place, column in enumerate(known) if not names and place not in widths]
    columns = [fitted(texts[place], widths[place], known[place]) for place in shown]
    print("\n".join(GAP.join(line).rstrip() for line in zip(*columns, strict=True)), file=out)
    return hidden


def fit_widths(known: Sequence[Column], widths: dict[int, int], cells: int, *, leaves_out: bool = True) -> None:
    """Cut columns until the table fits into `cells`, after leaving out expendable ones if that is not enough."""
    if leaves_out:
        _leave_out(known, widths, cells)
    _narrow(known, widths, cells)


def _leave_out(known: Sequence[Column], widths: dict[int, int], cells: int) -> None:
    """Remove columns from `widths` until the others fit, each cut to its least width."""

    def least() -> int:
        smallest = (min(wide, known[place].least or wide) for place, wide in widths.items())
        return sum(smallest) + len(GAP) * (len(widths) - 1)

    for place in sorted(range(len(known)), key=lambda place: known[place].expendable):
        if known[place].expendable and least() > cells:
            del widths[place]


def _narrow(known: Sequence[Column], widths: dict[int, int], cells: int) -> None:
    """Cut columns of text, the widest first, until the table fits or each has its least width."""
    excess = sum(widths.values()) + len(GAP) * (len(widths) - 1) - cells
    for _ in range(excess):
        can_be_cut = [place for place, wide in widths.items() if 0 < known[place].least < wide]
        if not can_be_cut:
            return
        widths[max(can_be_cut, key=lambda place: widths[place])] -= 1


def fitted(texts: Sequence[str], wide: int, column: Column) -> Iterator[str]:
    """Return the texts of a column, each cut or padded to its width."""
    return (padded(cut(text, wide) if column.least else text, wide, column.right_aligned) for text in texts)


def _milestone_cells(project: Project, milestone: Milestone, today: date) -> tuple[str, ...]:
    slip = milestone.slip(today)
    return (
        visible(project.key),
        shortened(milestone.phase),
        shortened(milestone.title),
        shortened(milestone.owner),
        iso(milestone.baseline_on) or "-",
        (iso(milestone.due_on) or "-") + (" !" if milestone.overdue(today) else ""),
        iso(milestone.done_on) or "-",
        "new" if milestone.added and slip is None else slip_cell(slip),
        str(milestone.percent),
        Sign.REJECTED.value if milestone.sign is Sign.REJECTED else milestone.state.value,
    )


def _project_cells(s: ProjectSummary) -> tuple[str, ...]:
    return (
        shortened(s.project.key),
        shortened(s.project.name),
        shortened(s.project.client),
        "-" if s.lacks_health else s.verdict.health.value,
        "-" if s.percent is None else str(s.percent),
        shortened(s.next_title) or "-",
        iso(s.next_due_on) or "-",
        iso(s.finish_on) or "-",
        "no baseline" if s.lacks_baseline else slip_cell(s.slip_days),
    )


def slip_cell(days: int | None) -> str:
    """Return a slip with its unit, in ASCII."""
    return "-" if days is None else slip_words(days).replace("−", "-")


def shortened(text: str) -> str:
    """Return a text with control characters made visible, cut to the widest column."""
    return cut(visible(text), _WIDEST)

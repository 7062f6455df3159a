"""Risks: the register of one project or all, and the matrix of what is open."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import partial
from typing import ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from milestone_tui.errors import NotFound
from milestone_tui.plan.analysis.risks import Band, Bands, RiskOrder, cell_of, counts, explain, matrix, register
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.explanation import Explanation
from milestone_tui.plan.model import Project
from milestone_tui.plan.monitoring import Risk, RiskKind
from milestone_tui.ui.base.cursor_rest import CursorRest
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.messages import RiskEditRequested
from milestone_tui.ui.navigation import HEIGHTS, Place
from milestone_tui.ui.panels.raise_risk import RaiseRiskScreen
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import Ground, Ink
from milestone_tui.ui.views.risks import words
from milestone_tui.ui.views.risks.keys import A_PROJECT, A_RISK, NARROW, NEEDS, RISK_KEYS, RISKS, on_the_matrix
from milestone_tui.ui.views.risks.matrix import MatrixData, RiskMatrix
from milestone_tui.ui.views.risks.rate import RateScreen, rated_words
from milestone_tui.ui.views.risks.table import GAP, RegisterRow, RegisterTable
from milestone_tui.ui.widgets.filter_bar import FilterBar
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import ACROSS, TextBlock

_BESIDE = 100
"""Cells from which the matrix is shown beside the register."""
_MINE = "@me"


_WIDTHS = [(0, "-narrow"), (_BESIDE, "-wide")]


class RisksScreen(StoreScreen):
    """View of the risk register, with a pane about the entry under the cursor."""

    DEFAULT_CSS = """
    RisksScreen #register { height: 1fr; margin-top: 1; }
    RisksScreen #pane { height: 5; }
    RisksScreen RegisterTable { margin-right: 1; }
    RisksScreen.-narrow RiskMatrix { display: none; width: 1fr; margin-left: 1; }
    RisksScreen.-narrow.-matrix RiskMatrix { display: block; }
    RisksScreen.-narrow.-matrix RegisterTable { display: none; }
    RisksScreen.-low #register, RisksScreen.-middle #register { margin-top: 0; }
    RisksScreen.-low #pane { height: 4; }
    """

    VERTICAL_BREAKPOINTS = HEIGHTS
    HORIZONTAL_BREAKPOINTS = _WIDTHS

    BINDINGS: ClassVar[Keys] = RISK_KEYS

    NEEDS = NEEDS

    HELP_TOPICS = ("new_risk", "risks")

    VIEW = "risks"

    def __init__(self, context: Context, place: Place) -> None:
        """Show the register of the project of `place`, or of all projects."""
        super().__init__(context)
        self._project_id = place.project_id
        """The project to narrow to."""
        self._wide = place.wide or place.project_id is None
        self._risks: tuple[Risk, ...] = ()
        self._project: Project | None = None
        self._cells: Mapping[tuple[int, int], int] = {}
        """How many open entries each cell of the matrix holds."""
        self._keys: Mapping[int, str] = {}
        """The keys of the projects, by id."""
        self._bands: Mapping[int, Bands] = {}
        """The bands of the projects, by id."""
        self._scale = Bands()
        """The bands of the matrix: those of the project, or of the settings."""
        self._order = RiskOrder.named(context.preferences.views.risks_order)
        self.table = RegisterTable(context.renderer, words.NONE)
        self.matrix = RiskMatrix(context.renderer)
        self._pane = TextBlock(context.renderer, ground=Ground.INK, id="pane")
        self._cursor_rest = CursorRest(self, self._show_entry)
        self.filter_bar = FilterBar(context.renderer, lambda: context.today, context.names, hint=words.HINT)
        self._filter = self.filter_bar.current_filter

    def compose(self) -> ComposeResult:
        """Yield title, register, matrix, pane, filter and key bar."""
        yield self.title_bar
        with Horizontal(id="register"):
            yield self.table
            yield self.matrix
        yield from (self._pane, self.filter_bar, self.key_bar)

    def on_mount(self) -> None:
        """Watch the cursor."""
        self.watch(self.table, "cursor", self._cursor_rest.moved, init=False)

    def on_resize(self, event: events.Resize) -> None:
        """Fit the pane into the new width; a wide terminal shows both faces."""
        if event.size.width >= _BESIDE:
            self._show_face(matrix=False)
        self._show_entry()
        self.needs_changed()

    def new_day(self) -> None:
        """Apply the filter for the new day."""
        super().new_day()
        self.filter_bar.parse_again()

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs of the bands."""
        from milestone_tui.ui.legend import RISKS  # late: only help needs it

        return RISKS

    @property
    def place(self) -> Place:
        """Return the project of the entry under the cursor, and the first milestone that it threatens."""
        if (risk := self.table.current) is None:
            return Place(self._project_id, wide=self._wide)
        return Place(risk.project_id, next(iter(risk.milestone_ids), None), wide=self._wide)

    def go_to(self, place: Place) -> bool:
        """Show the register of another project, or of all; the cursor stays on its entry."""
        self._project_id, self._wide = place.project_id, place.wide or place.project_id is None
        self._read(self.reload)
        return True

    def bands_of(self, risk: Risk) -> Bands:
        """Return the bands by the thresholds of the project of an entry."""
        return self._bands[risk.project_id]

    def band_of(self, risk: Risk) -> Band:
        """Return how bad an entry is."""
        return self.bands_of(risk).of_entry(risk)

    # Reading -----------------------------------------------------------------------------------------------

    def reload(self) -> None:
        """Read the register."""
        read = self.context.store.read
        narrowed = None if self._wide else self._project_id
        try:
            self._project = read.project(narrowed) if narrowed is not None else None
        except NotFound:
            self.call_later(self.close_because, "That project was deleted.")
            return
        self._risks = read.risks(narrowed)
        self._keys = (
            {self._project.id: self._project.key}
            if self._project
            else read.project_keys({risk.project_id for risk in self._risks})
        )
        found = read.thresholds_of(self._keys)
        self._bands = {id_: Bands.of(limits) for id_, limits in found.items()}
        self._scale = Bands.of(found[self._project.id] if self._project else read.thresholds)
        self.table.is_wide = self._project is None
        self._lay_out()
        self.show_keys()

    def _lay_out(self, keep: int | None = None) -> None:
        """Filter and sort the entries into the table, with the cursor on the same entry or on `keep`."""
        today, shown = self.context.today, self._matching()
        rows: list[RegisterRow] = []
        for block in register(shown, self._order):
            rows += [GAP] if rows else []
            rows += [RegisterRow(risk, self.band_of(risk), self._keys[risk.project_id], today) for risk in block]
        none = self.context.empty_words(words.NONE if self._project_id else words.NONE_ANYWHERE)
        self.table.hint = words.NO_MATCH if self._risks else none
        self.table.show_entries(rows, keep)
        self.filter_bar.count = (len(shown), len(self._risks))
        self._show_title(shown)
        self._show_entry()
        self.needs_changed()

    def _matching(self) -> Sequence[Risk]:
        if not self._filter:
            return self._risks
        today = self.context.today
        facts = partial(words.risk_facts, today=today)
        return [risk for risk in self._risks if self._filter.matches(facts(risk, self._keys[risk.project_id]))]

    def _show_title(self, shown: Sequence[Risk]) -> None:
        self.title_bar.left = (
            project_title(self._project, "Risks")
            if self._project
            else (("Risks", Ink.BRIGHT), ("  all projects", Ink.DIM))
        )
        self.title_bar.right = words.count_line(counts(shown, self.band_of, self.context.today), self.context.today)
        self._cells = matrix(shown)

    def _show_entry(self) -> None:
        """Show the entry under the cursor in the pane and its cell in the matrix, as soon as it can be read."""
        risk = self.table.current
        self.matrix.data = MatrixData(self._cells, cell_of(risk) if risk else None, self._scale)
        self._read(self._read_entry)
        self.needs_changed()

    def _read_entry(self) -> None:
        if (risk := self.table.current) is None:
            self._pane.lines = (ACROSS,)
            return
        read, width = self.context.store.read, self.app.size.width - 2
        threatened = read.milestones(risk.milestone_ids) if risk.milestone_ids else ()
        lines = words.pane_lines(
            risk, read.ratings(risk.id), threatened, self.bands_of(risk), self.context.today, width
        )
        self._pane.lines = (ACROSS, *(((" ", Ink.TEXT), *line) for line in lines))

    def explanations(self) -> Sequence[Explanation]:
        """Return why the score of the entry under the cursor is what it is; decisions are not rated."""
        if (risk := self.table.current) is None or risk.kind is RiskKind.DECISION:
            return ()
        found = self.context.store.read.milestones(risk.milestone_ids)
        return (explain(risk, self.bands_of(risk), words.behind(risk, found)),)

    @property
    def explained(self) -> str:
        """Return the entry under the cursor."""
        return f"{risk.called} {risk.title}" if (risk := self.table.current) else ""

    @property
    def also_shown(self) -> Collection[str]:
        """Return that the key bar shows `x` where there is something to explain."""
        risk = self.table.current
        return () if risk is None or risk.kind is RiskKind.DECISION else ("app.explain",)

    def show_keys(self) -> None:
        """Show the keys, `tab` with the face that it goes to."""
        super().show_keys()
        if self.has_class("-matrix"):
            self.key_bar.hints = on_the_matrix(self.key_bar.hints)

    # Which keys work ---------------------------------------------------------------------------------------

    def has(self, need: str) -> bool:
        """Return whether there is an entry, a project to narrow to, or no room for the matrix."""
        if need == A_RISK:
            return self.table.current is not None
        if need == A_PROJECT:
            return self._here is not None
        return bool(self._risks) if need == RISKS else self.app.size.width < _BESIDE

    def refusal(self, need: str) -> str:
        """Return that there is no entry, no project, or that the matrix is in view already."""
        if need == A_PROJECT:
            return "No project selected. Choose one on Projects (1)."
        if need == NARROW:
            return "The matrix is shown beside the register."
        return self.table.hint

    @property
    def _here(self) -> int | None:
        """Return the project to narrow to or to add to: that of the place, else that of the cursor."""
        if self._project_id is not None:
            return self._project_id
        risk = self.table.current
        return risk.project_id if risk else None

    # Keys that change something ----------------------------------------------------------------------------

    @on(RowView.Opened)
    def action_edit(self) -> None:
        """Edit the entry."""
        if risk := self.table.current:
            self.post_message(RiskEditRequested(risk.id))

    def action_add(self) -> None:
        """Add an entry in one line, and go to it."""
        self.add()

    def add(self, kept: Unfinished | None = None) -> None:
        """Open the line of a new entry with the text of the draft `kept`."""
        project_id = kept.project_id if kept else self._here
        if project_id is not None:
            self.ask(partial(RaiseRiskScreen, self.context, project_id, None, kept), self._go_to_new)

    def _go_to_new(self, risk_id: int | None) -> None:
        if risk_id is None:
            return
        self.table.select(risk_id)
        if self.table.place_of(risk_id) is None:
            self.call_after_refresh(
                self.show_status, "Added, but hidden by the filter · esc to show all · u to undo", Ink.WARN
            )

    def action_rate(self) -> None:
        """Ask for probability and impact, and rate the entry."""
        if (risk := self.table.current) is None:
            return

        def rate(answer: tuple[int, int] | None) -> None:
            if answer is not None:
                said, ink = rated_words(risk, *answer, self.bands_of(risk))
                self.run_command(lambda do: do.risks.rate(risk.id, *answer), lambda _: self.show_status(said, ink))

        self.app.push_screen(RateScreen(self.context, risk), rate)

    def action_close(self) -> None:
        """Close the entry, or reopen it."""
        if (risk := self.table.current) is None:
            return
        today, done = self.context.today, "Closed" if risk.is_open else "Reopened"
        self.run_command(
            (lambda do: do.risks.close(risk.id, today)) if risk.is_open else (lambda do: do.risks.reopen(risk.id)),
            lambda _: self.show_status(f"{done} {self._named(risk)} · u to undo"),
        )

    def action_occur(self) -> None:
        """Make a risk that has happened an issue."""
        if risk := self.table.current:
            today = self.context.today
            self.run_command(
                lambda do: do.risks.occur(risk.id, today),
                lambda _: self.show_status(f"{self._named(risk)} is an {RiskKind.ISSUE} now · u to undo"),
            )

    def action_delete(self) -> None:
        """Delete the entry, without a question."""
        if risk := self.table.current:
            self.run_command(
                lambda do: do.risks.delete([risk.id]),
                lambda _: self.show_status(f"Deleted {self._named(risk)} · u to undo"),
            )

    def _named(self, risk: Risk) -> str:
        return f'{risk.called} "{fit(risk.title, 40).rstrip()}"'

    # Keys that look ----------------------------------------------------------------------------------------

    def action_narrow(self) -> None:
        """Show only the entries of the project, or all again."""
        self.go_to(Place(self._here, wide=not self._wide))

    def action_sort(self) -> None:
        """Sort by the next order."""
        self._order = self._order.following
        self.context.preferences.remember(risks_order=self._order.value)
        self._lay_out()
        self.show_status(f"Sorted by {self._order.value}")

    def action_copy(self) -> None:
        """Copy the entry as one line of text."""
        if risk := self.table.current:
            line = words.one_line(risk, self._keys[risk.project_id], self.bands_of(risk), self.context.today)
            self.app.copy_to_clipboard(line)
            self.show_status(f"Copied {self._named(risk)}")

    def action_face(self) -> None:
        """Show the matrix in place of the register, or the register again."""
        self._show_face(matrix=not self.has_class("-matrix"))

    def _show_face(self, *, matrix: bool) -> None:
        if matrix == self.has_class("-matrix"):
            return
        self.matrix.can_focus = matrix
        self.set_class(matrix, "-matrix")
        self.call_after_refresh((self.matrix if matrix else self.table).focus)
        self.show_keys()

    @on(RiskMatrix.Stepped)
    def _step(self, event: RiskMatrix.Stepped) -> None:
        self.table.action_step(event.step)

    def action_mine(self) -> None:
        """Show only what the person at the keyboard owns, or all again."""
        if self.filter_bar.text == _MINE:
            self.filter_bar.clear()
        else:
            self.filter_bar.show_filtered(_MINE)

    def action_filter(self) -> None:
        """Open the filter line."""
        self.filter_bar.open()

    @on(FilterBar.Changed)
    def _filtered(self, message: FilterBar.Changed) -> None:
        self._filter = message.filter
        self._lay_out()

    @on(FilterBar.Closed)
    def _filter_closed(self) -> None:
        (self.matrix if self.has_class("-matrix") else self.table).focus()

    def action_back(self) -> None:
        """Clear the filter; without one, go back."""
        if self.filter_bar.active:
            self.filter_bar.clear()
        else:
            self.action_leave()

"""Trend: a chart over time with a list beside it; `tab` goes through the faces of `faces.py`."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal

from milestone_tui.plan.explanation import Explanation
from milestone_tui.plan.model import Plan
from milestone_tui.store import StoreChanged
from milestone_tui.store.reader import Reader
from milestone_tui.ui.base.aside import BackgroundRead
from milestone_tui.ui.base.cursor_rest import CursorRest
from milestone_tui.ui.base.project_screen import ProjectScreen
from milestone_tui.ui.base.project_title import project_title
from milestone_tui.ui.base.store_screen import AT_ONCE
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.messages import MilestoneEditRequested
from milestone_tui.ui.navigation import HEIGHTS, Place
from milestone_tui.ui.theme import Ground
from milestone_tui.ui.views.timeline.analysed_plan import AnalysedPlan
from milestone_tui.ui.views.timeline.words import health_words
from milestone_tui.ui.views.trend.face import Face
from milestone_tui.ui.views.trend.faces import FACES
from milestone_tui.ui.views.trend.keys import A_MILESTONE, NEEDS, OFFERED, TREND_KEYS
from milestone_tui.ui.views.trend.widgets import FaceList, FacePane, FaceSide
from milestone_tui.ui.widgets.plot import PlotView
from milestone_tui.ui.widgets.rows import RowView
from milestone_tui.ui.widgets.text_block import TextBlock

_LIST = 42
"""Cells of the list at the least; on a wide screen it takes three eighths."""

_LEAST_ROWS = 8
"""Lines of the list below which the notes give way."""

AnyFace = Face[Any, Any, Any]


class TrendScreen(ProjectScreen[tuple[Plan, AnyFace, Any]]):
    """View of one project over time."""

    DEFAULT_CSS = """
    TrendScreen #body { height: 1fr; margin-top: 1; }
    TrendScreen PlotView { margin-right: 1; }
    TrendScreen #side { width: 42; }
    TrendScreen #notes { margin-top: 1; }
    TrendScreen FacePane { height: 4; }
    TrendScreen.-low #body, TrendScreen.-middle #body { margin-top: 0; }
    TrendScreen.-middle FacePane { height: 3; }
    TrendScreen.-low FacePane { height: 2; }
    """

    VERTICAL_BREAKPOINTS = HEIGHTS

    BINDINGS: ClassVar[Keys] = TREND_KEYS

    NEEDS = NEEDS

    VIEW = "trend"

    def __init__(self, context: Context, place: Place) -> None:
        """Show the project of `place`, with its milestone under the cursor."""
        assert place.project_id is not None
        super().__init__(context, place.project_id)
        self._from = place
        self._wanted = place.milestone_id
        """The milestone that the cursor goes to when its row is shown."""
        self._faces: list[AnyFace] = [make() for make in FACES]
        self.face = self._faces[0]
        self._shown: AnyFace | None = None
        """The face that the widgets show."""
        self._later: BackgroundRead[tuple[AnyFace, Any]] = BackgroundRead(self, self._show_later)
        self._awaits: AnyFace | None = None
        """The face whose later data is being read, or was."""
        self._analysed = AnalysedPlan(self, self._show_title, self._show_title)
        self._cursor_rest = CursorRest(self, self._show_row)
        self.list = FaceList(context.renderer, self.face)
        self.plot = PlotView(context.renderer)
        self.pane = FacePane(context.renderer)
        self._notes = TextBlock(context.renderer, ground=Ground.INK, id="notes")

    def compose(self) -> ComposeResult:
        """Yield title, chart, list with its notes, pane and key bar."""
        yield self.title_bar
        with Horizontal(id="body"):
            yield self.plot
            with FaceSide(self._lay_out, id="side"):
                yield self.list
                yield self._notes
        yield from (self.pane, self.key_bar)

    def on_mount(self) -> None:
        """Watch the cursor."""
        self.watch(self.list, "cursor", self._cursor_rest.moved, init=False)
        self._fit(self.app.size.width)
        self.list.focus()

    def legend(self) -> Sequence[tuple[str, str]]:
        """Return the glyphs of the chart."""
        return self.face.legend()

    def explanations(self) -> Sequence[Explanation]:
        """Return the explanations of the row under the cursor."""
        return self.face.explanations(self.list.selected)

    @property
    def _milestone_id(self) -> int | None:
        """Return the milestone under the cursor."""
        return self.face.milestone_id(self.list.selected) if self.list.selected is not None else None

    @property
    def place(self) -> Place:
        """Return the project with the milestone under the cursor, and the filter of the view before."""
        return Place(self.project_id, self._milestone_id, self._from.filter_text)

    def go_to(self, place: Place) -> bool:
        """Put the cursor on another milestone; return False in another project."""
        if place.project_id != self.project_id:
            return False
        self._from, self._wanted = place, place.milestone_id
        self._select_wanted()
        return True

    # Reading -----------------------------------------------------------------------------------------------

    def read(self, reader: Reader) -> tuple[Plan, AnyFace, Any]:
        """Read the plan, and what the present face shows."""
        face = self.face
        return reader.plan(self.project_id), face, face.read(reader, self.project_id, self.context.today)

    def show(self, found: tuple[Plan, AnyFace, Any]) -> None:
        """Show the plan and the face; nothing if the person has gone to another face."""
        plan, face, answer = found
        if face is not self.face:
            return
        self.set_project(plan.project)
        if self._analysed.plan is None:
            self._analysed.read_linked(plan)
        self._analysed.set_plan(plan)
        face.show(answer, plan, self.context.today)
        self._shown = face
        self.list.take(face)
        self._lay_out()
        self._show_title()
        self.call_after_refresh(self._read_later)

    def reload(self) -> None:
        """Read everything again."""
        self._awaits = None
        super().reload()

    def _read_later(self) -> None:
        """Read in a thread what the face does not need at first."""
        if (face := self._shown) is not None and face is not self._awaits:
            self._awaits = face
            today = self.context.today
            self._later.ask(lambda reader: (face, face.read_later(reader, today)), AT_ONCE + 1)

    def _show_later(self, found: tuple[AnyFace, Any] | None) -> None:
        if found is not None and found[1] is not None:
            found[0].show_later(found[1])
            if found[0] is self._shown:
                self._lay_out()

    def apply_changes(self, news: StoreChanged) -> None:
        """Read again if the project changed."""
        if (plan := self._analysed.plan) is not None:
            self._analysed.changed(plan, news)
        if plan is None or self.project_id in news.project_ids or news.needs_full_reload:
            self.reload()

    # Showing -----------------------------------------------------------------------------------------------

    def on_resize(self, event: events.Resize) -> None:
        """Fit list, notes and title into the new size."""
        self._fit(event.size.width)
        self.call_after_refresh(self._lay_out)

    def _fit(self, width: int) -> None:
        self.query_one("#side").styles.width = max(_LIST, width * 3 // 8)

    def _lay_out(self) -> None:
        """Show rows, notes, chart and pane of the face."""
        if (face := self._shown) is None:
            return
        side = self.query_one("#side").size
        width = side.width or max(_LIST, self.app.size.width * 3 // 8)
        height, notes = side.height or self.app.size.height - 8, face.notes(width - 1)
        self._notes.lines = notes if height - len(notes) > _LEAST_ROWS else ()
        is_first = not self.list.entries
        self.list.show_rows(max(3, height - len(self._notes.lines) - 1))
        if is_first and self._wanted is None and (landing := face.landing()) is not None:
            self.list.select(self.list.key_of(landing))
        self._select_wanted()
        self._show_row()
        self.needs_changed()

    def _select_wanted(self) -> None:
        if self._wanted is not None and self._shown is not None:
            for row in self.list.entries:
                if row is not None and self._shown.milestone_id(row) == self._wanted:
                    self.list.select(self.list.key_of(row))
                    self._wanted = None
                    break

    def _show_row(self) -> None:
        """Show the row under the cursor in chart and pane."""
        if (face := self._shown) is None:
            return
        current = self.list.selected
        self.plot.hint = self.context.empty_words(face.EMPTY)
        self.plot.plot = face.plot(current)
        self.pane.show(face, current)

    def _show_title(self) -> None:
        plan, judged = self._analysed.plan, self._analysed.analysis
        if plan is None:
            return
        width = self.size.width or self.app.size.width
        self.title_bar.left = project_title(plan.project, self.face.TITLE, min(40, max(12, width - 44)))
        room = self.title_bar.room(width)
        self.title_bar.right = health_words(plan, judged, room, cuts=True)

    # Keys --------------------------------------------------------------------------------------------------

    def has(self, need: str) -> bool:
        """Return whether a row or a milestone is under the cursor, or the face has what the key changes."""
        if need in OFFERED:
            return OFFERED[need] in self.face.OFFERS
        return self._milestone_id is not None if need == A_MILESTONE else self.list.selected is not None

    @property
    def also_shown(self) -> Collection[str]:
        """Return that the key bar shows `x`, and `T` unless it shows the way back from an earlier day."""
        explains = ("app.explain",) if self.list.selected is not None else ()
        return explains if self.context.moment is not None else (*explains, "app.as_of")

    def refusal(self, need: str) -> str:
        """Return where a key works, or that nothing is selected."""
        if need in OFFERED:
            return f"This key works on {need.partition(' (')[0]}. Press tab to go there."
        return "No milestone selected." if self.list.selected is None else "This line is not a milestone."

    def action_face(self) -> None:
        """Show the next chart."""
        self.face = self._faces[(self._faces.index(self.face) + 1) % len(self._faces)]
        self.reload()

    @on(RowView.Opened)
    def action_edit(self) -> None:
        """Edit the milestone."""
        if (milestone_id := self._milestone_id) is not None:
            self.post_message(MilestoneEditRequested(milestone_id))

    def action_choose(self) -> None:
        """Choose other reporting dates."""
        sentence = self.face.choose()
        self.reload()
        self.show_status(sentence)

    def action_percent(self) -> None:
        """Show earned value the other way."""
        sentence = self.face.switch_percent()
        self.reload()
        self.show_status(sentence)

    def action_copy(self) -> None:
        """Copy the row as text."""
        if (current := self.list.selected) is not None and (text := self.face.copied(current)):
            self.app.copy_to_clipboard(text)
            self.show_status(f'Copied "{text}" to the clipboard')

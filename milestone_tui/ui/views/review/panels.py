"""The panels of a review: a text, a line, the day on which a milestone was done, the judgement, and the end."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import TextArea

from milestone_tui.errors import InvalidInput, MilestoneError
from milestone_tui.plan.drafts import Unfinished
from milestone_tui.plan.inputs import CriterionInput
from milestone_tui.plan.language.dates import parse_date
from milestone_tui.plan.language.wording import count_words
from milestone_tui.plan.model import Criterion, Health, Milestone
from milestone_tui.plan.reviewed import judged_better
from milestone_tui.plan.rules import validate_done_on
from milestone_tui.ui.base.field_panel import FIELD_KEYS, FieldPanel, field_keys
from milestone_tui.ui.base.kept_panel import KeptPanel
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.messages import TextEditRequested
from milestone_tui.ui.renderer import HEALTH_MARKS, Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.choices import Choices
from milestone_tui.ui.widgets.long_field import LongInput
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock

if TYPE_CHECKING:
    from milestone_tui.store import Commands

Write = Callable[["Commands", str], object]
"""Writes a text."""

JUDGED = (Health.ON_TRACK, Health.AT_RISK, Health.OFF_TRACK)


class TextPanel(KeptPanel[bool]):
    """Panel with a text of several lines; answers True when it was saved."""

    BINDINGS: ClassVar[Keys] = [
        bind("review_text.save", "ctrl+s", "save", "Save this text", "submit", priority=True),
        bind("review_text.external", "ctrl+o", "open in editor", "Edit the text in $VISUAL or $EDITOR"),
    ]

    DEFAULT_CSS = """
    TextPanel LongInput, TextPanel LongInput:focus { height: 8; margin-left: 1; margin-right: 1; }
    """

    def __init__(
        self, context: Context, about: Unfinished, text: str, write: Write, kept: Unfinished | None = None
    ) -> None:
        """`about` is the draft without its text, `text` the stored one; `kept`: a draft to resume."""
        super().__init__(context, kept)
        self._about = about
        self._seen = text
        self._write = write
        self._input = LongInput(kept.texts.get("text", text) if kept is not None else text)

    def compose_panel(self) -> ComposeResult:
        """Yield the title and the text."""
        yield TextBlock(self.context.renderer, (((f" {self._about.title}", Ink.BRIGHT),), ()))
        yield self._input

    def on_mount(self) -> None:
        """Put the cursor at the end."""
        super().on_mount()
        self._input.focus()
        self._input.move_cursor(self._input.document.end)

    def unfinished(self) -> Unfinished | None:
        """Return the text as a draft; None if it is as stored."""
        text = self._input.text
        return None if text == self._seen else replace(self._about, seen={"text": self._seen}, texts={"text": text})

    @on(TextArea.Changed)
    def _keep_text(self) -> None:
        self.keeper.schedule()

    def action_submit(self) -> None:
        """Save the text."""
        if not self.busy:
            text = self._input.text

            def save(do: Commands) -> bool:
                self._write(do, text)
                return True

            self.write_and_answer(save)

    def action_external(self) -> None:
        """Open the text in the person's own editor."""
        self.app.post_message(TextEditRequested(self._about.title, self._input.text, self._input.load_text))

    def complain(self, error: MilestoneError) -> None:
        """Show why it was not saved."""
        self.show_error(str(error))


class LinePanel(FieldPanel[bool]):
    """Panel with one line of text; answers True when it was saved."""

    BINDINGS: ClassVar[Keys] = field_keys("review_line.save", "save", "Save this text")

    def __init__(
        self,
        context: Context,
        about: Unfinished,
        label: str,
        text: str,
        write: Write,
        placeholder: str = "",
        kept: Unfinished | None = None,
    ) -> None:
        """`about` is the draft without its text, `text` the stored one; `kept`: a draft to resume."""
        super().__init__(context, kept)
        self._about = about
        self._write = write
        self._fields = {"text": PanelField(context.renderer, "text", label, text, placeholder=placeholder)}

    def compose_panel(self) -> ComposeResult:
        """Yield the title and the field."""
        yield TextBlock(self.context.renderer, (((f" {self._about.title}", Ink.BRIGHT),), ()))
        yield from self._fields.values()

    def about(self) -> Unfinished:
        """Return a draft without the text."""
        return self._about

    def submit(self) -> None:
        """Save the line."""
        text = self._fields["text"].value

        def save(do: Commands) -> bool:
            self._write(do, text)
            return True

        self.write_and_answer(save)


class DonePanel(FieldPanel[bool]):
    """Panel that ticks a milestone as done since a day, with its outcome; answers True when it was ticked."""

    BINDINGS: ClassVar[Keys] = [
        *field_keys("review_done.tick", "tick", "Tick this milestone as done"),
        hidden("review_done.all_met", "ctrl+t", "tick criteria too", "Tick, and set all criteria to met", "all_met"),
    ]

    def __init__(
        self,
        context: Context,
        about: Unfinished,
        milestone: Milestone,
        criteria: Sequence[Criterion],
        kept: Unfinished | None = None,
    ) -> None:
        """`criteria` are all its criteria."""
        super().__init__(context, kept)
        self._about = about
        self._milestone = milestone
        self._criteria = criteria
        self._unmet = sum(criterion.met_on is None for criterion in criteria)
        self._fields = {
            "done_on": PanelField(context.renderer, "done_on", "Done on", placeholder="today"),
            "outcome": PanelField(
                context.renderer, "outcome", "Outcome", milestone.outcome, placeholder="what it achieved, in a sentence"
            ),
        }
        if self._unmet:
            self._fields["criteria"] = PanelField(
                context.renderer, "criteria", "Criteria met", placeholder="yes or no", hint="no leaves them unmet"
            )

    def compose_panel(self) -> ComposeResult:
        """Yield the question and the fields."""
        title = fit(self._milestone.title, 48).rstrip()
        head: Line = ((f' Tick "{title}"?', Ink.BRIGHT),)
        if self._unmet:
            unmet = count_words(self._unmet, "unmet criterion", "unmet criteria")
            head = (*head, (f"  It has {unmet}.", Ink.WARN))
        yield TextBlock(self.context.renderer, (head, ()))
        yield from self._fields.values()

    def about(self) -> Unfinished:
        """Return a draft without the texts."""
        return self._about

    def action_all_met(self) -> None:
        """Tick, and set all criteria to met."""
        if "criteria" in self._fields:
            self._fields["criteria"].input.value = "yes"
        self.action_submit()

    def submit(self) -> None:
        """Tick the milestone."""
        today, m = self.context.today, self._milestone
        typed = self._fields["done_on"].value.strip()
        order, calendar = self.context.settings.date_order, self.context.store.read.project(m.project_id).calendar
        day = parse_date(typed, today, calendar=calendar, order=order, past=True) if typed else today
        validate_done_on(day, today)
        outcome = self._fields["outcome"].value
        all_met = self._all_met()

        def tick(do: Commands) -> bool:
            do.milestones.tick(m.id, day)
            if all_met:
                met = [CriterionInput(c.id, c.text, c.met_on or day) for c in self._criteria]
                do.criteria.set(m.id, met, self._criteria)
            if outcome.strip() != m.outcome:
                do.milestones.edit(m.id, {"outcome": outcome}, {"outcome": m.outcome})
            do.reviews.answer(m.project_id, m.id, "done")
            return True

        self.write_and_answer(tick)

    def _all_met(self) -> bool:
        """Return whether to set the criteria to met; raise InvalidInput for another answer than yes or no."""
        if "criteria" not in self._fields:
            return False
        said = self._fields["criteria"].value.strip().casefold()
        if said in ("y", "yes"):
            return True
        if said in ("n", "no"):
            return False
        raise InvalidInput("criteria", "Enter yes or no.")


class JudgePanel(FieldPanel[bool]):
    """Panel that judges the health beside the computed one; answers True when it was judged."""

    BINDINGS: ClassVar[Keys] = [
        bind("review_judge.judge", "enter,ctrl+s", "judge", "Judge the health so", "submit", priority=True),
        bind("review_judge.down", "down", "choose", "Go to the next choice", "step(1)", priority=True, display="↑ ↓"),
        hidden("review_judge.up", "up", "choose", "Go to the previous choice", "step(-1)", priority=True),
        *FIELD_KEYS,
    ]

    DEFAULT_CSS = "JudgePanel Choices { height: 3; margin-bottom: 1; }"

    def __init__(
        self,
        context: Context,
        about: Unfinished,
        computed: Health | None,
        judged: Health | None,
        reason: str,
        kept: Unfinished | None = None,
    ) -> None:
        """`computed` is None without milestones; `judged` is the present judgement, if there is one, with `reason`."""
        super().__init__(context, kept)
        assert about.target_id is not None
        self._about = about
        self._project_id = about.target_id
        self._computed = computed
        self._now = judged if judged in JUDGED else computed
        self._choices = Choices(context.renderer, beside_fields=True)
        self._fields = {
            "reason": PanelField(
                context.renderer, "reason", "Reason", reason, placeholder="needed where better than computed"
            )
        }

    def compose_panel(self) -> ComposeResult:
        """Yield the question, the choices and the reason."""
        yield TextBlock(self.context.renderer, (((" How is the project?", Ink.BRIGHT),), ()))
        yield self._choices
        yield from self._fields.values()

    def on_mount(self) -> None:
        """Start on the present judgement."""
        super().on_mount()
        self._choices.items = tuple(map(self._item, JUDGED))
        self._choices.cursor = JUDGED.index(self._now) if self._now in JUDGED else 0

    def _item(self, health: Health) -> Line:
        glyph, ink = HEALTH_MARKS[health]
        said = "as computed" if health is self._computed else ""
        if judged_better(health, self._computed):
            said = "better than computed: needs a reason, and counts until the next review"
        return ((f"   {glyph} ", ink), (fit(health.value, 11), Ink.TEXT), (said, Ink.DIM))

    def action_step(self, step: int) -> None:
        """Go to another choice."""
        self._choices.action_step(step)

    def about(self) -> Unfinished:
        """Return a draft without the reason."""
        return self._about

    def submit(self) -> None:
        """Judge the health."""
        judged, reason = JUDGED[self._choices.cursor], self._fields["reason"].value.strip()
        if judged_better(judged, self._computed) and not reason:
            raise InvalidInput("reason", f"Enter why it is {judged} although {self._computed} is computed.")

        def judge(do: Commands) -> bool:
            do.reviews.judge(self._project_id, judged, reason)
            return True

        self.write_and_answer(judge)


class FinishPanel(Panel[bool]):
    """Question before a review is finished and frozen."""

    BINDINGS: ClassVar[Keys] = [
        bind("review_finish.finish", "enter,ctrl+s", "finish", "Finish the review and freeze it", "finish"),
    ]

    def __init__(self, context: Context, question: str, lines: Sequence[Line]) -> None:
        super().__init__(context)
        self._question = question
        self._lines = lines

    def compose_panel(self) -> ComposeResult:
        """Yield the question and what will be frozen."""
        head: Line = ((f" {self._question}", Ink.BRIGHT),)
        lines = (((" ", Ink.TEXT), *line) for line in self._lines)
        yield TextBlock(self.context.renderer, (head, (), *lines))

    def action_finish(self) -> None:
        """Close with yes."""
        self.dismiss(True)

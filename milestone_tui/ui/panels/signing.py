"""Signing off: a gate is decided, a delivery submitted, accepted or rejected: when, by whom, with a note."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Callable, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.widgets import Input

from milestone_tui.errors import InvalidInput, MilestoneError
from milestone_tui.plan.detail import MilestoneDetail
from milestone_tui.plan.drafts import Unfinished, UnfinishedKind
from milestone_tui.plan.language.dates import parse_date
from milestone_tui.plan.language.text import visible
from milestone_tui.plan.language.wording import date_words, long_day
from milestone_tui.plan.model import Change
from milestone_tui.ui.base.field_panel import FieldPanel
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys, bind, hidden
from milestone_tui.ui.panels.celebration import celebration_of
from milestone_tui.ui.panels.open_before import OpenBefore
from milestone_tui.ui.renderer import DONE, Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.choices import Choices
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock

if TYPE_CHECKING:
    from milestone_tui.store import Commands

TODAY_HINT = "today, unless told"
"""What stands in the field of the day while nothing is typed there."""
_PAST_SHOWN = 3
"""Earlier answers and decisions that a panel lists; only the last one on a low screen."""
_HIGH = 21
"""Lines from which there is room for blank ones between the parts."""


class SigningPanel(FieldPanel[None]):
    """What can be chosen, and the fields that go with it."""

    BINDINGS: ClassVar[Keys] = [
        # Priority: the fields would take these keys for themselves.
        bind("signing.sign", "enter,ctrl+s", "sign", "Keep what stands here", "submit", priority=True),
        bind("signing.down", "down", "choose", "Choose", "step(1)", priority=True, display="↑ ↓"),
        hidden("signing.up", "up", "choose", "Choose", "step(-1)", priority=True),
        bind("signing.next", "tab", "next field", "Go to the next field", "app.focus_next"),
        hidden("signing.previous", "shift+tab", "previous field", "Go back a field", "app.focus_previous"),
    ]

    DEFAULT_CSS = """
    SigningPanel Choices { height: auto; margin-bottom: 1; }
    SigningPanel TextBlock.-echo { margin-top: 1; }
    SigningPanel.-low > #panel { padding-top: 0; }
    SigningPanel.-low > #panel > KeyBar { margin-top: 0; }
    SigningPanel.-low Choices { margin-bottom: 0; }
    SigningPanel.-low TextBlock.-echo { margin-top: 0; }
    """

    VERTICAL_BREAKPOINTS = [(0, "-low"), (_HIGH, "-high")]  # noqa: RUF012 - declared so by Screen

    KIND: ClassVar[UnfinishedKind]

    def __init__(
        self, context: Context, detail: MilestoneDetail, *, undoes: bool = True, kept: Unfinished | None = None
    ) -> None:
        """`undoes`: on the screen below, u takes back what is signed here."""
        super().__init__(context, kept)
        self._detail = detail
        self._undoes = undoes
        self._choices = Choices(context.renderer)
        self._echo = TextBlock(context.renderer, classes="-echo")

    # What a panel says -------------------------------------------------------------------------------------

    @abstractmethod
    def asks(self) -> str:
        """What is signed, as a heading."""

    @abstractmethod
    def choices(self) -> Sequence[tuple[str, str]]:
        """What can be chosen, each with what it means."""

    @abstractmethod
    def past(self) -> Sequence[str]:
        """What was signed before, the last first."""

    @abstractmethod
    def labels(self) -> Mapping[str, tuple[str, str, str]]:
        """The fields by the words that errors name them with: label, value, hint."""

    @abstractmethod
    def sign(self, choice: int, day: date) -> None:
        """Write what was chosen, by `write`; raises InvalidInput."""

    @abstractmethod
    def echo(self) -> str:
        """How what is typed was understood; raises InvalidInput."""

    # What all do alike -------------------------------------------------------------------------------------

    def about(self) -> Unfinished:
        """The milestone, and what is chosen."""
        milestone = self._detail.milestone
        choice = self.choices()[self.choice][0]
        title = f'{self.KIND.value.capitalize()}: "{milestone.title}"'
        return Unfinished(self.KIND, milestone.id, title, milestone.project_id, choices={"choice": choice})

    def resume(self, kept: Unfinished) -> None:
        """Choose again what was chosen, where that can still be chosen."""
        super().resume(kept)
        words = [word for word, _ in self.choices()]
        if (chosen := kept.choices.get("choice")) in words:
            self._choices.cursor = words.index(str(chosen))

    def compose_panel(self) -> ComposeResult:
        """The milestone, what came before, the choices, the fields."""
        renderer = self.context.renderer
        title = fit(self._detail.milestone.title, 60).rstrip()
        head: list[Line] = [((f" {self.asks()} ", Ink.TEXT), (title, Ink.BRIGHT))]
        low = self.app.size.height < _HIGH
        head += [(("   " + line, Ink.DIM),) for line in self.past()[: 1 if low else _PAST_SHOWN]]
        unmet = [visible(criterion.text) for criterion in self._detail.criteria if criterion.met_on is None]
        if unmet:
            head.append(((fit(f"   not met yet: {', '.join(unmet)}", self.app.size.width - 4), Ink.WARN),))
        yield TextBlock(renderer, tuple(head) if low else (*head, ()))
        choices = self.choices()
        wide = max((len(word) for word, _ in choices), default=0)
        self._choices.items = tuple(
            ((f"   {word:<{wide}}", Ink.BRIGHT), (f"   {means}", Ink.DIM)) for word, means in choices
        )
        self._choices.styles.height = len(choices)
        self._choices.display = len(choices) > 1
        yield self._choices
        for name, (label, value, hint) in self.labels().items():
            self._fields[name] = PanelField(renderer, name, label, value, placeholder=hint)
        yield from self._fields.values()
        yield self._echo

    def on_mount(self) -> None:
        """Say how the fields are understood as they stand."""
        super().on_mount()
        self._show_echo()

    def show_keys(self) -> None:
        """What it is about first, as on all panels; nothing of choosing where there is one way only."""
        super().show_keys()
        hints = [hint for hint in self.key_bar.hints if hint.does != "choose" or len(self.choices()) > 1]
        self.key_bar.hints = tuple(sorted(hints, key=lambda hint: hint.does != "sign"))

    def value(self, name: str) -> str:
        """What stands in a field."""
        return self._fields[name].value.strip()

    def day(self, name: str) -> date:
        """The day that stands in a field, today when nothing does; raises InvalidInput."""
        today, order = self.context.today, self.context.settings.date_order
        calendar = self._detail.project.calendar
        try:
            return parse_date(self.value(name) or "today", today, calendar=calendar, past=True, order=order)
        except InvalidInput as error:
            raise InvalidInput(name, str(error), error.brief) from None

    @property
    def day_field(self) -> str:
        """The field of the day: the first one."""
        return next(iter(self.labels()))

    def write(self, command: Callable[[Commands], object], said: str) -> None:
        """Carry the command out, close, and say what was done."""

        def done(_: Change | None) -> None:
            milestone, read = self._detail.milestone, self.context.store.read
            width = self.app.size.width
            before = OpenBefore(self.context, [milestone.id] if milestone.is_open else ())
            festive = (
                celebration_of(self.context, milestone, read.plan, width - before.taken) if milestone.is_open else None
            )
            if festive is not None:
                self.tell(before.told([f"{DONE} {festive}"], "", width - 1))
            else:
                self.tell(before.told([said], " · u undoes" if self._undoes else "", width - 1))
            self.dismiss(None)

        self.carry_out(command, done)

    @property
    def named(self) -> str:
        """The milestone in a sentence."""
        return f'"{fit(self._detail.milestone.title, 40).rstrip()}"'

    @on(Input.Changed)
    def _show_echo(self) -> None:
        try:
            day, more = long_day(self.day(self.day_field)), self.echo()
        except MilestoneError as error:
            self._echo.lines = (((f" {error}", Ink.BAD),),)
        else:
            self._echo.lines = (((" " + " · ".join(filter(None, (day, more))), Ink.DIM),),)

    def new_day(self) -> None:
        """Say which day is meant now."""
        self._show_echo()

    def action_step(self, step: int) -> None:
        """To another choice; where there is none to make, to another field."""
        if len(self.choices()) > 1:
            self._choices.action_step(step)
            self._show_echo()
        elif step > 0:
            self.app.action_focus_next()
        else:
            self.app.action_focus_previous()

    @property
    def choice(self) -> int:
        """The index of what is chosen."""
        return self._choices.cursor

    def submit(self) -> None:
        """Write what stands here."""
        self.sign(self.choice, self.day(self.day_field))

    def on_day(self, day: date) -> str:
        """A day in a sentence."""
        return date_words(day, self.context.today)

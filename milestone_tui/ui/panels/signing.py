"""The base of the sign-off panels: the decision of a gate, and submission and acceptance of other milestones."""

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
from milestone_tui.ui.panels.open_predecessors import OpenPredecessors
from milestone_tui.ui.renderer import DONE, Line, fit
from milestone_tui.ui.theme import Ink
from milestone_tui.ui.widgets.choices import Choices
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock

if TYPE_CHECKING:
    from milestone_tui.store import Commands

TODAY_HINT = "today"
"""The placeholder of date fields."""
_PAST_SHOWN = 3
"""Earlier sign-offs that a panel lists; a low screen shows only the last one."""
_HIGH = 21
"""Lines of the screen from which there are blank lines between the parts."""


_HEIGHTS = [(0, "-low"), (_HIGH, "-high")]


class SigningPanel(FieldPanel[None]):
    """Panel with choices and the fields that go with them."""

    BINDINGS: ClassVar[Keys] = [
        # Priority, since the fields would handle these keys themselves.
        bind("signing.sign", "enter,ctrl+s", "record", "Record this sign-off", "submit", priority=True),
        bind("signing.down", "down", "choose", "Go to the next choice", "step(1)", priority=True, display="↑ ↓"),
        hidden("signing.up", "up", "choose", "Go to the previous choice", "step(-1)", priority=True),
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

    VERTICAL_BREAKPOINTS = _HEIGHTS

    KIND: ClassVar[UnfinishedKind]

    def __init__(
        self, context: Context, detail: MilestoneDetail, *, undoes: bool = True, kept: Unfinished | None = None
    ) -> None:
        """`undoes`: u on the screen below undoes the sign-off."""
        super().__init__(context, kept)
        self._detail = detail
        self._undoes = undoes
        self._head = TextBlock(context.renderer)
        self._choices = Choices(context.renderer, beside_fields=True)
        self._echo = TextBlock(context.renderer, classes="-echo")

    # What a subclass declares ------------------------------------------------------------------------------

    @abstractmethod
    def heading(self) -> str:
        """Return the heading."""

    @abstractmethod
    def choices(self) -> Sequence[tuple[str, str]]:
        """Return the choices with their meanings."""

    @abstractmethod
    def past(self) -> Sequence[str]:
        """Return the earlier sign-offs in words, the last first."""

    @abstractmethod
    def labels(self) -> Mapping[str, tuple[str, str, str]]:
        """Return label, value and placeholder of each field, by the names that errors use."""

    @abstractmethod
    def sign(self, choice: int, day: date) -> None:
        """Write the sign-off by `write`; raise InvalidInput."""

    @abstractmethod
    def echo(self) -> str:
        """Return how the fields are understood; raise InvalidInput."""

    # What all panels share ---------------------------------------------------------------------------------

    def about(self) -> Unfinished:
        """Return a draft with the milestone and the choice."""
        milestone = self._detail.milestone
        choice = self.choices()[self.choice][0]
        title = f'{self.KIND.value.capitalize()}: "{milestone.title}"'
        return Unfinished(self.KIND, milestone.id, title, milestone.project_id, choices={"choice": choice})

    def resume(self, kept: Unfinished) -> None:
        """Fill the panel from a draft, with its choice if that still exists."""
        super().resume(kept)
        words = [word for word, _ in self.choices()]
        if (chosen := kept.choices.get("choice")) in words:
            self._choices.cursor = words.index(str(chosen))

    def compose_panel(self) -> ComposeResult:
        """Compose heading, earlier sign-offs, choices and fields."""
        renderer = self.context.renderer
        self._show_head()
        yield self._head
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

    def _show_head(self) -> None:
        head: list[Line] = [((" " + self.heading(), Ink.BRIGHT),)]
        low = self.app.size.height < _HIGH
        head += [(("   " + line, Ink.DIM),) for line in self.past()[: 1 if low else _PAST_SHOWN]]
        unmet = [visible(criterion.text) for criterion in self._detail.criteria if criterion.met_on is None]
        if unmet:
            head.append(((fit(f"   unmet criteria: {', '.join(unmet)}", self.app.size.width - 4), Ink.WARN),))
        self._head.lines = tuple(head) if low else (*head, ())

    def on_mount(self) -> None:
        """Show how the fields are understood."""
        super().on_mount()
        self._show_echo()

    def show_keys(self) -> None:
        """Show `record` first, and `choose` only if there are several choices."""
        super().show_keys()
        hints = [hint for hint in self.key_bar.hints if hint.does != "choose" or len(self.choices()) > 1]
        self.key_bar.hints = tuple(sorted(hints, key=lambda hint: hint.does != "record"))

    def value(self, name: str) -> str:
        """Return the text of a field."""
        return self._fields[name].value.strip()

    def day(self, name: str) -> date:
        """Return the date of a field, today if it is empty; raise InvalidInput."""
        today, order = self.context.today, self.context.settings.date_order
        calendar = self._detail.project.calendar
        try:
            return parse_date(self.value(name) or "today", today, calendar=calendar, past=True, order=order)
        except InvalidInput as error:
            raise InvalidInput(name, str(error), error.brief) from None

    @property
    def day_field(self) -> str:
        """Return the name of the date field, which is the first one."""
        return next(iter(self.labels()))

    def write(self, command: Callable[[Commands], object], said: str) -> None:
        """Run the command, close, and show what was done."""

        def done(_: Change | None) -> None:
            milestone, read = self._detail.milestone, self.context.store.read
            width = self.app.size.width
            before = OpenPredecessors(self.context, [milestone.id] if milestone.is_open else ())
            festive = (
                celebration_of(self.context, milestone, read.plan, width - before.cells_taken)
                if milestone.is_open
                else None
            )
            if festive is not None:
                self.show_below(before.message([f"{DONE} {festive}"], "", width - 1))
            else:
                self.show_below(before.message([said], " · u to undo" if self._undoes else "", width - 1))
            self.dismiss(None)

        self.carry_out(command, done)

    @property
    def named(self) -> str:
        """Return the title in quotes."""
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
        """Show the time left to accept, and the date that the fields mean now."""
        self._show_head()
        self._show_echo()

    def action_step(self, step: int) -> None:
        """Move to another choice; with one choice only, to another field."""
        if len(self.choices()) > 1:
            self._choices.action_step(step)
            self._show_echo()
        elif step > 0:
            self.app.action_focus_next()
        else:
            self.app.action_focus_previous()

    @property
    def choice(self) -> int:
        """Return the index of the choice."""
        return self._choices.cursor

    def submit(self) -> None:
        """Record the sign-off."""
        self.sign(self.choice, self.day(self.day_field))

    def on_day(self, day: date) -> str:
        """Return a date in words."""
        return date_words(day, self.context.today)

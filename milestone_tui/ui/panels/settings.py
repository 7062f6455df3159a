"""The settings panel: shows the person's settings, saves changes to their file and applies them immediately."""

from __future__ import annotations

from asyncio import to_thread
from collections.abc import Mapping
from datetime import date
from typing import ClassVar

from textual.app import ComposeResult

from milestone_tui.config import Settings
from milestone_tui.errors import InvalidInput, MilestoneError
from milestone_tui.plan.analysis.thresholds import check_thresholds
from milestone_tui.plan.calendar.week import week_words
from milestone_tui.plan.date_order import DateOrder
from milestone_tui.plan.form_state import FieldContext, FieldState, read_field
from milestone_tui.plan.language.text import fold, is_blank, tidy, visible
from milestone_tui.ui.base.field_panel import field_keys
from milestone_tui.ui.base.panel import Panel
from milestone_tui.ui.base.unsaved import LeaveScreen, Parting
from milestone_tui.ui.context import Context
from milestone_tui.ui.keys import Keys
from milestone_tui.ui.renderer import fit
from milestone_tui.ui.theme import SHORT_NAMES, Ink
from milestone_tui.ui.widgets.panel_field import PanelField
from milestone_tui.ui.widgets.text_block import TextBlock
from milestone_tui.ui.workers import WRITES, start_worker

_FIELDS = (
    ("date_order", "Date order", "what 5/12 means: dmy, mdy, ymd or ask"),
    ("me", "You", "the owner that @me finds"),
    ("theme", "Theme", "dark, light, contrast or terminal"),
    ("thresholds", "Health", "such as slip 15/5, index 0.8/0.9"),
    ("working_days", "Working days", "such as Mon-Fri or Sun-Thu"),
    ("days_off", "Days off", "public holidays, such as DE or DE-BY"),
    ("currency", "Currency", "such as EUR"),
    ("acceptance_days", "Accept within", "working days, such as 10"),
)
_OF_NEW_PROJECTS = "working_days"
"""The first field that is for new projects."""
_MISTAKES: Mapping[str, str] = {
    "date_order": "Enter dmy, mdy, ymd or ask.",
    "working_days": "Enter days, such as Mon-Fri.",
    "days_off": "Enter a country, such as DE or DE-BY.",
    "currency": "Enter three letters, such as EUR.",
    "acceptance_days": "Enter a whole number from 1 to 366.",
}

Changes = Mapping[str, str | int]


class SettingsScreen(Panel[Changes]):
    """Panel that edits the settings, saves the changed ones and answers with them."""

    BINDINGS: ClassVar[Keys] = field_keys("settings.save", "save", "Save what was changed")

    DEFAULT_CSS = """
    SettingsScreen PanelField > LineInput { width: 22; max-width: 22; }
    SettingsScreen PanelField > TextBlock.-problem { width: 1fr; max-width: 100%; }
    """

    def __init__(self, context: Context, theme: str, themes: Mapping[str, str]) -> None:
        """`theme` is the name of the current theme; `themes` maps the word for each theme to its name."""
        super().__init__(context)
        self._themes = themes
        shown = next((word for word, name in themes.items() if name == theme), "")
        texts = {**_texts(context.settings), "theme": shown}
        self._fields = {
            name: PanelField(context.renderer, name, label, texts[name], hint=hint) for name, label, hint in _FIELDS
        }
        for field in self._fields.values():
            field.input.select_on_focus = True  # typing replaces the value
        self._busy = False

    def compose_panel(self) -> ComposeResult:
        """Compose a line with the settings file's path, then the fields."""
        renderer, path = self.context.renderer, self.context.preferences.path
        where = visible(str(path)) if path is not None else "kept until you quit"
        room = self.app.size.width - len(" Settings  ") - 1
        yield TextBlock(renderer, (((" Settings  ", Ink.BRIGHT), (fit(where, room).rstrip(), Ink.DIM)), ()))
        for name, field in self._fields.items():
            if name == _OF_NEW_PROJECTS:
                yield TextBlock(renderer, ((), ((" For new projects", Ink.DIM),)))
            yield field

    @property
    def _typed(self) -> dict[str, str]:
        """The texts of the changed fields."""
        return {name: tidy(field.value) for name, field in self._fields.items() if field.typed}

    def action_submit(self) -> None:
        """Save what was changed, or point at a mistake."""
        if not self._busy:
            self._busy = True
            start_worker(self, WRITES, self._save)

    async def _save(self) -> None:
        before = self.context.settings
        try:
            changed = {name: self._read(name, text) for name, text in self._typed.items()}
            if country := changed.get("days_off"):
                await to_thread(_require_country, str(country), self.context.today.year)
            self.context.preferences.change(changed)
        except InvalidInput as error:
            self.context.preferences.settings = before
            self._complain(error)
        except MilestoneError as error:
            self.show_error(str(error))
        else:
            is_kept = "me" not in changed or self.context.preferences.keeps_me
            saved = "Saved the settings" if is_kept else "Saved the settings · You is set for the demo only"
            self.show_below(saved if changed else "Nothing to save")
            self.dismiss(changed)
        finally:
            self._busy = False

    def _complain(self, error: InvalidInput) -> None:
        if (field := self._fields.get(error.field)) is None:
            self.show_error(str(error))
        else:
            field.complain(_MISTAKES.get(error.field, str(error)))
            field.input.focus()

    def _read(self, name: str, text: str) -> str | int:
        """Return the value to save for a typed text; raise InvalidInput."""
        if name == "theme":
            return self._theme(text)
        if name == "me":
            return "" if is_blank(text) else text
        if name == "date_order":
            wanted = fold(text).replace("/", "") or DateOrder.ASK.value
            found = [order.value for order in DateOrder if order.value.startswith(wanted)]
            if len(found) != 1:
                raise InvalidInput(name, _MISTAKES[name])
            return found[0]
        if name == "thresholds":
            return check_thresholds(name, name, text)
        if name == "days_off" or is_blank(text):
            return text.upper()
        value = read_field(name, FieldState(None, "", text), FieldContext(date.min))
        return week_words(value) if name == "working_days" and isinstance(value, int) else _plain(value)

    def _theme(self, text: str) -> str:
        found = [name for word, name in self._themes.items() if text and word.startswith(fold(text))]
        if len(found) == 1:
            return found[0]
        if fold(text) in SHORT_NAMES:
            raise InvalidInput("theme", "This terminal has too few colours for it.")
        *words, last = self._themes or ("",)
        raise InvalidInput("theme", f"Enter {', '.join(words)} or {last}." if words else "There are no themes here.")

    def action_leave(self) -> None:
        """Close; ask first about unsaved changes."""
        if not self._typed:
            self.dismiss(None)
            return

        def part(answer: Parting | None) -> None:
            if answer == "save":
                self.action_submit()
            elif answer == "discard":
                self.dismiss(None)

        labels = tuple(label.lower() for name, label, _ in _FIELDS if name in self._typed)
        self.app.push_screen(LeaveScreen(self.context, "Settings", labels), part)


def _texts(settings: Settings) -> dict[str, str]:
    return {name: str(getattr(settings, name) or "") for name, _, _ in _FIELDS}


def _plain(value: object) -> str | int:
    return value if isinstance(value, int) else str(value)


def _require_country(code: str, year: int) -> None:
    """Raise InvalidInput for a country whose public holidays are not known."""
    from milestone_tui.exchange.days_off.country import country_holidays  # late: it is big

    try:
        country_holidays(code, range(year, year + 1))
    except InvalidInput as error:
        raise InvalidInput("days_off", str(error), error.brief) from None

"""Switching between views: at most one screen of each exists, and the present one is the base of the stack."""

from __future__ import annotations

from importlib import import_module
from typing import Any, cast

from textual.app import App
from textual.screen import Screen

from milestone_tui.errors import MilestoneError
from milestone_tui.ui.base.status_screen import StatusScreen
from milestone_tui.ui.base.store_screen import StoreScreen
from milestone_tui.ui.context import Context
from milestone_tui.ui.messages import ScreenRequested
from milestone_tui.ui.navigation import HOME, Place, Scope, View, view_of


class Navigator:
    """Navigator that switches views and opens the screens above them."""

    def __init__(self, app: App[Any], context: Context) -> None:
        self._app = app
        self._context = context
        self._views: dict[str, StoreScreen] = {}
        """The existing view screens, by id."""
        self._left = Place()
        """The place of the last view of a project when it was left."""
        self._carried = ""
        """The filter that this view got from Projects."""

    @property
    def screens(self) -> list[Screen[Any]]:
        """Return all existing screens: hidden views first, then the stack; none when the program is ending."""
        stack = self._app.screen_stack
        unseen = [view for view in self._views.values() if view not in stack] if stack else []
        return [*unseen, *stack]

    @property
    def on_top(self) -> Screen[Any] | None:
        """Return the screen that has the keys; None when the program is ending."""
        stack = self._app.screen_stack
        return stack[-1] if stack else None

    @property
    def is_settled(self) -> bool:
        """Return True if no screen is open that will close: no view of one project, nothing above a view."""
        return all(
            isinstance(screen, StoreScreen) and screen.VIEW and view_of(screen.VIEW).scope is not Scope.PROJECT
            for screen in self.screens
        )

    def switch(self, view_id: str, place: Place | None = None) -> None:
        """Show a view at a place (None: that of the present view), and close all screens above the present view."""
        view, base = view_of(view_id), self._app.screen_stack[0]
        present = base.VIEW if isinstance(base, StoreScreen) else ""
        if place is None and present != view_id:
            place = self._next_place(view.scope, base)
        if not self._can_show(view, place):
            return
        while len(self._app.screen_stack) > 1:
            self._app.pop_screen()
        if present != view_id or (place is not None and not cast("StoreScreen", base).go_to(place)):
            self._replace(base, view, place or Place())

    def _can_show(self, view: View, place: Place | None) -> bool:
        """Return True if a view has the project it needs, else show what is missing."""
        if place is None or view.scope is not Scope.PROJECT:
            return True
        if place.project_id is None:
            self.refuse_prompt(f"{view.title} shows one project. Press 1 and choose one.")
            return False
        return self._is_there("project", place.project_id)

    def _is_there(self, question: str, target_id: int) -> bool:
        """Return True if a project or milestone exists, else show that it was deleted."""
        try:
            getattr(self._context.store.read, question)(target_id)
        except MilestoneError as error:
            self.refuse_prompt(str(error))
            return False
        return True

    def place_for(self, scope: Scope) -> Place:
        """Return what a view of this scope would show that is switched to now."""
        return self._next_place(scope, self._app.screen_stack[0])

    def _next_place(self, scope: Scope, base: Screen[Any]) -> Place:
        """Return the place that a view takes over from `base`: its project, and the filter of the last view."""
        here = base.place if isinstance(base, StoreScreen) else Place()
        if scope is Scope.EITHER:
            return self._place_on_top() or here
        if scope is Scope.ALL:
            return Place() if here.wide else here
        if here.project_id is None:
            return self._left
        is_back = here.project_id == self._left.project_id
        if isinstance(base, StoreScreen) and base.VIEW == HOME:
            is_back = is_back and here.filter_text == self._carried
        elif here.milestone_id is not None:
            return here
        return self._left if is_back else here

    def _place_on_top(self) -> Place | None:
        """Return what is shown by the screen of a project that is open above the view."""
        above = (screen.place for screen in reversed(self._app.screen_stack[1:]) if isinstance(screen, StoreScreen))
        return next((place for place in above if place.project_id is not None), None)

    def _replace(self, base: Screen[Any], view: View, place: Place) -> None:
        """Make a view the base of the stack, reusing its screen if that can show the place."""
        if isinstance(base, StoreScreen) and base.VIEW:
            self._views.setdefault(base.VIEW, base)
            if not self._app.is_screen_installed(base):
                self._app.install_screen(base, base.VIEW)
            if view_of(base.VIEW).scope is Scope.PROJECT:
                self._left = base.place
            elif base.VIEW == HOME and view.scope is Scope.PROJECT:
                self._carried = base.place.filter_text
        screen = self._views.get(view.id)
        if screen is None or screen is base or not screen.go_to(place):
            screen = loaded(view.screen)(self._context, place)
        self._app.switch_screen(screen)
        for id_, living in list(self._views.items()):
            is_done = view.id == HOME and view_of(id_).scope is Scope.PROJECT
            if living is not screen and (is_done or id_ == view.id):
                self._forget(id_, living is not base)
        if view.id not in self._views:
            self._views[view.id] = screen
            self._app.install_screen(screen, view.id)

    def _forget(self, view_id: str, is_unseen: bool) -> None:
        """Remove a view; Textual itself removes the one that is being replaced."""
        screen = self._views.pop(view_id)
        self._app.uninstall_screen(screen)
        if is_unseen:
            screen.remove()

    def open(self, request: ScreenRequested) -> None:
        """Open a screen above the view, or show that its project or milestone was deleted."""
        if request.target_id is None or self._is_there(request.READS, request.target_id):
            self._app.push_screen(loaded(request.SCREEN)(self._context, request.target_id))

    def show_status(self, sentence: str) -> None:
        """Show a message on the screen on top."""
        if isinstance(on_top := self.on_top, StatusScreen):
            on_top.show_status(sentence)

    def show_error(self, sentence: str) -> None:
        """Show an error on the screen on top."""
        if isinstance(on_top := self.on_top, StatusScreen):
            on_top.show_error(sentence)

    def refuse_prompt(self, sentence: str) -> None:
        """Show on the screen on top why a prompt does not open."""
        if isinstance(on_top := self.on_top, StatusScreen):
            on_top.refuse_prompt(sentence)


def loaded(path: str) -> Any:
    """Return the class that `module:name` names, importing its module."""
    module, _, name = path.partition(":")
    return getattr(import_module(module), name)

"""What the commands for scripts do: they answer on stdout and load no Textual; what only reads loads no ORM either."""

from __future__ import annotations

import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager, suppress
from datetime import date
from pathlib import Path
from threading import Event
from typing import TYPE_CHECKING

from milestone_tui.config import Config, load_settings, settings_file
from milestone_tui.errors import DatabaseUnusable, ImportRefused, InvalidInput, MilestoneError, NotFound
from milestone_tui.plan.language.wording import count_words

if TYPE_CHECKING:
    from milestone_tui.plan.imported import ImportReport, Incoming, LeftOut
    from milestone_tui.plan.language.filter import Filter
    from milestone_tui.plan.model import Plan
    from milestone_tui.plan.network.network import Network
    from milestone_tui.store import Commands, Store

OpenStore = Callable[[], "AbstractContextManager[Store]"]
"""Opens the store only once everything else was found to be right, and closes it afterwards."""

_BAR_CELLS = 30
_LOOK_SECONDS = 0.1
"""How often it is looked whether an import that was interrupted waits for a lock."""
_LONGEST_NAMED = 100
"""Characters of a title in a report."""
_NAMED = 10
"""Projects that are named one by one after an import."""
_SAY_WHO = 'Filter by @me in the dashboard once, or write me = "your name" into {}.'


def print_list(open_store: OpenStore, today: date, project: str | None, filter_text: str, as_json: bool) -> None:
    """Print the milestones of all projects, or of the one with the key `project`, that a filter lets through.

    Raises:
        InvalidInput: the filter has a mistake, and the message marks where; or it asks for `@me`, and nobody has said
            who that is.
        NotFound: there is no such project.
    """
    from milestone_tui.exchange import listing

    chosen = _parsed(filter_text, today, {})  # a mistake is told before anything is opened
    with open_store() as store:
        if chosen is not None:
            chosen = _parsed(filter_text, today, store.read.names())
        asks_network = as_json or (chosen is not None and chosen.needs_network)
        plans = store.read.everything(project, archived=chosen is not None and chosen.asks_archived)
        around = store.read.linked_plans(plans[0]) if asks_network and project is not None else ()
    network = _network((*plans, *around) if asks_network else ())
    keep = None if chosen is None else _kept(plans, chosen, today, network)
    if as_json:
        _say_records(listing.records(plans, keep, today, network), "id")
    else:
        say("\n".join(listing.table(plans, keep, today)))


def print_projects(open_store: OpenStore, today: date, project: str | None, filter_text: str, as_json: bool) -> None:
    """Print all projects, or the one with the key `project`, that a filter lets through, each with its figures.

    Raises:
        InvalidInput: the filter has a mistake, and the message marks where; or it asks for `@me`, and nobody has said
            who that is.
        NotFound: there is no such project.
    """
    from milestone_tui.exchange.project_listing import project_records, project_table

    chosen = _parsed(filter_text, today, {})  # a mistake is told before anything is opened
    with open_store() as store:
        if chosen is not None:
            chosen = _parsed(filter_text, today, store.read.names())
        archived = project is not None or (chosen is not None and chosen.asks_archived)
        plans = store.read.everything(project, archived=archived) if chosen is not None or project is not None else ()
        found = store.read.projects(today, archived)
    if project is not None:
        found = tuple(s for s in found if s.project.id == plans[0].project.id)
    if chosen is not None:
        from milestone_tui.plan.language.project_filter import ProjectSearch

        milestones = (m for plan in plans for m in plan.milestones)
        links = dict.fromkeys(link for plan in plans for link in plan.links)
        shown = ProjectSearch((plan.project for plan in plans), milestones, today, links=links).matching(chosen)
        found = tuple(s for s in found if s.project.id in shown)
    if as_json:
        _say_records(project_records(found), "project")
    else:
        say("\n".join(project_table(found)))


def _say_records(records: Iterable[dict[str, object]], first: str) -> None:
    """Print records as JSON, one a line; `first` is the first name in each."""
    import json

    # ASCII only, so that nothing in a title reaches a terminal as a command. All in one go, which is quicker, then
    # one record a line: in a text the quote before the name would end it, and a comma or a brace would follow.
    text = json.dumps(list(records))
    lines = text[1:-1].replace(f'}}, {{"{first}": ', f'}},\n{{"{first}": ')
    say(f"[\n{lines}\n]" if lines else "[]")


def _parsed(text: str, today: date, known: Mapping[str, Collection[str]]) -> Filter | None:
    """The filter, None without one; a mistake is raised with the text and a mark under it."""
    if not text.strip():
        return None
    from milestone_tui.plan.language.filter import FilterError, MeUnknown, Names, parse_filter

    try:
        try:
            return parse_filter(text, today, Names("", known))
        except MeUnknown as unknown:
            me = load_settings(settings_file()).me
            if not me:
                raise InvalidInput("filter", f"{unknown} {_SAY_WHO.format(settings_file())}") from unknown
            return parse_filter(text, today, Names(me, known))
    except FilterError as error:
        from milestone_tui.exchange.listing import width
        from milestone_tui.plan.language.text import visible

        before, wrong = width(visible(text[: error.start])), width(visible(text[error.start : error.end]))
        mark = " " * before + "^" * max(1, wrong)
        raise InvalidInput("filter", f"{error}\n  {visible(text)}\n  {mark}") from error


def _network(plans: Sequence[Plan]) -> Network:
    from milestone_tui.plan.network.network import Network

    return Network.of(plans)


def _kept(plans: Sequence[Plan], chosen: Filter, today: date, network: Network) -> frozenset[int]:
    """Ids of the milestones that a filter lets through."""
    from milestone_tui.plan.language.filter import milestone_facts

    kept: set[int] = set()
    violated = {link.successor_id for link in network.violated} if chosen.needs_network else frozenset()
    critical = network.critical if chosen.needs_network else frozenset()
    for plan in plans:
        for milestone in plan.milestones:
            id_ = milestone.id
            if chosen.matches(milestone_facts(milestone, plan.project, today, id_ in critical, id_ in violated)):
                kept.add(milestone.id)
    return frozenset(kept)


def import_file(open_store: OpenStore, path: Path, dates: str | None, into: str | None) -> None:
    """Take the milestones of a file and print what was taken and what was left out.

    All or nothing is written: a file that cannot be understood changes nothing. `into` is the key of a project that
    all of it is added to.

    Raises:
        ImportRefused: the file cannot be read or understood, or nothing of it can be taken.
        NotFound: there is no project `into`.
    """
    from milestone_tui.exchange.reading import bytes_of, read_plan
    from milestone_tui.plan.language.wording import count_words, list_words

    incoming = read_plan(bytes_of(path), path.stem, dates=dates)
    if not any(project.milestones for project in incoming.projects):
        print_left_out(incoming.left_out)
        raise ImportRefused(f"Nothing of {path} can be taken.")
    with open_store() as store:
        if into is not None:
            incoming = _into(store, incoming, into)
        try:
            report = _add(store, incoming)
        except KeyboardInterrupt:
            print(f"Interrupted: nothing of {path} was taken.", file=sys.stderr)
            raise
    milestones = count_words(report.milestones, "milestone")
    phases, links = count_words(report.phases, "new phase"), count_words(report.links, "link")
    say(f"Took {milestones}, {phases} and {links} into {list_words(list(report.projects), most=_NAMED)}.")
    besides = (
        count_words(report.baselines, "baseline"),
        count_words(report.holidays, "day off", "days off"),
        count_words(report.people, "new person", "new people"),
    )
    counted = [words for words in besides if not words.startswith("0 ")]
    if counted:
        say(f"Also {list_words(counted)}.")
    if report.undecided:
        done = "gate is done without its" if report.undecided == 1 else "gates are done without their"
        say(f"{report.undecided} {done} decision; in the editor ctrl+g records it.")
    print_left_out(report.left_out)


def _add(store: Store, incoming: Incoming) -> ImportReport:
    """Write what was read, as one change, with a bar where somebody watches; ctrl+c takes all of it back."""
    reports: list[ImportReport] = []
    bar = _Bar()
    interrupted = Event()

    def go_on(done: int, total: int) -> None:
        if interrupted.is_set():
            raise KeyboardInterrupt
        bar.show(done, total)

    def write(do: Commands) -> None:
        reports.append(do.imports.add(incoming, go_on))
        go_on(1, 1)

    writing = store.begin(write)
    try:
        writing.result()
    except KeyboardInterrupt:
        interrupted.set()
        while store.give_up() is None:  # else it has not begun: another program has the database
            with suppress(TimeoutError):
                writing.result(_LOOK_SECONDS)  # raises it again, unless all was written already
                break
        else:
            raise
    finally:
        bar.wipe()
    return reports[-1]


def _into(store: Store, incoming: Incoming, key: str) -> Incoming:
    """The same, with everything belonging to one existing project."""
    project = store.read.project_by_key(key)
    if project is None:
        raise NotFound(f"There is no project {key}; `milestone-tui list` shows the projects that there are.")
    if len(incoming.projects) > 1:
        names = ", ".join(found.name for found in incoming.projects)
        raise ImportRefused(f"This file holds several projects ({names}); --into takes a file of one.")
    return incoming._replace(projects=(incoming.projects[0]._replace(name=project.key),))


def print_left_out(left_out: Iterable[LeftOut]) -> None:
    """Print what of a file was not taken, and why; nothing when there is none."""
    from milestone_tui.plan.language.text import visible

    def cut(text: str) -> str:
        return text if len(text) <= _LONGEST_NAMED else text[: _LONGEST_NAMED - 1] + "…"

    parts = ((left.where, cut(left.what), left.reason) for left in left_out)
    lines = [": ".join(visible(part) for part in found if part) for found in parts]
    if lines:
        say("\n".join(("Left out:", *(f"  {line}" for line in lines))))


class _Bar:
    """A progress bar on stderr, where that is a terminal."""

    def __init__(self) -> None:
        self._seen = sys.stderr is not None and sys.stderr.isatty()
        self._percent = -1

    def show(self, done: int, total: int) -> None:
        """Draw how far it is, when the percentage has changed."""
        percent = 100 * done // total if total else 100
        if self._seen and percent != self._percent:
            self._percent = percent
            filled = "#" * (percent * _BAR_CELLS // 100)
            print(f"\rimporting [{filled:.<{_BAR_CELLS}}] {percent:3} %", end="", file=sys.stderr, flush=True)

    def wipe(self) -> None:
        """Leave the line as it was."""
        if self._percent >= 0:
            print("\r" + " " * (_BAR_CELLS + 20) + "\r", end="", file=sys.stderr, flush=True)


def back_up(open_store: OpenStore, path: Path) -> None:
    """Copy the database to a new file and say so.

    Raises:
        InvalidInput: there is a file of that name.
        DatabaseUnusable: the copy cannot be written there.
    """
    with open_store() as store:
        store.copy_to(path)
    say(f"Copied to {path}; `milestone-tui --db {path}` opens it.")


def restore(open_store: OpenStore, database: Path, copy: Path, lock_told: Callable[[str], None] | None = None) -> None:
    """Put a copy in the place of the database and say what is there now, and where what was there is kept.

    `lock_told` is told that another program's lock is waited for.

    Raises:
        InvalidInput: there is no such file.
        DatabaseUnusable: it is no sound copy, or what is there cannot be kept.
    """
    from milestone_tui.store import Store

    kept = Store.restore(copy, database, lock_told)
    with open_store() as store:
        plans = store.read.everything()
    milestones = sum(len(plan.milestones) for plan in plans)
    say(f"Restored {copy}: {count_words(len(plans), 'project')}, {count_words(milestones, 'milestone')}.")
    if kept is not None:
        say(f"What was there before is kept as {kept}.")


def check(database: Path, *, repair: bool) -> None:
    """Print what is wrong with the database, or what was repaired.

    Raises:
        DatabaseUnusable: something is wrong, or the file cannot be used at all.
    """
    from milestone_tui.plan.language.text import visible
    from milestone_tui.store.checking import check_database, repair_database
    from milestone_tui.store.schema_check import way_out

    if repair:
        done, copy = repair_database(database)
        if copy is None:
            say(f"{database} needs no repair.")
            return
        say("\n".join(map(visible, done)))
        say(f"Repaired {count_words(len(done), 'fault')} of {database}. The copy made before is {copy}.")
        return
    faults = check_database(database)
    if not faults:
        say(f"{database} has no faults.")
        return
    say("\n".join(map(visible, faults)))
    raise DatabaseUnusable(f"The database has {count_words(len(faults), 'fault')}. {way_out(database)}")


def print_paths(config: Config) -> None:
    """Print where the data lives, one path a line."""
    say(f"database  {config.db}\nsettings  {settings_file()}")


def say(text: str) -> None:
    """Print, so that it is out or the person knows that it is not.

    Raises:
        MilestoneError: the output is full or gone. (A reader that went away is a BrokenPipeError.)
    """
    try:
        print(text, flush=True)
    except BrokenPipeError:
        raise
    except OSError as error:
        raise MilestoneError(f"The output cannot be written: {error.strerror}.") from error

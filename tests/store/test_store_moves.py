"""The forecasts a milestone has had, out of the journal."""

from datetime import date, timedelta

from milestone_tui.plan.model import ChangeKind, ChangeReason, Forecast
from milestone_tui.store import Store
from milestone_tui.store.commands import Commands

DUE = date(2026, 11, 19)
DAY = timedelta(days=1)


def made(store: Store, due_on: date | None = DUE) -> int:
    ids: list[int] = []

    def command(do: Commands) -> None:
        project = do.projects.create({"key": "ACME", "name": "Portal"})
        ids.append(do.milestones.create(project, {"title": "Beta release", "due_on": due_on}))

    store.change_blocking(command)
    return ids[0]


def told(store: Store, id_: int) -> list[date]:
    return [forecast.day for forecast in store.read.detail(id_).forecasts]


def test_every_move_is_told_in_its_order(store: Store) -> None:
    id_ = made(store)
    store.change_blocking(lambda do: do.milestones.move_all({id_: DUE + 5 * DAY}, {}))
    store.change_blocking(lambda do: do.milestones.move_all({id_: DUE + 2 * DAY}, {}))
    store.change_blocking(lambda do: do.milestones.move_all({id_: DUE + 9 * DAY}, {}))
    store.change_blocking(lambda do: do.milestones.edit(id_, {"title": "Beta"}, {}))
    store.change_blocking(lambda do: do.milestones.tick(id_, DUE))
    assert told(store, id_) == [DUE + days * DAY for days in (0, 5, 2, 9)]


async def test_what_was_undone_does_not_count_until_it_is_done_again(store: Store) -> None:
    id_ = made(store)
    await store.change(lambda do: do.milestones.move_all({id_: DUE + 5 * DAY}, {}))
    await store.undo()
    assert told(store, id_) == [DUE]
    await store.redo()
    assert told(store, id_) == [DUE, DUE + 5 * DAY]


async def test_the_reason_of_a_move_is_told_also_when_it_is_done_again(store: Store) -> None:
    id_ = made(store)
    await store.change(lambda do: do.milestones.move_all({id_: DUE + 5 * DAY}, {}, ChangeReason.SUPPLIER))
    moved = (Forecast(DUE), Forecast(DUE + 5 * DAY, ChangeReason.SUPPLIER))
    for _ in range(2):
        assert store.read.detail(id_).forecasts == moved
        await store.undo()
        assert store.read.detail(id_).forecasts == moved[:1]
        await store.redo()
    assert [entry.reason for entry in store.read.milestone_history(id_) if entry.kind is ChangeKind.REDO] == [
        ChangeReason.SUPPLIER,
        ChangeReason.SUPPLIER,
    ]


def test_without_a_date_there_is_nothing_to_tell(store: Store) -> None:
    assert store.read.detail(made(store, None)).forecasts == ()

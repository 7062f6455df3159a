"""`list --json` reads one network of projects after another, and says the same as if it had read all at once."""

from __future__ import annotations

import json
from contextlib import closing
from pathlib import Path

import pytest
from commands import at_home
from hypothesis import given, settings
from hypothesis import strategies as st
from journal_storm import TODAY, incoming

from milestone_tui.cli.main import main
from milestone_tui.exchange.json.records import records
from milestone_tui.plan.calendar.clock import Clock
from milestone_tui.plan.inputs import LinkInput
from milestone_tui.plan.network.network import Network
from milestone_tui.store import Store

NAMES = ("A", "B", "C", "D", "E")


@pytest.fixture(scope="module")
def apart(tmp_path_factory: pytest.TempPathFactory, empty_file: Path) -> bytes:
    """A database with five projects that are not linked."""
    path = tmp_path_factory.mktemp("apart") / "m.db"
    path.write_bytes(empty_file.read_bytes())
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        for name in NAMES:
            store.change_blocking(lambda do, name=name: do.imports.add(incoming(name, 4)))  # type: ignore[misc]
    return path.read_bytes()


@settings(max_examples=25)
@given(links=st.sets(st.tuples(st.integers(0, 4), st.integers(0, 4)), max_size=5))
def test_plans_come_one_by_one_with_their_networks(
    apart: bytes, tmp_path_factory: pytest.TempPathFactory, links: set[tuple[int, int]]
) -> None:
    path = tmp_path_factory.mktemp("linked") / "m.db"
    path.write_bytes(apart)
    with closing(Store.open(path, Clock.fixed(TODAY), "ana")) as store:
        plans = store.read.everything()
        ends = {(plans[a].milestones[1].id, plans[b].milestones[3].id) for a, b in links if a != b}
        for start in sorted({end for _, end in ends}):
            into = [LinkInput(before, 2) for before, after in sorted(ends) if after == start]
            kept = [
                LinkInput(link.predecessor_id, link.lag)
                for p in plans
                for link in p.links
                if link.successor_id == start
            ]
            store.change_blocking(lambda do, s=start, i=[*kept, *into]: do.links.set(s, i, []))  # type: ignore[misc]
        whole = store.read.everything()
        found = list(store.read.each_plan(None, archived=False, linked=True))
        assert [plan for plan, _ in found] == [*whole]
        streamed = [r for plan, around in found for r in records([plan], None, TODAY, Network.of(around), {})]
        assert streamed == list(records(whole, None, TODAY, Network.of(whole), {}))
        for plan, around in found:
            ids = {m.id for other in around for m in other.milestones}
            assert all({link.predecessor_id, link.successor_id} <= ids for link in plan.links)


def test_an_array_is_written_in_batches(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    at_home(monkeypatch, tmp_path, TODAY)
    monkeypatch.setattr("milestone_tui.exchange.json.writer._BATCH", 3)
    database = str(tmp_path / "m.db")
    assert main(["list", "--json", "--db", database]) == 3 or capsys.readouterr().out == "[]\n"
    (tmp_path / "plan.csv").write_text("title\n" + "".join(f"M{n}\n" for n in range(7)))
    capsys.readouterr()
    assert main(["import", str(tmp_path / "plan.csv"), "--db", database]) == 0
    capsys.readouterr()
    for chosen, count in (("", 7), ("M3", 1), ("nothing", 0)):
        assert main(["list", "--json", "--filter", chosen, "--db", database]) == 0
        out = capsys.readouterr().out
        assert len(json.loads(out)) == count and len(out.splitlines()) == (count + 2 if count else 1)

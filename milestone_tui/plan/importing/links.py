"""The links of a file compared with those that are here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property

from milestone_tui.plan import rules
from milestone_tui.plan.imported import Changed, IncomingLink, IncomingProject, Skipped
from milestone_tui.plan.importing.comparison import Difference, ImportRow, LinkChanges, NewLink, Part, Standing, Taking
from milestone_tui.plan.importing.difference_words import difference_words, kept_words
from milestone_tui.plan.importing.differences import CHANGED_HERE
from milestone_tui.plan.importing.here import Here, Target
from milestone_tui.plan.importing.sources import NewSource
from milestone_tui.plan.network.link_graph import LinkGraph

_Ends = tuple[int, int]
"""The ids or tokens of predecessor and successor."""


class LinkComparison:
    """Comparison of the links of one project after another."""

    def __init__(
        self, here: Here, today: date, taking: Taking, rows: list[ImportRow], remarks: list[Changed | Skipped]
    ) -> None:
        """Add to `rows` and `remarks`."""
        self._here, self._today, self._taking = here, today, taking
        self._rows, self._remarks = rows, remarks

    def compare(
        self, target: Target, source: IncomingProject, tokens: Mapping[str, int], sources: Sequence[NewSource]
    ) -> tuple[LinkChanges, tuple[NewSource, ...]]:
        """Return what becomes of the links between milestones that are new or here; `tokens` are those, by their refs.

        Also return `sources` with the links that are to be recorded.
        """
        part = _Part(target, source, tokens)
        self._removed(part)
        titles = {milestone.ref: milestone.title for milestone in source.milestones}
        for link in source.links:
            what = " → ".join(titles.get(ref, ref) for ref in link[:2])
            predecessor, successor = (tokens.get(ref) for ref in link[:2])
            if predecessor is None or successor is None:
                self._skip(target, what, "one of its milestones was skipped")
            elif (predecessor, successor) in part.seen:
                self._skip(target, what, "the two are already linked")
            else:
                part.seen.add((predecessor, successor))
                self._compare(part, what, link, (predecessor, successor))
        self._here.lags.update(part.new)
        return part.changes, tuple(part.recorded(source) for source in sources)

    def _compare(self, part: _Part, what: str, link: IncomingLink, ends: _Ends) -> None:
        target = part.target
        lag = max(-rules.LONGEST_LAG, min(rules.LONGEST_LAG, link.lag))
        here, was = self._here.lags.get(ends), part.was(ends)
        if here is not None:
            self._add_known(part, what, ends, Difference("lag", here, lag, _reason(part, ends, here, lag)))
        elif was is not None:
            part.said[ends] = was
            self._add_row(target, Standing.DIFFERS, what, f"removed here, kept: {CHANGED_HERE}")
            self._remarks.append(Skipped("link", what, "removed here since the last import", kept=True))
        elif self._here.graph.closes_loop(*ends):
            self._skip(target, what, "it would close a loop", check=True)
        else:
            part.new[ends] = part.said[ends] = lag
            self._here.graph.add(*ends)
            self._add_new(target, what, link, lag)

    def _add_known(self, part: _Part, what: str, ends: _Ends, one: Difference) -> None:
        """Add the row of a link that is here."""
        here, lag = self._here.lags[ends], one.there
        assert isinstance(lag, int)
        was = part.was(ends)
        differing = () if here == lag else (one,)
        is_takeable = bool(differing) and not one.kept
        takes = is_takeable and self._taking.update
        if takes:
            part.changed[ends] = lag
            self._here.lags[ends] = lag
        if not differing or takes:
            part.said[ends] = lag
        elif was is not None or is_takeable:
            part.said[ends] = here if was is None else was
        reason = difference_words(differing, self._today, update=self._taking.update)
        standing = Standing.CHANGED if takes else Standing.DIFFERS if differing else Standing.SAME
        self._add_row(part.target, standing, what, reason, differing, is_takeable=is_takeable)
        if not takes and (not self._taking.update or differing):
            told = kept_words("the two are already linked", reason, differing)
            self._remarks.append(Skipped("link", what, told, kept=True))

    def _removed(self, part: _Part) -> None:
        """Compare the links that the last file had and this one has not, where it has both milestones."""
        linked = {tuple(part.tokens.get(ref) for ref in link[:2]) for link in part.source.links}
        removed = False
        for ends, was in part.recorded_links():
            here = self._here.lags.get(ends)
            if ends in linked or here is None or not part.has_both(ends):
                continue
            what = " → ".join(part.target.milestones[end].title for end in ends)
            if here != was:
                part.said[ends] = was
                self._add_row(part.target, Standing.DIFFERS, what, f"not in the file, kept: {CHANGED_HERE}")
                self._remarks.append(Skipped("link", what, f"not in the file, kept: {CHANGED_HERE}", kept=True))
            elif self._taking.update:
                part.removed.append(ends)
                del self._here.lags[ends]
                removed = True
                self._add_row(part.target, Standing.CHANGED, what, "removed, not in the file", is_takeable=True)
            else:
                part.said[ends] = was
                self._add_row(part.target, Standing.DIFFERS, what, "here, not in the file", is_takeable=True)
                self._remarks.append(Skipped("link", what, "here, not in the file", kept=True))
        if removed:
            self._here.graph = LinkGraph()
            for ends in self._here.lags:
                self._here.graph.add(*ends)

    def _skip(self, target: Target, what: str, reason: str, *, check: bool = False) -> None:
        self._add_row(target, Standing.SKIPPED, what, reason, check=check)
        self._remarks.append(Skipped("link", what, reason, check))

    def _add_new(self, target: Target, what: str, link: IncomingLink, lag: int) -> None:
        if lag != link.lag:
            reason = f"imported with a lag of {lag:,} working days: the file's {link.lag:,} is too much"
            self._remarks.append(Changed("link", what, reason, check=True))
        self._add_row(target, Standing.NEW, what)

    def _add_row(
        self,
        target: Target,
        standing: Standing,
        what: str,
        reason: str = "",
        differences: tuple[Difference, ...] = (),
        *,
        is_takeable: bool = False,
        check: bool = False,
    ) -> None:
        row = ImportRow(standing, Part.LINK, what, "link", target.key, reason=reason, differences=differences)
        self._rows.append(row._replace(is_takeable=is_takeable, check=check))


def _reason(part: _Part, ends: _Ends, here: int, lag: int) -> str:
    """Return why an update keeps the lag of a link; empty if it takes the file's."""
    was = part.was(ends)
    if was is None:
        return CHANGED_HERE if part.is_touched(ends) else ""
    return CHANGED_HERE if lag == was or here != was else ""


class _Part:
    """What was found so far of one part of the file."""

    def __init__(self, target: Target, source: IncomingProject, tokens: Mapping[str, int]) -> None:
        self.target, self.source, self.tokens = target, source, tokens
        self._tokens = frozenset(tokens.values())
        self.new: dict[_Ends, int] = {}
        self.changed: dict[_Ends, int] = {}
        self.removed: list[_Ends] = []
        self.seen: set[_Ends] = set()
        self.said: dict[_Ends, int] = {}
        """What is to be recorded of each link."""

    @property
    def changes(self) -> LinkChanges:
        new, changed = (tuple(NewLink(*ends, lag) for ends, lag in side.items()) for side in (self.new, self.changed))
        return LinkChanges(new, changed, tuple(self.removed))

    def was(self, ends: _Ends) -> int | None:
        """Return the lag of a link in the last file; None if it had no such link."""
        source = self.target.sources.get(ends[1])
        return None if source is None else source.predecessors.get(ends[0])

    def is_touched(self, ends: _Ends) -> bool:
        """Return whether somebody has changed the links of a milestone that no file has spoken of."""
        return "predecessors" in self.target.touched.get(ends[1], ())

    def has_both(self, ends: _Ends) -> bool:
        """Return whether the file has both milestones."""
        return ends[0] in self._tokens and ends[1] in self._tokens

    def recorded_links(self) -> Iterator[tuple[_Ends, int]]:
        """Yield the links of the last file."""
        for successor, source in self.target.sources.items():
            for predecessor, lag in source.predecessors.items():
                yield (predecessor, successor), lag

    def recorded(self, source: NewSource) -> NewSource:
        """Return the record of a milestone with its links; it keeps those to milestones that are gone."""
        kept = {before: lag for before, lag in source.predecessors.items() if before not in self._tokens}
        said = self._by_successor.get(source.token, {})
        return source._replace(predecessors={**kept, **said}) if kept or said or source.predecessors else source

    @cached_property
    def _by_successor(self) -> Mapping[int, dict[int, int]]:
        found: dict[int, dict[int, int]] = {}
        for (predecessor, successor), lag in self.said.items():
            found.setdefault(successor, {})[predecessor] = lag
        return found

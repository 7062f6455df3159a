"""The links of a file compared with those that are here."""

from __future__ import annotations

from collections.abc import Mapping

from milestone_tui.plan import rules
from milestone_tui.plan.imported import Changed, IncomingLink, IncomingProject, Skipped
from milestone_tui.plan.importing.comparison import Difference, ImportRow, NewLink, Part, Standing
from milestone_tui.plan.importing.differences import lag_words
from milestone_tui.plan.importing.here import Here, Target


class LinkComparison:
    """Comparison of the links of one project after another."""

    def __init__(self, here: Here, rows: list[ImportRow], remarks: list[Changed | Skipped]) -> None:
        """Add to `rows` and `remarks`."""
        self._here, self._rows, self._remarks = here, rows, remarks

    def compare(self, target: Target, source: IncomingProject, tokens: Mapping[str, int]) -> tuple[NewLink, ...]:
        """Return the new links between milestones that are new or here; `tokens` are those, by their refs."""
        titles = {milestone.ref: milestone.title for milestone in source.milestones}
        new: dict[tuple[int, int], NewLink] = {}
        for link in source.links:
            what = " → ".join(titles.get(ref, ref) for ref in link[:2])
            ends = tuple(tokens.get(ref) for ref in link[:2])
            predecessor, successor = ends
            lag = max(-rules.LONGEST_LAG, min(rules.LONGEST_LAG, link.lag))
            if predecessor is None or successor is None:
                self._skip(target, what, "one of its milestones was skipped")
            elif (predecessor, successor) in new:
                self._skip(target, what, "the two are already linked")
            elif (here := self._here.lags.get((predecessor, successor))) is not None:
                self._add_known(target, what, here, lag)
            elif self._here.graph.closes_loop(predecessor, successor):
                self._skip(target, what, "it would close a loop", check=True)
            else:
                new[predecessor, successor] = NewLink(predecessor, successor, lag)
                self._here.graph.add(predecessor, successor)
                self._add_new(target, what, link, lag)
        self._here.lags.update({ends: link.lag for ends, link in new.items()})
        return tuple(new.values())

    def _skip(self, target: Target, what: str, reason: str, *, check: bool = False) -> None:
        self._rows.append(ImportRow(Standing.SKIPPED, Part.LINK, what, "link", target.key, reason=reason, check=check))
        self._remarks.append(Skipped("link", what, reason, check))

    def _add_known(self, target: Target, what: str, here: int, lag: int) -> None:
        """Add the row of a link that is here."""
        changed = () if here == lag else (Difference("lag", here, lag),)
        reason = lag_words(here, lag) if changed else ""
        standing = Standing.DIFFERS if changed else Standing.SAME
        self._rows.append(ImportRow(standing, Part.LINK, what, "link", target.key, reason=reason, differences=changed))
        told = "the two are already linked" + (f", kept: {reason}" if reason else "")
        self._remarks.append(Skipped("link", what, told))

    def _add_new(self, target: Target, what: str, link: IncomingLink, lag: int) -> None:
        if lag != link.lag:
            reason = f"imported with a lag of {lag:,} working days: the file's {link.lag:,} is too much"
            self._remarks.append(Changed("link", what, reason, check=True))
        self._rows.append(ImportRow(Standing.NEW, Part.LINK, what, "link", target.key))

"""On which projects the view Report reports: `p` steps through them."""

from __future__ import annotations

import re

from milestone_tui.plan.audience import Audience
from milestone_tui.plan.cycles import Cycle
from milestone_tui.plan.language.text import fold
from milestone_tui.plan.model import Project
from milestone_tui.plan.reporting import ReportSubject


class Reach(Cycle):
    """The project of the view, all projects of its client, or all projects."""

    PROJECT = "project"
    CLIENT = "client"
    ALL = "all"

    def subject(self, project: Project) -> ReportSubject:
        """Return what is reported on."""
        if self is Reach.PROJECT:
            return ReportSubject(project.key)
        return ReportSubject(client=project.client) if self is Reach.CLIENT else ReportSubject()


def next_reach(reach: Reach, project: Project, audience: Audience) -> Reach:
    """Return the next reach that there is: a client reads of no other client."""
    while (reach := reach.following) is not Reach.PROJECT:
        if reach is Reach.ALL and audience is Audience.INTERNAL:
            break
        if reach is Reach.CLIENT and project.client:
            break
    return reach


def file_name(subject: ReportSubject) -> str:
    """Return how a file is called that is about a subject, such as `acme-corp`."""
    if subject.project_key:
        return subject.project_key
    return re.sub(r"\W+", "-", fold(str(subject))).strip("-") or "client"

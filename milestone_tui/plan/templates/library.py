"""The templates that come with the program: plans as they are made in the field, to be cut to size.

Stage-gate: the phases and gates are those of R. G. Cooper, "Winning at New Products". Offsets are working days from the
start; each is what the links leave at least.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from milestone_tui.plan.templates.serialization import template_from
from milestone_tui.plan.templates.template import Template

_FILES = ("client_software.toml", "product_release.toml", "stage_gate.toml")


@lru_cache(maxsize=1)
def built_in_templates() -> tuple[Template, ...]:
    """Return all of them, in the order in which they are offered."""
    import tomllib  # late: few starts of the program offer templates

    folder = files("milestone_tui.plan.templates")
    return tuple(template_from(tomllib.loads((folder / name).read_text(encoding="utf-8"))) for name in _FILES)

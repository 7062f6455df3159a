"""The built-in templates: common plans, to be adapted.

Stage-gate: the phases and gates are those of R. G. Cooper, "Winning at New Products". Offsets are working days from the
start; each is the earliest that the links allow.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

from milestone_tui.plan.templates.serialization import template_from
from milestone_tui.plan.templates.template import Template

_FILES = ("client_software.toml", "product_release.toml", "stage_gate.toml")


@lru_cache(maxsize=1)
def built_in_templates() -> tuple[Template, ...]:
    """Return the built-in templates in the order of the list."""
    import tomllib  # late: templates are rarely needed

    folder = files("milestone_tui.plan.templates")
    return tuple(template_from(tomllib.loads((folder / name).read_text(encoding="utf-8"))) for name in _FILES)

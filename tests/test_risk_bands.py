"""The bands of risks in the settings file."""

from __future__ import annotations

from pathlib import Path

import pytest

from milestone_tui.config import load_settings
from milestone_tui.plan.analysis.risks import Bands


@pytest.mark.parametrize(
    ("line", "bands"),
    [
        ('risk_bands = "20, 10"', (20, 10)),
        ("risk_bands = true", (15, 8)),
        ('risk_bands = "high"', (15, 8)),
        ("", (15, 8)),
    ],
)
def test_the_bands_of_the_settings_file(tmp_path: Path, line: str, bands: tuple[int, int]) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(line, encoding="utf-8")
    assert Bands.of(load_settings(path).risk_bands) == bands

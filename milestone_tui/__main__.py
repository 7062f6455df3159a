"""Run `milestone-tui` as `python -m milestone_tui`."""

from __future__ import annotations

import sys

from milestone_tui.cli.main import main

sys.exit(main())

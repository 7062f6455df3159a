"""The quick suite (`-m "not slow"`): what stays below 90 s of CPU, by what each module was measured to take."""

from __future__ import annotations

SLOW_FOLDERS = ("line", "pty")
"""They start the whole program, or send all that it paints through three emulators."""

QUICK_SCREENS = frozenset(
    {
        *("baseline", "baselines_screen", "breath", "brought_back", "day_meaning", "days_off_screen", "fewer_colours"),
        *("fields", "filter_bar", "garbage", "lifecycle", "look", "month", "open_before", "palette", "people"),
        *("picker", "plain_paint", "private_names", "quick_add", "stylesheets", "tab_line", "templates", "theme"),
        *("ticking", "timeline_chart", "timeline_network", "timeline_screen", "what_if"),
    }
)
"""Of the tests of screens those that take least, and one module for each view."""

SLOW_MODULES = frozenset(
    {
        *("test_cli.py", "test_cli_paths.py", "test_extending.py", "test_last_resort.py", "test_layers.py"),
        *("test_quick_suite.py", "test_share.py", "store/test_store_file.py", "store/test_store_full_disk.py"),
        *("store/test_store_journal.py", "store/test_store_kept_lags.py", "store/test_store_killed_backup.py"),
        *("store/test_store_many.py", "store/test_store_planted.py", "store/test_store_portfolio.py"),
        *("store/test_store_ripple.py", "store/test_store_rotation.py", "store/test_store_schema.py"),
        *("store/test_store_seams.py", "store/test_store_storm.py", "store/test_store_stranger.py"),
        *("store/test_store_upgrade.py",),
    }
)
"""They start many processes, write big files, or have many writers at once."""


def is_slow(file: str) -> bool:
    """Tell whether a test module, by its path below `tests/`, is left out."""
    folder, _, name = file.rpartition("/")
    if folder == "ui":
        return name.removeprefix("test_").removesuffix(".py") not in QUICK_SCREENS
    return folder in SLOW_FOLDERS or file in SLOW_MODULES

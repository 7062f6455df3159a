"""The quick suite (`-m "not slow"`): what stays below 90 s of CPU, by what each module was measured to take."""

from __future__ import annotations

SLOW_FOLDERS = ("line", "pty")
"""They start the whole program, or send all that it paints through three emulators."""

QUICK_SCREENS = """
    baseline baselines_screen ignored_keys brought_back collection day_meaning days_off_screen ended_meanwhile
    ended_projects fewer_colours field_run fields filter_bar garbage keyed_table lifecycle look month mouse
    one_meaning open_predecessors palette people picker plain_paint private_names project_table quick_add roadmap signs
    stylesheets tab_line templates theme ticking timeline_chart timeline_network timeline_screen unbound_keys
    first_steps focus_in_forms needs what_if agenda_screen risks_view trend_plot trend_screen explain as_of_changes
"""
"""Of the tests of screens those that take least, and one module for each view."""

SLOW_MODULES = """
    test_cli test_cli_paths test_extending test_last_resort test_layers test_one_filter test_quick_suite test_share
    test_store_file test_store_full_disk test_store_journal test_store_kept_lags test_store_killed_backup
    test_store_many test_store_planted test_store_portfolio test_store_ripple test_store_rotation test_store_schema
    test_store_seams test_store_storm test_store_stranger test_store_upgrade
"""
"""They start many processes, write big files, or have many writers at once. Single tests carry the mark themselves."""


def is_slow(file: str) -> bool:
    """Tell whether a test module, by its path below `tests/`, is left out."""
    folder, _, name = file.removesuffix(".py").rpartition("/")
    if folder == "ui":
        return name.removeprefix("test_") not in QUICK_SCREENS.split()
    return folder in SLOW_FOLDERS or name in SLOW_MODULES.split()

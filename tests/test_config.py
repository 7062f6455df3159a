"""What the person configured."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import platformdirs
import pytest

from milestone_tui.config import (
    Settings,
    Views,
    configure,
    load_settings,
    load_views,
    save_settings,
    save_views,
    settings_file,
)
from milestone_tui.errors import InvalidInput
from milestone_tui.plan.date_order import DateOrder


def test_a_flag_counts_more_than_the_environment(tmp_path: Path) -> None:
    environment = {"MILESTONE_TUI_DB": str(tmp_path / "a.db"), "MILESTONE_TUI_TODAY": "2026-01-01", "TERM": "xterm"}
    config = configure(environment=environment)
    assert (config.db, config.today, config.terminal) == (tmp_path / "a.db", date(2026, 1, 1), "xterm")
    config = configure(db=str(tmp_path / "b.db"), today="2026-02-02", environment=environment)
    assert (config.db, config.today) == (tmp_path / "b.db", date(2026, 2, 2))


def test_without_any_the_database_lies_in_the_data_folder_and_today_is_the_calendars() -> None:
    config = configure(environment={})
    assert (config.db.name, config.db.parent.name, config.today) == ("milestones.db", "milestone_tui", None)
    assert settings_file().parent.name == "milestone_tui"


def test_the_home_folder_can_be_said_with_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert configure(db="~/x.db", environment={}).db == tmp_path / "x.db"
    with pytest.raises(InvalidInput, match="there is no user"):
        configure(db="~nobody-of-that-name/x.db", environment={})


@pytest.mark.parametrize("empty", ["", "  "])
def test_an_empty_flag_is_refused_and_an_empty_variable_is_as_none(empty: str) -> None:
    with pytest.raises(InvalidInput, match="--db needs a file name"):
        configure(db=empty, environment={})
    assert configure(environment={"MILESTONE_TUI_DB": ""}).db == configure(environment={}).db


@pytest.mark.parametrize(("today", "environment"), [("yesterday", {}), (None, {"MILESTONE_TUI_TODAY": "2026-02-30"})])
def test_a_today_that_is_no_day_is_refused(today: str | None, environment: dict[str, str]) -> None:
    with pytest.raises(InvalidInput, match="needs a date such as 2026-11-22"):
        configure(today=today, environment=environment)


@pytest.mark.parametrize("today", ["9999-12-31", "0001-01-01", "1899-12-30"])
def test_a_today_that_no_plan_has_is_refused(today: str) -> None:
    with pytest.raises(InvalidInput, match=f"--today {today} is out of range: dates go from 1900 to 2199"):
        configure(today=today, environment={})


def test_the_actor_is_the_login_and_the_name_that_is_chosen_beside_it() -> None:
    login = configure(environment={}).actor.login
    assert configure(environment={}).actor == (login, login) and login
    named = configure(environment={"MILESTONE_TUI_USER": " Ana Müller ", "USER": "somebody", "USERNAME": "else"})
    assert named.actor == (login, "Ana Müller") and str(named.actor) == f"Ana Müller ({login})"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({"LC_ALL": "C"}, True),
        ({"LC_ALL": "C", "LANG": "en_GB.UTF-8"}, True),
        ({"LANG": "POSIX"}, True),
        ({"LANG": "de_DE.ISO-8859-1"}, True),
        ({"LANG": "xx_YY.utf8"}, False),
        ({"LANG": "xx_YY.UTF-8@euro", "TMUX": "there"}, False),
        ({"LC_CTYPE": "C.UTF-8", "TMUX": "there"}, False),
        ({"LANG": "xx_YY"}, False),
        ({}, False),
        # Nobody said what it takes: tmux and screen then pass on ASCII alone.
        ({"TMUX": "there"}, True),
        ({"STY": "there"}, True),
        ({"LANG": "xx_YY", "TMUX": "there"}, True),
        ({"LC_ALL": "C.UTF-8", "LANG": "C", "TMUX": "there"}, False),
    ],
)
def test_a_locale_that_is_not_utf8_means_ascii(environment: dict[str, str], expected: bool) -> None:
    # In a process of its own, for an interpreter that finds the C locale names another one in its environment.
    code = "import os; from milestone_tui.config import configure; print(configure(environment=os.environ).ascii_only)"
    said = subprocess.run(
        [sys.executable, "-c", code],
        env={"PYTHONPATH": os.pathsep.join(sys.path), "HOME": "/home/ana", **environment},
        capture_output=True,
        text=True,
        check=True,
    )
    assert said.stdout.strip() == str(expected)


def test_ascii_can_be_asked_for() -> None:
    assert configure(ascii_only=True, environment={"LANG": "en_GB.UTF-8"}).ascii_only


def test_a_theme_is_remembered_and_the_rest_of_the_settings_stays(tmp_path: Path) -> None:
    path = tmp_path / "folder" / "settings.toml"
    assert load_settings(path) == Settings()
    save_settings(path, {"theme": "milestone-light"})
    path.write_text("# mine\nother = 3 # three\n" + path.read_text())
    save_settings(path, {"theme": "milestone-dark"})
    assert load_settings(path) == Settings(theme="milestone-dark")
    assert "# mine\nother = 3 # three\n" in path.read_text()
    assert [found.name for found in path.parent.iterdir()] == ["settings.toml"]


def test_who_the_person_is_is_remembered(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    save_settings(path, {"theme": "milestone-light"})
    save_settings(path, {"me": 'Ana "K" Kovač'})
    assert load_settings(path) == Settings("milestone-light", me='Ana "K" Kovač')
    path.write_text("me = 3\n")
    assert load_settings(path).me == ""
    path.write_text('me = "  "\n')
    assert load_settings(path).me == ""


@pytest.mark.parametrize("xdg", [None, "", "/elsewhere"])
def test_the_folders_are_those_that_platformdirs_names(monkeypatch: pytest.MonkeyPatch, xdg: str | None) -> None:
    monkeypatch.setenv("HOME", "/home/ana")
    for variable in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        if xdg is None:
            monkeypatch.delenv(variable, raising=False)
        else:
            monkeypatch.setenv(variable, xdg)
    assert settings_file().parent == platformdirs.user_config_path("milestone_tui")
    assert configure(environment={}).db.parent == platformdirs.user_data_path("milestone_tui")


@pytest.mark.parametrize(("line", "plain"), [("plain = true", True), ("plain = false", False), ("plain = 'x'", False)])
def test_plain_is_a_setting(tmp_path: Path, line: str, plain: bool) -> None:
    path = tmp_path / "settings.toml"
    path.write_text(f"theme = 3\n{line}\n")
    assert load_settings(path) == Settings(plain=plain)


def test_a_settings_file_that_is_a_link_stays_one(tmp_path: Path) -> None:
    target, link = tmp_path / "dotfiles.toml", tmp_path / "settings.toml"
    target.write_text("")
    link.symlink_to(target)
    save_settings(link, {"theme": "x"})
    assert link.is_symlink()
    assert 'theme = "x"' in target.read_text()


@pytest.mark.parametrize("content", [b"theme = ", b"\xff"])
def test_a_broken_settings_file_is_told_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "settings.toml"
    path.write_bytes(content)
    with pytest.raises(InvalidInput, match="not valid TOML"):
        load_settings(path)
    with pytest.raises(InvalidInput, match="not valid TOML"):
        save_settings(path, {"theme": "x"})
    assert path.read_bytes() == content


def test_a_folder_instead_of_the_settings_is_told(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="Cannot read the settings: is a directory"):
        load_settings(tmp_path)


def test_settings_of_another_kind_count_as_not_there(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("date_order = 'DMY'\nacceptance_days = 5\ncurrency = true\nworking_days = ['Mon']\nme = 3\n")
    assert load_settings(path) == Settings(date_order=DateOrder.DMY, acceptance_days="5")
    path.write_text("date_order = 'ydm'\n")
    assert load_settings(path) == Settings()


def test_several_settings_are_saved_at_once_and_an_empty_one_is_removed(tmp_path: Path) -> None:
    path = tmp_path / "settings.toml"
    path.write_text("# mine\nme = 'Ana'\n\n[other]\nkept = 1\n")
    save_settings(path, {"me": "", "currency": "CHF", "acceptance_days": 5})
    assert load_settings(path) == Settings(currency="CHF", acceptance_days="5")
    assert "# mine" in path.read_text() and "[other]\nkept = 1" in path.read_text()


def test_how_the_views_were_looked_at_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "state" / "views"
    assert load_views(path) == Views()
    save_views(path, Views("due date", "client"))
    assert load_views(path) == Views("due date", "client", "")
    path.write_bytes(b"\xff\nnonsense\nprojects_order = slip\nof_tomorrow = x\n")
    assert load_views(path) == Views("slip")

"""Settings: precedence, types, and errors that name the key."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipeline import config
from pipeline.errors import UsageError


def write(path: Path, content: str) -> Path:
    path.write_text(content, encoding="utf-8")
    return path


def test_the_defaults_are_the_starter_profile() -> None:
    settings = config.load({}, None, {})
    assert (settings.profile, settings.translation, settings.summary) == ("starter", "starter", "extractive")
    assert (settings.beam, settings.sentences, settings.words, settings.device) == (6, 3, 0, "auto")


def test_a_flag_beats_the_environment_which_beats_the_file_which_beats_the_profile(tmp_path: Path) -> None:
    path = write(tmp_path / "c.toml", "beam = 2\nsentences = 7\nthreads = 1\n")
    settings = config.load({"beam": 5, "words": None}, path, {"BRIEF_BEAM": "3", "BRIEF_SENTENCES": "4"})
    assert (settings.beam, settings.sentences, settings.threads, settings.words) == (5, 4, 1, 0)


def test_a_file_may_choose_the_profile_and_change_it(tmp_path: Path) -> None:
    settings = config.load({}, write(tmp_path / "c.toml", 'profile = "standard"\nbeam = 1\n'), {})
    assert (settings.profile, settings.summary, settings.beam) == ("standard", "distilbart-cnn-12-6", 1)


def test_the_users_own_file_is_read_when_no_other_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(config, "user_file", lambda: write(tmp_path / "own.toml", "sentences = 9\n"))
    assert config.load({}, None, {}).sentences == 9


def test_the_environment_can_name_the_file(tmp_path: Path) -> None:
    path = write(tmp_path / "c.toml", "sentences = 8\n")
    assert config.load({}, None, {"BRIEF_CONFIG": str(path)}).sentences == 8


@pytest.mark.parametrize(
    ("flags", "environment", "content", "words"),
    [
        ({"beam": 0}, {}, "", ["command line", "'beam'", "0"]),
        ({"method": "magic"}, {}, "", ["'method'", "extractive", "abstractive"]),
        ({"profile": "gold"}, {}, "", ["'gold'", "starter", "standard"]),
        ({}, {"BRIEF_BEEM": "4"}, "", ["BRIEF_BEEM", "BRIEF_BEAM"]),
        ({}, {"BRIEF_BEAM": "wide"}, "", ["'beam'", "'wide'"]),
        ({}, {}, "beem = 4", ["'beem'", "c.toml", "beam"]),
        ({}, {}, 'beam = "four"', ["'beam'", "'four'", "c.toml"]),
        ({}, {}, "beam = [", ["c.toml", "TOML"]),
        ({}, {}, "force = 3", ["'force'", "3"]),
    ],
)
def test_what_cannot_be_meant_is_named(
    tmp_path: Path, flags: dict[str, Any], environment: dict[str, str], content: str, words: list[str]
) -> None:
    path = write(tmp_path / "c.toml", content)
    with pytest.raises(UsageError) as caught:
        config.load(flags, path, environment)
    assert all(word in str(caught.value) for word in words), str(caught.value)
    assert caught.value.exit_code == 2


def test_a_missing_file_is_an_error_only_when_it_was_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no such configuration file"):
        config.load({}, tmp_path / "nope.toml", {})


def test_an_empty_variable_counts_as_absent() -> None:
    assert config.load({}, None, {"BRIEF_BEAM": ""}).beam == 6


@pytest.mark.parametrize("name", config.profiles())
def test_every_shipped_profile_loads(name: str) -> None:
    assert config.load({"profile": name}, None, {}).profile == name


def test_tables_of_other_parts_are_not_settings(tmp_path: Path) -> None:
    assert config.load({}, write(tmp_path / "c.toml", "beam = 3\n[fetch]\ndelay = 0.5\n"), {}).beam == 3


def test_a_section_is_read_from_the_file_in_force(tmp_path: Path) -> None:
    path = write(tmp_path / "c.toml", "[fetch]\ndelay = 0.5\n")
    assert config.read_section("fetch", path, {}) == ({"delay": 0.5}, str(path))
    assert config.read_section("fetch", None, {"BRIEF_CONFIG": str(path)})[0] == {"delay": 0.5}


def test_an_unknown_section_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="'fecth'"):
        config.load({}, write(tmp_path / "c.toml", "[fecth]\ndelay = 1\n"), {})

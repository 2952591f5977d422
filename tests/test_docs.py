"""README, changelog, help and code say the same."""

from __future__ import annotations

import re
import tomllib

from conftest import TOP, Brief

from pipeline import __version__

README = (TOP / "README.md").read_text(encoding="utf-8")


def test_the_versions_agree() -> None:
    project = tomllib.loads((TOP / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["project"]["version"] == __version__
    assert f"## {__version__}" in (TOP / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_readme_shows_the_two_commands() -> None:
    assert "make demo" in README
    assert "make test" in README


def test_every_command_and_no_unknown_one_is_in_the_readme(brief: Brief) -> None:
    listed = brief("--help").stdout.split("Commands:")[1].split("Examples:")[0]
    commands = set(re.findall(r"^\s{2}(\w+) ", listed, re.MULTILINE))
    mentioned = set(re.findall(r"\bbrief (\w+)", "\n".join(re.findall(r"`{1,3}[^`]+`{1,3}", README))))
    assert {"translate", "summarize", "run"} <= commands
    assert not commands - mentioned
    assert not mentioned - commands


def test_every_option_the_readme_shows_exists(brief: Brief) -> None:
    known = "".join(
        brief(c, "--help").stdout
        for c in re.findall(
            r"^\s{2}(\w+) ", brief("--help").stdout.split("Commands:")[1].split("Examples:")[0], re.MULTILINE
        )
    )
    shown = set(re.findall(r"brief (?:translate|run|summarize)[^\n`]*?(--[a-z-]+)", README))
    assert not {option for option in shown if option not in known}


def test_no_path_of_a_machine_stands_in_the_documents() -> None:
    for name in ("README.md", "CHANGELOG.md", "CONTRIBUTING.md"):
        assert not re.search(r"/(?:root|home/\w+|work)/", (TOP / name).read_text(encoding="utf-8")), name

"""Settings: frozen, with defaults, from file < environment < flag.

A profile is a TOML file shipped in ``configs/``; the user's own file may change any key of it. Precedence, weakest first:
defaults here, the file of the profile (the one chosen with ``brief models use`` unless a stronger layer names another), the
user's file (``--config`` or the one in the user's configuration folder), ``BRIEF_*`` variables, command-line flags. An unknown
key or a value of the wrong kind is an error that names it.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal, get_type_hints

import msgspec

from pipeline.errors import UsageError

Method = Literal["auto", "extractive", "abstractive"]
Style = Literal["paragraph", "bullets"]
EngineName = Literal["auto", "ctranslate2", "transformers"]
Positive = Annotated[int, msgspec.Meta(ge=1)]
NotNegative = Annotated[int, msgspec.Meta(ge=0)]


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Everything a run can be told, resolved once at the start and passed down.

    ``translation`` and ``summary`` are model directories or names; ``summary`` "extractive" means the trained ranker.
    ``sentences`` and ``words`` are the length of a brief; ``words`` 0 means no limit. ``threads`` 0 means all cores.
    """

    profile: str = "starter"
    translation: str = "starter"
    summary: str = "extractive"
    device: str = "auto"
    engine: EngineName = "auto"
    beam: Positive = 4
    threads: NotNegative = 0
    sentences: Positive = 3
    words: NotNegative = 0
    method: Method = "auto"
    style: Style = "paragraph"
    force: bool = False


ENVIRONMENT_PREFIX = "BRIEF_"
# BRIEF_ variables that other parts read: places and a secret rather than settings.
PLACES = frozenset({"BRIEF_CACHE", "BRIEF_MODELS", "BRIEF_CONFIG", "BRIEF_STORE", "BRIEF_FEEDS", "BRIEF_SMTP_PASSWORD"})


def assets() -> Path:
    """The folder that holds the shipped ``models/`` and ``configs/``: inside the wheel, or the checkout's top."""
    packaged = Path(__file__).resolve().parent / "assets"
    return packaged if packaged.is_dir() else packaged.parents[1]


def user_file() -> Path:
    """The user's own configuration file, whether or not it exists."""
    import platformdirs

    return Path(platformdirs.user_config_dir("brief")) / "config.toml"


def chosen_file() -> Path:
    """Where ``brief models use`` writes the default profile, whether or not it exists."""
    return user_file().with_name("default.toml")


def profiles() -> list[str]:
    """Names of the shipped profiles."""
    return sorted(p.stem for p in (assets() / "configs").glob("*.toml") if p.stem not in {"train", "feeds.example"})


def read_table(path: Path) -> dict[str, Any]:
    """One TOML file as a table. Raises UsageError when it cannot be read or is not TOML."""
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError as exc:
        raise UsageError("There is no such configuration file.", about=str(path)) from exc
    except OSError as exc:
        raise UsageError(f"The configuration file cannot be read ({exc.strerror}).", about=str(path)) from exc
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as exc:
        raise UsageError(f"The configuration file is not valid TOML: {exc}.", about=str(path)) from exc


def read_environment(environment: Mapping[str, str]) -> dict[str, Any]:
    """Settings given as ``BRIEF_KEY=value``; empty values count as absent. Raises UsageError for an unknown key."""
    table: dict[str, Any] = {}
    for name, value in environment.items():
        if not name.startswith(ENVIRONMENT_PREFIX) or name in PLACES or name.endswith("_COMPLETE") or not value:
            continue
        key = name.removeprefix(ENVIRONMENT_PREFIX).lower()
        if key not in Settings.__struct_fields__:
            raise UsageError(f"Unknown setting; known are {', '.join(_variable(k) for k in known())}.", about=name)
        table[key] = value
    return table


def _variable(key: str) -> str:
    return ENVIRONMENT_PREFIX + key.upper()


def known() -> tuple[str, ...]:
    """Names of all settings."""
    return Settings.__struct_fields__


def check(table: Mapping[str, Any], origin: str) -> dict[str, Any]:
    """The values of ``table`` as the types of Settings. Raises UsageError naming ``origin``, the key and what is wanted."""
    hints = get_type_hints(Settings, include_extras=True)
    checked: dict[str, Any] = {}
    for key, value in table.items():
        if key not in hints:
            raise UsageError(f"Unknown setting '{key}'; known are {', '.join(known())}.", about=origin)
        try:
            checked[key] = msgspec.convert(value, hints[key], strict=not isinstance(value, str))
        except msgspec.ValidationError as exc:
            raise UsageError(f"'{key}' cannot be {value!r}: {_explain(hints[key], exc)}.", about=origin) from exc
    return checked


def _explain(hint: Any, error: msgspec.ValidationError) -> str:
    if getattr(hint, "__origin__", None) is Literal:
        return "choose one of " + ", ".join(hint.__args__)
    return str(error).split(" - at")[0][:1].lower() + str(error).split(" - at")[0][1:]


def load(
    flags: Mapping[str, Any],
    config: Path | None = None,
    environment: Mapping[str, str] = os.environ,
) -> Settings:
    """Resolve the settings of one run; ``flags`` with value None were not given.

    Raises UsageError for an unknown profile, key or value, and for an unreadable file.
    """
    given = {key: value for key, value in flags.items() if value is not None}
    path = named_file(config, environment)
    own_path = path or user_file()
    own = check(settings_of(read_table(own_path)), str(own_path)) if path or own_path.exists() else {}
    chosen = check(read_table(chosen_file()), str(chosen_file())) if chosen_file().exists() else {}
    env = check(read_environment(environment), "environment")
    flags_checked = check(given, "command line")
    profile = {**chosen, **own, **env, **flags_checked}.get("profile", Settings().profile)
    shipped = assets() / "configs" / f"{profile}.toml"
    if profile not in profiles():
        raise UsageError(f"There is no profile '{profile}'; choose one of {', '.join(profiles())}.")
    table = check(settings_of(read_table(shipped)), str(shipped))
    return Settings(**{**table, **own, **env, **flags_checked, "profile": profile})


def settings_of(table: Mapping[str, Any]) -> dict[str, Any]:
    """The part of a configuration file that is settings: its top-level keys that are not tables of other parts."""
    return {key: value for key, value in table.items() if not (isinstance(value, dict) and key in SECTIONS)}


SECTIONS = frozenset({"digest", "fetch", "mail"})
"""Tables of a configuration file that the modules of these names read."""


def named_file(config: Path | None, environment: Mapping[str, str]) -> Path | None:
    """The configuration file that was named, by flag or by ``BRIEF_CONFIG``; None when none was."""
    return config or (Path(environment["BRIEF_CONFIG"]) if environment.get("BRIEF_CONFIG") else None)


def read_section(
    name: str, config: Path | None = None, environment: Mapping[str, str] = os.environ
) -> tuple[dict[str, Any], str]:
    """One table of the configuration file in force and that file's name for messages; empty when there is no such table.

    Raises UsageError when the file cannot be read.
    """
    named = named_file(config, environment)
    path = named or user_file()
    table = read_table(path) if named or path.exists() else {}
    return table.get(name, {}), str(path)

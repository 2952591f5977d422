"""Puts a schedule where it works: the user's crontab, by way of the ``crontab`` program, or the user's systemd units.

What stands there already and is not ours stays as it is.
"""

from __future__ import annotations

import os
import subprocess
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from pipeline.errors import OutputError, UsageError
from pipeline.schedule import OURS, SERVICE, TIMER, replace_lines

START_SECONDS = 60
"""The longest that starting brief to look whether it starts may take; on a slow disk it takes seconds."""


def check_start(launcher: Sequence[str], arguments: Sequence[str], variables: Sequence[tuple[str, str]]) -> None:
    """Start brief as cron would, with next to no environment and in another folder, and let it read ``arguments`` of a
    round. Raises UsageError when it does not start or does not know them."""
    environment = {"HOME": str(Path.home()), "PATH": "/usr/bin:/bin", **dict(variables)}
    commands = [[*launcher, "version"]]
    # --help is acted upon when all options have been read: a mistake among them is found and nothing is run.
    commands += [[*launcher, "run", *arguments, "--help"]] if arguments else []
    for command in commands:
        try:
            done = subprocess.run(
                command, env=environment, cwd="/", capture_output=True, timeout=START_SECONDS, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as exc:
            raise UsageError(f"It cannot be started ({exc}).", about=launcher[0]) from exc
        if done.returncode:
            said = done.stderr.decode(errors="replace").strip().splitlines() or [f"exit code {done.returncode}"]
            if command[-1] == "version":
                message = f"brief does not start outside this shell ({said[-1]}); install it, for example with 'pip install .'."
                raise UsageError(message, about=launcher[0])
            raise UsageError(f"'brief run' does not take these arguments: {said[-1]}")


# ── cron ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def change_crontab(lines: str) -> bool:
    """Replace our lines in the user's crontab, or take them away when ``lines`` is empty; whether that changed anything.

    Raises OutputError when there is no ``crontab`` program or it refuses, UsageError when our marks were edited.
    """
    before = _read_crontab()
    after = replace_lines(before, lines)
    if after == before:
        return False
    _run_crontab("-", after)
    return True


def _read_crontab() -> str:
    """The user's crontab, empty when there is none. An answer that is not understood is an error: taking it for an empty
    crontab would erase the real one."""
    done = _call_crontab("-l", None)
    said = done.stderr.decode(errors="replace").strip()
    # "no crontab for NAME" is Vixie's, cronie's and macOS's; BusyBox cannot open the file.
    none = "no crontab for" in said.lower() or ("can't open" in said and "No such file" in said)
    if done.returncode and not none:
        raise OutputError(f"The crontab cannot be read ({said or done.returncode}).")
    return "" if done.returncode else done.stdout.decode("utf-8", errors="surrogateescape")


def _run_crontab(argument: str, content: str) -> None:
    done = _call_crontab(argument, content)
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip()
        raise OutputError(f"The crontab cannot be written ({said or done.returncode}).")


def _call_crontab(argument: str, content: str | None) -> subprocess.CompletedProcess[bytes]:
    try:
        return subprocess.run(
            ["crontab", argument],
            input=content.encode("utf-8", errors="surrogateescape") if content is not None else b"",
            capture_output=True,
            env={**os.environ, "LC_ALL": "C"},
            timeout=START_SECONDS,
            check=False,
        )
    except FileNotFoundError as exc:
        message = "There is no 'crontab' program here; install cron, or use 'brief schedule systemd'."
        raise OutputError(message) from exc
    except (OSError, subprocess.TimeoutExpired) as exc:
        raise OutputError(f"The 'crontab' program cannot be used ({exc}).") from exc


# ── systemd ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def unit_folder(environment: Mapping[str, str] = os.environ) -> Path:
    """Where the user's own units are."""
    configured = environment.get("XDG_CONFIG_HOME", "")
    return (Path(configured) if Path(configured).is_absolute() else Path.home() / ".config") / "systemd" / "user"


def install_units(units: Mapping[str, str], folder: Path) -> list[Path]:
    """Write units, each in one step; those that were not there as they are. Raises OutputError when one is not ours to
    replace or cannot be written."""
    changed = []
    for name in units:
        _refuse_foreign(folder / name)
    for name, content in units.items():
        path = folder / name
        try:
            if path.exists() and path.read_text(encoding="utf-8") == content:
                continue
            folder.mkdir(parents=True, exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=folder, prefix=f".{name}-")
            try:
                with os.fdopen(handle, "w", encoding="utf-8") as file:
                    file.write(content)
                Path(temporary).chmod(0o644)  # as other units are; nothing in it is secret
                Path(temporary).replace(path)
            except BaseException:
                Path(temporary).unlink(missing_ok=True)
                raise
        except (OSError, UnicodeError) as exc:
            raise OutputError(
                f"The unit cannot be written ({getattr(exc, 'strerror', exc)}).", about=str(path)
            ) from exc
        changed.append(path)
    return changed


def remove_units(folder: Path) -> list[Path]:
    """Delete our units and the link that starts the timer at login; what was deleted. Raises OutputError as
    :func:`install_units` does."""
    paths = [folder / SERVICE, folder / TIMER]
    for path in paths:
        _refuse_foreign(path)
    removed = []
    for path in (folder / "timers.target.wants" / TIMER, *paths):
        try:
            if path.is_symlink() or path.exists():
                path.unlink()
                removed.append(path)
        except OSError as exc:
            raise OutputError(f"The unit cannot be removed ({exc.strerror}).", about=str(path)) from exc
    return removed


def _refuse_foreign(path: Path) -> None:
    try:
        ours = not path.exists() or path.read_text(encoding="utf-8").startswith(OURS)
    except (OSError, UnicodeError) as exc:
        raise OutputError(f"The unit cannot be read ({getattr(exc, 'strerror', exc)}).", about=str(path)) from exc
    if not ours:
        raise OutputError("This unit was not written by 'brief schedule'; move it away first.", about=str(path))

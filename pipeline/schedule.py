"""When and how rounds are started: the text of a crontab's lines and of systemd's unit and timer. Only text; nothing is run.

A job is written so that it needs nothing of the shell it was made in: absolute paths, the variables that brief reads, and
every word quoted by the rules of who will read it: cron and then sh, or systemd.
"""

from __future__ import annotations

import re
import shlex
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from os.path import abspath
from pathlib import Path

from pipeline.config import ENVIRONMENT_PREFIX, known
from pipeline.errors import UsageError

HOUR = 60
DAY = 24 * HOUR
WEEK = 7 * DAY
MORNING = 6
"""The hour, by the machine's clock, of what happens once a day or a week: before the day's first readers."""


# ── intervals ────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Interval:
    """A time between two rounds, in whole minutes; shown as it is written, as in 30m, 2h, 1d."""

    minutes: int

    def __str__(self) -> str:
        for length, unit in ((DAY, "d"), (HOUR, "h")):
            if self.minutes % length == 0:
                return f"{self.minutes // length}{unit}"
        return f"{self.minutes}m"


CRON_INTERVALS = tuple(
    Interval(minutes)
    for minutes in (
        *(m for m in range(1, 60) if 60 % m == 0),
        *(h * HOUR for h in range(1, 24) if 24 % h == 0),
        DAY,
        WEEK,
    )
)
"""Those that cron can keep: its steps begin anew each hour and each day, so that others would leave a shorter gap there."""


def read_interval(written: str) -> Interval:
    """An interval such as 30m, 2h, 1d or 1w. Raises UsageError when it is none, or longer than four weeks."""
    found = re.fullmatch(r"(\d{1,5})([mhdw])", written.strip())
    minutes = int(found.group(1)) * {"m": 1, "h": HOUR, "d": DAY, "w": WEEK}[found.group(2)] if found else 0
    if not 1 <= minutes <= 4 * WEEK:
        raise UsageError(
            f"--every cannot be '{written}'; write minutes, hours, days or weeks, as in 30m, 2h, 1d or 1w."
        )
    return Interval(minutes)


def write_cron_time(interval: Interval) -> str:
    """The five fields of a crontab's line. Raises UsageError naming the nearest ones when cron has none that is exact."""
    minutes = interval.minutes
    if interval not in CRON_INTERVALS:
        below = [i for i in CRON_INTERVALS if i.minutes < minutes]
        above = [i for i in CRON_INTERVALS if i.minutes > minutes]
        nearest = " or ".join(str(i) for i in (*below[-1:], *above[:1]))
        raise UsageError(f"cron cannot keep {interval} exactly; take {nearest}, or systemd, which can.")
    if minutes < HOUR:
        return "* * * * *" if minutes == 1 else f"*/{minutes} * * * *"
    if minutes < DAY:
        return "0 * * * *" if minutes == HOUR else f"0 */{minutes // HOUR} * * *"
    return f"0 {MORNING} * * {'*' if minutes == DAY else 1}"


def write_timer_lines(interval: Interval) -> list[str]:
    """The lines of a timer that say when. Moments of the calendar where there are such, because only those are made up for
    after the machine was off; else a time from start to start."""
    minutes = interval.minutes
    delay = f"RandomizedDelaySec={min(minutes * 60 // 10, 300)}s"  # outlets' servers are not all asked on the minute
    if interval not in CRON_INTERVALS:
        return ["OnActiveSec=1min", f"OnUnitActiveSec={minutes}min", delay]
    if minutes < HOUR:
        moment = f"*:0/{minutes}"
    elif minutes < DAY:
        moment = f"0/{minutes // HOUR}:00"
    else:
        moment = f"{'' if minutes == DAY else 'Mon '}*-*-* {MORNING:02}:00"
    return [f"OnCalendar={moment}", "Persistent=true", delay]


# ── the job ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True, slots=True)
class Job:
    """A command to start: its words, the first an absolute path, and the variables it needs."""

    words: tuple[str, ...]
    variables: tuple[tuple[str, str], ...] = ()


def find_launcher(argv0: str, executable: str) -> tuple[str, ...]:
    """The words that start brief whatever PATH and folder: the ``brief`` program this process was started by, else its
    interpreter with the package, which looks for it where it is installed and not in the folder it happens to be in."""
    program = Path(argv0)
    if program.name == "brief" and program.is_file():
        return (abspath(program),)
    return (abspath(executable), "-P", "-m", "pipeline")


_PATHS = frozenset(
    "BRIEF_CACHE BRIEF_CONFIG BRIEF_FEEDS BRIEF_MODELS BRIEF_STORE XDG_CACHE_HOME XDG_CONFIG_HOME XDG_DATA_HOME".split()
)


def select_variables(environment: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """The variables that decide what brief reads and how it works, with paths made absolute. Passwords and proxies are not
    among them: a crontab and a unit are no places for secrets."""
    settings = {ENVIRONMENT_PREFIX + key.upper() for key in known()}
    chosen = []
    for name in sorted(settings | _PATHS | {"PYTHONPATH"}):
        value = environment.get(name, "")
        if value and name == "PYTHONPATH":
            value = ":".join(abspath(part) for part in value.split(":"))
        elif value and name in _PATHS:
            value = abspath(Path(value).expanduser())
        if value:
            chosen.append((name, value))
    return tuple(chosen)


_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def _check_words(job: Job) -> None:
    for word in (*job.words, *(value for _, value in job.variables)):
        if _CONTROL.search(word):
            raise UsageError(f"{word!r} holds a line break or a control character, which cannot be scheduled.")


# ── cron ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

BEGIN = "# BEGIN brief schedule"
END = "# END brief schedule"

MAX_COMMAND = 998
"""Characters that every cron takes as a command; Vixie's, of Debian and macOS, has room for 1,000 with what it adds."""


def write_command(job: Job) -> str:
    """The job as a line of a crontab has it after the time. Results go nowhere and -q is given, so that what cron mails are
    failures. Raises UsageError for what cron or sh could not be told."""
    _check_words(job)
    words = [f"{name}={shlex.quote(value)}" for name, value in job.variables]
    words += [shlex.quote(word) for word in job.words]
    # Crons disagree about a backslash before a percent sign that is itself to be kept, and about two of them.
    if any("\\" in word for word in words):
        raise UsageError("A backslash cannot be scheduled with cron; rename the file, or use systemd.")
    command = " ".join(words).replace("%", "\\%") + " >/dev/null"
    if len(command.encode()) > MAX_COMMAND:
        message = f"The command is longer than {MAX_COMMAND} bytes, more than cron takes; put options into a configuration file."
        raise UsageError(message)
    return command


def write_crontab(job: Job, interval: Interval) -> str:
    """The lines for a crontab, with marks by which they are found again."""
    return f"{BEGIN}\n{write_cron_time(interval)} {write_command(job)}\n{END}\n"


def replace_lines(crontab: str, lines: str) -> str:
    """``crontab`` with our lines replaced by ``lines``, at its end when it had none, all else as it was; an empty text takes
    ours away. Raises UsageError when the marks do not pair."""
    marks = [line.strip() for line in crontab.splitlines() if line.strip() in (BEGIN, END)]
    if marks not in ([], [BEGIN, END]):
        raise UsageError(
            f"The crontab's marks '{BEGIN}' and '{END}' do not pair; take out these lines with 'crontab -e'."
        )
    if not marks:
        gap = "" if not crontab or crontab.endswith("\n") or not lines else "\n"
        return crontab + gap + lines
    # \n? at the end: an editor may have saved the last line without one.
    block = re.compile(rf"^[ \t]*{BEGIN}[ \t]*\n.*?^[ \t]*{END}[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
    return block.sub(lambda _: lines, crontab, count=1)


# ── systemd ──────────────────────────────────────────────────────────────────────────────────────────────────────────

SERVICE = "brief.service"
TIMER = "brief.timer"
OURS = "# Written by 'brief schedule systemd', which replaces it with --install and takes it away with --remove."

_PLAIN = re.compile(r"[A-Za-z0-9_@%+=:,./-]+")


def quote_unit_word(word: str) -> str:
    """A word by systemd's rules (systemd.syntax, "Quoting"): % is doubled, and what is not plain stands in quotes."""
    word = word.replace("%", "%%")
    return word if _PLAIN.fullmatch(word) else '"' + word.replace("\\", "\\\\").replace('"', '\\"') + '"'


def write_units(job: Job, interval: Interval) -> dict[str, str]:
    """Names and texts of the unit and its timer. Raises UsageError for words that systemd cannot be told."""
    _check_words(job)
    if re.search(r"[\"'\\]", job.words[0]):
        message = "systemd starts no program whose path holds a quotation mark or a backslash; rename its folder."
        raise UsageError(message, about=job.words[0])
    # A colon before the command keeps systemd from replacing $NAME in it.
    prefix = ":" if any("$" in word for word in job.words) else ""
    command = prefix + " ".join(map(quote_unit_word, job.words))
    variables = [f"Environment={quote_unit_word(f'{name}={value}')}" for name, value in job.variables]
    service = [
        OURS,
        "[Unit]",
        "Description=One round of brief over its feeds",
        "",
        "[Service]",
        "Type=oneshot",
        *variables,
        f"ExecStart={command}",
        "# The briefs are in the store; the journal gets the summary and what went wrong.",
        "StandardOutput=null",
        "# 4: the round before is still at work, which is no failure.",
        "SuccessExitStatus=4",
        "# SIGTERM lets the current batch end and be stored; a page that is being fetched takes up to a minute.",
        "TimeoutStopSec=2min",
        "Nice=10",
        "IOSchedulingPriority=7",
        "# What a user's own service manager can enforce without a namespace of its own.",
        "NoNewPrivileges=true",
        "LockPersonality=true",
        "RestrictAddressFamilies=AF_UNIX AF_INET AF_INET6 AF_NETLINK",
        "RestrictNamespaces=true",
        "RestrictRealtime=true",
        "RestrictSUIDSGID=true",
        "SystemCallArchitectures=native",
    ]
    timer = [
        OURS,
        "[Unit]",
        f"Description=A round of brief every {interval}",
        "",
        "[Timer]",
        *write_timer_lines(interval),
        "",
        "[Install]",
        "WantedBy=timers.target",
    ]
    return {SERVICE: "\n".join(service) + "\n", TIMER: "\n".join(timer) + "\n"}


def join_units(units: Mapping[str, str]) -> str:
    """Units one below the other, each under its name, for reading."""
    return "\n".join(f"# ── {name}\n{text}" for name, text in units.items())


def plan_round(launcher: Sequence[str], arguments: Sequence[str], *, quiet: bool) -> tuple[str, ...]:
    """The words of a round with the arguments the user adds to it; -v among them is the end of being quiet."""
    quiet = quiet and not {"-v", "--verbose"} & set(arguments)
    return (*launcher, "run", "--feeds", *(["--quiet"] if quiet else []), *arguments)

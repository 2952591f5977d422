"""Schedules: the text says exactly what was asked for, and what is printed is run as cron runs it."""

from __future__ import annotations

import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import TOP, Brief
from newsserver import NewsServer
from typer.testing import CliRunner

from pipeline.cli.schedule import schedule as commands
from pipeline.errors import OutputError, UsageError
from pipeline.schedule import (
    BEGIN,
    CRON_INTERVALS,
    END,
    MAX_COMMAND,
    Interval,
    Job,
    find_launcher,
    plan_round,
    quote_unit_word,
    read_interval,
    replace_lines,
    select_variables,
    write_command,
    write_cron_time,
    write_crontab,
    write_timer_lines,
    write_units,
)
from pipeline.schedulers import change_crontab, check_start, install_units, remove_units, unit_folder

HALF_HOUR = Interval(30)
EXAMPLE = ("/usr/local/bin/brief",)
NASTY = ("a b", "100%", "%d%", "$HOME", "`id`", '"x"', "it's", ";", "&", "ë ç", "#", "*", "~", "")
LAUNCHER = (sys.executable, "-P", "-m", "pipeline")
VARIABLES = (("PYTHONPATH", str(TOP)),)


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """What a command run inside this process sets SIGTERM to does not outlive its test."""
    before = signal.getsignal(signal.SIGTERM)
    yield
    signal.signal(signal.SIGTERM, before)


# ── when ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("written", "minutes"),
    [("1m", 1), ("30m", 30), ("60m", 60), ("2h", 120), ("1d", 1440), ("1w", 10_080), (" 7d ", 10_080)],
)
def test_an_interval_is_read(written: str, minutes: int) -> None:
    assert read_interval(written) == Interval(minutes)


@pytest.mark.parametrize("written", ["", "30", "0m", "-5m", "1.5h", "30s", "5w", "99999d", "1h30m", "half"])
def test_what_is_no_interval_is_named(written: str) -> None:
    with pytest.raises(UsageError, match="--every cannot be"):
        read_interval(written)


def test_intervals_are_shown_as_they_are_written() -> None:
    assert [str(Interval(m)) for m in (45, 60, 90, 420, 1440, 10_080)] == ["45m", "1h", "90m", "7h", "1d", "7d"]


def matches(field: str, value: int) -> bool:
    """Whether a crontab's field (crontab(5): *, */n, n) has a value."""
    if field.startswith("*"):
        return value % int(field.removeprefix("*").removeprefix("/") or 1) == 0
    return int(field) == value


def moments(fields: str, days: int) -> Iterator[datetime]:
    minute, hour, day, month, weekday = fields.split()
    moment = datetime(2026, 3, 1, tzinfo=UTC)
    for _ in range(days * 1440):
        values = (moment.minute, moment.hour, moment.day, moment.month, moment.isoweekday() % 7)
        if all(matches(f, v) for f, v in zip((minute, hour, day, month, weekday), values, strict=True)):
            yield moment
        moment += timedelta(minutes=1)


@pytest.mark.parametrize("interval", CRON_INTERVALS, ids=str)
def test_every_interval_cron_is_said_to_keep_it_keeps(interval: Interval) -> None:
    days = 22 if interval.minutes > 1440 else 3
    times = list(moments(write_cron_time(interval), days))
    assert len(times) >= 3
    assert {b - a for a, b in pairwise(times)} == {timedelta(minutes=interval.minutes)}


@pytest.mark.parametrize(
    ("written", "nearest"),
    [("45m", "30m or 1h"), ("7h", "6h or 8h"), ("90m", "1h or 2h"), ("2d", "1d or 7d"), ("2w", "take 7d,")],
)
def test_what_cron_cannot_keep_is_refused_with_the_nearest_that_it_can(written: str, nearest: str) -> None:
    with pytest.raises(UsageError, match=nearest):
        write_cron_time(read_interval(written))


@pytest.mark.skipif(
    not shutil.which("systemd-analyze"), reason="systemd-analyze reads systemd's calendar, and is not here"
)
@pytest.mark.parametrize(
    "interval", [i for i in CRON_INTERVALS if i.minutes in (1, 20, 30, 60, 480, 1440, 10_080)], ids=str
)
def test_the_timers_calendar_has_the_same_moments(interval: Interval) -> None:
    (moment,) = [line.removeprefix("OnCalendar=") for line in write_timer_lines(interval) if "OnCalendar" in line]
    shown = subprocess.run(
        ["systemd-analyze", "calendar", "--iterations=4", moment],
        capture_output=True,
        text=True,
        env={**os.environ, "TZ": "UTC", "LC_ALL": "C"},
        check=True,
    ).stdout
    times = [datetime.fromisoformat(t) for t in re.findall(r"(?:elapse|#\d): \w+ (\S+ \S+) UTC", shown)]
    assert len(times) == 4
    assert {b - a for a, b in pairwise(times)} == {timedelta(minutes=interval.minutes)}


def test_a_timer_keeps_what_no_calendar_has() -> None:
    lines = write_timer_lines(Interval(45))
    assert "OnUnitActiveSec=45min" in lines
    assert not any("OnCalendar" in line or "Persistent" in line for line in lines)
    assert "RandomizedDelaySec=6s" in write_timer_lines(Interval(1))


# ── what is started ──────────────────────────────────────────────────────────────────────────────────────────────────


def test_the_launcher_needs_neither_path_nor_folder(tmp_path: Path) -> None:
    program = tmp_path / "brief"
    program.write_text("")
    assert find_launcher(str(program), sys.executable) == (str(program),)
    assert find_launcher(str(TOP / "pipeline" / "__main__.py"), "/x/python") == ("/x/python", "-P", "-m", "pipeline")


def test_a_round_is_quiet_unless_it_is_to_say_more() -> None:
    assert plan_round(EXAMPLE, ["--words", "9"], quiet=True) == (*EXAMPLE, "run", "--feeds", "--quiet", "--words", "9")
    assert plan_round(EXAMPLE, ["-v"], quiet=True) == (*EXAMPLE, "run", "--feeds", "-v")


def test_variables_of_brief_are_carried_over_and_secrets_are_not() -> None:
    environment = {
        "BRIEF_STORE": "store.sqlite3",
        "BRIEF_BEAM": "2",
        "XDG_CONFIG_HOME": "/etc/x",
        "BRIEF_SMTP_PASSWORD": "secret",
        "HTTPS_PROXY": "http://u:secret@proxy/",
        "PATH": "/bin",
        "BRIEF_MODELS": "",
    }
    assert select_variables(environment) == (
        ("BRIEF_BEAM", "2"),
        ("BRIEF_STORE", os.path.abspath("store.sqlite3")),
        ("XDG_CONFIG_HOME", "/etc/x"),
    )


def test_a_command_that_starts_is_let_through_and_others_are_named(tmp_path: Path) -> None:
    check_start(LAUNCHER, ["--words", "40"], VARIABLES)
    with pytest.raises(UsageError, match=r"does not take these arguments: .*--wrods"):
        check_start(LAUNCHER, ["--wrods", "40"], VARIABLES)
    with pytest.raises(UsageError, match="cannot be started"):
        check_start((str(tmp_path / "none"),), [], ())
    with pytest.raises(UsageError, match=r"does not start outside this shell .*pip install"):
        check_start((sys.executable, "-P", "-m", "pipeline_that_is_not_installed"), [], ())


# ── cron ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def run_as_cron(line: str, home: Path) -> subprocess.CompletedProcess[str]:
    """Run a line of a crontab as cron does: a percent sign ends the command unless a backslash is before it, which cron takes
    away (crontab(5)); sh runs it in the home folder with little else in the environment."""
    command = re.split(r"(?<!\\)%", line.split(maxsplit=5)[5])[0].replace("\\%", "%")
    return subprocess.run(
        ["/bin/sh", "-c", command],
        env={"HOME": str(home), "LOGNAME": "desk", "SHELL": "/bin/sh", "PATH": "/usr/bin:/bin"},
        cwd=home,
        capture_output=True,
        text=True,
        timeout=240,
    )


@pytest.fixture
def shower(tmp_path: Path) -> Path:
    """A program, at a path with all that has to be quoted, that writes its arguments and a variable to a file beside it."""
    folder = tmp_path / "it's 100% $a"
    folder.mkdir()
    program = folder / "show me"
    program.write_text(
        f"#!{sys.executable}\nimport json, os, sys, pathlib\n"
        "pathlib.Path(__file__).with_name('out').write_text(json.dumps([sys.argv[1:], os.environ.get('BRIEF_STORE')]))\n"
        "print('results')\nprint('failure', file=sys.stderr)\n"
    )
    program.chmod(0o755)
    return program


def test_cron_and_sh_give_every_word_back(shower: Path, tmp_path: Path) -> None:
    job = Job((str(shower), *NASTY), (("BRIEF_STORE", "/a b/100% 'ë'"),))
    _, line, _ = write_crontab(job, HALF_HOUR).splitlines()
    done = run_as_cron(line, tmp_path)
    assert json.loads(shower.with_name("out").read_text()) == [list(NASTY), "/a b/100% 'ë'"]
    # cron mails what is printed: failures, and no results.
    assert (done.stdout, done.stderr) == ("", "failure\n")


def test_a_line_runs_the_real_program_without_a_path_or_a_folder(tmp_path: Path) -> None:
    def line(*words: str) -> str:
        return write_crontab(Job((*LAUNCHER, *words), VARIABLES), HALF_HOUR).splitlines()[1]

    fine = run_as_cron(line("version"), tmp_path)
    assert (fine.returncode, fine.stdout, fine.stderr) == (0, "", "")
    failed = run_as_cron(line("run", "--quiet", "none.txt"), tmp_path)
    assert (failed.returncode, failed.stdout) == (1, "")
    assert "none.txt" in failed.stderr


@pytest.mark.parametrize("words", [("/b", "a\nb"), ("/b", "a\x1b[0m"), ("/b", "a\\b"), ("/b", "x" * MAX_COMMAND)])
def test_what_cron_could_not_be_told_is_refused(words: tuple[str, ...]) -> None:
    with pytest.raises(UsageError, match=r"line break|backslash|longer than"):
        write_command(Job(words))


OTHERS = "MAILTO=desk\n# imja\n0 5 * * * /bin/true  # backup\n"
LINES = write_crontab(Job(plan_round(EXAMPLE, [], quiet=True)), HALF_HOUR)


def test_lines_are_added_replaced_and_taken_away_and_the_rest_stays() -> None:
    first = replace_lines(OTHERS, LINES)
    assert first == OTHERS + LINES
    newer = write_crontab(Job(plan_round(EXAMPLE, ["--words", "9"], quiet=True)), Interval(60))
    assert replace_lines(first + "# fund\n", newer) == OTHERS + newer + "# fund\n"
    assert replace_lines(first + "# fund\n", "") == OTHERS + "# fund\n"
    assert replace_lines(OTHERS, "") == OTHERS
    assert replace_lines("* * * * * x", LINES) == "* * * * * x\n" + LINES
    assert replace_lines(LINES.rstrip("\n"), newer) == newer


@pytest.mark.parametrize("crontab", [f"{BEGIN}\n", f"{END}\n{BEGIN}\n", LINES + LINES])
def test_marks_that_do_not_pair_are_left_to_the_user(crontab: str) -> None:
    with pytest.raises(UsageError, match="do not pair"):
        replace_lines(crontab, LINES)


FAKE_CRONTAB = """#!/bin/sh
# Keeps the crontab in a file, as the real program does in its spool.
case "$1" in
-l) [ -f "$SPOOL" ] || { echo "no crontab for desk" >&2; exit 1; }; cat "$SPOOL" ;;
-) [ -z "$REFUSES" ] || { echo "errors in crontab file" >&2; exit 1; }; cat >"$SPOOL" ;;
*) exit 2 ;;
esac
"""


@pytest.fixture
def spool(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The file that a ``crontab`` program first in PATH keeps."""
    programs = tmp_path / "programs"
    programs.mkdir()
    (programs / "crontab").write_text(FAKE_CRONTAB)
    (programs / "crontab").chmod(0o755)
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")
    monkeypatch.setenv("SPOOL", str(tmp_path / "spool"))
    return tmp_path / "spool"


def test_installing_twice_has_one_line_and_removing_leaves_the_rest(brief: Brief, spool: Path) -> None:
    spool.write_bytes(OTHERS.encode() + b"# \xff\n")  # a byte that is no UTF-8 stays too
    first = brief("schedule", "cron", "--install")
    assert (first.returncode, first.stdout) == (0, "")
    assert "every 30m" in first.stderr
    assert "already" in brief("schedule", "cron", "--install").stderr
    assert brief("schedule", "cron", "--every", "2h", "--install", "--", "--words", "40").returncode == 0
    crontab = spool.read_bytes()
    assert crontab.startswith(OTHERS.encode() + b"# \xff\n" + BEGIN.encode() + b"\n0 */2 * * * ")
    assert crontab.count(b" run --feeds --quiet") == 1
    assert b"--words 40 >/dev/null" in crontab
    assert "taken out" in brief("schedule", "cron", "--remove").stderr
    assert spool.read_bytes() == OTHERS.encode() + b"# \xff\n"
    assert "no lines of brief" in brief("schedule", "cron", "--remove").stderr


def test_a_user_without_a_crontab_gets_one(spool: Path) -> None:
    assert change_crontab("") is False
    assert not spool.exists()
    assert change_crontab(LINES) is True
    assert spool.read_text() == LINES


def test_a_crontab_that_cannot_be_read_or_written_is_left_alone(
    spool: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    spool.write_text(OTHERS)
    monkeypatch.setenv("REFUSES", "1")
    with pytest.raises(OutputError, match=r"cannot be written .errors in crontab file"):
        change_crontab(LINES)
    program = tmp_path / "programs" / "crontab"
    program.write_text("#!/bin/sh\necho 'you are not allowed to use this program' >&2\nexit 1\n")
    with pytest.raises(OutputError, match=r"cannot be read .you are not allowed"):
        change_crontab(LINES)
    assert spool.read_text() == OTHERS


def test_a_machine_without_cron_is_told_so(brief: Brief, tmp_path: Path) -> None:
    done = brief("schedule", "cron", "--install", PATH=str(tmp_path))
    assert done.returncode == 2
    assert "no 'crontab' program here" in done.stderr


# ── systemd ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_words_are_quoted_by_systemds_rules() -> None:
    quoted = {word: quote_unit_word(word) for word in ("/usr/bin/x", "a b", "100%", 'say "x"', "a\\b", ";", "it's", "")}
    assert quoted == {
        "/usr/bin/x": "/usr/bin/x",
        "a b": '"a b"',
        "100%": "100%%",
        'say "x"': '"say \\"x\\""',
        "a\\b": '"a\\\\b"',
        ";": '";"',
        "it's": '"it\'s"',
        "": '""',
    }
    service = write_units(Job(("/b", "$HOME"), (("BRIEF_STORE", "/a b"),)), HALF_HOUR)["brief.service"]
    assert 'ExecStart=:/b "$HOME"' in service.splitlines()
    assert 'Environment="BRIEF_STORE=/a b"' in service.splitlines()
    with pytest.raises(UsageError, match="quotation mark"):
        write_units(Job(("/it's/brief",)), HALF_HOUR)
    with pytest.raises(UsageError, match="line break"):
        write_units(Job(("/b", "a\nExecStartPost=/bin/sh")), HALF_HOUR)


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze verifies units, and is not here")
@pytest.mark.parametrize("minutes", [30, 45, 1440])
def test_systemd_finds_nothing_wrong(shower: Path, tmp_path: Path, minutes: int) -> None:
    def verify(job: Job) -> subprocess.CompletedProcess[str]:
        paths = install_units(write_units(job, Interval(minutes)), tmp_path / "units")
        return subprocess.run(
            ["systemd-analyze", "--user", "verify", *map(str, paths)],
            capture_output=True,
            text=True,
            env={**os.environ, "XDG_RUNTIME_DIR": str(tmp_path)},
            timeout=60,
        )

    program = shower.rename(tmp_path / "show 100% $a ë")
    good = verify(Job((str(program), *NASTY), (("BRIEF_STORE", "/a b/100%"),)))
    assert (good.returncode, good.stderr) == (0, "")
    # It looks at what it verifies: the program's path, as systemd reads it, has to be there.
    bad = verify(Job((f"{program} not",)))
    assert f"{program} not is not executable" in bad.stderr


def test_units_are_written_replaced_and_removed(brief: Brief) -> None:
    folder = unit_folder()
    done = brief("schedule", "systemd", "--every", "45m", "--install")
    assert (done.returncode, done.stdout) == (0, "")
    assert "systemctl --user daemon-reload && systemctl --user enable --now brief.timer" in done.stderr
    assert sorted(p.name for p in folder.iterdir()) == ["brief.service", "brief.timer"]
    assert "are so already" in brief("schedule", "systemd", "--every", "45m", "--install").stderr
    again = brief("schedule", "systemd", "--every", "1h", "--install")
    assert "brief.timer" in again.stderr
    assert "OnCalendar=0/1:00" in (folder / "brief.timer").read_text()
    (folder / "timers.target.wants").mkdir()
    (folder / "timers.target.wants" / "brief.timer").symlink_to(folder / "brief.timer")  # as systemctl enable does
    assert brief("schedule", "systemd", "--remove").returncode == 0
    assert [p for p in folder.rglob("*") if not p.is_dir()] == []
    assert "no units of brief" in brief("schedule", "systemd", "--remove").stderr


def test_a_unit_of_someone_else_stays(tmp_path: Path) -> None:
    (tmp_path / "brief.timer").write_text("[Timer]\n")
    units = write_units(Job(EXAMPLE), HALF_HOUR)
    with pytest.raises(OutputError, match="not written by"):
        install_units(units, tmp_path)
    with pytest.raises(OutputError, match="not written by"):
        remove_units(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["brief.timer"]


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(OutputError, match="cannot be written"):
        install_units(write_units(Job(EXAMPLE), HALF_HOUR), tmp_path / "file" / "user")


def test_a_unit_that_cannot_be_replaced_leaves_nothing_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, target: Path) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(OutputError, match="No space left"):
        install_units(write_units(Job(EXAMPLE), HALF_HOUR), tmp_path)
    assert not list(tmp_path.iterdir())


def test_units_lie_where_the_users_systemd_looks(tmp_path: Path) -> None:
    assert unit_folder({"XDG_CONFIG_HOME": "/etc/x"}) == Path("/etc/x/systemd/user")
    assert unit_folder({"XDG_CONFIG_HOME": "relative"}) == Path.home() / ".config" / "systemd" / "user"


# ── the command and the examples ─────────────────────────────────────────────────────────────────────────────────────


def test_the_examples_are_what_is_printed() -> None:
    configs = TOP / "configs"
    assert (configs / "cron.example").read_text(encoding="utf-8") == LINES
    units = write_units(Job(plan_round(EXAMPLE, [], quiet=False)), HALF_HOUR)
    assert {p.name: p.read_text(encoding="utf-8") for p in (configs / "systemd").iterdir()} == units


def test_the_command_prints_what_the_module_writes(brief: Brief, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEF_STORE", "/a b/brief.sqlite3")
    printed = brief("schedule", "cron", "--every", "2h", "--", "--words", "40")
    assert (printed.returncode, printed.stderr) == (0, "")
    variables = select_variables({**os.environ, "PYTHONPATH": str(TOP)})
    arguments = ["--words", "40"]
    assert printed.stdout == write_crontab(Job(plan_round(LAUNCHER, arguments, quiet=True), variables), Interval(120))
    units = write_units(Job(plan_round(LAUNCHER, arguments, quiet=False), variables), Interval(120))
    shown = brief("schedule", "systemd", "--every", "2h", "--", *arguments).stdout
    assert all(text in shown and f"# ── {name}" in shown for name, text in units.items())


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["cron", "--every", "45m"], "30m or 1h"),
        (["cron", "--every", "soon"], "--every cannot be 'soon'"),
        (["cron", "--install", "--remove"], "contradict"),
        (["systemd", "--install", "--remove"], "contradict"),
        (["systemd", "--", "--nonsense"], "--nonsense"),
        (["cron", "--", "--words", "a\nb"], "line break"),
    ],
)
def test_a_mistake_gets_one_sentence_and_exit_code_2(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], words: str
) -> None:
    monkeypatch.setenv("PYTHONPATH", str(TOP))
    done = CliRunner().invoke(commands, arguments)
    assert (done.exit_code, done.stdout) == (2, "")
    assert words in done.stderr


def test_a_proxy_that_is_not_carried_over_is_said_without_its_password(brief: Brief) -> None:
    done = brief("schedule", "cron", HTTPS_PROXY="http://u:secret@proxy.example/")
    assert done.returncode == 0
    assert "HTTPS_PROXY" in done.stderr
    assert "secret" not in done.stdout + done.stderr


def test_the_printed_line_makes_a_round_as_cron_would(brief: Brief, tmp_path: Path) -> None:
    with NewsServer() as server:
        assert brief("feeds", "add", f"{server.url}/feed.rss").returncode == 0
        config = tmp_path / "brief.toml"
        config.write_text("[fetch]\nallow_private = true\ndelay = 0\n")
        printed = brief("schedule", "cron", "--", "--config", config).stdout
        done = run_as_cron(printed.splitlines()[1], Path(os.environ["HOME"]))
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert json.loads(brief("store", "stats", "--json").stdout)["articles"] == 5

"""Cores, memory and their limits from files as systems write them; libraries asked in processes of their own."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest
from conftest import STARTER

from pipeline.engines.devices import Hardware
from pipeline.machine import (
    Inquiry,
    Memory,
    control_groups,
    measure_folder,
    pack_hardware,
    read_cores,
    read_memory,
    unpack_hardware,
)

MEMINFO = (
    "MemTotal:       16306892 kB\nMemFree:         1000000 kB\nMemAvailable:    8123456 kB\nHugePages_Total:       0\n"
)


def write(root: Path, **files: str) -> Path:
    """Files under ``root``, their names with ``__`` for slashes."""
    for name, text in files.items():
        path = root / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return root


def test_version_2_of_control_groups_is_read_up_to_the_top(tmp_path: Path) -> None:
    write(
        tmp_path,
        proc__self__cgroup="0::/system.slice/brief.service\n",
        proc__meminfo=MEMINFO,
    )
    own = tmp_path / "sys/fs/cgroup/system.slice/brief.service"
    own.mkdir(parents=True)
    (own / "cpu.max").write_text("max 100000\n")
    (own.parent / "cpu.max").write_text("150000 100000\n")
    (own / "memory.max").write_text("1073741824\n")
    (own.parent / "memory.max").write_text("max\n")
    assert read_cores(tmp_path).quota == 1.5
    assert read_memory(tmp_path) == Memory(16306892 * 1024, 8123456 * 1024, 2**30)


def test_a_container_that_sees_its_own_group_as_the_top(tmp_path: Path) -> None:
    write(tmp_path, proc__self__cgroup="0::/\n")
    (tmp_path / "sys/fs/cgroup").mkdir(parents=True)
    (tmp_path / "sys/fs/cgroup/cpu.max").write_text("50000 100000")
    assert read_cores(tmp_path).quota == 0.5
    assert list(control_groups(tmp_path, "cpu")) == [tmp_path / "sys/fs/cgroup"]


def test_version_1_of_control_groups(tmp_path: Path) -> None:
    write(tmp_path, proc__self__cgroup="4:memory:/docker/ab\n3:cpu,cpuacct:/docker/ab\n1:name=systemd:/x\n")
    cpu, memory = tmp_path / "sys/fs/cgroup/cpu,cpuacct/docker/ab", tmp_path / "sys/fs/cgroup/memory/docker/ab"
    for folder in (cpu, memory):
        folder.mkdir(parents=True)
    (cpu / "cpu.cfs_quota_us").write_text("300000")
    (cpu / "cpu.cfs_period_us").write_text("100000")
    (memory / "memory.limit_in_bytes").write_text("536870912")
    (memory.parent / "memory.limit_in_bytes").write_text("9223372036854771712")
    assert read_cores(tmp_path).quota == 3.0
    assert read_memory(tmp_path).limit == 2**29


def test_no_limit_is_none(tmp_path: Path) -> None:
    write(tmp_path, proc__self__cgroup="4:memory:/\n3:cpu:/\n0::/\n")
    for name, text in (("memory/memory.limit_in_bytes", "9223372036854771712"), ("cpu/cpu.cfs_quota_us", "-1")):
        path = tmp_path / "sys/fs/cgroup" / name
        path.parent.mkdir(parents=True)
        path.write_text(text)
    assert read_cores(tmp_path).quota is None
    assert read_memory(tmp_path).limit is None


def test_a_system_without_these_files_says_less_and_does_not_fail(tmp_path: Path) -> None:
    assert read_cores(tmp_path).quota is None
    memory = read_memory(tmp_path)
    assert memory.available is None
    assert memory.total is None or memory.total > 2**26


def test_this_machine() -> None:
    cores, memory = read_cores(), read_memory()
    assert 1 <= cores.usable <= cores.total
    assert memory.total is None or memory.total > (memory.available or 0) > 0


def test_hardware_goes_through_json_and_back() -> None:
    hardware = Hardware({"cpu": frozenset({"int8", "float32"})}, (frozenset({"float16"}), frozenset()), "none")
    assert unpack_hardware(pack_hardware(hardware)) == hardware


def test_ctranslate2_translates_in_a_process_of_its_own_and_says_what_it_uses() -> None:
    answer = Inquiry("describe_ctranslate2", str(STARTER)).collect(time.monotonic() + 120)
    assert answer.facts, answer.error
    assert "budget" in answer.facts["sentence"].lower()
    assert "Selected ISA" in answer.log
    assert "float32" in answer.facts["types"]["cpu"]


def test_a_starter_that_is_not_there_is_said(tmp_path: Path) -> None:
    answer = Inquiry("describe_ctranslate2", str(tmp_path / "absent")).collect(time.monotonic() + 120)
    assert answer.facts
    assert "no such model directory" in answer.facts["error"]


def test_files_in_the_current_folder_do_not_mislead_an_inquiry(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "json.py").write_text("raise SystemExit('the wrong json')")
    monkeypatch.chdir(tmp_path)
    answer = Inquiry("measure_nothing").collect(time.monotonic() + 60)
    assert "cannot import name 'measure_nothing'" in answer.error


def test_a_library_that_does_not_answer_is_ended() -> None:
    slow = Inquiry("describe_ctranslate2", str(STARTER))
    assert slow.collect(time.monotonic() - 1).error == "no answer in the time there was"
    assert slow._process.returncode is not None


def test_a_process_ended_by_a_signal_is_named() -> None:
    inquiry = Inquiry("describe_ctranslate2", str(STARTER))
    os.kill(inquiry._process.pid, 4)
    assert inquiry.collect(time.monotonic() + 60).error == "it was ended by SIGILL"


def test_folders_are_measured(tmp_path: Path) -> None:
    write(tmp_path, a="123", b__c="4567")
    (tmp_path / "dangling").symlink_to(tmp_path / "nowhere")
    assert measure_folder(tmp_path) == 7
    assert measure_folder(tmp_path, lambda path: path.name == "c") == 4
    assert measure_folder(tmp_path / "absent") == 0

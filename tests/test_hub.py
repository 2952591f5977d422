"""The hub module against a stand-in that misbehaves on command: what arrives is whole and right, or an error says what happened."""

from __future__ import annotations

import datetime
import email.utils
import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hubserver import Fault, HubServer

from pipeline import hub
from pipeline.errors import HubError, OutputError, UsageError
from pipeline.hub import Listing, RemoteFile, choose_files, download, list_files, parse_wait

REPOSITORY = "owner/name"
BIG = hashlib.shake_256(b"weights").digest(300_000)
GIT = "3439846e9728c612089580b846e1981912437dae"  # git hash-object config.json
FILES = {"config.json": b'{"model_type": "marian"}', "model.safetensors": BIG, "README.md": b"Who made it."}


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    monkeypatch.setattr(hub, "FIRST_WAIT", 0.01)
    with HubServer() as running:
        running.add(REPOSITORY, FILES, licence="mit")
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


def fetch(folder: Path, name: str = "model.safetensors", advance: Any = lambda _: None) -> bytes:
    listing = list_files(REPOSITORY)
    file = next(f for f in listing.files if f.name == name)
    return download(listing, file, folder, advance).read_bytes()


# Listing


def test_a_listing_pins_the_commit_and_gives_sizes_hashes_and_the_licence(server: HubServer) -> None:
    listing = list_files(REPOSITORY)
    assert listing.commit == server.repositories[REPOSITORY].commit
    assert listing.licence == "mit"
    files = {f.name: f for f in listing.files}
    assert files["model.safetensors"] == RemoteFile("model.safetensors", 300_000, hashlib.sha256(BIG).hexdigest(), "")
    assert files["config.json"].git == GIT


def test_nothing_but_the_listing_is_asked_for(server: HubServer) -> None:
    list_files(REPOSITORY)
    assert {r.path for r in server.requests} == {"/api/models/owner/name/revision/main"}


@pytest.mark.parametrize(
    ("facts", "token", "revision", "says"),
    [
        ({}, "", "v9", "no such branch, tag or commit"),
        ({"token": "hf_right"}, "", "main", "no such model .* HF_TOKEN is not set"),
        ({"token": "hf_right"}, "hf_wrong", "main", "refuses the token in HF_TOKEN"),
        ({"gated": True}, "", "main", "terms must be accepted on http.*/owner/name first"),
    ],
)
def test_a_refusal_says_what_to_do(
    server: HubServer, monkeypatch: pytest.MonkeyPatch, facts: Any, token: str, revision: str, says: str
) -> None:
    server.add(REPOSITORY, FILES, **facts)
    monkeypatch.setenv("HF_TOKEN", token)
    with pytest.raises(HubError, match=says) as caught:
        list_files(REPOSITORY, revision)
    assert caught.value.about == f"{REPOSITORY}@{revision}"
    assert "hf_wrong" not in str(caught.value)


def test_an_unknown_repository_and_a_name_that_is_none_are_told_apart(server: HubServer) -> None:
    with pytest.raises(HubError, match="no such model"):
        list_files("nobody/nothing")
    for name in ("a/b/c", "a..b/c", "datasets/../x"):
        with pytest.raises(UsageError, match="owner/name"):
            list_files(name)


def test_the_right_token_opens_a_private_repository_and_stays_with_the_hub(
    server: HubServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    server.add(REPOSITORY, FILES, token="hf_right")
    monkeypatch.setenv("HF_TOKEN", "hf_right\n")
    assert fetch(tmp_path) == BIG
    assert {r.token for r in server.requests if r.host.startswith("127.0.0.1")} == {"hf_right"}
    assert {r.token for r in server.requests if r.host.startswith("localhost")} == {""}


def test_a_listing_that_leads_out_of_the_folder_is_refused(server: HubServer) -> None:
    for name in ("../evil.npz", "/etc/passwd", "a/../../b"):
        server.add(REPOSITORY, {name: b"x"})
        with pytest.raises(HubError, match="does not answer as a model hub"):
            list_files(REPOSITORY)


def test_no_hub_at_the_address_is_said_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    slept: list[float] = []
    monkeypatch.setattr(hub.time, "sleep", slept.append)
    for address in ("http://127.0.0.1:9", "ftp://127.0.0.1", "127.0.0.1:9"):
        monkeypatch.setenv("HF_ENDPOINT", address)
        with pytest.raises(HubError, match=r"cannot be reached|does not answer as a model hub"):
            list_files(REPOSITORY)
    assert slept == []


def test_a_user_who_switched_the_hub_off_is_obeyed() -> None:
    hub.refuse_offline({"HF_HUB_OFFLINE": "0"})
    with pytest.raises(HubError, match="HF_HUB_OFFLINE is set"):
        hub.refuse_offline({"HF_HUB_OFFLINE": "1"})


def test_switching_is_undone(server: HubServer) -> None:
    from huggingface_hub import constants

    before = constants.HF_HUB_OFFLINE
    with hub.switched(online=False), hub.switched(online=True):
        assert not constants.is_offline_mode()
    assert constants.is_offline_mode() == before


# Waiting and trying again


@pytest.mark.parametrize(
    "fault",
    [
        Fault("status", 503),
        Fault("status", 500),
        Fault("status", 429, headers={"Retry-After": "0"}),
        Fault("reset"),
        Fault("silent", seconds=0.6),
    ],
    ids=lambda f: f"{f.kind}{f.amount}",
)
def test_what_may_pass_is_tried_again(
    server: HubServer, monkeypatch: pytest.MonkeyPatch, fault: Fault, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HUB_DOWNLOAD_TIMEOUT", "0.3")
    server.break_next("list", fault)
    server.break_next("model.safetensors", fault, fault)
    assert fetch(tmp_path) == BIG


def test_a_short_retry_after_is_waited_for_and_a_long_one_is_passed_on(
    server: HubServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    slept: list[float] = []
    monkeypatch.setattr(hub.time, "sleep", slept.append)
    server.break_next("list", Fault("status", 429, headers={"Retry-After": "7"}))
    list_files(REPOSITORY)
    assert slept == [7.0]
    server.break_next("list", Fault("status", 429, headers={"Retry-After": "3600"}))
    with pytest.raises(HubError, match=r"wait 60 minutes .* run the command again after \d\d:\d\d"):
        list_files(REPOSITORY)
    server.break_next("model.safetensors", Fault("status", 429, headers={"Retry-After": "900"}))
    with pytest.raises(HubError, match="wait 15 minutes"):
        fetch(tmp_path)
    assert slept == [7.0]


def test_tries_end(server: HubServer, tmp_path: Path) -> None:
    server.break_next("list", *[Fault("status", 502)] * 20)
    with pytest.raises(HubError, match="HTTP 502"):
        list_files(REPOSITORY)
    assert len(server.requests) == hub.RETRIES + 1


def test_retry_after_is_read_in_seconds_and_as_a_date() -> None:
    soon = datetime.datetime.now(datetime.UTC) + datetime.timedelta(seconds=100)
    assert parse_wait("120") == 120
    assert parse_wait(email.utils.format_datetime(soon, usegmt=True)) == pytest.approx(100, abs=2)
    assert parse_wait("Wed, 21 Oct 2015 07:28:00 GMT") == 0
    assert parse_wait("soon") is None


# Downloading


def test_a_file_arrives_whole_and_only_under_its_own_name(server: HubServer, tmp_path: Path) -> None:
    told: list[int] = []
    assert fetch(tmp_path, advance=told.append) == BIG
    assert sum(told) == len(BIG)
    assert [p.name for p in tmp_path.iterdir()] == ["model.safetensors"]


@pytest.mark.parametrize(
    "fault",
    [Fault("truncate", 100_000), Fault("reset", 150_000), Fault("drip", 50_000, seconds=0.8)],
    ids=lambda f: f.kind,
)
def test_a_download_that_breaks_off_goes_on_where_it_was(
    server: HubServer, monkeypatch: pytest.MonkeyPatch, fault: Fault, tmp_path: Path
) -> None:
    monkeypatch.setenv("HF_HUB_DOWNLOAD_TIMEOUT", "0.3")
    server.break_next("model.safetensors", fault)
    told: list[int] = []
    assert fetch(tmp_path, advance=told.append) == BIG
    asked = [r.range for r in server.asked("model.safetensors") if r.path.startswith("/cdn/")]
    assert len(asked) == 2
    assert asked[0] == ""
    assert asked[1].startswith("bytes=")
    assert fault.kind == "reset" or asked[1] == f"bytes={fault.amount}-"  # a reset may throw away what was on its way
    assert sum(told) == len(BIG)


def test_a_download_that_gets_on_each_time_may_break_off_often(server: HubServer, tmp_path: Path) -> None:
    server.break_next("model.safetensors", *[Fault("truncate", 20_000)] * 12)
    assert fetch(tmp_path) == BIG


def test_a_download_that_never_ends_leaves_what_came_and_the_next_goes_on(server: HubServer, tmp_path: Path) -> None:
    server.break_next("model.safetensors", Fault("truncate", 100_000), *[Fault("truncate")] * 20)
    with pytest.raises(HubError, match=r"connection to .* broke .* run the command again, it goes on where it stopped"):
        fetch(tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["model.safetensors.part"]
    server._faults.clear()
    server.requests.clear()
    assert fetch(tmp_path) == BIG
    assert server.asked("model.safetensors")[-1].range == "bytes=100000-"


def test_a_slow_server_is_waited_for(server: HubServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HF_HUB_DOWNLOAD_TIMEOUT", "2")
    server.break_next("model.safetensors", Fault("drip", 10, seconds=0.5))
    assert fetch(tmp_path) == BIG
    assert len([r for r in server.asked("model.safetensors") if r.path.startswith("/cdn/")]) == 1


def test_a_server_without_ranges_starts_again(server: HubServer, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors.part").write_bytes(b"\0" * 1000)
    server.break_next("model.safetensors", Fault("no-range"))
    told: list[int] = []
    assert fetch(tmp_path, advance=told.append) == BIG
    assert sum(told) == len(BIG)


@pytest.mark.parametrize("left", [b"\0" * 1000, b"\0" * len(BIG), b"\0" * (len(BIG) + 5)])
def test_a_spoilt_rest_of_an_earlier_try_is_thrown_away(server: HubServer, left: bytes, tmp_path: Path) -> None:
    (tmp_path / "model.safetensors.part").write_bytes(left)
    told: list[int] = []
    assert fetch(tmp_path, advance=told.append) == BIG
    assert sum(told) == len(BIG)


@pytest.mark.parametrize("name", ["model.safetensors", "config.json"])
def test_a_wrong_hash_is_fetched_once_more_and_then_refused(server: HubServer, name: str, tmp_path: Path) -> None:
    server.break_next(name, Fault("corrupt", 5))
    assert fetch(tmp_path / "a", name) == FILES[name]
    server.break_next(name, *[Fault("corrupt", 5)] * 2)
    with pytest.raises(HubError, match="arrived damaged twice") as caught:
        fetch(tmp_path / "b", name)
    assert caught.value.about == f"{REPOSITORY}/{name}"
    assert list((tmp_path / "b").iterdir()) == []


def test_redirects_in_circles_end(server: HubServer, tmp_path: Path) -> None:
    server.break_next("model.safetensors", Fault("loop"), *[Fault("loop")] * 30)
    with pytest.raises(HubError, match="redirects in circles"):
        fetch(tmp_path)


def test_a_file_that_is_gone_is_said(server: HubServer, tmp_path: Path) -> None:
    listing = list_files(REPOSITORY)
    with pytest.raises(HubError, match="not in the repository any more"):
        download(listing, RemoteFile("gone.bin", 5), tmp_path)


def test_what_is_there_is_not_fetched_again(server: HubServer, tmp_path: Path) -> None:
    fetch(tmp_path)
    server.requests.clear()
    assert fetch(tmp_path) == BIG
    assert not server.asked("model.safetensors")


def test_a_folder_that_may_not_be_written_is_said(server: HubServer, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(OutputError, match="BRIEF_MODELS"):
        fetch(tmp_path / "file")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_full_disk_is_said(server: HubServer, tmp_path: Path) -> None:
    os.symlink("/dev/full", tmp_path / "model.safetensors.part")
    with pytest.raises(OutputError, match="disk is full"):
        fetch(tmp_path)


# Choosing


def listing_of(*names: str) -> Listing:
    return Listing(REPOSITORY, "c" * 40, "", tuple(RemoteFile(n, 1) for n in names))


OTHERS = (
    "tf_model.h5",
    "flax_model.msgpack",
    "rust_model.ot",
    "onnx/model.onnx",
    "model-q4k.gguf",
    "training_args.bin",
)


@pytest.mark.parametrize(
    ("there", "taken"),
    [
        (["config.json", "vocab.json", "source.spm", "target.spm", "pytorch_model.bin", "README.md"], None),
        (["config.json", "tokenizer.json", "model.safetensors"], None),
        (["config.json", "model.safetensors", "pytorch_model.bin"], ["config.json", "model.safetensors"]),
        (
            ["config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors",
             "pytorch_model.bin.index.json", "pytorch_model-00001-of-00001.bin"],
            ["config.json", "model.safetensors.index.json", "model-00001-of-00002.safetensors", "model-00002-of-00002.safetensors"],
        ),
        (["model.npz.best-chrf.npz", "model.sq-en.spm", "decoder.yml"], None),
    ],
)  # fmt: skip
def test_only_what_is_needed_is_chosen(there: list[str], taken: list[str] | None) -> None:
    chosen = choose_files(listing_of(*there, *OTHERS))
    assert [f.name for f in chosen] == (there if taken is None else taken)


def test_patterns_choose_and_a_first_pattern_without_a_file_is_an_error() -> None:
    listing = listing_of("a.best.npz", "b.npz", "m.spm", "README.md", "tf_model.h5")
    assert [f.name for f in choose_files(listing, ["*best.npz", "*.spm", "*.h5"])] == [
        "a.best.npz",
        "m.spm",
        "README.md",
    ]
    with pytest.raises(HubError, match=r"no file 'c\.npz'"):
        choose_files(listing, ["c.npz", "*.spm"])


def test_a_repository_without_known_weights_is_refused() -> None:
    with pytest.raises(HubError, match="no weights that brief can read"):
        choose_files(listing_of("config.json", *OTHERS))

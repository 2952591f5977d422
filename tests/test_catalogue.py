"""Finding, describing and verifying model directories, and the cache of what is derived from them."""

from __future__ import annotations

import errno
import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from pipeline.catalogue import (
    Manifest,
    find_model,
    hash_file,
    list_models,
    models_root,
    read_manifest,
    shipped,
    verify,
    write_manifest,
)
from pipeline.engines import cache
from pipeline.engines.cache import cached_directory, discard, hash_unchanged
from pipeline.engines.manifest import find_problems, list_weights, recommend_source
from pipeline.errors import ModelError


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEF_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("BRIEF_MODELS", str(tmp_path / "models"))


def make_model(directory: Path, **config: object) -> Path:
    directory.mkdir(parents=True)
    content = {"model_type": "marian", "is_encoder_decoder": True, "max_position_embeddings": 512} | config
    (directory / "config.json").write_text(json.dumps(content), encoding="utf-8")
    (directory / "model.safetensors").write_bytes(b"weights")
    return directory


# Finding


def test_starter_is_shipped_and_found_by_name() -> None:
    assert find_model("starter") == shipped("models", "starter", "sq-en")
    assert (find_model("starter") / "config.json").exists()


def test_pulled_model_is_found_by_its_name_and_by_its_hub_name() -> None:
    directory = make_model(models_root() / "opus-mt-sq-en")
    assert find_model("opus-mt-sq-en") == directory
    assert find_model("Helsinki-NLP/opus-mt-sq-en") == directory


def test_path_is_taken_as_it_is(tmp_path: Path) -> None:
    directory = make_model(tmp_path / "mine")
    assert find_model(directory) == directory
    assert find_model(str(directory)) == directory


def test_name_comes_before_a_folder_of_that_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "starter").mkdir()
    (tmp_path / "local").mkdir()
    monkeypatch.chdir(tmp_path)
    assert find_model("starter") == shipped("models", "starter", "sq-en")
    assert find_model("./starter") == Path("starter")
    assert find_model("local") == Path("local")


@pytest.mark.parametrize("name", ["opus-mt-sq-en", "Helsinki-NLP/opus-mt-sq-en"])
def test_missing_name_says_how_to_pull_it(name: str) -> None:
    with pytest.raises(ModelError, match=r"copy its directory") as caught:
        find_model(name)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize("path", ["/nowhere/model", "./nowhere", "../nowhere", "models/../../etc"])
def test_missing_path_is_not_taken_for_a_name(path: str) -> None:
    with pytest.raises(ModelError, match="no such model directory"):
        find_model(path)


def test_models_are_listed_by_name() -> None:
    make_model(models_root() / "opus-mt-sq-en")
    (models_root() / "not-a-model").mkdir()
    assert list(list_models()) == ["starter", "opus-mt-sq-en"]


# Describing


@pytest.mark.parametrize(
    ("config", "kind", "normalise", "target_prefix", "text_prefix", "max_source"),
    [
        ({"model_type": "marian"}, "translation", "moses", (), "", 160),
        ({"model_type": "bart", "max_position_embeddings": 1024}, "summary", "none", (), "", 1024),
        ({"model_type": "pegasus"}, "summary", "none", (), "", 512),
        ({"model_type": "m2m_100"}, "translation", "none", ("__en__",), "", 160),
        (
            {"model_type": "t5", "task_specific_params": {"summarization": {"prefix": "summarize: "}}},
            "summary",
            "none",
            (),
            "summarize: ",
            512,
        ),
        ({"model_type": "mt5"}, "summary", "none", (), "", 512),
        ({"model_type": "led", "max_position_embeddings": 4096}, "summary", "none", (), "", 4096),
    ],
)
def test_directory_without_manifest_is_described_by_its_config(
    tmp_path: Path,
    config: dict[str, object],
    kind: str,
    normalise: str,
    target_prefix: tuple[str, ...],
    text_prefix: str,
    max_source: int,
) -> None:
    directory = make_model(tmp_path / "m", **config)
    manifest = read_manifest(directory)
    assert (manifest.name, manifest.family) == ("m", config["model_type"])
    assert (manifest.kind, manifest.normalise) == (kind, normalise)
    assert (manifest.target_prefix, manifest.text_prefix) == (target_prefix, text_prefix)
    assert recommend_source(manifest, json.loads((directory / "config.json").read_text())) == max_source


def test_nllb_is_told_from_m2m_by_its_tokenizer(tmp_path: Path) -> None:
    directory = make_model(tmp_path / "nllb", model_type="m2m_100")
    (directory / "tokenizer_config.json").write_text('{"tokenizer_class": "NllbTokenizer"}')
    manifest = read_manifest(directory)
    assert (manifest.source_prefix, manifest.source_suffix) == (("als_Latn",), ("</s>",))
    assert manifest.target_prefix == ("eng_Latn",)


def test_manifest_survives_writing_and_reading(tmp_path: Path) -> None:
    directory = make_model(tmp_path / "m")
    written = write_manifest(
        directory,
        Manifest(
            name="best",
            kind="translation",
            family="marian",
            revision="0123456789abcdef",
            licence="CC-BY-4.0",
            normalise="moses",
            source_prefix=(">>eng<<",),
            max_source=120,
            notes={"bleu": 38.5, "source": "HPLT/sq-en"},
        ),
    )
    assert read_manifest(directory) == written
    assert set(written.files) == {"config.json", "model.safetensors"}
    assert written.files["model.safetensors"].size == len(b"weights")


def test_limit_of_a_manifest_cannot_exceed_the_positions(tmp_path: Path) -> None:
    manifest = Manifest("m", "translation", "marian", max_source=2_000)
    assert recommend_source(manifest, {"model_type": "marian", "max_position_embeddings": 512}) == 512


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ('{"kind": "poetry"}', "'kind' is 'poetry'"),
        ('{"kind": "summary", "normalise": "yes"}', "'normalise' is 'yes'"),
        ('{"kind": "summary", "files": {"a": {"size": 1}}}', "manifest is broken"),
        ('{"kind": "summary", "files": ["a"]}', "manifest is broken"),
        ('{"kind": "summary", "max_source": "many"}', "manifest is broken"),
        ('{"kind": ', "not valid JSON"),
        ("[]", "should hold a JSON object"),
    ],
)
def test_broken_manifest_is_named(tmp_path: Path, content: str, says: str) -> None:
    directory = make_model(tmp_path / "m")
    (directory / "manifest.json").write_text(content)
    with pytest.raises(ModelError, match=says) as caught:
        read_manifest(directory)
    assert caught.value.about == str(directory / "manifest.json")


def test_directory_that_is_no_model_is_named(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ModelError, match=r"config\.json: The file is missing"):
        read_manifest(tmp_path / "empty")
    with pytest.raises(ModelError, match="no such model directory"):
        read_manifest(tmp_path / "nowhere")


@pytest.mark.parametrize("config", [{"model_type": "gpt2", "is_encoder_decoder": False}, {"model_type": None}])
def test_other_architectures_are_refused(tmp_path: Path, config: dict[str, object]) -> None:
    with pytest.raises(ModelError, match="not a sequence-to-sequence model; use one of bart"):
        read_manifest(make_model(tmp_path / "m", **config))


def test_weights_are_listed_safetensors_first(tmp_path: Path) -> None:
    directory = make_model(tmp_path / "m")
    (directory / "pytorch_model.bin").write_bytes(b"old")
    assert [p.name for p in list_weights(directory)] == ["model.safetensors"]
    (directory / "model.safetensors").unlink()
    assert [p.name for p in list_weights(directory)] == ["pytorch_model.bin"]
    (directory / "pytorch_model.bin").unlink()
    with pytest.raises(ModelError, match="holds no weights"):
        list_weights(directory)
    index = {"weight_map": {"a": "model-2.safetensors", "b": "model-1.safetensors", "c": "model-1.safetensors"}}
    (directory / "model.safetensors.index.json").write_text(json.dumps(index))
    assert [p.name for p in list_weights(directory)] == ["model-1.safetensors", "model-2.safetensors"]


# Verifying


def described(directory: Path) -> Path:
    write_manifest(make_model(directory), Manifest(directory.name, "translation", "marian"))
    return directory


def test_intact_model_has_no_problems(tmp_path: Path) -> None:
    assert verify(described(tmp_path / "m")) == []


@pytest.mark.parametrize(
    ("spoil", "says"),
    [
        (lambda p: p.write_bytes(b"weightz"), "damaged"),
        (lambda p: p.write_bytes(b"weigh"), "5 bytes instead of the manifest's 7"),
        (lambda p: p.unlink(), "missing"),
    ],
)
def test_spoilt_file_is_named(tmp_path: Path, spoil: object, says: str) -> None:
    directory = described(tmp_path / "m")
    spoil(directory / "model.safetensors")  # type: ignore[operator]
    for problems in (verify(directory), find_problems(directory, read_manifest(directory))):
        assert [p.file for p in problems] == ["model.safetensors"]
        assert says in problems[0].detail


def test_model_without_manifest_cannot_be_verified(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match=r"no manifest\.json"):
        verify(make_model(tmp_path / "m"))


def test_big_file_is_hashed_again_only_when_it_looks_changed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "ALWAYS_HASHED", 3)
    path = tmp_path / "big"
    path.write_bytes(b"one1")
    first = hash_unchanged(path)
    assert first == hash_file(path)
    facts = path.stat()
    path.write_bytes(b"two2")
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns))
    assert hash_unchanged(path) == first
    os.utime(path, ns=(facts.st_atime_ns, facts.st_mtime_ns + 1))
    assert hash_unchanged(path) == hash_file(path) != first


def test_unreadable_file_is_named(tmp_path: Path) -> None:
    for compute in (hash_file, hash_unchanged):
        with pytest.raises(ModelError, match="cannot be read"):
            compute(tmp_path / "nowhere")


# The cache of conversions


def build(output: Path) -> None:
    (output / "model.bin").write_bytes(b"converted")


def refuse(output: Path) -> None:
    raise AssertionError(f"built again in {output}")


def test_directory_is_built_once(tmp_path: Path) -> None:
    with cached_directory("key", build) as first:
        assert (first / "model.bin").read_bytes() == b"converted"
    with cached_directory("key", refuse) as second:
        assert second == first == tmp_path / "cache" / "converted" / "key"
    discard("key")
    with pytest.raises(AssertionError, match="built again"), cached_directory("key", refuse):
        pass


def test_failed_build_leaves_nothing(tmp_path: Path) -> None:
    def fail(output: Path) -> None:
        build(output)
        raise ModelError

    with pytest.raises(ModelError), cached_directory("key", fail):
        pass
    assert list((tmp_path / "cache" / "converted").iterdir()) == []


def test_half_a_conversion_is_built_again(tmp_path: Path) -> None:
    with cached_directory("key", build) as path:
        pass
    (path / "model.bin").write_bytes(b"conv")
    with cached_directory("key", build) as path:
        assert (path / "model.bin").read_bytes() == b"converted"


def test_leftovers_of_a_killed_process_are_swept_after_a_while(tmp_path: Path) -> None:
    parent = tmp_path / "cache" / "converted"
    old, young = parent / ".unfinished-old", parent / ".unfinished-young"
    for left in (old, young):
        left.mkdir(parents=True)
        (left / "model.bin").write_bytes(b"half")
    hours_ago = time.time() - 2 * cache.ABANDONED_AFTER
    os.utime(old, (hours_ago, hours_ago))
    with cached_directory("key", build):
        assert sorted(p.name for p in parent.iterdir()) == [".unfinished-young", "key"]


def test_of_two_processes_the_slower_uses_the_faster_ones_result() -> None:
    def lose_the_race(output: Path) -> None:
        with cached_directory("key", build):
            (output / "model.bin").write_bytes(b"slower")

    with cached_directory("key", lose_the_race) as path:
        assert (path / "model.bin").read_bytes() == b"converted"


def test_many_processes_at_once_agree(tmp_path: Path) -> None:
    code = (
        "import sys, time; from pathlib import Path; from pipeline.engines.cache import cached_directory\n"
        "def build(output):\n    time.sleep(0.2); (output / 'model.bin').write_text('x' * 1000)\n"
        "with cached_directory('key', build) as path: print((path / 'model.bin').stat().st_size)"
    )
    running = [subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True) for _ in range(3)]
    assert [process.communicate()[0].strip() for process in running] == ["1000"] * 3
    assert [p.name for p in (tmp_path / "cache" / "converted").iterdir()] == ["key"]


def test_without_a_writable_cache_the_result_is_temporary(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("BRIEF_CACHE", str(tmp_path / "file"))
    with cached_directory("key", build) as path:
        assert (path / "model.bin").exists()
    assert not path.exists()
    assert "cannot be written" in caplog.text


@pytest.mark.parametrize("writable", [True, False])
def test_full_disk_is_said_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, writable: bool) -> None:
    if not writable:
        (tmp_path / "file").write_text("in the way")
        monkeypatch.setenv("BRIEF_CACHE", str(tmp_path / "file"))

    def fill(output: Path) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(output))

    with pytest.raises(ModelError, match=r"disk is full|No space left"), cached_directory("key", fill):
        pass


def test_cache_can_be_deleted_between_runs(tmp_path: Path) -> None:
    with cached_directory("key", build):
        pass
    shutil.rmtree(tmp_path / "cache")
    with cached_directory("key", build) as path:
        assert (path / "model.bin").exists()

"""The catalogue; finding, describing and verifying model directories; the cache of what is derived from them."""

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

from pipeline import config
from pipeline.catalogue import (
    Manifest,
    choose_profile,
    describe_installed,
    find_model,
    hash_file,
    list_models,
    models_root,
    read_catalogue,
    read_manifest,
    shipped,
    verify,
    write_manifest,
)
from pipeline.engines import cache
from pipeline.engines.cache import cached_directory, discard, hash_unchanged
from pipeline.engines.manifest import find_problems, list_weights, recommend_source
from pipeline.errors import ModelError, OutputError, UsageError


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
    with pytest.raises(ModelError, match=rf"run 'brief models pull {name}', or copy its directory") as caught:
        find_model(name)
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("opus-mt-sq-em", "No model has this name; did you mean opus-mt-sq-en\\? 'brief models list'"),
        ("zzz", "No model has this name; 'brief models list' shows"),
    ],
)
def test_unknown_name_is_not_said_to_be_there_for_the_pulling(name: str, words: str) -> None:
    with pytest.raises(ModelError, match=words):
        find_model(name)


@pytest.mark.parametrize("path", ["/nowhere/model", "./nowhere", "../nowhere", "models/../../etc"])
def test_missing_path_is_not_taken_for_a_name(path: str) -> None:
    with pytest.raises(ModelError, match="no such model directory"):
        find_model(path)


def test_models_are_listed_by_name() -> None:
    make_model(models_root() / "opus-mt-sq-en")
    (models_root() / "not-a-model").mkdir()
    make_model(models_root() / ".pull-opus-mt-en-sq" / "ready")
    make_model(models_root() / ".old-opus-mt-sq-en")
    assert list(list_models()) == ["starter", "opus-mt-sq-en"]


def test_a_broken_model_is_described_by_its_problem() -> None:
    make_model(models_root() / "good")
    (make_model(models_root() / "bad") / "config.json").write_text("{")
    described = describe_installed()
    assert list(described) == ["starter", "bad", "good"]
    assert "config.json: The file is not valid JSON" in described["bad"].problem
    assert described["bad"].manifest is None
    assert described["good"].size == sum(p.stat().st_size for p in described["good"].directory.iterdir())


# The catalogue

ENTRY = """
[model.mine]
repository = "me/mine"
kind = "translation"
licence = "MIT"
size = 1_000
"""


def test_the_shipped_catalogue_holds_what_each_profile_runs() -> None:
    catalogue = read_catalogue()
    assert set(catalogue.profiles) == set(config.profiles())
    for name, profile in catalogue.profiles.items():
        settings = config.load({"profile": name}, environment={})
        wanted = {settings.translation, settings.summary} - {"starter", "extractive"}
        assert wanted == set(profile.models), name
        kinds = {catalogue.models[m].kind for m in profile.models if m != settings.summary}
        assert kinds <= {"translation"}, name


def test_the_catalogue_says_what_may_not_be_sold_and_what_a_model_wants_to_see() -> None:
    models = read_catalogue().models
    assert [name for name, entry in models.items() if not entry.commercial] == ["nllb-200-distilled-600M"]
    nllb = models["nllb-200-distilled-600M"]
    assert (nllb.licence, nllb.source_prefix, nllb.target_prefix) == ("CC-BY-NC-4.0", ("als_Latn",), ("eng_Latn",))
    assert models["madlad400-3b-mt"].text_prefix == "<2en> "
    assert {name for name, e in models.items() if e.normalise == "moses"} == {"opus-mt-sq-en", "hplt-sq-en"}
    assert not [pattern for e in models.values() for pattern in e.files if pattern.endswith((".msgpack", ".h5", ".ot"))]


def test_a_model_is_found_by_its_name_and_by_its_repository() -> None:
    catalogue = read_catalogue()
    assert catalogue.find("opus-mt-sq-en") == catalogue.find("helsinki-nlp/OPUS-MT-sq-en")
    assert catalogue.find("opus") is None


def test_a_users_catalogue_adds_to_the_shipped_one_the_nearer_the_stronger(tmp_path: Path) -> None:
    places = [config.user_file().parent, tmp_path / "beside", models_root()]
    for number, place in enumerate(places):
        place.mkdir(parents=True)
        (place / "catalogue.toml").write_text(ENTRY.replace("1_000", str(number + 1)))
    assert read_catalogue(environment={}).models["mine"].size == 3
    (models_root() / "catalogue.toml").unlink()
    beside = tmp_path / "beside" / "config.toml"
    assert read_catalogue(environment={}).models["mine"].size == 1
    assert read_catalogue(beside, environment={}).models["mine"].size == 2
    assert read_catalogue(environment={"BRIEF_CONFIG": str(beside)}).models["mine"].size == 2
    assert "opus-mt-sq-en" in read_catalogue(beside).models


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (ENTRY + 'colour = "red"', r"\[model\.mine\].*colour"),
        (ENTRY.replace('kind = "translation"', 'kind = "poem"'), r"\[model\.mine\].*poem"),
        (ENTRY.replace("size = 1_000", ""), r"\[model\.mine\].*size"),
        (ENTRY.replace("1_000", '"big"'), r"\[model\.mine\].*int"),
        (ENTRY.replace("1_000", "0"), "more than 0 bytes"),
        (ENTRY.replace("me/mine", "mine"), "'mine' is not of the form owner/name"),
        (ENTRY.replace("me/mine", "../mine"), "not of the form owner/name"),
        (ENTRY.replace("model.mine", 'model."../mine"'), "the name should be letters"),
        (ENTRY.replace("model.mine", "model.starter"), "the name should be letters"),
        (ENTRY.replace('"MIT"', '""'), "licence is missing"),
        (ENTRY + 'quality = "BLEU 99"', "no quality_source"),
        ("[models.mine]", "Unknown key 'models'"),
        ("model = 1", r"tables \[model\.NAME\]"),
        ('[profile.mine]\nabout = "x"\nmodels = []', "Profiles cannot be added here"),
        ("[", "not valid TOML"),
    ],
)
def test_a_mistake_in_a_users_catalogue_is_named(content: str, says: str) -> None:
    models_root().mkdir()
    (models_root() / "catalogue.toml").write_text(content)
    with pytest.raises(UsageError, match=says) as caught:
        read_catalogue()
    assert caught.value.about == str(models_root() / "catalogue.toml")


# The default profile


def test_the_chosen_profile_is_the_default_and_weaker_than_everything_else(tmp_path: Path) -> None:
    for name in ("opus-mt-sq-en", "distilbart-cnn-12-6"):
        make_model(models_root() / name)
    path = choose_profile("standard")
    assert path == config.chosen_file()
    assert config.load({}, environment={}).translation == "opus-mt-sq-en"
    assert config.load({}, environment={"BRIEF_PROFILE": "starter"}).translation == "starter"
    assert config.load({"profile": "starter"}, environment={}).translation == "starter"
    own = tmp_path / "own.toml"
    own.write_text('profile = "wide"')
    assert config.load({}, own, environment={}).translation == "nllb-200-distilled-600M"
    own.write_text("beam = 2")
    settings = config.load({}, own, environment={})
    assert (settings.profile, settings.beam) == ("standard", 2)
    choose_profile("starter")
    assert config.load({}, environment={}).profile == "starter"


def test_a_profile_that_is_not_here_is_not_chosen() -> None:
    make_model(models_root() / "opus-mt-sq-en")
    with pytest.raises(ModelError, match="distilbart-cnn-12-6 is not here; run 'brief models pull standard' first"):
        choose_profile("standard")
    with pytest.raises(UsageError, match="no profile 'gold'"):
        choose_profile("gold")
    assert not config.chosen_file().exists()


def test_a_configuration_folder_that_may_not_be_written_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "file"))
    with pytest.raises(OutputError, match="cannot be written"):
        choose_profile("starter")


def test_a_broken_choice_is_named() -> None:
    config.chosen_file().parent.mkdir(parents=True)
    config.chosen_file().write_text('profil = "standard"')
    with pytest.raises(UsageError, match="'profil'") as caught:
        config.load({}, environment={})
    assert caught.value.about == str(config.chosen_file())


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

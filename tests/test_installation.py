"""Installing models: planning, licence, room, all-or-nothing, resumption, conversion of every kind of checkpoint."""

from __future__ import annotations

import contextlib
import json
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hubserver import Fault, HubServer
from test_conversion import make_marian, pickle_weights
from test_engines import tiny

from pipeline import hub, installation
from pipeline.catalogue import Catalogue, Entry, list_models, models_root, read_catalogue, read_manifest, verify
from pipeline.engines import Hypothesis, Options
from pipeline.engines.loading import load_model
from pipeline.errors import HubError, LockedError, ModelError, OutputError, UsageError
from pipeline.hub import RemoteFile
from pipeline.installation import (
    Form,
    Order,
    Pulled,
    add_folder,
    convert_folder,
    estimate_room,
    list_unfinished,
    locked,
    plan_pull,
    pull,
    remove,
    state_terms,
)

MARIAN = "Helsinki-NLP/opus-mt-sq-en"


@pytest.fixture(autouse=True)
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BRIEF_CACHE", str(tmp_path / "cache"))
    monkeypatch.setenv("BRIEF_MODELS", str(tmp_path / "models"))
    monkeypatch.setattr(hub, "FIRST_WAIT", 0.01)


@pytest.fixture(scope="module")
def marian(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return make_marian(tmp_path_factory.mktemp("marian") / "checkpoint")


@pytest.fixture
def server(marian: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[HubServer]:
    with HubServer() as running:
        running.add_folder(MARIAN, marian, licence="apache-2.0")
        monkeypatch.setenv("HF_ENDPOINT", running.url)
        yield running


def refuse(terms: str) -> None:
    raise UsageError(terms)


@contextlib.contextmanager
def unseen(_label: str, _total: int) -> Iterator[Callable[[int], None]]:
    yield lambda _: None


def get(text: str, form: Form = Form(), **choices: Any) -> Pulled:  # noqa: B008 - frozen
    (order,) = plan_pull(text, read_catalogue(), **choices)
    return pull(order, form, accept=refuse, say=lambda _: None, watch=unseen)


def translate(directory: Path, engine: str = "auto") -> tuple[str, ...]:
    return generate(directory, engine).pieces


def generate(directory: Path, engine: str) -> Hypothesis:
    model = load_model(directory, device="cpu", engine=engine)
    (hypotheses,) = model.engine.generate([["▁w1", "▁w5", "</s>"]], Options(beam=2, max_length=12))
    return hypotheses[0]


# Planning

KNOWN = Catalogue(
    {"mine": Entry(repository="me/mine", kind="summary", licence="MIT", size=1, revision="v2")},
    read_catalogue().profiles,
)


def test_a_name_a_repository_and_a_revision_are_planned() -> None:
    entry = KNOWN.models["mine"]
    assert plan_pull("mine", KNOWN) == (Order("mine", "me/mine", "v2", entry),)
    assert plan_pull("me/mine@abc", KNOWN) == (Order("mine", "me/mine", "abc", entry),)
    assert plan_pull("you/yours@v1", KNOWN, name="other", kind="summary") == (
        Order("other", "you/yours", "v1", None, "summary"),
    )
    assert plan_pull("you/yours", KNOWN) == (Order("yours", "you/yours", "main"),)
    assert plan_pull("starter", KNOWN) == ()
    assert [o.name for o in plan_pull("standard", read_catalogue())] == ["opus-mt-sq-en", "distilbart-cnn-12-6"]


@pytest.mark.parametrize(
    ("text", "choices", "says"),
    [
        ("nothing", {}, "No model or profile has this name; known are"),
        ("standard@v1", {}, "several models"),
        ("standard", {"name": "x"}, "several models"),
        ("mine@", {}, "should follow the @"),
        ("mine", {"name": "../x"}, "cannot be a model's name"),
        ("you/.yours", {}, "cannot be a model's name"),
        ("you/starter", {}, "cannot be a model's name"),
        ("a/b/c", {}, "named as owner/name"),
    ],
)
def test_what_stands_for_nothing_is_refused(text: str, choices: dict[str, Any], says: str) -> None:
    with pytest.raises(UsageError, match=says):
        plan_pull(text, KNOWN, **choices)


@pytest.mark.parametrize(
    ("licence", "forbids"),
    [
        ("cc-by-nc-4.0", True),
        ("CC-BY-NC-SA", True),
        ("non-commercial", True),
        ("apache-2.0", False),
        ("NCSA", False),
        ("", False),
    ],
)
def test_a_licence_that_forbids_commercial_use_is_known_by_its_name(licence: str, forbids: bool) -> None:
    terms = state_terms(Order("m", "a/m", "main"), licence)
    assert bool(terms) == forbids
    assert licence in terms or not forbids


def test_room_counts_what_is_left_and_what_converting_writes() -> None:
    files = [RemoteFile("model.safetensors", 1_000), RemoteFile("vocab.json", 100)]
    plain = estimate_room(files, 0, Form(convert=False)) - installation.MARGIN
    assert plain == 1_100
    assert estimate_room(files, 600, Form(convert=False)) - installation.MARGIN == 500
    assert estimate_room(files, 0, Form()) - installation.MARGIN == 1_100 + 550
    pickled = [RemoteFile("pytorch_model.bin", 1_000)]
    assert estimate_room(pickled, 0, Form()) - installation.MARGIN == 1_000 + 1_000 + 550


# Pulling


def test_a_pulled_marian_model_describes_itself_and_runs(server: HubServer) -> None:
    done = get("opus-mt-sq-en")
    manifest = read_manifest(done.directory)
    assert (manifest.name, manifest.kind, manifest.normalise) == ("opus-mt-sq-en", "translation", "moses")
    assert manifest.revision == done.commit == server.repositories[MARIAN].commit
    assert manifest.notes["repository"] == MARIAN
    weights = server.repositories[MARIAN].files["model.safetensors"]
    assert manifest.notes["pulled_files"]["model.safetensors"] == server.sha256(weights)
    assert "CC-BY-4.0" in manifest.licence
    assert verify(done.directory) == []
    assert set(manifest.files) == {
        p.relative_to(done.directory).as_posix() for p in done.directory.rglob("*") if p.is_file()
    } - {"manifest.json"}
    assert (done.directory / "ctranslate2" / "model.bin").exists()
    assert not list(done.directory.rglob("*.safetensors"))
    assert translate(done.directory)
    assert list(list_models()) == ["starter", "opus-mt-sq-en"]
    assert [p.name for p in models_root().iterdir() if p.is_dir()] == ["opus-mt-sq-en"]


def test_weights_are_kept_when_asked_and_both_engines_agree(server: HubServer) -> None:
    kept = get("opus-mt-sq-en", Form(keep_weights=True)).directory
    assert (kept / "ctranslate2" / "model.bin").exists()
    assert not (kept / "model.safetensors").is_symlink()
    # Random weights leave pieces nearly tied, and int8 breaks ties by the processor: the likelihoods agree, not the words.
    exact, int8 = generate(kept, "transformers"), generate(kept, "ctranslate2")
    assert exact.score == pytest.approx(int8.score, abs=0.05)
    assert len(exact.pieces) > 0 < len(int8.pieces)


def test_an_unconverted_model_is_converted_later_in_its_place(server: HubServer) -> None:
    plain = get("opus-mt-sq-en", Form(convert=False)).directory
    assert (plain / "model.safetensors").exists()
    assert not (plain / "ctranslate2").exists()
    expected = translate(plain)
    assert convert_folder(plain) == plain
    assert not (plain / "model.safetensors").exists()
    assert translate(plain) == expected
    assert read_manifest(plain).revision == server.repositories[MARIAN].commit
    with pytest.raises(UsageError, match="converted already"):
        convert_folder(plain)


@pytest.mark.parametrize("form", [Form(), Form(convert=False)], ids=["converted", "as it is"])
def test_old_weights_become_safe_ones(server: HubServer, marian: Path, tmp_path: Path, form: Form) -> None:
    expected = translate(get("opus-mt-sq-en", form).directory)
    old = Path(shutil.copytree(marian, tmp_path / "old"))
    pickle_weights(old)
    server.add_folder("me/old", old)
    directory = get("me/old", form).directory
    assert not list(directory.rglob("*.bin")) or form.convert
    assert not (directory / "pytorch_model.bin").exists()
    assert translate(directory) == expected


def test_sharded_old_weights_with_ties_become_safe_ones(marian: Path, tmp_path: Path) -> None:
    import torch
    from safetensors.torch import load_file

    old = Path(shutil.copytree(marian, tmp_path / "old"))
    tensors = load_file(old / "model.safetensors")
    tensors["model.encoder.embed_tokens.weight"] = tensors["lm_head.weight"] = tensors["model.shared.weight"]
    (old / "model.safetensors").unlink()
    names = sorted(tensors)
    shards = {"pytorch_model-00001-of-00002.bin": names[::2], "pytorch_model-00002-of-00002.bin": names[1::2]}
    for shard, held in shards.items():
        torch.save({n: tensors[n] for n in held}, old / shard)
    index = {"weight_map": {n: shard for shard, held in shards.items() for n in held}}
    (old / "pytorch_model.bin.index.json").write_text(json.dumps(index))
    assert translate(convert_folder(old, "old")) == translate(convert_folder(marian, "new"))


def test_ties_keep_the_shared_name() -> None:
    import torch

    shared = torch.ones(2, 2)
    kept = installation.drop_aliases({"lm_head.weight": shared, "model.shared.weight": shared, "bias": torch.zeros(2)})
    assert set(kept) == {"model.shared.weight", "bias"}


def test_weights_that_would_run_code_are_refused(server: HubServer, marian: Path, tmp_path: Path) -> None:
    class Trap:
        def __reduce__(self) -> tuple[Any, tuple[str]]:
            return print, ("the trap has run",)

    old = Path(shutil.copytree(marian, tmp_path / "old"))
    pickle_weights(old, {"model.shared.weight": Trap()})
    server.add_folder("me/trap", old)
    with pytest.raises(ModelError, match="could run code"):
        get("me/trap")
    assert list(list_models()) == ["starter"]


@pytest.mark.parametrize("family", ["bart", "pegasus", "t5"])
def test_summarisers_of_every_family_are_pulled_and_run(server: HubServer, family: str, tmp_path: Path) -> None:
    checkpoint = tiny(family, tmp_path / family)
    server.add_folder(f"me/{family}", checkpoint, licence="mit")
    directory = get(f"me/{family}").directory
    assert read_manifest(directory).kind == "summary"
    ours, theirs = load_model(directory, device="cpu"), load_model(checkpoint, device="cpu")
    source, options = ours.tokenizer.encode("w1 w2 w3"), Options(beam=4, max_length=12, min_length=4)
    assert source == theirs.tokenizer.encode("w1 w2 w3")
    assert ours.engine.generate([source], options) == theirs.engine.generate([source], options)


def test_a_tokenizer_of_old_files_is_written_anew_and_splits_alike(tmp_path: Path) -> None:
    from pipeline.engines.tokenizers import load_library

    source = tiny("bart", tmp_path / "old-bart")
    (source / "tokenizer.json").unlink()
    letters = "abcdefghijklmnopqrstuvwxyz.ĠÃ«"
    pieces = ["<s>", "<pad>", "</s>", "<unk>", "<mask>", *letters, "Ġa", "Ġab"]
    pieces += [f"x{i}" for i in range(64 - len(pieces))]
    (source / "vocab.json").write_text(json.dumps({p: i for i, p in enumerate(pieces)}))
    (source / "merges.txt").write_text("#version: 0.2\nĠ a\nĠa b\n", encoding="utf-8")
    (source / "tokenizer_config.json").write_text('{"tokenizer_class": "BartTokenizer"}')
    before = load_library(source).split("x ab cë", special=True)
    directory = convert_folder(source)
    assert (directory / "tokenizer.json").exists()
    (directory / "vocab.json").unlink()
    assert load_library(directory).split("x ab cë", special=True) == before


def test_marian_npz_goes_to_its_own_conversion(
    server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server.add("me/npz", {"model.npz": b"not numpy's", "m.spm": b"x"})
    with pytest.raises(ModelError, match=r"model\.npz|m\.spm"):
        get("me/npz")
    with pytest.raises(UsageError, match="runs only converted"):
        get("me/npz", Form(convert=False))
    assert list(list_models()) == ["starter"]


def test_a_marian_npz_is_pulled_and_runs(server: HubServer, tmp_path: Path) -> None:
    from test_npz import make_opus

    server.add_folder("me/opus", make_opus(tmp_path / "opus"), licence="cc-by-4.0")
    directory = get("me/opus").directory
    assert read_manifest(directory).name == "opus"
    assert verify(directory) == []
    model = load_model(directory, device="cpu")
    (hypotheses,) = model.engine.generate([model.tokenizer.encode("dhe")], Options(beam=1, max_length=5))
    assert hypotheses[0].pieces


def test_the_catalogues_conventions_are_stronger_than_the_architectures(server: HubServer, tmp_path: Path) -> None:
    models_root().mkdir()
    (models_root() / "catalogue.toml").write_text(
        '[model.translator]\nrepository = "me/t5"\nkind = "translation"\nlicence = "MIT"\nsize = 1\n'
        'source_prefix = ["w9"]\nsource_suffix = ["</s>"]\n'
    )
    server.add_folder("me/t5", tiny("t5", tmp_path / "t5"))
    directory = get("translator").directory
    model = load_model(directory, device="cpu")
    assert model.kind == "translation"
    assert model.tokenizer.encode("w1") == ["w9", "w1", "</s>"]


@pytest.mark.parametrize(
    ("config", "says"),
    [
        ({"model_type": "gpt2"}, "not a sequence-to-sequence model"),
        ({"model_type": "led", "is_encoder_decoder": True}, "pull it with --no-convert"),
    ],
)
def test_another_architecture_is_refused_before_its_weights_are_fetched(
    server: HubServer, config: dict[str, Any], says: str
) -> None:
    server.add("me/other", {"config.json": json.dumps(config).encode(), "model.safetensors": b"x" * 20_000})
    with pytest.raises(ModelError, match=says):
        get("me/other")
    assert not server.asked("model.safetensors")
    assert list(list_models()) == ["starter"]


# Licence


def test_terms_are_put_before_anything_is_fetched(server: HubServer) -> None:
    with pytest.raises(UsageError, match=r"CC-BY-NC-4\.0, forbids commercial use"):
        get("nllb-200-distilled-600M")
    assert server.requests == []


def test_terms_that_only_the_hub_knows_are_put_before_the_files_are_fetched(server: HubServer, marian: Path) -> None:
    server.add_folder("me/nc", marian, licence="cc-by-nc-4.0")
    with pytest.raises(UsageError, match=r"cc-by-nc-4\.0"):
        get("me/nc")
    assert len(server.requests) == 1
    agreed: list[str] = []
    (order,) = plan_pull("me/nc", read_catalogue())
    done = pull(order, Form(), accept=agreed.append, say=lambda _: None, watch=unseen)
    assert len(agreed) == 1
    assert read_manifest(done.directory).licence == "cc-by-nc-4.0"


# Again


def test_what_is_installed_and_intact_is_left_alone(server: HubServer) -> None:
    first = get("opus-mt-sq-en")
    server.requests.clear()
    again = get("opus-mt-sq-en")
    assert (again.was_there, again.commit) == (True, first.commit)
    assert len(server.requests) == 1


def test_a_damaged_model_is_pulled_again(server: HubServer) -> None:
    directory = get("opus-mt-sq-en").directory
    weights = directory / "ctranslate2" / "model.bin"
    weights.write_bytes(b"\0" + weights.read_bytes()[1:])
    assert [p.file for p in verify(directory)] == ["ctranslate2/model.bin"]
    assert not get("opus-mt-sq-en").was_there
    assert verify(directory) == []


def test_a_new_commit_replaces_the_old_one_and_a_pinned_one_does_not_move(server: HubServer, marian: Path) -> None:
    first = get("opus-mt-sq-en").commit
    second = server.add_folder(MARIAN, marian, commit="2" * 40)
    done = get("opus-mt-sq-en")
    assert (done.before, done.commit) == (first, second)
    assert [p.name for p in models_root().iterdir() if p.is_dir()] == ["opus-mt-sq-en"]
    assert get(f"opus-mt-sq-en@{second}").was_there


def test_a_failed_upgrade_leaves_the_old_model(server: HubServer, marian: Path) -> None:
    first = get("opus-mt-sq-en").commit
    server.add_folder(MARIAN, marian, commit="2" * 40)
    server.break_next("model.safetensors", *[Fault("corrupt")] * 2)
    with pytest.raises(HubError, match="arrived damaged"):
        get("opus-mt-sq-en")
    assert read_manifest(models_root() / "opus-mt-sq-en").revision == first
    assert verify(models_root() / "opus-mt-sq-en") == []


def test_another_model_of_the_same_name_is_not_replaced(server: HubServer, marian: Path) -> None:
    get("opus-mt-sq-en")
    server.add_folder("you/opus-mt-sq-en", marian)
    with pytest.raises(UsageError, match=f"installed from {MARIAN}; give --name"):
        get("you/opus-mt-sq-en")
    assert get("you/opus-mt-sq-en", name="yours").directory == models_root() / "yours"


def test_an_unfinished_pull_is_not_listed_and_goes_on(server: HubServer) -> None:
    server.break_next("model.safetensors", Fault("truncate", 5_000), *[Fault("truncate")] * 20)
    with pytest.raises(HubError):
        get("opus-mt-sq-en")
    assert list(list_models()) == ["starter"]
    assert list_unfinished()["opus-mt-sq-en"] > 5_000
    server._faults.clear()
    server.requests.clear()
    assert verify(get("opus-mt-sq-en").directory) == []
    assert [r.range for r in server.asked("model.safetensors")] == ["bytes=5000-"] * 2
    assert not server.asked("vocab.json")
    assert list_unfinished() == {}


def test_what_is_left_of_another_commit_is_thrown_away(server: HubServer, marian: Path) -> None:
    server.break_next("model.safetensors", *[Fault("truncate")] * 20)
    with pytest.raises(HubError):
        get("opus-mt-sq-en")
    server._faults.clear()
    server.add_folder(MARIAN, marian, commit="3" * 40)
    server.requests.clear()
    get("opus-mt-sq-en")
    assert server.asked("vocab.json")


@pytest.mark.parametrize("is_pull", [True, False])
def test_a_process_killed_between_two_renames_is_mended(server: HubServer, is_pull: bool) -> None:
    directory = get("opus-mt-sq-en").directory
    directory.rename(models_root() / ".old-opus-mt-sq-en")
    if is_pull:
        (models_root() / ".pull-opus-mt-sq-en").mkdir()
        assert get("opus-mt-sq-en").was_there
    else:
        with pytest.raises(ModelError, match="No model of this name"):
            remove("opus-mt-sq-en")
        assert not list(models_root().glob(".old-*"))


def test_two_pulls_of_one_model_at_once_are_refused(server: HubServer) -> None:
    with (
        locked(models_root(), "opus-mt-sq-en"),
        pytest.raises(LockedError, match="Another command is pulling") as caught,
    ):
        get("opus-mt-sq-en")
    assert caught.value.exit_code == 4


def test_too_little_room_is_said_before_the_download(server: HubServer, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "disk_usage", lambda _: shutil._ntuple_diskusage(10**9, 10**9 - 10**7, 10**7))  # type: ignore[attr-defined]
    with pytest.raises(OutputError, match=r"needs 0\.07 GB and 0\.01 GB are free .* BRIEF_MODELS"):
        get("opus-mt-sq-en")
    assert len(server.requests) == 1


def test_a_models_folder_that_may_not_be_written_is_said(
    server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("BRIEF_MODELS", str(tmp_path / "file" / "models"))
    with pytest.raises(OutputError, match="BRIEF_MODELS"):
        get("opus-mt-sq-en")


# Converting, adding, removing


def test_a_folder_is_converted_to_another_place(marian: Path, tmp_path: Path) -> None:
    place = convert_folder(marian, output=tmp_path / "out" / "mine")
    assert place == tmp_path / "out" / "mine"
    assert read_manifest(place).name == "mine"
    assert verify(place) == []
    assert (marian / "model.safetensors").exists()
    assert list(list_models()) == ["starter"]
    with pytest.raises(UsageError, match="There is a model already"):
        convert_folder(marian, output=place)


@pytest.mark.parametrize("spoil", ["empty", "cut"])
def test_a_failed_conversion_leaves_nothing(marian: Path, tmp_path: Path, spoil: str) -> None:
    source = Path(shutil.copytree(marian, tmp_path / "source"))
    if spoil == "empty":
        (source / "config.json").unlink()
    else:
        (source / "model.safetensors").write_bytes(b"cut")
    with pytest.raises(ModelError, match=r"neither a config\.json nor|damaged"):
        convert_folder(source)
    assert not [p for p in models_root().iterdir() if p.is_dir()]


def test_a_model_moves_to_another_machine(server: HubServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    stick = Path(shutil.copytree(get("opus-mt-sq-en").directory, tmp_path / "stick"))
    expected = translate(stick)
    monkeypatch.setenv("BRIEF_MODELS", str(tmp_path / "elsewhere"))
    added = add_folder(stick)
    assert added == tmp_path / "elsewhere" / "opus-mt-sq-en"
    assert translate(added) == expected
    with pytest.raises(UsageError, match="give --replace, or another --name"):
        add_folder(stick)
    assert add_folder(stick, replace_old=True) == added
    assert read_manifest(add_folder(stick, "second")).name == "second"
    assert verify(tmp_path / "elsewhere" / "second") == []
    with pytest.raises(UsageError, match="installed already"):
        add_folder(added)


def test_a_damaged_folder_is_not_added_and_its_file_is_named(server: HubServer, tmp_path: Path) -> None:
    stick = Path(shutil.copytree(get("opus-mt-sq-en").directory, tmp_path / "stick"))
    remove("opus-mt-sq-en")
    vocabulary = stick / "vocab.json"
    vocabulary.write_bytes(vocabulary.read_bytes()[:-1] + b" ")
    with pytest.raises(ModelError, match="damaged") as caught:
        add_folder(stick)
    assert caught.value.about == str(vocabulary.resolve())
    (stick / "manifest.json").unlink()
    with pytest.raises(ModelError, match="no manifest"):
        add_folder(stick)
    assert list(list_models()) == ["starter"]


def test_a_removed_model_is_gone_and_the_starter_stays(server: HubServer) -> None:
    directory = get("opus-mt-sq-en").directory
    size = sum(p.stat().st_size for p in directory.rglob("*") if p.is_file())
    assert remove("opus-mt-sq-en") == size
    assert not [p for p in models_root().iterdir() if p.is_dir()]
    with pytest.raises(ModelError, match="No model of this name"):
        remove("opus-mt-sq-en")
    with pytest.raises(UsageError, match="cannot be removed"):
        remove("starter")
    with pytest.raises(UsageError, match="cannot be a model's name"):
        remove("../models")


def test_an_unfinished_pull_can_be_removed(server: HubServer) -> None:
    server.break_next("model.safetensors", *[Fault("truncate")] * 20)
    with pytest.raises(HubError):
        get("opus-mt-sq-en")
    assert remove("opus-mt-sq-en") > 0
    assert list_unfinished() == {}

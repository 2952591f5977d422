"""The recipe: corpus cleaning, noise, copying drills, vocabulary, schedule, and the whole chain on a toy scale."""

from __future__ import annotations

import json
import random
import signal
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import augment
import corpus
import evaluation
import pytest
import training
import vocabulary
from conftest import TOP

TRAIN = TOP / "models" / "train"
NAMES = augment.group_names(["Halloran", "Obama"], ["Wilson", "Shelby", "Malik"])


# ------------------------------------------------------------------------------------------------------------- corpus
def write(path: Path, lines: list[str]) -> Path:
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_articles_stay_together_and_sentences_apart(tmp_path: Path) -> None:
    articles = write(tmp_path / "a.tsv", ["Një\tOne", "Dy\tTwo", "#", "Tre\tThree"])
    sentences = write(tmp_path / "s.tsv", ["Një\tOne", "Dy\tTwo"])
    assert [len(d) for d in corpus.read_documents(articles)] == [2, 1]
    assert [len(d) for d in corpus.read_documents(sentences)] == [1, 1]


def test_a_line_without_two_fields_is_named(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"s\.tsv:2"):
        list(corpus.read_documents(write(tmp_path / "s.tsv", ["Një\tOne", "Dy"])))


def test_dev_lines_and_repetitions_are_dropped_and_split_their_document(tmp_path: Path) -> None:
    path = write(
        tmp_path / "a.tsv",
        [
            "Fjalia e parë.\tThe first.",
            "FJALIA E DYTË!\tThe second.",
            "Fjalia e tretë.\tThe third.",
            "Fjalia e parë.\tThe first.",
            "#",
        ],
    )
    cleaned = corpus.read_corpus([path], [("Fjalia e dytë.", "Second one.")])
    assert cleaned.documents == [[("Fjalia e parë.", "The first.")], [("Fjalia e tretë.", "The third.")]]
    assert cleaned.dropped == {"held out": 1, "repeated": 1}


@pytest.mark.parametrize(
    ("pair", "reason"),
    [
        (("", "x"), "empty side"),
        (("a" * 800, "b" * 800), "too long"),
        (("shkurt por jo aq shkurt", "long " * 30), "length ratio"),
        (("Привет всем вам", "Hello to you"), "other script"),
        (("Po", "Yes, certainly"), None),
    ],
)
def test_faulty_pairs_are_told_by_reason(pair: tuple[str, str], reason: str | None) -> None:
    assert corpus.fault(pair) == reason


def test_the_committed_corpus_is_clean_and_never_holds_the_dev_split() -> None:
    dev = corpus.read_pairs(TRAIN / "corpus" / "dev.tsv")
    paths = [*(TRAIN / "corpus").glob("sentences/*.tsv"), *(TRAIN / "corpus").glob("articles/*.tsv")]
    cleaned = corpus.read_corpus(paths, dev)
    held_out = {corpus.fold(s) for s, _ in dev}
    assert len(cleaned.pairs) > 26_000
    assert not [p for p in cleaned.pairs if corpus.fold(p[0]) in held_out]
    assert sum(n for reason, n in cleaned.dropped.items() if reason != "held out") < 100


# ------------------------------------------------------------------------------------------------------------ augment
def test_the_models_view_of_a_text_is_the_products() -> None:
    from pipeline.text import normalise_punctuation

    for pair in corpus.read_pairs(TRAIN / "corpus" / "dev.tsv")[:300]:
        assert augment.normalise(pair[0]) == normalise_punctuation(pair[0])


def test_numbers_change_alike_on_both_sides() -> None:
    pair = ("Humbi 1.250 euro, ose 3,5 për qind, më 2019.", "He lost 1,250 euros, or 3.5 percent, in 2019.")
    for seed in range(30):
        source, target = augment.vary_numbers(random.Random(seed), pair)
        ours = [augment.english_number(n) for n in augment._NUMBER.findall(source)]
        assert ours == augment._NUMBER.findall(target)
    assert (source, target) != pair


def test_times_and_single_digits_stay() -> None:
    pair = ("Në orën 18:30 ishin 3 vetë.", "At 6:30 p.m. there were 3 people.")
    assert augment.vary_numbers(random.Random(1), pair) == pair


def test_copied_names_change_alike_and_others_stay() -> None:
    pair = ("Sot Colwell u takua me Putinin në Kiev.", "Today Colwell met Putin in Kyiv.")
    changed = {augment.vary_names(random.Random(seed), pair, NAMES) for seed in range(20)}
    assert len(changed) > 2
    assert all(s.endswith("në Kiev.") and t.endswith("in Kyiv.") for s, t in changed)
    assert all(s.split()[1] == t.split()[1] for s, t in changed)


def test_noise_disturbs_only_the_source_but_for_the_final_mark() -> None:
    rng = random.Random(3)
    pair = ("Kryeministri është në Shkodër.", "The prime minister is in Shkodra.")
    outputs = [augment.disturb(rng, pair, 0.25) for _ in range(400)]
    assert {t for _, t in outputs} == {pair[1], pair[1].rstrip(".")}
    assert pair[0].upper() in {s for s, _ in outputs}
    assert "Kryeministri eshte ne Shkoder." in {s for s, _ in outputs}
    assert outputs.count(pair) < 200
    assert augment.disturb(rng, pair, 0.0) == pair


# --------------------------------------------------------------------------------------------------- schedule, probes
def test_the_rate_warms_up_stays_and_falls() -> None:
    recipe = training.Recipe(tokens=1000, warmup_tokens=100, decay_from=0.5)
    rates = [training.learning_rate(recipe, seen) for seen in (0, 50, 100, 499, 750, 999)]
    assert rates[0] < rates[1] < rates[2] == rates[3] == 1.0
    assert 0.4 < rates[4] < 0.6
    assert rates[5] <= 0.011


def test_the_synthetic_share_follows_its_points() -> None:
    points = ((0.0, 0.6), (0.5, 0.2), (1.0, 0.0))
    assert [round(training.interpolate(points, x), 2) for x in (0.0, 0.25, 0.5, 0.75, 1.0)] == [0.6, 0.4, 0.2, 0.1, 0.0]


def test_the_committed_recipe_reads_and_an_unknown_key_is_named(tmp_path: Path) -> None:
    training.read_recipe(TOP / "configs" / "train.toml")
    with pytest.raises(ValueError, match="learning_speed"):
        training.read_recipe(write(tmp_path / "r.toml", ["learning_speed = 3"]))


def test_probes_tell_kept_from_lost() -> None:
    probes = evaluation.read_probes(TRAIN / "probes.tsv")
    assert len(probes) >= 50
    probe = next(p for p in probes if "47" in p.pattern)
    assert probe.passes("In the crash 47 passengers were hurt, 9 of them badly.")
    assert not probe.passes("In the crash 48 passengers were hurt, 9 of them badly.")
    dev = {corpus.fold(s) for s, _ in corpus.read_pairs(TRAIN / "corpus" / "dev.tsv")}
    assert not [p for p in probes if corpus.fold(p.source) in dev]


# --------------------------------------------------------------------------------------------------------- vocabulary
@pytest.fixture(scope="module")
def pairs() -> list[corpus.Pair]:
    return [
        (augment.normalise(s), augment.normalise(t))
        for s, t in corpus.read_pairs(TRAIN / "corpus" / "sentences" / "07.tsv")[:400]
    ]


@pytest.fixture(scope="module")
def spm(pairs: list[corpus.Pair], tmp_path_factory: pytest.TempPathFactory) -> Path:
    return vocabulary.train_vocabulary(pairs, [], tmp_path_factory.mktemp("spm") / "v", 900, 1)


@pytest.mark.parametrize("text", ["Žižek ka 3 € në Łódź", "☃ 漢字 ё", "ëËçÇ"])
def test_no_letter_is_lost(spm: Path, text: str) -> None:
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(spm))
    assert pieces.decode(pieces.encode(text)) == text
    assert pieces.unk_id() not in pieces.encode(text)


def test_an_extended_vocabulary_keeps_every_old_id(pairs: list[corpus.Pair], tmp_path: Path) -> None:
    import sentencepiece

    text = write(tmp_path / "t.txt", [side for pair in pairs for side in pair])
    sentencepiece.SentencePieceTrainer.train(
        input=str(text),
        model_prefix=str(tmp_path / "old"),
        vocab_size=600,
        eos_id=0,
        unk_id=1,
        bos_id=-1,
        minloglevel=2,
    )
    size = vocabulary.extend_vocabulary(tmp_path / "old.model", tmp_path / "new.model")
    old, new = (sentencepiece.SentencePieceProcessor(model_file=str(tmp_path / f"{n}.model")) for n in ("old", "new"))
    assert size == new.get_piece_size() > 600 + 256
    assert [new.id_to_piece(i) for i in range(600)] == [old.id_to_piece(i) for i in range(600)]
    assert new.encode(pairs[0][0]) == old.encode(pairs[0][0])
    assert new.decode(new.encode("Žižek ☃")) == "Žižek ☃"


@pytest.mark.parametrize("tagged", [True, False])
def test_only_synthetic_lines_are_tagged_and_no_text_can_forge_the_tag(
    pairs: list[corpus.Pair], spm: Path, tagged: bool
) -> None:
    import sentencepiece

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(spm))
    tag = pieces.piece_to_id(vocabulary.SYNTHETIC)
    assert tag != pieces.unk_id()
    assert tag not in pieces.encode(f"fjala {vocabulary.SYNTHETIC} fundi")
    recipe = training.Recipe(
        tag_synthetic=tagged, pool=300, dictionary_share=0.5, sampling=0.0, vary_names=0.0, noise=0.0
    )
    data = training.Data([[p] for p in pairs], [("një", "one")], NAMES, [("dy", "two")])
    batches = training.draw_pool(recipe, data, [(i, 0) for i in range(len(pairs))], pieces, 1, 0.5)
    drawn = [(source[0] == tag, pieces.decode(target[:-1])) for batch in batches for source, target in batch]
    generated = [is_tagged for is_tagged, english in drawn if english in ("one", "two")]
    assert {english for _, english in drawn} >= {"one", "two"}
    assert 100 < len(generated) < 200
    assert generated == [tagged] * len(generated)
    assert sum(is_tagged for is_tagged, _ in drawn) == sum(generated)


@pytest.mark.parametrize(
    ("source", "target", "found"),
    [
        ("Foli me Sergei Lavrovin dhe Chiracun.", "He spoke to Sergei Lavrov and Chirac.", [("Lavrov", "in"), ("Chirac", "un")]),
        ("Ndihma e Kennedyt dhe e Microsoft-it.", "Kennedy's help and Microsoft's.", [("Kennedy", "t"), ("Microsoft", "-it")]),
        ("Ramadani tha se Rossi iku.", "Ramadani said Rossi was gone.", []),
        ("Ministri i Obamës u tall me Putini.", "Obama's minister mocked Putina.", []),
    ],
)  # fmt: skip
def test_case_endings_are_told_from_last_letters(source: str, target: str, found: list[tuple[str, str]]) -> None:
    assert augment.inflected_names((source, target)) == found


def test_a_copied_name_keeps_its_case_ending() -> None:
    assert [augment.inflect(*x) for x in (("Malik", "it"), ("Chirac", "un"), ("Wilson", "un"), ("Blake", "-it"))] == [
        "Malikut", "Chiracin", "Wilsonin", "Blake-it",
    ]  # fmt: skip
    pair = ("Ministri u takua me Lavrovin dhe Kennedyt.", "The minister met Lavrov and Kennedy.")
    found = set()
    for seed in range(60):
        source, target = augment.vary_names(random.Random(seed), pair, NAMES)
        first, second = source.rstrip(".").split()[-3::2]
        found |= {first, second}
        one, other = target.rstrip(".").split()[-3::2]
        assert first in {one + "in", one + "un"}
        assert second == other + "t"
        assert other[-1] in "aeiouyéö"
    assert {"Wilsonin", "Shelbyt"} < found


def test_real_names_are_names_and_many() -> None:
    names = augment.read_real_names()
    assert len(names) > 20_000
    assert {"Wilson", "McDonald", "Jennifer"} < set(names)
    assert all(name[0].isupper() and name[1].islower() and len(name) > 2 for name in names)


def test_emphasised_files_are_drawn_more_often() -> None:
    data = training.Data([[("a", "b"), ("c", "d")], [("e", "f")]], [], NAMES, [], ["01.tsv", "42.tsv"])
    assert data.positions([("4?.tsv", 3)]) == [(0, 0), (0, 1), (1, 0), (1, 0), (1, 0)]
    assert data.positions([]) == [(0, 0), (0, 1), (1, 0)]


def test_a_held_out_line_is_dropped_from_generated_lines_too(tmp_path: Path) -> None:
    (tmp_path / "corpus").mkdir()
    write(tmp_path / "corpus" / "dev.tsv", ["Fjalia e fshehtë.\tThe secret sentence."])
    synthetic = write(tmp_path / "synthetic.tsv", ["FJALIA E FSHEHTË\tA secret sentence", "qepë\tonion"])
    write(tmp_path / "corpus" / "test.tsv", ["Prova.\tA test."])
    write(tmp_path / "corpus" / "long.tsv", ["Hurma\tThe persimmon"])
    write(
        tmp_path / "dictionary.tsv", ["Fjalia e fshehtë\tx", "prova\ta test", "karotë\tcarrot", "hurma\tthe persimmon."]
    )
    (tmp_path / "corpus" / "sentences").mkdir()
    write(tmp_path / "corpus" / "sentences" / "01.tsv", ["Hurma.\tPersimmon", "Fiku.\tThe fig."])
    data, _ = training.read_data(tmp_path / "corpus", synthetic)
    assert data.documents == [[("Fiku.", "The fig.")]]
    assert (data.synthetic, data.dictionary) == ([("qepë", "onion")], [("karotë", "carrot")])


def test_muon_steps_as_torchs_own_does() -> None:
    import torch
    from muon import Muon

    torch.manual_seed(1)
    ours = [torch.nn.Parameter(torch.randn(shape)) for shape in ((8, 24), (24, 8), (8, 24), (16, 16))]
    theirs = [torch.nn.Parameter(p.detach().clone()) for p in ours]
    mine = Muon(ours, 0.02, torch.bfloat16)
    reference = torch.optim.Muon(theirs, lr=0.02, weight_decay=0.0, adjust_lr_fn="match_rms_adamw")
    for _ in range(3):
        for one, other in zip(ours, theirs, strict=True):
            one.grad = torch.randn_like(one)
            other.grad = one.grad.clone()
        mine.step()
        reference.step()
    for one, other in zip(ours, theirs, strict=True):
        assert torch.allclose(one, other, atol=2e-3)


def test_an_orthogonalised_matrix_keeps_its_directions_and_evens_their_sizes() -> None:
    import torch
    from muon import orthogonalise

    matrices = torch.randn(3, 12, 6, generator=torch.Generator().manual_seed(2))
    u, before, v = torch.linalg.svd(matrices, full_matrices=False)
    along = torch.diagonal(u.mT @ orthogonalise(matrices) @ v.mT, dim1=1, dim2=2)
    assert before.max() / before.min() > 3
    assert 0.5 < along.min() <= along.max() < 1.3


def test_matrices_are_multiplied_in_a_type_this_machine_is_quick_at(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    assert training.choose_type("cpu") in (torch.float32, torch.bfloat16)
    ticks = iter([0.0, 1.0] * 4 + [0.0, 9.0] * 4)
    monkeypatch.setattr(training.time, "perf_counter", lambda: next(ticks))
    assert training.choose_type("cpu") is torch.float32


def test_a_grown_network_starts_with_the_same_answers(spm: Path, tmp_path: Path) -> None:
    import torch
    from export import read_hugging_face, write_hugging_face
    from network import Marian, Shape

    old = Shape(901, 32, 64, 2, 2, 1, 0.0)
    network = Marian(old, seed=3).half().float()  # as exact as the file is
    write_hugging_face(dict(network.named_parameters()), old, spm, tmp_path / "model")
    grown = Marian(replace(old, vocabulary=905, feed_forward=96), seed=4)
    grown.load_state_dict(read_hugging_face(tmp_path / "model", grown.shape))
    source, target = torch.tensor([[5, 6, 7, 0]]), torch.tensor([[900, 8, 9]])
    expected = network.decode(target, *network.encode(source))
    padded = torch.tensor([[904, 8, 9]])
    assert torch.allclose(grown.decode(padded, *grown.encode(source)), expected, atol=1e-3)


def test_added_layers_stand_evenly_and_pass_on_what_they_are_given(spm: Path, tmp_path: Path) -> None:
    import torch
    from export import read_hugging_face, write_hugging_face
    from network import Marian, Shape

    old = Shape(901, 32, 64, 2, 2, 1, 0.0)
    network = Marian(old, seed=3).half().float()
    torch.manual_seed(5)
    with torch.no_grad():
        for layer in [*network.encoder, *network.decoder]:  # as training leaves them, and other in each dimension
            layer.final_layer_norm.weight.copy_((0.5 + 0.2 * torch.randn(32)).half())
            layer.final_layer_norm.bias.copy_((0.3 + 0.6 * torch.randn(32)).half())
    write_hugging_face(dict(network.named_parameters()), old, spm, tmp_path / "model")
    shape = replace(old, encoder_layers=4, decoder_layers=2, feed_forward=96)
    grown = Marian(shape, seed=4)
    grown.load_state_dict(read_hugging_face(tmp_path / "model", shape))
    for before, after in ((network.encoder[0], grown.encoder[0]), (network.encoder[1], grown.encoder[2])):
        assert torch.equal(before.fc1.weight, after.fc1.weight[:64])
    for added in (grown.encoder[1], grown.encoder[3], grown.decoder[1]):
        assert not added.fc2.weight.any()
        assert not added.self_attn.out_proj.weight.any()
    source = torch.randint(1, 900, (8, 20))
    expected, found = (n.encode(source)[0] for n in (network, grown))
    assert (found - expected).norm() < 0.2 * expected.norm()
    with pytest.raises(ValueError, match="more decoder layers"):
        read_hugging_face(tmp_path / "model", replace(old, encoder_layers=4, decoder_layers=0))


def test_blended_weights_lie_between_and_others_are_refused(spm: Path, tmp_path: Path) -> None:
    from export import blend, write_hugging_face
    from network import Marian, Shape
    from safetensors.torch import load_file

    shape = Shape(901, 32, 64, 2, 1, 1, 0.0)
    for name, sizes in (("new", shape), ("old", shape), ("wide", replace(shape, feed_forward=96))):
        write_hugging_face(dict(Marian(sizes, seed=ord(name[0])).named_parameters()), sizes, spm, tmp_path / name)
    blend(tmp_path / "new", tmp_path / "old", 0.25, tmp_path / "mixed")
    new, old, mixed = (
        load_file(tmp_path / n / "model.safetensors")["model.shared.weight"].float() for n in ("new", "old", "mixed")
    )
    assert (mixed - (0.25 * new + 0.75 * old)).abs().max() < 1e-3
    assert (tmp_path / "mixed" / "vocab.json").exists()
    with pytest.raises(ValueError, match="differ in sizes"):
        blend(tmp_path / "new", tmp_path / "wide", 0.5, tmp_path / "no")


# ---------------------------------------------------------------------------------------------------- the whole chain
@pytest.mark.slow
def test_from_tsv_to_exported_weights_on_a_toy_scale(pairs: list[corpus.Pair], spm: Path, tmp_path: Path) -> None:
    recipe = training.Recipe(
        width=64, feed_forward=128, heads=2, encoder_layers=2, decoder_layers=1, dropout=0.0, tokens=120_000, warmup_tokens=10_000,
        batch_tokens=1_000, pool=400, average=0.9, checkpoint_minutes=60, matrix_rate=5e-3, rest_rate=5e-3,
    )  # fmt: skip
    run = tmp_path / "run"
    run.mkdir()
    (run / "vocabulary.model").write_bytes(spm.read_bytes())
    data = training.Data([[p] for p in pairs], pairs[:50], augment.group_names(augment.name_pool(pairs), []))
    first = training.Run(run, replace(recipe, tokens=60_000), data, pairs[:20], threads=1)
    early = first.train()
    resumed = training.Run(run, recipe, data, pairs[:20], threads=1)
    assert resumed.seen == first.seen >= 60_000
    late = resumed.train()
    assert late[-1] < early[0] - 0.5
    log = [json.loads(line) for line in (run / "log.jsonl").read_text().splitlines()]
    assert [row["seen"] for row in log] == [first.seen, resumed.seen]
    assert "nrefs:1" in log[0]["chrf_signature"]
    assert_same_as_transformers(run, [s for s, _ in pairs[:8]])


def assert_same_as_transformers(run: Path, sentences: list[str]) -> None:
    """The exported directory loads in transformers and translates as CTranslate2's float32 does."""
    import ctranslate2
    import sentencepiece
    import torch
    from transformers import MarianMTModel

    pieces = sentencepiece.SentencePieceProcessor(model_file=str(run / "vocabulary.model"))
    network = MarianMTModel.from_pretrained(run / "sq-en", dtype=torch.float32).eval()
    converter = ctranslate2.converters.TransformersConverter(str(run / "sq-en"))
    converter.convert(str(run / "float32"), force=True)
    translator = ctranslate2.Translator(str(run / "float32"), device="cpu", compute_type="float32")
    same = 0
    for sentence in sentences:
        ids = torch.tensor([[*pieces.encode(sentence), 0]])
        theirs = network.generate(ids, num_beams=1, max_length=21)[0].tolist()
        ours = translator.translate_batch(
            [[*pieces.encode(sentence, out_type=str), "</s>"]], beam_size=1, max_decoding_length=20
        )[0].hypotheses[0]
        kept = [pieces.id_to_piece(i) for i in theirs if 0 < i < pieces.get_piece_size()]
        same += kept[: len(ours)] == ours[: len(kept)]
    # A barely trained model has near-ties, which two float32 implementations may break differently.
    assert same >= len(sentences) * 3 // 4


def toy_options(tmp_path: Path, pairs: list[corpus.Pair], tokens: int) -> list[str]:
    """A corpus and a recipe in ``tmp_path``, as options of the training program; ``--run`` is the caller's to add."""
    write(tmp_path / "dev.tsv", ["\t".join(p) for p in pairs[:5]])
    (tmp_path / "sentences").mkdir()
    write(tmp_path / "sentences" / "01.tsv", ["\t".join(p) for p in pairs[5:]])
    config = write(
        tmp_path / "recipe.toml",
        f"width = 32;feed_forward = 64;heads = 2;encoder_layers = 1;decoder_layers = 1;pool = 100;tokens = {tokens};"
        "warmup_tokens = 1_000;batch_tokens = 400;dropout = 0.0;sampling = 0.0".split(";"),
    )
    files = ["--config", config, "--corpus", tmp_path, "--synthetic", tmp_path / "none.tsv"]
    return [*map(str, files), "--threads", "1"]


@pytest.mark.slow
def test_two_processes_train_one_network(tmp_path: Path, pairs: list[corpus.Pair], spm: Path) -> None:
    import torch

    options = toy_options(tmp_path, pairs, 8_000)
    seen = {}
    for name, processes in (("one", "1"), ("two", "2")):
        run = tmp_path / name
        run.mkdir()
        (run / "vocabulary.model").write_bytes(spm.read_bytes())
        training.main([*options, "--run", str(run), "--processes", processes])
        seen[name] = torch.load(run / "checkpoint.pt", weights_only=True)
        assert len((run / "log.jsonl").read_text().splitlines()) == 1
    assert seen["two"]["seen"] >= 8_000
    assert seen["two"]["step"] < 0.7 * seen["one"]["step"]


@pytest.mark.slow
@pytest.mark.parametrize("processes", ["1", "2"])
def test_ctrl_c_ends_a_run_with_a_checkpoint_from_which_it_goes_on(
    processes: str, tmp_path: Path, pairs: list[corpus.Pair], spm: Path
) -> None:
    run_folder = tmp_path / "run"
    run_folder.mkdir()
    (run_folder / "vocabulary.model").write_bytes(spm.read_bytes())
    options = [*toy_options(tmp_path, pairs, 90_000_000), "--run", str(run_folder), "--processes", processes]
    command = [sys.executable, training.__file__, *options]
    steps = []
    for _ in range(2):
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as run:
            assert run.stdout is not None
            next(line for line in run.stdout if line.startswith("step "))
            run.send_signal(signal.SIGINT)
            output, errors = run.communicate(timeout=120)
        assert "Traceback" not in errors
        last = output.splitlines()[-1]
        assert run.returncode == 0
        assert last.endswith("the same command goes on from here")
        steps.append(int(last.split()[3].rstrip(";")))
    assert steps[1] > steps[0] >= 50


def test_a_release_without_a_run_says_so(tmp_path: Path) -> None:
    import release

    with pytest.raises(SystemExit, match="no exported weights"):
        release.main(["--run", str(tmp_path / "none")])


def test_processes_compute_in_the_type_that_all_of_them_are_quick_at(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch

    def vote(other: float) -> torch.dtype:
        monkeypatch.setattr(torch.distributed, "all_reduce", lambda mine, _: mine.clamp_(max=other))
        return training.Team(0, 2).agree(torch.bfloat16)

    assert (vote(1.0), vote(0.0)) == (torch.bfloat16, torch.float32)
    assert training.ALONE.agree(torch.bfloat16) == torch.bfloat16


def test_each_process_orthogonalises_its_share_and_gets_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch
    from muon import orthogonalise

    stack = torch.randn(5, 4, 6, generator=torch.Generator().manual_seed(1))
    computed: list[int] = []

    def count(part: torch.Tensor) -> torch.Tensor:
        computed.append(len(part))
        return orthogonalise(part)

    def receive(parts: list[torch.Tensor], own: torch.Tensor) -> None:  # the first process has three, this one two
        parts[0].copy_(orthogonalise(stack[:3]))
        parts[1].copy_(own)

    monkeypatch.setattr(torch.distributed, "all_gather", receive)
    assert torch.allclose(training.Team(1, 2).spread(count)(stack), orthogonalise(stack))
    assert computed == [3]  # the third is nothing, so that all shares are of one size
    assert training.ALONE.spread(count) is count


def test_a_corpus_or_a_recipe_that_cannot_be_used_is_said_in_a_sentence(tmp_path: Path) -> None:
    import evaluation
    import training

    with pytest.raises(SystemExit, match=r"no dev\.tsv here"):
        training.main(["--corpus", str(tmp_path)])
    with pytest.raises(SystemExit, match="name the corpus with --corpus"):
        evaluation.main(["--corpus", str(tmp_path)])
    (tmp_path / "dev.tsv").write_text("Po.\tYes.\n", encoding="utf-8")
    starter = 'initial = "models/starter/sq-en"'
    for text in (
        "width = = 3",
        "widht = 3",
        "synthetic_share = 3",
        'initial = "nowhere"',
        f"{starter}\ndecoder_layers = 1",
        f"{starter}\nwidth = 384",
    ):
        recipe = tmp_path / "recipe.toml"
        recipe.write_text(text + "\n", encoding="utf-8")
        with pytest.raises(SystemExit, match=r"recipe\.toml cannot be used as a recipe"):
            training.main(["--corpus", str(tmp_path), "--config", str(recipe)])


def test_gradients_of_processes_are_averaged_by_their_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch
    from network import Marian, Shape

    network = Marian(Shape(20, 8, 16, 2, 1, 1, 0.0))
    for parameter in network.parameters():
        parameter.grad = torch.full_like(parameter, 2.0)

    def add_the_other(
        flat: torch.Tensor,
    ) -> None:  # the other process has 30 pieces, gradients of 6, and was told to stop
        flat[:-2] += 6.0 * 30
        flat[-2:] += torch.tensor([30.0, 1.0])

    monkeypatch.setattr(torch.distributed, "all_reduce", add_the_other)
    assert training.Team(0, 2).average_gradients(network, 10, stopping=False) == (40, True)
    assert all(torch.allclose(p.grad, torch.tensor(5.0)) for p in network.parameters() if p.grad is not None)

"""The ranker: what it sees in a sentence, how its weights are read, how they were learnt, and what they are worth."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
import ranker as training
from conftest import TOP

from pipeline.engines.manifest import Manifest, verify, write_manifest
from pipeline.errors import ModelError
from pipeline.ranker import FEATURES, WEIGHTS, Ranker, describe_sentences, load_ranker, opener, quoted_share

SHIPPED = TOP / "models" / "starter" / "ranker"
BODY = (
    "The Kosovo Assembly on Wednesday approved a budget of 3.6 billion euros.",
    "The budget was rejected by the opposition.",
    "“We do not agree with it at all,” said an opposition deputy.",
    "But will it pass?",
    "A crowd waited outside in the rain.",
)
HEADLINE = "Assembly approves budget"


def feature(name: str) -> list[float]:
    return [row[FEATURES.index(name)] for row in describe_sentences(BODY, HEADLINE)]


# ------------------------------------------------------------------------------------------------------------- features
@pytest.mark.parametrize(
    ("name", "highest"),
    [
        ("first", 0),
        ("nearness", 0),
        ("lateness", 4),
        ("headline_overlap", 0),
        ("numbers", 0),
        ("quoted", 2),
        ("connector", 3),
        ("question", 3),
        ("first_person", 2),
        ("day", 0),
        ("action", 0),
        ("reaction", 1),
        ("figure", 0),
        ("scene", 4),
        ("length", 0),
    ],
)
def test_a_feature_is_highest_where_it_should_be(name: str, highest: int) -> None:
    values = feature(name)
    assert max(values) == values[highest] > min(values)


def test_every_feature_of_every_sentence_lies_between_0_and_1() -> None:
    odd = [*BODY, "", "…", "A" * 5000, "“" * 50, "1 " * 500, "SHBA NATO KFOR EU " * 30]
    rows = np.array(describe_sentences(odd, HEADLINE))
    assert rows.shape == (len(odd), len(FEATURES))
    assert rows.min() >= 0
    assert rows.max() <= 1


def test_a_sentence_that_shares_nothing_is_the_least_central() -> None:
    assert min(feature("centrality")) == feature("centrality")[4]


def test_an_article_of_nothing_has_no_rows_and_one_sentence_has_one() -> None:
    assert describe_sentences([], None) == []
    assert len(describe_sentences(["Alone."], None)) == 1


def test_scores_are_the_weighted_features() -> None:
    weights = dict.fromkeys(FEATURES, 0.0) | {"numbers": 2.0, "quoted": -1.0}
    expected = [2 * n - q for n, q in zip(feature("numbers"), feature("quoted"), strict=True)]
    assert Ranker(weights, "").score(BODY, HEADLINE) == pytest.approx(expected)


def test_a_book_is_scored_without_a_graph_of_all_pairs() -> None:
    ranker = load_ranker(SHIPPED)
    scores = ranker.score(
        [f"Sentence number {i} of the very long report names item {i * i}." for i in range(3000)], None
    )
    assert len(scores) == 3000


@pytest.mark.parametrize(
    ("sentence", "word"),
    [("But he left.", "but"), ("“They left,” he said.", "they"), ("… It", "it"), ("—", ""), ("", "")],
)
def test_the_opener_is_the_first_word(sentence: str, word: str) -> None:
    assert opener(sentence) == word


@pytest.mark.parametrize(
    ("sentence", "share"),
    [("No quotes.", 0), ("“All.”", 1), ('"All."', 1), ("He «left» it", 6 / 12), ("“Open", 1), ("", 0)],
)
def test_the_quoted_share_counts_characters(sentence: str, share: float) -> None:
    assert quoted_share(sentence) == pytest.approx(share)


# ------------------------------------------------------------------------------------------------------------ the files
def test_the_shipped_ranker_is_what_its_manifest_says() -> None:
    assert verify(SHIPPED) == []
    assert set(load_ranker(SHIPPED).weights) == set(FEATURES)
    assert len(load_ranker(SHIPPED).revision) == 12


def copy_with(tmp_path: Path, content: str) -> Path:
    """The shipped directory with other weights and a manifest that agrees with them."""
    directory = tmp_path / "ranker"
    shutil.copytree(SHIPPED, directory)
    (directory / WEIGHTS).write_text(content, encoding="utf-8")
    write_manifest(directory, Manifest("ranker", "summary", "ranker"))
    return directory


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("{", "not valid JSON"),
        ("[]", "JSON object"),
        ("{}", "other features"),
        (json.dumps({"format": 2, "weights": dict.fromkeys(FEATURES, 0.0)}), "other features"),
        (json.dumps({"format": 1, "weights": dict.fromkeys(FEATURES[1:], 0.0)}), "other features"),
        (json.dumps({"format": 1, "weights": dict.fromkeys((*FEATURES, "charm"), 0.0)}), "other features"),
        (json.dumps({"format": 1, "weights": dict.fromkeys(FEATURES, "much")}), "other features"),
        (json.dumps({"format": 1, "weights": dict.fromkeys(FEATURES, float("nan"))}), "other features"),
    ],
)
def test_weights_that_cannot_be_used_are_named(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(ModelError, match=message) as caught:
        load_ranker(copy_with(tmp_path, content))
    assert caught.value.about is not None
    assert caught.value.about.endswith(WEIGHTS)


def test_a_changed_byte_is_named(tmp_path: Path) -> None:
    directory = tmp_path / "ranker"
    shutil.copytree(SHIPPED, directory)
    path = directory / WEIGHTS
    path.write_bytes(path.read_bytes().replace(b"0.", b"1.", 1))
    with pytest.raises(ModelError, match="damaged") as caught:
        load_ranker(directory)
    assert caught.value.about == str(path)


def test_a_missing_directory_is_an_error_of_the_model(tmp_path: Path) -> None:
    with pytest.raises(ModelError):
        load_ranker(tmp_path / "none")


# ------------------------------------------------------------------------------------------------------------- training
@pytest.fixture(scope="module")
def examples() -> list[training.Example]:
    return training.read_examples(training.CORPUS)


def of_split(examples: list[training.Example], name: str) -> list[training.Example]:
    return [example for example in examples if training.split_name(example) == name]


def test_keys_point_into_the_body_and_nearly_all_facts_stand_in_the_article(examples: list[training.Example]) -> None:
    assert all(max(example.key) < len(example.body) for example in examples)
    facts = [fact.lower() in " ".join((e.headline, *e.body)).lower() for e in examples for fact in e.facts]
    assert sum(facts) / len(facts) > 0.99


def test_an_article_is_in_one_split_whatever_else_is_read(examples: list[training.Example]) -> None:
    sizes = {name: len(of_split(examples, name)) for name in ("train", "dev", "test")}
    assert sum(sizes.values()) == len(examples)
    assert sizes["train"] > sizes["test"] > sizes["dev"] > 50
    assert [training.split_name(e) for e in examples[::-1]] == [training.split_name(e) for e in examples][::-1]


def test_labels_are_highest_on_what_the_editor_kept(examples: list[training.Example]) -> None:
    for example in examples:
        labels = training.label(example)
        kept = labels[list(example.key)]
        assert 0 <= labels.min() <= labels.max() <= 1
        assert kept.mean() > np.delete(labels, list(example.key)).max(initial=0.0)


def test_opening_and_editor_fill_the_length_in_the_order_of_the_text(examples: list[training.Example]) -> None:
    example = examples[0]
    three, few = training.LENGTHS["3 sentences"], training.Length(sentences=None, words=60)
    assert training.choose_opening(example, three) == [0, 1, 2]
    assert training.choose_edited(example, three) == sorted(example.key[:3])
    for choose in (training.choose_opening, training.choose_edited):
        chosen = choose(example, few)
        assert chosen == sorted(chosen)
        assert sum(len(example.body[i].split()) for i in chosen) <= 60


def test_the_bootstrap_interval_holds_the_mean_and_tells_a_gain_from_noise() -> None:
    generator = np.random.default_rng(1)
    noise = generator.normal(0, 1, (80, 1))
    low, high = training.resample(noise - noise.mean())
    assert low[0] < 0 < high[0]
    low, high = training.resample(noise - noise.mean() + 1)
    assert 0 < low[0] < 1 < high[0]


def test_training_again_gives_the_shipped_weights(examples: list[training.Example]) -> None:
    penalty = json.loads((SHIPPED / "manifest.json").read_text(encoding="utf-8"))["penalty"]
    again = training.fit(of_split(examples, "train") + of_split(examples, "dev"), penalty)
    # Another BLAS may round otherwise in the last written digit.
    assert dict(again.weights) == pytest.approx(dict(load_ranker(SHIPPED).weights), abs=1e-3)


def test_the_shipped_ranker_beats_the_opening_sentences_on_articles_it_never_saw(
    examples: list[training.Example],
) -> None:
    test, length = of_split(examples, "test"), training.LENGTHS["3 sentences"]
    ranked = training.measure(test, training.choose_ranked(load_ranker(SHIPPED)), length)
    opening = training.measure(test, training.choose_opening, length)
    low, _ = training.resample(ranked - opening)
    # ROUGE-1, -2, -L and facts kept: the whole interval lies above zero.
    assert (low[:4] > 0).all()
    assert ranked.mean(axis=0)[0] > 0.62
    assert ranked.mean(axis=0)[3] > 0.70


def test_what_is_written_can_be_read_back(tmp_path: Path) -> None:
    weights = dict.fromkeys(FEATURES, 0.25)
    training.write(Ranker(weights, ""), tmp_path / "ranker", {"penalty": 1.0})
    assert dict(load_ranker(tmp_path / "ranker").weights) == weights
    assert verify(tmp_path / "ranker") == []

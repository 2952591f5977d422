"""Briefs: what is chosen, what is written and how it is kept true, and how long both are."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import TOP, FakeEngine, FakeModel

from pipeline.engines import Options
from pipeline.errors import UsageError
from pipeline.records import Article, Brief, Finding, Sentence, Signature, TranslatedSentence, Translation
from pipeline.summarize import (
    Length,
    find_support,
    leans_back,
    load_ranker,
    scale_length,
    select_sentences,
    split_chunks,
    summarize,
)

RANKER = load_ranker(TOP / "models" / "starter" / "ranker")
THREE = Length(3)
STORY = (
    "North Korea launched two short-range ballistic missiles toward the Sea of Japan on Wednesday morning.",
    "South Korea's Joint Chiefs of Staff said the missiles flew nearly 360 kilometers before falling into the water.",
    "The Japanese defense minister said there were no reports of damage to vessels.",
    "“This is a serious provocation that undermines peace in the entire region,” reads a statement from Seoul.",
    "North Korean state media had not mentioned the launch by evening.",
    "He has carried out more tests this year than in any other twelve-month period.",
    "Efforts by the United States to adopt new sanctions have failed, as China and Russia have cast their vetoes.",
    "Negotiations between the two countries stalled in 2019, when the Hanoi summit ended without an agreement.",
)
HEADLINE = "Pyongyang launches two ballistic missiles"


def translate(body: tuple[str, ...], headline: str | None = HEADLINE, bad: dict[int, Any] | None = None) -> Translation:
    """A translation of ``body``, two sentences a paragraph; ``bad`` are fields of body sentences by position."""
    pieces = [(-1, headline)] if headline else []
    pieces += [(i // 2, sentence) for i, sentence in enumerate(body)]
    shift = 1 if headline else 0
    sentences = tuple(
        TranslatedSentence(Sentence(i, paragraph, f"Shqip {i}."), english, **(bad or {}).get(i - shift, {}))
        for i, (paragraph, english) in enumerate(pieces)
    )
    article = Article("0" * 16, "Titulli" if headline else "", ("Shqip.",), "a.txt")
    return Translation(article, sentences, Signature("m", "r", "fake", "cpu", "none", 4, "test"))


def extract(translation: Translation, length: Length = THREE) -> Brief:
    return summarize(translation, length, "extractive", RANKER, None)


def positions(brief: Brief) -> list[int]:
    """Positions in the body of the sentences behind a brief with a headline."""
    return [index - 1 for line in brief.sentences for index in line.indices]


# --------------------------------------------------------------------------------------------------------------- length
@pytest.mark.parametrize(("sentences", "words"), [(None, None), (0, None), (3, 0), (-1, 10), (None, -5)])
def test_a_length_that_bounds_nothing_or_leaves_no_room_is_refused(sentences: int | None, words: int | None) -> None:
    with pytest.raises(UsageError, match="at least one"):
        Length(sentences, words)


@pytest.mark.parametrize("length", [Length(1), Length(2), Length(5), Length(None, 30), Length(3, 40), Length(8, 60)])
def test_sentences_and_words_are_both_obeyed(length: Length) -> None:
    brief = extract(translate(STORY), length)
    assert brief.method == "extractive"
    assert 1 <= len(brief.sentences) <= (length.sentences or 99)
    assert sum(len(line.text.split()) for line in brief.sentences) <= (length.words or 999)


def test_the_asked_number_of_sentences_is_given_when_words_allow() -> None:
    assert [len(extract(translate(STORY), Length(n)).sentences) for n in range(1, 8)] == list(range(1, 8))


def test_one_whole_sentence_stands_when_none_fits_the_words() -> None:
    brief = extract(translate(STORY), Length(None, 3))
    assert [line.text for line in brief.sentences] == [STORY[0]]


@pytest.mark.parametrize("method", ["auto", "extractive"])
@pytest.mark.parametrize("length", [Length(8), Length(20, 400), Length(None, 400)])
def test_an_article_within_the_length_is_returned_whole(method: Any, length: Length) -> None:
    brief = summarize(translate(STORY), length, method, RANKER, None)
    assert brief.method == "whole"
    assert [line.text for line in brief.sentences] == list(STORY)
    assert [line.indices for line in brief.sentences] == [(i,) for i in range(1, 9)]


def test_a_headline_alone_has_a_brief_without_sentences() -> None:
    brief = extract(translate(()))
    assert (brief.method, brief.headline, brief.sentences) == ("whole", HEADLINE, ())


# ----------------------------------------------------------------------------------------------------------- extraction
def test_sentences_are_the_articles_own_in_its_order_with_their_indices() -> None:
    brief = extract(translate(STORY))
    assert positions(brief) == sorted(positions(brief))
    assert [line.text for line in brief.sentences] == [STORY[i] for i in positions(brief)]
    assert brief.headline == HEADLINE
    assert brief.signature.startswith(f"ranker@{RANKER.revision}|")


def test_without_a_headline_there_is_none_and_indices_start_at_the_body() -> None:
    brief = extract(translate(STORY, headline=None))
    assert brief.headline is None
    assert brief.sentences[0].indices == (0,)


def test_english_input_needs_no_albanian_and_no_signature() -> None:
    translation = translate(STORY)
    bare = tuple(replace(s, sentence=replace(s.sentence, text="")) for s in translation.sentences)
    brief = extract(replace(translation, sentences=bare, signature=None))
    assert positions(brief) == positions(extract(translation))


@pytest.mark.parametrize("seed", ["1", "2"])
def test_the_same_input_gives_the_same_brief_in_any_process(seed: str) -> None:
    script = "from test_summarize import *; print(extract(translate(STORY * 2)), RANKER.score(STORY, HEADLINE))"
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join((str(TOP), str(TOP / "tests")))}
    done = subprocess.run([sys.executable, "-c", script], env=environment, capture_output=True, text=True, check=True)
    assert done.stdout == f"{extract(translate(STORY * 2))} {RANKER.score(STORY, HEADLINE)}\n"


@pytest.mark.parametrize(
    "fault",
    [
        {"rung": "kept"},
        *({"findings": (Finding(kind, "Bad.", 1),)} for kind in ("loop", "copy", "empty", "cut", "length")),
    ],
    ids=str,
)
def test_a_badly_translated_sentence_is_left_while_others_exist(fault: dict[str, Any]) -> None:
    assert 0 in positions(extract(translate(STORY)))
    assert 0 not in positions(extract(translate(STORY, bad={0: fault}), Length(7)))


def test_a_badly_translated_article_still_gets_a_brief() -> None:
    bad = {i: {"rung": "kept"} for i in range(len(STORY))}
    assert len(extract(translate(STORY, bad=bad)).sentences) == 3


def test_a_sentence_with_a_doubtful_number_may_be_chosen_and_the_brief_says_so() -> None:
    doubt = Finding("number", "1.200 is missing from the English.", 1)
    elsewhere = Finding("name", "Kurti is missing from the English.", 5)
    brief = extract(translate(STORY, bad={0: {"findings": (doubt,)}, 4: {"findings": (elsewhere,)}}))
    assert 0 in positions(brief)
    assert brief.findings == (doubt,)


def test_a_sentence_without_english_is_never_a_line() -> None:
    brief = extract(translate((*STORY[:4], " ", "")), Length(6))
    assert [line.text for line in brief.sentences] == list(STORY[:4])


# ------------------------------------------------------------------------------------------------------------ selection
PLAIN = ["Alpha beta gamma.", "Delta epsilon zeta.", "Eta theta iota.", "Kappa lambda mu."]


@pytest.mark.parametrize(
    ("sentences", "scores", "length", "chosen"),
    [
        (PLAIN, [1, 4, 3, 2], Length(2), [1, 2]),
        (PLAIN, [1, 1, 1, 1], Length(2), [0, 1]),
        (PLAIN, [1, 2, 3, 4], Length(9), [0, 1, 2, 3]),
        (PLAIN, [4, 3, 2, 1], Length(None, 7), [0, 1]),
        (PLAIN, [1, 2, 4, 3], Length(None, 2), [2]),
        ([], [], Length(2), []),
        # one that leans waits for the one before it, …
        ([PLAIN[0], PLAIN[1], "He kappa lambda.", PLAIN[3]], [4, 1, 3, 2], Length(2), [0, 3]),
        ([PLAIN[0], "He kappa lambda.", PLAIN[2], PLAIN[3]], [4, 3, 2, 1], Length(2), [0, 1]),
        # … and is taken when nothing else is left
        ([PLAIN[0], PLAIN[1], "He kappa lambda."], [3, 1, 2], Length(None, 6), [0, 1]),
        (["He kappa.", "But lambda.", "They mu."], [1, 2, 3], Length(2), [0, 1]),
        # what repeats is passed over
        ([PLAIN[0], "Beta gamma alpha.", PLAIN[2]], [3, 2, 1], Length(2), [0, 2]),
        (["Alpha beta gamma.", "Alpha beta gamma."], [1, 1], Length(2), [0]),
    ],
)
def test_selection(sentences: list[str], scores: list[float], length: Length, chosen: list[int]) -> None:
    assert select_sentences(sentences, scores, length) == chosen


def test_an_unfit_sentence_still_counts_as_the_one_before() -> None:
    sentences = [PLAIN[0], PLAIN[1], "He kappa lambda.", PLAIN[3]]
    assert select_sentences(sentences, [1, 4, 3, 2], Length(2), unfit={1}) == [0, 3]


@pytest.mark.parametrize(
    ("sentence", "leans"),
    [
        ("The minister left.", False),
        ("He left.", True),
        ("But the minister left.", True),
        ("This was denied.", True),
        ("“We will never accept any such thing in our lives,” Kurti said.", True),
        ("Kurti called it “a disgrace” and left the chamber early.", False),
        ("The plan will fail “because nobody wants it at all,” he warned the deputies in the chamber.", True),
        ("The country, according to him, is ready.", True),
        ("The country, according to the minister, is ready.", False),
    ],
)
def test_leaning_sentences_are_known(sentence: str, leans: bool) -> None:
    assert leans_back(sentence) is leans


def test_a_document_of_3000_sentences_gets_its_brief() -> None:
    body = tuple(
        f"Item {i} of the report on region {i % 97} names {i * 7} cases and the town of Vlora{i}." for i in range(3000)
    )
    assert len(extract(translate(body), Length(5)).sentences) == 5
    assert len(extract(translate(body), Length(None, 600)).sentences) > 30


# ---------------------------------------------------------------------------------------------------------- abstraction
def write(
    answer: Callable[[str, Options], str], length: Length = THREE, body: tuple[str, ...] = STORY, limit: int = 400
) -> Brief:
    return summarize(translate(body), length, "abstractive", RANKER, FakeModel(FakeEngine(answer), max_source=limit))


def test_abstraction_without_a_model_is_refused() -> None:
    with pytest.raises(UsageError, match="needs a summary model"):
        summarize(translate(STORY), THREE, "abstractive", RANKER, None)


def test_auto_takes_the_model_where_there_is_one_and_extractive_does_not() -> None:
    model = FakeModel(FakeEngine(lambda _text, _options: STORY[0]), max_source=400)
    assert summarize(translate(STORY), THREE, "auto", RANKER, model).method == "abstractive"
    assert summarize(translate(STORY), THREE, "auto", RANKER, None).method == "extractive"
    assert summarize(translate(STORY), THREE, "extractive", RANKER, model).method == "extractive"
    assert summarize(translate(STORY[:3]), THREE, "auto", RANKER, model).method == "whole"


def test_a_faithful_sentence_is_kept_with_the_sentences_behind_it() -> None:
    brief = write(
        lambda *_: "North Korea launched two ballistic missiles, which flew nearly 360 kilometers into the water."
    )
    assert brief.method == "abstractive"
    assert [line.indices for line in brief.sentences] == [(1, 2)]
    assert brief.findings == ()
    assert "fake" in brief.signature


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("North Korea launched seventeen ballistic missiles toward the Sea of Japan.", "number"),
        ("The missiles flew nearly 480 kilometers before falling into the water.", "number"),
        ("North Korea launched two ballistic missiles toward the Sea of Japan, Donald Trump announced.", "name"),
    ],
)
def test_a_sentence_that_invents_is_replaced_by_the_one_it_came_from(written: str, kind: str) -> None:
    brief = write(lambda *_: written)
    (line,) = brief.sentences
    assert line.text in STORY[:2]
    assert [finding.kind for finding in brief.findings] == [kind]
    assert brief.findings[0].sentence == line.indices[0]
    assert "replaced" in brief.findings[0].detail


def test_a_sentence_that_nothing_supports_is_left_out_and_said() -> None:
    brief = write(lambda *_: f"All images are copyrighted. {STORY[4]}")
    assert [line.text for line in brief.sentences] == [STORY[4]]
    assert [finding.kind for finding in brief.findings] == ["cut"]


def test_when_nothing_can_be_kept_the_brief_is_extracted_and_says_so() -> None:
    brief = write(lambda *_: "All images are copyrighted.")
    assert brief.method == "extractive"
    assert [line.text for line in brief.sentences] == [line.text for line in extract(translate(STORY)).sentences]
    assert [finding.kind for finding in brief.findings] == ["cut", "empty"]
    assert brief.signature.startswith("ranker@")


def test_a_last_sentence_that_was_cut_off_is_dropped() -> None:
    def answer(_text: str, options: Options) -> str:
        return f"{STORY[4]} " + "North Korea launched missiles and " * options.max_length

    assert [line.text for line in write(answer).sentences] == [STORY[4]]


def test_nothing_repeats() -> None:
    brief = write(lambda *_: f"{STORY[4]} {STORY[4]} State media had not mentioned the launch. {STORY[7]}")
    assert [line.text for line in brief.sentences] == [STORY[4], STORY[7]]


def test_marks_of_summary_models_become_plain_text() -> None:
    brief = write(lambda *_: f"{STORY[4][:-1]} .<n>{STORY[7]}")
    assert [line.text for line in brief.sentences] == [STORY[4], STORY[7]]


@pytest.mark.parametrize(
    ("length", "lines"), [(Length(1), [0]), (Length(2), [0, 1]), (Length(None, 30), [0, 2]), (Length(None, 2), [0])]
)
def test_what_is_written_obeys_the_length_in_whole_sentences(length: Length, lines: list[int]) -> None:
    own = [STORY[0], STORY[1], STORY[4]]
    brief = write(lambda *_: " ".join(own), length)
    assert [line.text for line in brief.sentences] == [own[i] for i in lines]


def test_a_text_longer_than_the_model_goes_in_by_chunks_of_whole_sentences_and_comes_together() -> None:
    body = tuple(f"Town {i} of the valley reported {i + 20} cases of measles in the month of March." for i in range(40))
    engine = FakeEngine(lambda text, _options: text.split(". ")[0].rstrip(".") + ".")
    brief = summarize(translate(body), THREE, "abstractive", RANKER, FakeModel(engine, max_source=100))
    rounds = [texts for texts, _ in engine.asked]
    assert len(rounds) > 1
    assert len(rounds[-1]) == 1
    assert " ".join(rounds[0]) == " ".join(body)
    assert all(len(text.split()) < 100 for texts in rounds for text in texts)
    assert all(set(re.findall(r"[^.]+\.", text)) for texts in rounds for text in texts)
    assert brief.method == "abstractive"
    assert brief.sentences[0].text in body


def test_a_model_that_never_shortens_ends() -> None:
    body = tuple(f"Town {i} of the valley reported {i + 20} cases of measles in the month of March." for i in range(40))
    brief = summarize(
        translate(body), THREE, "abstractive", RANKER, FakeModel(FakeEngine(lambda text, _: text * 2), max_source=100)
    )
    assert len(brief.sentences) <= 3


def test_a_sentence_longer_than_the_model_can_read_is_left_out_and_said() -> None:
    giant = "The list names " + ", ".join(f"village{i}" for i in range(500)) + "."
    engine = FakeEngine(lambda *_: STORY[4])
    brief = summarize(translate((giant, *STORY)), THREE, "abstractive", RANKER, FakeModel(engine, max_source=400))
    assert [(finding.kind, finding.sentence) for finding in brief.findings] == [("cut", 1)]
    assert all("village" not in text for texts, _ in engine.asked for text in texts)


def test_the_model_never_reads_what_was_badly_translated() -> None:
    engine = FakeEngine(lambda *_: STORY[4])
    translation = translate(STORY, bad={1: {"rung": "kept"}, 2: {"findings": (Finding("loop", "Loops.", 3),)}})
    summarize(translation, THREE, "abstractive", RANKER, FakeModel(engine, max_source=400))
    assert engine.asked[0][0] == [" ".join((STORY[0], *STORY[3:]))]


@pytest.mark.parametrize(
    ("source", "length", "minimum", "maximum"),
    [
        (1000, Length(3), 30, 113),
        (1000, Length(None, 60), 30, 90),
        (1000, Length(10, 60), 30, 90),
        (100, Length(3), 20, 50),
        (40, Length(3), 8, 20),
        (1000, Length(None, 10), 7, 15),
        (1, Length(3), 0, 1),
    ],
)
def test_lengths_scale_with_the_source(source: int, length: Length, minimum: int, maximum: int) -> None:
    options = scale_length(source, length)
    assert (options.min_length, options.max_length) == (minimum, maximum)


@pytest.mark.parametrize(
    ("costs", "limit", "chunks"),
    [
        ([], 10, []),
        ([5, 5], 10, [[0, 1]]),
        ([5, 5, 1], 10, [[0, 1], [2]]),
        ([4, 4, 4, 4], 12, [[0, 1], [2, 3]]),
        ([9, 9, 9], 10, [[0], [1], [2]]),
        ([2, 9, 2], 10, [[0], [1], [2]]),
    ],
)
def test_chunks_are_few_whole_and_even(costs: list[int], limit: int, chunks: list[list[int]]) -> None:
    assert split_chunks(costs, limit) == chunks


@pytest.mark.parametrize(
    ("sentence", "support"),
    [
        (STORY[7], [7]),
        ("The missiles flew nearly 360 kilometers.", [1]),
        ("Sanctions failed over vetoes of China, and the Hanoi summit ended without an agreement.", [7, 6]),
        ("Bananas ripen quickly.", []),
        ("", []),
    ],
)
def test_support_is_what_shares_most_words(sentence: str, support: list[int]) -> None:
    assert find_support(sentence, STORY) == support


# ----------------------------------------------------------------------------------- real architectures, random weights
def make_checkpoint(family: str, directory: Path) -> Path:
    """A tiny random checkpoint of ``family``: the keys of published configurations, a tokenizer of its kind."""
    import tokenizers
    import transformers
    from tokenizers import decoders, models, pre_tokenizers, processors, trainers

    special = {"bart": ["<s>", "<pad>", "</s>", "<unk>"]}.get(family, ["<pad>", "</s>", "<unk>"])
    if family == "bart":
        tokenizer = tokenizers.Tokenizer(models.BPE(unk_token="<unk>"))
        tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
        tokenizer.decoder = decoders.ByteLevel()
        trainer: Any = trainers.BpeTrainer(vocab_size=400, special_tokens=special, show_progress=False)
        template = "<s> $A </s>"
    else:
        tokenizer = tokenizers.Tokenizer(models.Unigram())
        tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
        tokenizer.decoder = decoders.Metaspace()
        trainer = trainers.UnigramTrainer(
            vocab_size=200, special_tokens=special, unk_token="<unk>", show_progress=False
        )
        template = "$A </s>"
    tokenizer.train_from_iterator(STORY, trainer)
    ends = [(piece, tokenizer.token_to_id(piece)) for piece in special if piece in template]
    tokenizer.post_processor = processors.TemplateProcessing(single=template, special_tokens=ends)
    size = {"vocab_size": tokenizer.get_vocab_size(), "d_model": 16}
    layers = {"encoder_layers": 1, "decoder_layers": 1, "encoder_attention_heads": 2, "decoder_attention_heads": 2}
    layers |= {"encoder_ffn_dim": 32, "decoder_ffn_dim": 32, "max_position_embeddings": 128}
    ids = {"pad_token_id": tokenizer.token_to_id("<pad>"), "eos_token_id": tokenizer.token_to_id("</s>")}
    transformers.set_seed(1)
    if family == "bart":
        start = {"bos_token_id": 0, "decoder_start_token_id": 2, "forced_eos_token_id": None}
        start |= {"normalize_before": False, "normalize_embedding": True, "add_final_layer_norm": False}
        network: Any = transformers.BartForConditionalGeneration(
            transformers.BartConfig(**size, **layers, **ids, **start)
        )
    elif family == "pegasus":
        start = {"decoder_start_token_id": 0, "forced_eos_token_id": None, "scale_embedding": True}
        start |= {"normalize_before": True, "normalize_embedding": False, "add_final_layer_norm": True}
        network = transformers.PegasusForConditionalGeneration(
            transformers.PegasusConfig(**size, **layers, **ids, **start)
        )
    else:
        size["vocab_size"] += 100  # T5's sentinels, which its tokenizer class adds by itself
        config = transformers.T5Config(
            **size, **ids, d_kv=8, d_ff=32, num_layers=1, num_heads=2, decoder_start_token_id=0
        )
        config.task_specific_params = {"summarization": {"prefix": "summarize: "}}
        network = transformers.T5ForConditionalGeneration(config)
    network.save_pretrained(directory)
    tokenizer.save(str(directory / "tokenizer.json"))
    return directory


@pytest.mark.parametrize("family", ["bart", "pegasus", "t5"])
def test_every_family_of_summary_models_runs_and_only_true_whole_sentences_come_out(
    family: str, tmp_path: Path
) -> None:
    from pipeline.engines.loading import load_model

    model = load_model(make_checkpoint(family, tmp_path / family), device="cpu", threads=1)
    assert model.kind == "summary"
    translation = translate(STORY * 4)
    briefs = [summarize(translation, THREE, "auto", RANKER, model) for _ in range(2)]
    assert briefs[0] == briefs[1]
    # Random weights write nonsense: what stands in the brief is the article's own or shares its words, numbers and names.
    assert 1 <= len(briefs[0].sentences) <= 3
    for line in briefs[0].sentences:
        assert line.indices
        assert line.text in STORY or briefs[0].method == "abstractive"

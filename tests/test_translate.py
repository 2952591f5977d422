"""Sentence in, sentence out; the ladder; the cache. The engine is a hand-written fake."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pytest
from conftest import FakeEngine, FakeModel, WordTokenizer, echo

from pipeline.engines import Hypothesis, Options
from pipeline.records import Article
from pipeline.translate import MemoryCache, Translator, continue_sentence, finish, has_words, split_article

LOOP = "the loop goes on and on " * 12


def make(*paragraphs: str, title: str = "") -> Article:
    return Article("id", title, paragraphs, "-")


def translator(answer: Any = echo, *, cache: MemoryCache | None = None, beam: int = 4) -> Translator:
    return Translator(FakeModel(FakeEngine(answer)), beam, cache)  # type: ignore[arg-type]


@dataclass
class BeamEngine(FakeEngine):
    """Gives every unit the same hypotheses, the first the likeliest."""

    texts: tuple[str, ...] = ()

    def generate(self, batch: Sequence[Sequence[str]], options: Options) -> list[list[Hypothesis]]:
        self.asked.append(([], options))
        hypotheses = [Hypothesis(tuple(t.split()), -0.1 * (n + 1), True) for n, t in enumerate(self.texts)]
        return [hypotheses for _ in batch]


def english(result: Any) -> list[str]:
    return [s.english for s in result.sentences]


def test_sentences_out_are_sentences_in_with_their_paragraphs() -> None:
    article = make("Një fjali e parë. Një fjali e dytë.", "Paragrafi tjetër fillon këtu.", title="Titulli i artikullit")
    (result,) = translator().translate([article])
    assert [(s.sentence.index, s.sentence.paragraph) for s in result.sentences] == [(0, -1), (1, 0), (2, 0), (3, 1)]
    assert result.headline is not None
    assert len(result.body) == 3


def test_articles_of_a_run_are_decoded_together_and_come_back_in_order() -> None:
    engine = FakeEngine()
    articles = [make(f"Kjo është fjalia numër {n} e ditës.") for n in (11, 22, 33)]
    results = Translator(FakeModel(engine), 4).translate(articles)  # type: ignore[arg-type]
    assert len(engine.asked) == 1
    assert [str(n) in english(r)[0] for n, r in zip((11, 22, 33), results, strict=True)] == [True] * 3


def test_a_sentence_that_occurs_twice_is_decoded_once() -> None:
    engine = FakeEngine()
    Translator(FakeModel(engine), 4).translate([make("E njëjta fjali këtu."), make("E njëjta fjali këtu.")])  # type: ignore[arg-type]
    assert engine.asked[0][0] == ["E njëjta fjali këtu."]


def test_the_cache_answers_the_second_run_and_knows_the_options() -> None:
    cache = MemoryCache()
    first, second, wider = (FakeEngine() for _ in range(3))
    article = make("Një fjali që përsëritet sot.")
    one = Translator(FakeModel(first), 4, cache).translate([article])  # type: ignore[arg-type]
    two = Translator(FakeModel(second), 4, cache).translate([article])  # type: ignore[arg-type]
    Translator(FakeModel(wider), 5, cache).translate([article])  # type: ignore[arg-type]
    assert one == two
    assert (len(first.asked), len(second.asked), len(wider.asked)) == (1, 0, 1)


def test_a_loop_climbs_to_the_wider_beam() -> None:
    def answer(text: str, options: Options) -> str:
        return "A good sentence about the matter at hand." if options.no_repeat_ngram else LOOP

    (result,) = translator(answer).translate([make("Një fjali e mirë për çështjen në fjalë.")])
    assert english(result) == ["A good sentence about the matter at hand."]
    assert result.sentences[0].rung == "beam"
    assert not result.sentences[0].findings


def test_a_loop_at_every_beam_is_translated_clause_by_clause() -> None:
    source = (
        "Ministri foli gjatë për planin e madh të qeverisë, por deputetët e opozitës u larguan nga salla e kuvendit."
    )

    def answer(text: str, options: Options) -> str:
        return LOOP if len(text.split()) > 14 else echo(text, options)

    (result,) = translator(answer).translate([make(source)])
    assert result.sentences[0].rung == "clauses"
    assert len(english(result)[0].split()) == len(source.split())


def test_hopeless_output_is_kept_and_marked() -> None:
    (result,) = translator(lambda _t, _o: LOOP).translate([make("Një fjali e mirë për çështjen në fjalë.")])
    assert result.sentences[0].rung == "kept"
    assert any(f.kind in {"loop", "length"} for f in result.sentences[0].findings)
    assert all(f.sentence == 0 for f in result.sentences[0].findings)


def test_empty_output_keeps_the_source_in_brackets() -> None:
    (result,) = translator(lambda _t, _o: "").translate([make("Një fjali e mirë për çështjen.")])
    assert english(result) == ["[untranslated: Një fjali e mirë për çështjen.]"]
    assert "empty" in {f.kind for f in result.sentences[0].findings}


def test_the_hypothesis_that_keeps_the_number_is_preferred() -> None:
    def answer(text: str, options: Options) -> str:
        return (
            "The price rose by 45 percent on Monday."
            if options.no_repeat_ngram
            else "The price rose by 54 percent on Monday."
        )

    (result,) = translator(answer).translate([make("Çmimi u rrit me 45 për qind të hënën.")])
    assert "45" in english(result)[0]
    assert result.sentences[0].rung == "beam"


def test_a_word_in_no_dictionary_is_tried_again_and_said_if_it_stays() -> None:
    def answer(text: str, options: Options) -> str:
        if text.startswith("Barnat"):
            return "Drugs are sold in pharmacies." if options.no_repeat_ngram else "Drugs are sold in barners."
        return "The sleeple were taken away."

    (result,) = translator(answer).translate([make("Barnat shiten në barnatore. Të fjeturit u larguan.")])
    assert english(result) == ["Drugs are sold in pharmacies.", "The sleeple were taken away."]
    assert [s.rung for s in result.sentences] == ["beam", "first"]
    assert [[f.kind for f in s.findings] for s in result.sentences] == [["guess"], ["word"]]
    assert "“barners”" in result.sentences[0].findings[0].detail


def test_a_word_that_stands_in_for_one_in_no_dictionary_is_said_to_be_a_guess_also_from_the_cache() -> None:
    engine = BeamEngine(
        texts=("The book is in its fifth rebot.", "The book is in its fifth rebound.", "Fifth a rebot is it.")
    )
    cache = MemoryCache()
    for _ in range(2):
        (result,) = Translator(FakeModel(engine), 3, cache).translate([make("Libri është në ribotimin e pestë.")])  # type: ignore[arg-type]
        assert english(result) == ["The book is in its fifth rebound."]
        assert [f.kind for f in result.sentences[0].findings] == ["guess"]
        assert "“rebot”" in result.sentences[0].findings[0].detail
    assert len(engine.asked) == 1


def test_a_guess_of_the_wider_beam_or_of_a_clause_is_said_too() -> None:
    class Engine(FakeEngine):
        def generate(self, batch: Sequence[Sequence[str]], options: Options) -> list[list[Hypothesis]]:
            wide = ("It costs 45 rebot euros.", "It costs 45 rebound euros.", "It cost 45 rebot euros.")
            texts = wide if options.no_repeat_ngram else ("It costs 54 euros.",)
            return [[Hypothesis(tuple(t.split()), -0.1, True) for t in texts] for _ in batch]

    (result,) = Translator(FakeModel(Engine()), 3).translate([make("Kushton 45 euro.")])  # type: ignore[arg-type]
    assert english(result) == ["It costs 45 rebound euros."]
    assert (result.sentences[0].rung, [f.kind for f in result.sentences[0].findings]) == ("beam", ["guess"])

    class Clauses(FakeEngine):
        def generate(self, batch: Sequence[Sequence[str]], options: Options) -> list[list[Hypothesis]]:
            beams = [
                ("and members spoke at length about the new rules.",)
                if pieces[0] != "Këshilli"
                else tuple(
                    f"The council, a {word}, met today for the second time" for word in ("rebot", "body", "rebot")
                )
                if len(pieces) < 16
                else (LOOP,)
                for pieces in batch
            ]
            return [[Hypothesis(tuple(t.split()), -0.1, True) for t in beam] for beam in beams]

    long = "Këshilli i lartë u mblodh sot për herë të dytë në sallën e madhe, dhe anëtarët folën gjatë për rregullat e reja."
    (result,) = Translator(FakeModel(Clauses()), 3).translate([make(long)])  # type: ignore[arg-type]
    assert result.sentences[0].rung == "clauses"
    assert "guess" in {f.kind for f in result.sentences[0].findings}


def test_no_guess_is_said_where_another_hypothesis_was_taken_for_other_reasons() -> None:
    engine = BeamEngine(texts=("It costs 54 rebots.", "It costs 45 euros.", "Costs 54 a rebot."))
    (result,) = Translator(FakeModel(engine), 3).translate([make("Kushton 45 euro.")])  # type: ignore[arg-type]
    assert english(result) == ["It costs 45 euros."]
    assert result.sentences[0].findings == ()


def test_slips_of_spelling_are_mended_before_anything_is_judged() -> None:
    (result,) = translator(lambda *_: "Prices are riseing by an permanent rule.").translate(
        [make("Çmimet po rriten me rregull.")]
    )
    assert english(result) == ["Prices are rising by a permanent rule."]
    assert result.sentences[0].findings == ()
    assert result.sentences[0].rung == "first"


def test_a_sentence_longer_than_the_model_is_cut_into_units_and_rejoined() -> None:
    source = " ".join(f"fjala{i}" + ("," if i % 9 == 8 else "") for i in range(400)) + "."
    engine = FakeEngine()
    (result,) = Translator(FakeModel(engine), 4).translate([make(source)])  # type: ignore[arg-type]
    assert len(result.sentences) == 1
    units = engine.asked[0][0] if len(engine.asked) == 1 else [u for texts, _ in engine.asked for u in texts]
    assert sum(len(u.split()) for u in units[: len(units)]) >= 400
    assert all(len(u.split()) < 60 for u in units)


def test_what_has_no_words_is_passed_on() -> None:
    engine = FakeEngine()
    (result,) = Translator(FakeModel(engine), 4).translate([make("***", "https://a.al/x", "12.05.2024")])  # type: ignore[arg-type]
    assert english(result) == ["***", "https://a.al/x", "12.05.2024"]
    assert engine.asked == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [("—", False), ("2024", False), ("a@b.al", False), ("www.a.al", False), ("Po.", True), ("Shih www.a.al", True)],
)
def test_has_words(sentence: str, expected: bool) -> None:
    assert has_words(sentence) is expected


@pytest.mark.parametrize(
    ("sentence", "units"),
    [
        ("Shih https://a.al/x?y=1.", ["Shih", "https://a.al/x?y=1."]),
        (
            "Shkruani te (info@a.al) ose www.a.al, tha ai.",
            ["Shkruani te", "(info@a.al)", "ose", "www.a.al,", "tha ai."],
        ),
        ("www.a.al https://b.al", ["www.a.al https://b.al"]),
        ("Llogaria @a.b u mbyll.", ["Llogaria @a.b u mbyll."]),
        ("Asnjë adresë këtu.", ["Asnjë adresë këtu."]),
        ("SHIH TË GJITHA https://a.al/AbC–d’E, KËTU", ["Shih të gjitha", "https://a.al/AbC–d’E,", "këtu"]),
    ],
)
def test_addresses_stand_apart(sentence: str, units: list[str]) -> None:
    assert translator().plan_units(sentence) == units


def test_an_address_in_a_sentence_comes_through_letter_by_letter() -> None:
    engine = FakeEngine(lambda *_: "See here.")
    sentence = "Shih raportin e plotë te https://a.al/Raporti-i-Plotë?nr=17 ."
    (result,) = Translator(FakeModel(engine), 4).translate([make(sentence)])  # type: ignore[arg-type]
    assert english(result) == ["See here https://a.al/Raporti-i-Plotë?nr=17 ."]
    assert engine.asked[0][0] == ["Shih raportin e plotë te"]


def test_a_part_that_comes_back_empty_is_left_in_albanian_and_marked() -> None:
    def answer(text: str, _: Options) -> str:
        return "" if text == "nuk ka tjetër" else "See the report."

    (result,) = translator(answer).translate([make("Shih raportin www.a.al nuk ka tjetër")])
    assert english(result) == ["See the report www.a.al [untranslated: nuk ka tjetër]"]
    assert result.sentences[0].rung == "kept"
    assert "empty" in {f.kind for f in result.sentences[0].findings}
    assert "word" not in {f.kind for f in result.sentences[0].findings}


def test_a_name_is_put_back_in_the_text_and_not_in_the_address() -> None:
    sentence = "Ministri Brett foli për gazetarët këtu https://a.al/Bret-foli"
    (result,) = translator(lambda *_: "Minister Bret spoke to journalists here").translate([make(sentence)])
    assert english(result) == ["Minister Brett spoke to journalists here https://a.al/Bret-foli"]


def test_a_name_that_is_lost_is_tried_again_in_letters() -> None:
    class Letters(WordTokenizer):
        def encode(self, text: str) -> list[str]:
            return ["▁" + word for word in text.split()]

        def read_vocabulary(self) -> dict[str, int]:
            return dict.fromkeys(["▁O", *"rban"], 0)

    asked: list[str] = []

    def answer(text: str, _: Options) -> str:
        asked.append(text)
        return "The leader Orban met them." if "▁O r b a n" in text else "The leader Himara met them."

    model = FakeModel(FakeEngine(answer), Letters())
    (result,) = Translator(model, 4).translate([make("Drejtuesi Orban i takoi ata.")])  # type: ignore[arg-type]
    assert english(result) == ["The leader Orban met them."]
    assert (result.sentences[0].rung, result.sentences[0].findings) == ("beam", ())
    assert asked == ["▁Drejtuesi ▁Orban ▁i ▁takoi ▁ata.", "▁Drejtuesi ▁O r b a n ▁i ▁takoi ▁ata."]
    for sentence, longest in (("Drejtuesi Orban i takoi ata.", 8), ("Drejtuesi Zgjolek i takoi ata.", 60)):
        asked.clear()
        model = FakeModel(FakeEngine(answer), Letters(), max_source=longest)
        (result,) = Translator(model, 4).translate([make(sentence)])  # type: ignore[arg-type]
        assert "name" in {f.kind for f in result.sentences[0].findings}
        assert len(asked) == 1, "nothing else to try: too long in letters, or letters that the vocabulary lacks"


@pytest.mark.parametrize(
    ("source", "part", "expected"),
    [
        ("ose te", "Or at", "or at"),
        ("Ose te", "Or at", "Or at"),
        ("tha Rama", "Rama said", "Rama said"),
        ("ose", "OR", "oR"),
        ("ose", "", ""),
    ],
)
def test_a_later_part_goes_on_with_the_sentence(source: str, part: str, expected: str) -> None:
    assert continue_sentence(source, part) == expected


def test_a_headline_in_capitals_is_cased_before_translation() -> None:
    article = make("Në Prishtinë u mblodh qeveria.", title="QEVERIA MBLIDHET NË PRISHTINË")
    assert split_article(article)[0].text == "Qeveria mblidhet në Prishtinë"


def test_a_sentence_in_capitals_is_cased_for_the_model_and_kept_for_the_reader() -> None:
    engine = FakeEngine()
    source = "QEVERIA E MIRATOI PROJEKTLIGJIN PËR BUXHETIN."
    (result,) = Translator(FakeModel(engine), 4).translate([make(source)])  # type: ignore[arg-type]
    assert engine.asked[0][0] == ["Qeveria e miratoi projektligjin për buxhetin."]
    assert result.sentences[0].sentence.text == source


@pytest.mark.parametrize(
    ("source", "output", "expected"),
    [
        ("Qeveria miraton buxhetin", "Government approves the budget.", "Government approves the budget"),
        ("Qeveria e miratoi.", "the government approved it.", "The government approved it."),
        ("“Po”, tha ai…", '"Yes," he said...', '"Yes," he said...'),
        ("dhe pastaj iku", "and then he left.", "and then he left"),
    ],
)
def test_english_takes_the_shape_of_its_source(source: str, output: str, expected: str) -> None:
    assert finish(source, output) == expected


def test_progress_counts_every_unit_once() -> None:
    told: list[int] = []
    translator().translate([make("Një fjali. Dy fjali.", "Tri fjali.")], told.append)
    assert sum(told) == 3


def test_neighbours_do_not_change_a_translation() -> None:
    article = make("Ministri u tha gazetarëve se nuk do të japë dorëheqje.")
    others = [make(f"Fjalia tjetër numër {n} me gjatësi të ndryshme {'shumë ' * n}.") for n in range(12)]
    alone = translator().translate([article])[0]
    among = translator().translate([*others, article])[-1]
    assert alone == among


def test_a_misspelt_name_is_put_right_also_by_what_the_rest_of_the_article_says() -> None:
    def answer(text: str, options: Options) -> str:
        return "Later Bret met Wilsoni in Moscow today." if "Brett" in text else "Wilson was elected yesterday."

    article = Article("1", "", ("Wilson u zgjodh dje.", "Më vonë Brett takoi Wilsonin, tha Wilsoni."), "-")
    (result,) = translator(answer).translate([article])
    sentence = result.sentences[-1]
    assert sentence.english == "Later Brett met Wilson in Moscow today."
    assert [f.kind for f in sentence.findings][:2] == ["restored", "restored"]


def test_a_person_gets_the_name_back_and_the_reader_is_told() -> None:
    def answer(text: str, options: Options) -> str:
        return "The minister Sergei Smith will come to Moscow today."

    (result,) = translator(answer).translate([make("Ministri Sergei Lavrov do të vijë sot në Moskë.")])
    (sentence,) = result.sentences
    assert sentence.english == "The minister Sergei Lavrov will come to Moscow today."
    assert [f.kind for f in sentence.findings] == ["restored"]
    assert "Smith" in sentence.findings[0].detail

"""The journey: order, failures as values, the language check, exit codes, flat memory."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from conftest import FakeEngine, FakeModel

from pipeline import run as journey
from pipeline.errors import LockedError, ModelError, SourceError, UsageError
from pipeline.records import Article, Brief, BriefSentence, Outcome, Translation
from pipeline.translate import Translator

ALBANIAN = (
    "Kryeministri tha se qeveria do ta miratojë buxhetin e ri gjatë javës së ardhshme, pavarësisht kundërshtimeve."
)
ENGLISH = "The prime minister said that the government would approve the new budget next week despite the objections."


def article(text: str, origin: str = "a.txt") -> Article:
    return Article("id", "", (text,), origin)


def brief_of(translation: Translation) -> Brief:
    return Brief(translation, None, (BriefSentence(translation.sentences[0].english, (0,)),), "whole", "test")


def plan(force: bool = False, summarise: object = brief_of) -> journey.Plan:
    return journey.Plan(Translator(FakeModel(FakeEngine()), 4), summarise, force)  # type: ignore[arg-type]


def test_outcomes_keep_the_order_of_the_sources_with_failures_among_them() -> None:
    reads = [article(ALBANIAN, "a"), SourceError("broken", about="b"), article(ENGLISH, "c"), article(ALBANIAN, "d")]
    outcomes = list(journey.run(reads, plan()))
    assert [(o.origin, o.status) for o in outcomes] == [("a", "done"), ("b", "failed"), ("c", "skipped"), ("d", "done")]
    assert outcomes[1].reason == "broken"
    assert "--force" in outcomes[2].reason


def test_force_translates_what_does_not_look_albanian() -> None:
    (outcome,) = journey.run([article(ENGLISH)], plan(force=True))
    assert outcome.status == "done"


@pytest.mark.parametrize(
    "text", ["Po.", "PS, PD dhe LDK", "Kryeministri foli per ceshtjen e kufirit me te gjithe deputetet sot."]
)
def test_short_text_and_text_without_diacritics_is_not_refused(text: str) -> None:
    assert journey.refuse_language(article(text)) is None


def test_a_brief_that_cannot_be_made_fails_alone() -> None:
    def summarise(translation: Translation) -> Brief:
        if translation.article.origin == "a":
            raise SourceError("no brief")
        return brief_of(translation)

    outcomes = list(journey.run([article(ALBANIAN, "a"), article(ALBANIAN + " Po.", "b")], plan(summarise=summarise)))
    assert [(o.status, o.reason) for o in outcomes] == [("failed", "no brief"), ("done", "")]
    assert outcomes[0].translation is not None


def test_a_failing_model_ends_the_run() -> None:
    def fail(_text: str, _options: object) -> str:
        raise ModelError("out of memory")

    broken = journey.Plan(Translator(FakeModel(FakeEngine(fail)), 4), None)  # type: ignore[arg-type]
    with pytest.raises(ModelError):
        list(journey.run([article(ALBANIAN)], broken))


def test_outcomes_come_as_batches_fill_and_not_only_at_the_end() -> None:
    taken: list[int] = []

    def endless() -> Iterator[Article]:
        for n in range(1000):
            taken.append(n)
            yield article(f"{ALBANIAN} {n}. " * 200, str(n))

    next(journey.run(endless(), plan()))
    assert len(taken) < 20


@pytest.mark.parametrize(
    ("statuses", "code"), [([], 0), (["done"], 0), (["skipped"], 0), (["done", "failed"], 1), (["failed"], 1)]
)
def test_exit_code_of_outcomes(statuses: list[str], code: int) -> None:
    assert journey.exit_code([Outcome("x", s) for s in statuses]) == code  # type: ignore[arg-type]


@pytest.mark.parametrize(("error", "code"), [(UsageError(), 2), (ModelError(), 3), (LockedError(), 4)])
def test_exit_code_of_errors(error: UsageError | ModelError | LockedError, code: int) -> None:
    assert journey.exit_code([], error) == code


def test_the_tally_counts_and_is_silent_when_all_is_well() -> None:
    assert journey.tally([Outcome("x", "done")]) == ""
    assert journey.tally([Outcome("x", "done"), Outcome("y", "failed")]) == "2 articles: 1 done, 1 failed"
    assert journey.tally([Outcome("x", "skipped")]) == "1 article: 1 skipped"

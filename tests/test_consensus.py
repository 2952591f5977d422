"""The hypothesis that agrees most with the others."""

from __future__ import annotations

import pytest

from pipeline.consensus import rate_hypotheses


def choose(texts: list[str], log_probabilities: list[float]) -> str:
    ratings = rate_hypotheses(texts, log_probabilities)
    assert all(0.0 <= rating <= 1.0 + 1e-9 for rating in ratings)
    return max(zip(ratings, texts, strict=True))[1]


def test_what_most_say_wins_over_the_likeliest_by_a_little() -> None:
    texts = ["The minister resigned.", "The minister resigned on Tuesday.", "The minister resigned Tuesday."]
    assert "Tuesday" in choose(texts, [-2.0, -2.2, -2.3])


def test_a_far_likelier_one_wins_over_what_most_say() -> None:
    texts = ["Prices fell.", "Nobody came to the meeting.", "Nobody came to that meeting."]
    assert choose(texts, [-1.0, -15.0, -15.0]) == "Prices fell."


def test_what_lacks_something_is_rated_under_what_has_it_too_much() -> None:
    short, long = rate_hypotheses(["He left the city", "He left the city on foot"], [-1.0, -1.0])
    assert long > short


@pytest.mark.parametrize("texts", [["a"], ["", "ab"], ["", ""], ["x", "x", "x"]])
def test_short_empty_and_equal_texts_are_rated(texts: list[str]) -> None:
    assert len(rate_hypotheses(texts, [-1.0] * len(texts))) == len(texts)

"""Weighted choice."""

import random
from bisect import bisect
from collections.abc import Iterable
from itertools import accumulate
from typing import Generic, TypeVar

T = TypeVar("T")


class Weighted(Generic[T]):
    """Items drawn in proportion to their weights.

    Raises:
        ValueError: there is nothing to draw from.
    """

    def __init__(self, items: Iterable[tuple[T, float]]) -> None:
        pairs = [(item, weight) for item, weight in items if weight > 0]
        if not pairs:
            raise ValueError("no item has a weight above zero")
        self.items = [item for item, _ in pairs]
        self._bounds = list(accumulate(weight for _, weight in pairs))

    def draw(self, rng: random.Random) -> T:
        """Return one item."""
        return self.items[bisect(self._bounds, rng.random() * self._bounds[-1])]

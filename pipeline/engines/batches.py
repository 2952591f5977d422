"""How sources go to a device: in batches without padding, and in smaller ones when memory runs out.

Padding changes results: with CTranslate2 int8 on a CPU, 1 of 300 news sentences came out different beside longer neighbours
and 13 had another score, while batches of equal length gave the same text and the same score to the last bit, greedy and
beam 4. So a batch holds sources of one length only, and a source's result is its own whatever is translated with it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TypeVar

from pipeline.errors import ModelError

_NO_MEMORY = re.compile(
    "|".join(
        (
            "out of memory",  # CUDA, MPS, CTranslate2
            "can't allocate memory",  # torch on a CPU
            "not enough memory",  # torch on a CPU under Windows
            "STATUS_ALLOC_FAILED",  # cuBLAS, cuDNN
            "std::bad_alloc",
        )
    ),
    re.IGNORECASE,
)
"""How libraries say that memory ran out, where they have no exception of its own for it."""

S = TypeVar("S")
R = TypeVar("R")


def plan_batches(lengths: Sequence[int], most_sources: int, most_pieces: int) -> list[list[int]]:
    """Indices into ``lengths``, longest first, in batches of one length.

    A batch holds at most ``most_sources`` sources and ``most_pieces`` pieces, but always one source.
    """
    by_length: dict[int, list[int]] = {}
    for index, length in enumerate(lengths):
        by_length.setdefault(length, []).append(index)
    batches: list[list[int]] = []
    for length in sorted(by_length, reverse=True):
        members = by_length[length]
        size = max(1, min(most_sources, most_pieces // max(1, length)))
        batches += [members[start : start + size] for start in range(0, len(members), size)]
    return batches


def refuse_long(batch: Sequence[Sequence[str]], limit: int | None) -> None:
    """Raise ModelError when a source has more than ``limit`` pieces (None: no limit).

    An engine never cuts: what was cut would be missing from the brief without a word.
    """
    longest = max(map(len, batch), default=0)
    if limit is not None and longest > limit:
        raise ModelError(f"A text of {longest} pieces is longer than the {limit} this model can read; split it first.")


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a library's exception means that a smaller batch may do."""
    return isinstance(error, MemoryError) or _NO_MEMORY.search(str(error)) is not None


def explain_out_of_memory(device: str, pieces: int) -> ModelError:
    """The error for one source of ``pieces`` pieces that does not fit in memory alone."""
    what = "a smaller beam or a smaller model" if device == "cpu" else "--device cpu or a smaller beam"
    return ModelError(f"Memory ran out on {device} with one source of {pieces} pieces; use {what}.")


def reduce_limits(limits: tuple[int, int], failed: Sequence[Sequence[str]]) -> tuple[int, int]:
    """The most sources and most pieces to plan with after the batch ``failed`` did not fit: half its pieces."""
    sources, pieces = limits
    return sources, max(1, min(pieces, sum(map(len, failed)) // 2))


def run_halving(run: Callable[[Sequence[S]], list[R]], batch: Sequence[S]) -> list[R]:
    """``run(batch)``, in halves when it raises MemoryError, in halves of halves if need be; in the order of ``batch``.

    One source that does not fit alone raises MemoryError.
    """
    try:
        return run(batch)
    except MemoryError:
        if len(batch) == 1:
            raise
    # Outside the handler, so that the tensors held by the traceback are released before the next try.
    middle = len(batch) // 2
    return run_halving(run, batch[:middle]) + run_halving(run, batch[middle:])

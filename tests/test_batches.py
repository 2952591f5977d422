"""Batches without padding, and what happens when memory runs out."""

from __future__ import annotations

import pytest

from pipeline.engines.batches import is_out_of_memory, plan_batches, reduce_limits, refuse_long, run_halving
from pipeline.errors import ModelError


@pytest.mark.parametrize(
    ("lengths", "most_sources", "most_pieces", "plan"),
    [
        ([], 32, 1000, []),
        ([3, 5, 3, 5, 3], 32, 1000, [[1, 3], [0, 2, 4]]),
        ([3, 3, 3, 3, 3], 2, 1000, [[0, 1], [2, 3], [4]]),
        ([10, 10, 10], 32, 20, [[0, 1], [2]]),
        ([50, 50], 32, 20, [[0], [1]]),
        ([0, 0], 32, 20, [[0, 1]]),
    ],
)
def test_a_batch_holds_one_length_and_keeps_to_its_limits(
    lengths: list[int], most_sources: int, most_pieces: int, plan: list[list[int]]
) -> None:
    assert plan_batches(lengths, most_sources, most_pieces) == plan


def test_a_source_over_the_limit_is_refused_with_both_numbers() -> None:
    refuse_long([], 3)
    refuse_long([["a"] * 3], 3)
    refuse_long([["a"] * 30_000], None)
    with pytest.raises(ModelError, match="4 pieces is longer than the 3"):
        refuse_long([["a"], ["a"] * 4], 3)


@pytest.mark.parametrize(("fits", "tried"), [(8, [7]), (4, [7, 3, 4]), (2, [7, 3, 1, 2, 4, 2, 2])])
def test_batches_are_halved_until_they_fit_and_keep_their_order(fits: int, tried: list[int]) -> None:
    sizes = []

    def run(part: list[int]) -> list[int]:
        sizes.append(len(part))
        if len(part) > fits:
            raise MemoryError
        return [n * n for n in part]

    assert run_halving(run, list(range(7))) == [n * n for n in range(7)]
    assert sizes == tried


def test_one_source_that_does_not_fit_is_an_error() -> None:
    def run(part: list[int]) -> list[int]:
        if 5 in part:
            raise MemoryError("too long")
        return part

    assert run_halving(run, [1, 2, 3]) == [1, 2, 3]
    with pytest.raises(MemoryError, match="too long"):
        run_halving(run, [1, 5, 3])


def test_other_failures_are_not_tried_again() -> None:
    tries = []

    def run(part: list[int]) -> list[int]:
        tries.append(part)
        raise RuntimeError("broken")

    with pytest.raises(RuntimeError, match="broken"):
        run_halving(run, [1, 2])
    assert len(tries) == 1


@pytest.mark.parametrize(
    ("error", "is_memory"),
    [
        (RuntimeError("CUDA out of memory. Tried to allocate 2.00 GiB"), True),
        (RuntimeError("CUDA failed with error out of memory"), True),
        (RuntimeError("MPS backend out of memory (MPS allocated: 5.00 GB)"), True),
        (RuntimeError("[enforce fail at alloc_cpu.cpp:117] DefaultCPUAllocator: can't allocate memory"), True),
        (RuntimeError("DefaultCPUAllocator: not enough memory: you tried to allocate 10 bytes"), True),
        (RuntimeError("CUDA error: CUBLAS_STATUS_ALLOC_FAILED when calling cublasCreate"), True),
        (MemoryError("std::bad_alloc"), True),
        (MemoryError(), True),
        (RuntimeError("CUDA error: an illegal memory access was encountered"), False),
        (RuntimeError("Library libcublas.so.12 is not found or cannot be loaded"), False),
    ],
)
def test_running_out_of_memory_is_told_from_other_failures(error: Exception, is_memory: bool) -> None:
    assert is_out_of_memory(error) is is_memory


def test_limits_shrink_to_half_of_what_did_not_fit_however_often_it_is_said() -> None:
    failed = [["a"] * 10] * 8
    once = reduce_limits((32, 4096), failed)
    assert once == (32, 40)
    assert reduce_limits(once, failed) == once
    assert reduce_limits((32, 1), [["a"]]) == (32, 1)

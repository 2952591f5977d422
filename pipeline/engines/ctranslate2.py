"""The CTranslate2 engine: int8 on a CPU, float16 or int8 on CUDA. Imports neither torch nor transformers."""

from __future__ import annotations

import logging
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pipeline.engines import Hypothesis, Options
from pipeline.engines.batches import (
    explain_out_of_memory,
    is_out_of_memory,
    plan_batches,
    reduce_limits,
    refuse_long,
    run_halving,
)
from pipeline.engines.devices import Choice
from pipeline.engines.tokenizers import END, SPECIAL
from pipeline.errors import DeviceError, ModelError

log = logging.getLogger(__name__)

CPU_BATCH, GPU_BATCH = (32, 4_096), (256, 16_384)
"""Most sources and most pieces of a batch. On a CPU 32 was as fast as 16 on 500 news sentences; a GPU wants thousands of
pieces at once (CTranslate2's performance guide)."""


POLL_SECONDS = 0.002
"""How often a running batch is looked at: a hundredth of what the shortest one takes."""


class CTranslate2Engine:
    """A CTranslate2 model directory, ready to run."""

    name = "ctranslate2"

    def __init__(
        self,
        directory: Path,
        choice: Choice,
        threads: tuple[int, int],
        *,
        limit: int | None,
        target_prefix: tuple[str, ...] = (),
    ) -> None:
        """Load the model; ``threads`` is (inter, intra), ``limit`` the most pieces the model can hold on either side.

        Raises ModelError when the directory is broken, DeviceError when the device does not work.
        """
        import ctranslate2

        self.device = choice.label
        self.quantisation = choice.quantisation
        self._limit = limit
        self._prefix = list(target_prefix)
        self._batch = GPU_BATCH if choice.kind == "cuda" else CPU_BATCH
        inter, intra = threads
        try:
            self._translator: Any = ctranslate2.Translator(
                str(directory),
                device=choice.kind,
                device_index=list(choice.indices) or 0,
                compute_type=choice.quantisation,
                inter_threads=inter,
                intra_threads=intra,
            )
            if choice.kind == "cuda":  # CUDA's libraries are looked for at first use: find out now if they are missing
                self._translator.translate_batch([[END]], max_decoding_length=1)
        except (RuntimeError, ValueError) as exc:
            if choice.kind == "cuda":
                raise DeviceError(
                    f"The GPU cannot be used ({exc}); use --device cpu or auto.", about=choice.label
                ) from exc
            raise ModelError(
                f"The model cannot be loaded ({exc}); pull or copy it again.", about=str(directory)
            ) from exc

    def generate(self, batch: Sequence[Sequence[str]], options: Options) -> list[list[Hypothesis]]:
        """See :class:`pipeline.engines.Engine`. On a CPU in int8 a result is exact whatever its neighbours; in floating
        point its score may differ in the last digits, which are rounded off.

        Raises ModelError when a source is longer than the model can hold, or the device fails.
        """
        refuse_long(batch, self._limit)
        plan = plan_batches([len(source) for source in batch], *self._batch)
        results: list[list[Hypothesis]] = [[] for _ in batch]
        for indices, found in zip(plan, self._run(plan, batch, options), strict=True):
            for index, hypotheses in zip(indices, found, strict=True):
                results[index] = hypotheses
        return results

    def _run(
        self, plan: list[list[int]], batch: Sequence[Sequence[str]], options: Options
    ) -> list[list[list[Hypothesis]]]:
        done: list[list[list[Hypothesis]]] = []
        # All batches are handed over before the first is waited for, so that as many run at once as there are threads.
        started = [self._start([batch[i] for i in indices], options) for indices in plan]
        for indices, futures in zip(plan, started, strict=True):
            try:
                done.append(self._collect(futures, options))
            except MemoryError:
                done.append(self._run_smaller([batch[i] for i in indices], options))
        return done

    def _run_smaller(self, sources: list[Sequence[str]], options: Options) -> list[list[Hypothesis]]:
        log.warning("memory ran out on %s with %d sources at once; going on with fewer", self.device, len(sources))
        self._batch = reduce_limits(self._batch, sources)
        try:
            return run_halving(lambda part: self._collect(self._start(part, options), options), sources)
        except MemoryError as exc:
            raise explain_out_of_memory(self.device, len(sources[0])) from exc

    def _start(self, sources: Sequence[Sequence[str]], options: Options) -> list[Any]:
        longest = options.max_length + len(self._prefix)  # CTranslate2 counts the prefix as output
        futures: list[Any] = self._translator.translate_batch(
            [list(source) for source in sources],
            target_prefix=[self._prefix] * len(sources) if self._prefix else None,
            asynchronous=True,
            max_batch_size=0,
            max_input_length=0,  # the default cuts at 1,024 without a word
            beam_size=options.beam,
            num_hypotheses=options.hypotheses,
            length_penalty=options.length_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            min_decoding_length=options.min_length + len(self._prefix),
            max_decoding_length=longest if self._limit is None else min(longest, self._limit),
            return_end_token=True,
            return_scores=True,
        )
        return futures

    def _collect(self, futures: list[Any], options: Options) -> list[list[Hypothesis]]:
        try:
            for future in futures:
                while not future.done():  # result() would hold Ctrl-C back until the whole batch is decoded
                    time.sleep(POLL_SECONDS)
            results = [future.result() for future in futures]
        except (RuntimeError, ValueError) as exc:
            if is_out_of_memory(exc):
                raise MemoryError(str(exc)) from exc
            raise ModelError(f"CTranslate2 failed on {self.device} ({exc}).") from exc
        return [
            [self._read(pieces, score, options) for pieces, score in zip(result.hypotheses, result.scores, strict=True)]
            for result in results
        ]

    def _read(self, pieces: list[str], score: float, options: Options) -> Hypothesis:
        # CTranslate2's score is the sum of the log-probabilities, without the prefix's, over length ** penalty, the length
        # with the prefix and the end piece.
        chosen = len(pieces) - len(self._prefix)
        mean = score * len(pieces) ** options.length_penalty / chosen if chosen > 0 else 0.0
        finished = not pieces or pieces[-1] == END  # no pieces at all is the answer to an empty source
        kept = pieces[len(self._prefix) :]
        return Hypothesis(tuple(piece for piece in kept if piece not in SPECIAL), round(mean, 4), finished)

"""The transformers engine: torch on CUDA, MPS or a CPU, for what CTranslate2 cannot run."""

from __future__ import annotations

import copy
import logging
import pickle
import warnings
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from pathlib import Path
from queue import SimpleQueue
from typing import TYPE_CHECKING, Any

from pipeline import hub
from pipeline.engines import Hypothesis, Options
from pipeline.engines.batches import (
    explain_out_of_memory,
    is_out_of_memory,
    plan_batches,
    reduce_limits,
    refuse_long,
    run_halving,
)
from pipeline.engines.conversion import UNSAFE_WEIGHTS
from pipeline.engines.devices import Choice
from pipeline.engines.tokenizers import SPECIAL, UNKNOWN
from pipeline.errors import DeviceError, ModelError

if TYPE_CHECKING:
    import torch

log = logging.getLogger(__name__)

CPU_BATCH, GPU_BATCH = (32, 2_048), (128, 8_192)
"""Most sources and most pieces of a batch; a beam multiplies both."""

SCORED_AT_ONCE = 8
"""Sequences scored together: 8 of 100 pieces over a vocabulary of 60,000 are 190 MB of log-probabilities."""


@dataclass(frozen=True, slots=True)
class Replica:
    """The model's weights on one device."""

    network: Any
    device: str


class TransformersEngine:
    """A Hugging Face sequence-to-sequence directory, loaded with torch."""

    name = "transformers"

    def __init__(
        self,
        directory: Path,
        choice: Choice,
        vocabulary: Mapping[str, int],
        *,
        limit: int | None,
        target_prefix: tuple[str, ...] = (),
        threads: int = 0,
    ) -> None:
        """Load the model; ``vocabulary`` is the id of each piece, ``limit`` the most pieces on either side, ``threads`` caps
        torch's threads on a CPU (0: torch's own choice).

        Raises ModelError when the directory is broken, DeviceError when the device does not work.
        """
        hub.import_constants()  # which transformers would import with the user's timeouts in sight
        import torch
        from transformers import AutoModelForSeq2SeqLM

        self.device = choice.label
        self.quantisation = choice.quantisation
        self._limit = limit
        self._ids = vocabulary
        self._pieces = {i: piece for piece, i in vocabulary.items()}
        self._prefix = [vocabulary[piece] for piece in target_prefix]
        self._batch = CPU_BATCH if choice.kind == "cpu" else GPU_BATCH
        if threads:
            torch.set_num_threads(threads)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                model = AutoModelForSeq2SeqLM.from_pretrained(
                    str(directory),
                    dtype=getattr(torch, choice.quantisation),  # "auto" would run an fp16 checkpoint in fp16 on a CPU
                    local_files_only=True,
                    weights_only=True,
                )
        except pickle.UnpicklingError as exc:
            raise ModelError(UNSAFE_WEIGHTS, about=str(directory)) from exc
        except (OSError, ValueError, KeyError, RuntimeError, ImportError, AttributeError) as exc:
            raise ModelError(
                f"The model cannot be loaded ({' '.join(str(exc).split())[:200]}); pull or copy it again.",
                about=str(directory),
            ) from exc
        self._end, self._pad, self._start = _special_ids(model)
        # generate() takes the directory's value for whatever is None in the configuration it is given, so these go here: a
        # forced end would hide an unfinished text, a forced start is the target prefix's business.
        for name in ("forced_eos_token_id", "forced_bos_token_id", "max_length"):
            setattr(model.generation_config, name, None)
        # Marian's pad piece is only there to start from; CTranslate2's conversion leaves it out altogether.
        self._never = [self._pad] if model.config.model_type == "marian" else []
        try:
            # One replica on each device, the last of them the model itself.
            copies = [copy.deepcopy(model) for _ in choice.devices[1:]]
            self._replicas = [
                Replica(network.to(device).eval(), device)
                for network, device in zip([*copies, model], choice.devices, strict=True)
            ]
        except (RuntimeError, AssertionError) as exc:
            raise DeviceError(f"The GPU cannot be used ({exc}); use --device cpu or auto.", about=choice.label) from exc

    def generate(self, batch: Sequence[Sequence[str]], options: Options) -> list[list[Hypothesis]]:
        """See :class:`pipeline.engines.Engine`. Batches hold sources of one length, but in floating point a score may still
        differ in the last digits, which are rounded off.

        Raises ModelError when a source is longer than the model can hold, or the device fails.
        """
        refuse_long(batch, self._limit)
        results: list[list[Hypothesis]] = [[] for _ in batch]
        config = self._configure(options)
        plan = plan_batches([len(source) for source in batch], *self._batch)
        free: SimpleQueue[Replica] = SimpleQueue()
        for replica in self._replicas:
            free.put(replica)

        def work(indices: list[int]) -> list[list[Hypothesis]]:
            replica = free.get()
            try:
                return self._run_in_memory(replica, [batch[i] for i in indices], config, options)
            finally:
                free.put(replica)

        # With one device, in this thread: Ctrl-C then ends a batch at once.
        with ThreadPoolExecutor(len(self._replicas)) if len(self._replicas) > 1 else nullcontext() as pool:
            for indices, found in zip(plan, (pool.map if pool else map)(work, plan), strict=True):
                for index, hypotheses in zip(indices, found, strict=True):
                    results[index] = hypotheses
        return results

    def _run_in_memory(
        self, replica: Replica, sources: list[Sequence[str]], config: Any, options: Options
    ) -> list[list[Hypothesis]]:
        import torch

        def run(part: Sequence[Sequence[str]]) -> list[list[Hypothesis]]:
            try:
                return self._run(replica, part, config, options)
            except (RuntimeError, torch.AcceleratorError) as exc:
                if not is_out_of_memory(exc):
                    raise ModelError(f"torch failed on {replica.device} ({' '.join(str(exc).split())[:200]}).") from exc
                if len(part) == len(sources) > 1:
                    log.warning(
                        "memory ran out on %s with %d sources at once; going on with fewer", replica.device, len(part)
                    )
                    self._batch = reduce_limits(self._batch, part)
                message = str(exc)
            torch.cuda.empty_cache()  # outside the handler, whose traceback holds the tensors
            raise MemoryError(message)

        try:
            return run_halving(run, sources)
        except MemoryError as exc:
            raise explain_out_of_memory(replica.device, len(sources[0])) from exc

    def _configure(self, options: Options) -> Any:
        """The directory's generation defaults under ours."""
        config = copy.deepcopy(self._replicas[0].network.generation_config)
        longest = (
            options.max_length if self._limit is None else min(options.max_length, self._limit - len(self._prefix))
        )
        config.update(
            do_sample=False,
            num_beams=options.beam,
            num_return_sequences=options.hypotheses,
            # Stop at ``beam`` finished hypotheses, as CTranslate2 does; the heuristic of False goes on searching.
            early_stopping=options.beam > 1,
            length_penalty=options.length_penalty,
            no_repeat_ngram_size=options.no_repeat_ngram,
            min_length=0,
            min_new_tokens=options.min_length,
            max_new_tokens=longest,
            suppress_tokens=[*(config.suppress_tokens or []), *self._never],
            # CTranslate2 forbids pieces before the softmax; without this, forbidden ones keep their share of probability
            # and 13 of 200 sentences come out different with no_repeat_ngram.
            renormalize_logits=True,
        )
        return config

    def _run(
        self, replica: Replica, sources: Sequence[Sequence[str]], config: Any, options: Options
    ) -> list[list[Hypothesis]]:
        import torch

        unknown = self._ids.get(UNKNOWN, self._pad)
        ids = torch.tensor(
            [[self._ids.get(piece, unknown) for piece in source] for source in sources], device=replica.device
        )
        begin = torch.tensor([[self._start, *self._prefix]] * len(sources), device=replica.device)
        with torch.inference_mode():
            sequences = replica.network.generate(
                input_ids=ids,
                attention_mask=torch.ones_like(ids),
                decoder_input_ids=begin,
                generation_config=config,
            )
            scores = self._score(replica, ids.repeat_interleave(options.hypotheses, 0), sequences, begin.shape[1])
        found = [
            self._read(row[begin.shape[1] :], score) for row, score in zip(sequences.tolist(), scores, strict=True)
        ]
        return [found[start : start + options.hypotheses] for start in range(0, len(found), options.hypotheses)]

    def _score(self, replica: Replica, ids: torch.Tensor, sequences: torch.Tensor, begin: int) -> list[float]:
        """Mean log-probability of each sequence's own pieces, the end piece counted; what ``no_repeat_ngram`` and
        ``min_length`` forbade is not taken out of it, as CTranslate2 does.

        One pass more than keeping generate's scores, which hold the whole vocabulary at every step and beam.
        """
        means: list[float] = []
        for start in range(0, len(ids), SCORED_AT_ONCE):
            rows = sequences[start : start + SCORED_AT_ONCE]
            source = ids[start : start + SCORED_AT_ONCE]
            logits = replica.network(
                input_ids=source, attention_mask=source.new_ones(source.shape), decoder_input_ids=rows[:, :-1]
            ).logits
            logits[..., self._never] = float("-inf")
            chosen = logits[:, begin - 1 :].float().log_softmax(-1).gather(-1, rows[:, begin:, None]).squeeze(-1)
            ended = (rows[:, begin:] == self._end).cumsum(-1)
            own = (ended == 0) | ((ended == 1) & (rows[:, begin:] == self._end))
            means += (chosen.masked_fill(~own, 0).sum(-1) / own.sum(-1).clamp(min=1)).tolist()
        return means

    def _read(self, row: list[int], score: float) -> Hypothesis:
        finished = self._end in row
        kept = row[: row.index(self._end)] if finished else row
        pieces = [self._pieces.get(i, UNKNOWN) for i in kept]
        return Hypothesis(tuple(piece for piece in pieces if piece not in SPECIAL), round(score, 4), finished)


def _special_ids(model: Any) -> tuple[int, int, int]:
    """End, pad and decoder start ids, from the generation defaults or, in old directories, from config.json."""

    def find(name: str, fallback: int) -> int:
        value = getattr(model.generation_config, name, None)
        value = getattr(model.config, name, None) if value is None else value
        value = value[0] if isinstance(value, list) else value
        return fallback if value is None else int(value)

    end = find("eos_token_id", 0)
    pad = find("pad_token_id", end)
    return end, pad, find("decoder_start_token_id", pad)

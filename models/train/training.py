"""Train the starter model: resumable, on a CPU or a GPU, from the corpus and synthetic lines.

    python training.py --config ../../configs/train.toml --run runs/starter [--tokens N] [--threads N] [--processes N]

Ctrl-C ends it after a step, with a checkpoint; the same command goes on from there.

1. read   corpus (cleaned, dev and test splits held out) and synthetic lines → pairs
2. draw   pools of pairs: the synthetic share falls with progress; noise and copying drills on corpus lines
3. pack   pairs of like length into batches of about ``batch_tokens`` padded target pieces
4. step   Muon on the matrices, AdamW on the rest; the learning rate warms up, stays, and falls to zero at the end; with
          ``--processes N`` each takes every Nth batch, their gradients are averaged, and the work of Muon is divided
5. keep   a checkpoint every ``checkpoint_minutes`` and dev scores of the running average in ``log.jsonl``
"""

from __future__ import annotations

import argparse
import json
import random
import signal
import sys
import tempfile
import time
import tomllib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any, Self

import augment
import sentencepiece
import torch
from corpus import Pair, fold, read_corpus, read_held_out, read_pairs
from evaluation import score, translate
from export import convert, read_hugging_face, write_hugging_face
from muon import Muon, StackFunction
from network import Marian, Shape
from vocabulary import SYNTHETIC, extend_vocabulary, train_vocabulary

HERE = Path(__file__).resolve().parent
MAX_PIECES = 160


@dataclass(frozen=True)
class Recipe:
    """Every hyperparameter of a run; read from the configuration file and kept beside the weights.

    ``initial`` is a MarianMT directory, relative to the project's top, whose weights and vocabulary the run starts from (of
    the same width and heads; hidden units and layers may be more); empty means from nothing. ``tokens`` counts target
    pieces. Rates are per step, shares per line; ``dictionary_share`` is of the synthetic lines, ``tag_synthetic`` puts a
    control piece before those lines' sources. ``emphasis`` says how many times as often as others the lines of corpus files
    are drawn whose names match a pattern: new text, in a run that goes on from weights which know the rest.
    """

    initial: str = ""
    pieces: int = 8191
    width: int = 256
    feed_forward: int = 1024
    heads: int = 4
    encoder_layers: int = 6
    decoder_layers: int = 2
    dropout: float = 0.1
    smoothing: float = 0.1
    tokens: int = 30_000_000
    warmup_tokens: int = 600_000
    decay_from: float = 0.6
    batch_tokens: int = 5_000
    optimizer: str = "muon"
    matrix_rate: float = 2e-3
    rest_rate: float = 1e-3
    average: float = 0.998
    tag_synthetic: bool = False
    dictionary_share: float = 0.3
    synthetic_share: tuple[tuple[float, float], ...] = ((0.0, 0.6), (0.3, 0.5), (0.7, 0.25), (0.9, 0.1), (1.0, 0.05))
    emphasis: tuple[tuple[str, int], ...] = ()
    pool: int = 8_000
    sampling: float = 0.4
    sampling_alpha: float = 0.5
    concatenate: float = 0.1
    noise: float = 0.03
    vary_numbers: float = 0.3
    vary_names: float = 0.3
    checkpoint_minutes: float = 12.0
    seed: int = 1

    @property
    def shape(self) -> Shape:
        """The network these sizes describe; one row more than there are pieces, for padding."""
        return Shape(
            self.pieces + 1,
            self.width,
            self.feed_forward,
            self.heads,
            self.encoder_layers,
            self.decoder_layers,
            self.dropout,
        )


def read_recipe(path: Path) -> Recipe:
    """Read a TOML recipe. Raises ValueError naming an unknown key."""
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {f.name for f in fields(Recipe)}
    if unknown := sorted(set(table) - known):
        raise ValueError(f"{path}: unknown keys {', '.join(unknown)}; known are {', '.join(sorted(known))}")
    if "synthetic_share" in table:
        table["synthetic_share"] = tuple((float(a), float(b)) for a, b in table["synthetic_share"])
    if "emphasis" in table:
        table["emphasis"] = tuple((str(pattern), int(times)) for pattern, times in table["emphasis"])
    return Recipe(**table)


def check_initial(recipe: Recipe) -> None:
    """Raise ValueError when the weights that the recipe begins with cannot grow to its sizes, OSError when they are not there."""
    path = HERE.parents[1] / recipe.initial / "config.json"
    config = json.loads(path.read_text(encoding="utf-8"))
    for name, key in (("width", "d_model"), ("heads", "encoder_attention_heads")):
        if config[key] != getattr(recipe, name):
            raise ValueError(f"{recipe.initial} has {name} {config[key]}, which must be the recipe's")
    for name, key in (
        ("feed_forward", "encoder_ffn_dim"),
        ("encoder_layers", "encoder_layers"),
        ("decoder_layers", "decoder_layers"),
    ):
        if config[key] > getattr(recipe, name):
            raise ValueError(f"{recipe.initial} has {name} {config[key]}, which the recipe's must not be below")


def interpolate(points: Sequence[tuple[float, float]], x: float) -> float:
    """Piecewise-linear value at ``x`` through ``points`` (x ascending), flat outside them."""
    before = points[0]
    for point in points:
        if point[0] >= x:
            if point[0] == before[0]:
                return point[1]
            return before[1] + (point[1] - before[1]) * (x - before[0]) / (point[0] - before[0])
        before = point
    return before[1]


def learning_rate(recipe: Recipe, seen: int) -> float:
    """Factor on the peak rates after ``seen`` target pieces: linear warm-up, plateau, linear fall to a hundredth.

    The plateau lets a run be prolonged without having guessed its length; most of the late gain comes with the fall
    (warmup–stable–decay, Hu et al. 2024, arXiv 2404.06395).
    """
    warm = min(1.0, (seen + 1) / recipe.warmup_tokens)
    progress = seen / recipe.tokens
    fall = 1.0 if progress < recipe.decay_from else max(0.01, (1.0 - progress) / (1.0 - recipe.decay_from))
    return warm * fall


@dataclass(frozen=True)
class Data:
    """What is drawn from: normalised documents, synthetic and dictionary pairs, names for the copying drill.

    ``files`` holds each document's file name; without it no document can be emphasised.
    """

    documents: list[list[Pair]]
    synthetic: list[Pair]
    names: augment.Names
    dictionary: list[Pair] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    def positions(self, emphasis: Sequence[tuple[str, int]]) -> list[tuple[int, int]]:
        """(document, line) of every line, as many times as the patterns of ``emphasis`` say; once when none matches."""
        times = [
            next((n for pattern, n in emphasis if fnmatch(name, pattern)), 1)
            for name in self.files or [""] * len(self.documents)
        ]
        return [
            (d, i)
            for d, (document, n) in enumerate(zip(self.documents, times, strict=True))
            for i in range(len(document))
            for _ in range(n)
        ]


def read_lines(path: Path) -> list[Pair]:
    """Generated pairs of a file, normalised; none when it is not there."""
    if not path.exists():
        return []
    return [(augment.normalise(s), augment.normalise(t)) for s, t in read_pairs(path)]


def read_data(corpus: Path, synthetic: Path) -> tuple[Data, list[Pair]]:
    """The training data and the dev pairs; dictionary lines stand in ``dictionary.tsv`` beside ``synthetic``."""
    splits = read_held_out(corpus)
    held_out = [pair for split in splits.values() for pair in split]
    cleaned = read_corpus([*corpus.glob("sentences/*.tsv"), *corpus.glob("articles/*.tsv")], held_out)
    documents = [[(augment.normalise(s), augment.normalise(t)) for s, t in d] for d in cleaned.documents]
    secret = {fold(side) for pair in held_out for side in pair}
    lines, entries = (
        [pair for pair in read_lines(path) if fold(pair[0]) not in secret]
        for path in (synthetic, synthetic.with_name("dictionary.tsv"))
    )
    print(
        f"corpus {len(cleaned.pairs)} pairs, dropped {dict(cleaned.dropped)}; synthetic {len(lines)}, dictionary {len(entries)}",
        flush=True,
    )
    held = augment.name_pool([p for d in documents for p in d])
    names = augment.group_names(held, augment.read_real_names())
    return Data(documents, lines, names, entries, [path.name for path in cleaned.files]), splits["dev"]


def draw_synthetic(rng: random.Random, recipe: Recipe, data: Data) -> Pair:
    """A generated sentence, or with probability ``dictionary_share`` a dictionary line."""
    lines = data.dictionary if data.dictionary and rng.random() < recipe.dictionary_share else data.synthetic
    return lines[int(rng.random() * len(lines))]


def draw_natural(rng: random.Random, recipe: Recipe, data: Data, positions: list[tuple[int, int]]) -> Pair:
    """A corpus line, or two in a row, perhaps varied and disturbed."""
    d, i = positions[int(rng.random() * len(positions))]
    document = data.documents[d]
    pair = document[i]
    if rng.random() < recipe.concatenate:
        follower = document[i + 1] if i + 1 < len(document) else data.documents[rng.randrange(len(data.documents))][0]
        pair = (f"{pair[0]} {follower[0]}", f"{pair[1]} {follower[1]}")
    if rng.random() < recipe.vary_names:
        pair = augment.vary_names(rng, pair, data.names)
    if rng.random() < recipe.vary_numbers:
        pair = augment.vary_numbers(rng, pair)
    return augment.disturb(rng, pair, recipe.noise)


Batch = list[tuple[list[int], list[int]]]


def draw_pool(
    recipe: Recipe,
    data: Data,
    positions: list[tuple[int, int]],
    spm: sentencepiece.SentencePieceProcessor,
    number: int,
    share: float,
) -> list[Batch]:
    """Batches of pool ``number``: a function of its arguments alone, so that a resumed run sees what it would have seen."""
    rng = random.Random(f"{recipe.seed}/{number}")
    tag = [spm.piece_to_id(SYNTHETIC)] if recipe.tag_synthetic else []
    pairs: Batch = []
    for _ in range(recipe.pool):
        synthetic = bool(data.synthetic) and rng.random() < share
        source, target = draw_synthetic(rng, recipe, data) if synthetic else draw_natural(rng, recipe, data, positions)
        if rng.random() < recipe.sampling:
            x = spm.encode(source, enable_sampling=True, alpha=recipe.sampling_alpha, nbest_size=-1)
        else:
            x = spm.encode(source)
        y = spm.encode(target)
        if 0 < len(x) < MAX_PIECES and 0 < len(y) < MAX_PIECES:
            pairs.append(([*(tag if synthetic else []), *x, 0], [*y, 0]))
    pairs.sort(key=lambda p: (max(len(p[0]), len(p[1])), len(p[0])))
    batches, batch, longest = [], [], 0
    for pair in pairs:
        length = max(longest, len(pair[0]), len(pair[1]))
        if batch and length * (len(batch) + 1) > recipe.batch_tokens:
            batches.append(batch)
            batch, length = [], max(len(pair[0]), len(pair[1]))
        batch.append(pair)
        longest = length
    batches.append(batch)
    rng.shuffle(batches)
    return batches


def pad(rows: Sequence[list[int]], padding: int) -> torch.Tensor:
    """[B, longest] ids, padded on the right."""
    longest = max(map(len, rows))
    return torch.tensor([row + [padding] * (longest - len(row)) for row in rows])


def choose_type(device: str) -> torch.dtype:
    """The type matrices are multiplied in: bfloat16 where that is quicker than float32, which only a trial tells for sure.

    A processor that has no instructions for bfloat16 emulates it, fifty times slower than float32.
    """
    seconds = {}
    for dtype in (torch.float32, torch.bfloat16):
        a, b = (torch.ones(shape, dtype=dtype, device=device) for shape in ((512, 256), (256, 1024)))
        times = []
        for _ in range(4):
            started = time.perf_counter()
            float((a @ b)[0, 0])  # fetching one number waits for a GPU
            times.append(time.perf_counter() - started)
        seconds[dtype] = min(times)
    chosen = min(seconds, key=lambda dtype: seconds[dtype])
    print(f"computing in {str(chosen).removeprefix('torch.')} on {device}", flush=True)
    return chosen


@dataclass(frozen=True)
class Team:
    """The processes that train together, and which of them this is."""

    rank: int = 0
    size: int = 1

    def wait(self) -> None:
        """Until every process has come so far."""
        if self.size > 1:
            torch.distributed.barrier()

    def average_gradients(self, network: Marian, pieces: int, stopping: bool) -> tuple[int, bool]:
        """Replace the gradients by the mean over all processes' pieces; the number of those, and whether any is to stop.

        That travels with the gradients so that all stop after the same step: one that went on would wait for ever.
        """
        if self.size == 1:
            return pieces, stopping
        gradients = [p.grad for p in network.parameters() if p.grad is not None]
        counts = torch.tensor([float(pieces), float(stopping)])
        flat = torch.cat([*(g.reshape(-1) * pieces for g in gradients), counts])
        torch.distributed.all_reduce(flat)
        total, stops = flat[-2:].tolist()
        for gradient, mean in zip(gradients, (flat[:-2] / total).split([g.numel() for g in gradients]), strict=True):
            gradient.copy_(mean.view_as(gradient))
        return round(total), stops > 0

    def agree(self, dtype: torch.dtype) -> torch.dtype:
        """bfloat16 if every process of the team would take it: they exchange matrices of this type. Each knows only its trial."""
        if self.size == 1:
            return dtype
        vote = torch.tensor([float(dtype == torch.bfloat16)])
        torch.distributed.all_reduce(vote, torch.distributed.ReduceOp.MIN)
        return torch.bfloat16 if vote.item() else torch.float32

    def spread(self, function: StackFunction) -> StackFunction:
        """``function`` of a stack [N,A,B] as the team computes it: each process for a share, and every one gets all.

        Muon's iteration is much of a step's work (a fifth, for 16 and 4 layers of width 256 and 3,500 pieces a batch), and the same
        for every process since the gradients are averaged.
        """
        if self.size == 1:
            return function

        def spread_out(stack: torch.Tensor) -> torch.Tensor:
            share = -(-len(stack) // self.size)
            missing = share * self.size - len(stack)
            whole = torch.cat([stack, stack.new_zeros((missing, *stack.shape[1:]))]) if missing else stack
            own = function(whole[self.rank * share : (self.rank + 1) * share]).contiguous()
            gathered = torch.empty_like(whole)
            torch.distributed.all_gather(list(gathered.split(share)), own)
            return gathered[: len(stack)]

        return spread_out


ALONE = Team()


class StopSignal:
    """Ctrl-C or ``kill``, kept until the step that is being made is done. A context: afterwards signals act as before.

    ``forward`` is called at once when a signal comes, to hand it on.
    """

    def __init__(self, forward: Callable[[], object] | None = None) -> None:
        self.received = False
        self.forward = forward
        self.before: list[tuple[int, Any]] = []

    def __enter__(self) -> Self:
        self.before = [(n, signal.signal(n, self.receive)) for n in (signal.SIGINT, signal.SIGTERM)]
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self.before:
            signal.signal(number, handler)

    def receive(self, *_: object) -> None:
        """A signal's handler."""
        self.received = True
        if self.forward:
            self.forward()


class Run:
    """State of a training run and what is done with it; everything needed to go on lies in its folder."""

    def __init__(
        self,
        folder: Path,
        recipe: Recipe,
        data: Data,
        dev: list[Pair],
        threads: int,
        stop: StopSignal | None = None,
        team: Team = ALONE,
    ) -> None:
        self.folder, self.recipe, self.data, self.dev, self.threads = folder, recipe, data, dev, threads
        self.stop, self.team = stop or StopSignal(), team
        folder.mkdir(parents=True, exist_ok=True)
        self.spm_path = folder / "vocabulary.model"
        initial = (HERE.parents[1] / recipe.initial) if recipe.initial else None
        if team.rank == 0 and not self.spm_path.exists():
            if initial:
                extend_vocabulary(initial / "source.spm", self.spm_path)
            else:
                natural = [p for d in data.documents for p in d]
                train_vocabulary(natural, data.synthetic, self.spm_path.with_suffix(""), recipe.pieces, recipe.seed)
        team.wait()  # for the vocabulary
        self.spm = sentencepiece.SentencePieceProcessor(model_file=str(self.spm_path))
        self.recipe = recipe = replace(recipe, pieces=self.spm.get_piece_size())
        self.positions = data.positions(recipe.emphasis)
        self.device = "cuda" if torch.cuda.is_available() and team.size == 1 else "cpu"
        self.dtype = team.agree(choose_type(self.device))
        self.network = Marian(recipe.shape, recipe.seed)
        self.network.dropout.reseed(recipe.seed + team.rank)
        if initial:
            self.network.load_state_dict(read_hugging_face(initial, recipe.shape))
        self.network.to(self.device)
        matrices = [p for n, p in self.network.named_parameters() if p.ndim == 2 and n != "shared.weight"]
        rest = [p for n, p in self.network.named_parameters() if p.ndim != 2 or n == "shared.weight"]
        if recipe.optimizer == "muon":
            first: torch.optim.Optimizer = Muon(matrices, recipe.matrix_rate, self.dtype, team.spread)
        else:
            first = torch.optim.AdamW(matrices, lr=recipe.rest_rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
        second = torch.optim.AdamW(rest, lr=recipe.rest_rate, betas=(0.9, 0.98), weight_decay=0.0, fused=True)
        self.optimizers = [first, second]
        self.peaks = [first.param_groups[0]["lr"], second.param_groups[0]["lr"]]
        self.average = {n: p.detach().clone() for n, p in self.network.named_parameters()}
        self.seen = self.step = self.pool = 0
        self.stopping = False  # which every process of the team knows, unlike self.stop.received
        self.checkpoint = folder / "checkpoint.pt"
        if self.checkpoint.exists():
            self.resume()

    def resume(self) -> None:
        """Load the checkpoint: weights, optimisers, average, counts."""
        saved = torch.load(self.checkpoint, weights_only=True, map_location=self.device)
        self.network.load_state_dict(saved["network"])
        self.average = saved["average"]
        for optimizer, state in zip(self.optimizers, saved["optimizers"], strict=True):
            optimizer.load_state_dict(state)
        self.seen, self.step, self.pool = saved["seen"], saved["step"], saved["pool"]
        print(f"resumed at step {self.step}, {self.seen / 1e6:.2f} M pieces", flush=True)

    def save(self) -> None:
        """Write the checkpoint beside the old one, then replace it."""
        temporary = self.checkpoint.with_suffix(".tmp")
        torch.save(
            {
                "network": self.network.state_dict(),
                "average": self.average,
                "optimizers": [o.state_dict() for o in self.optimizers],
                "seen": self.seen,
                "step": self.step,
                "pool": self.pool,
            },
            temporary,
        )
        temporary.replace(self.checkpoint)

    def evaluate(self) -> None:
        """Export the averaged weights, score them on dev, and append a line to ``log.jsonl``."""
        exported, converted = self.folder / "sq-en", self.folder / "sq-en-int8"
        average = {name: tensor.cpu() for name, tensor in self.average.items()}
        write_hugging_face(average, self.recipe.shape, self.spm_path, exported)
        convert(exported, converted)
        hypotheses = translate(converted, self.spm_path, [s for s, _ in self.dev], 4, self.threads)
        scores = score(hypotheses, [t for _, t in self.dev])
        (self.folder / "dev.txt").write_text("\n".join(hypotheses) + "\n", encoding="utf-8")
        line = {"step": self.step, "seen": self.seen, "time": round(time.time()), **asdict(scores)}
        with (self.folder / "log.jsonl").open("a", encoding="utf-8") as log:
            log.write(json.dumps(line) + "\n")
        print(f"dev chrF {scores.chrf} BLEU {scores.bleu} after {self.seen / 1e6:.2f} M pieces", flush=True)

    def batches(self) -> Iterator[Batch]:
        """Batches until the token budget is spent."""
        while self.seen < self.recipe.tokens:
            share = interpolate(self.recipe.synthetic_share, self.seen / self.recipe.tokens)
            self.pool += 1
            batches = draw_pool(self.recipe, self.data, self.positions, self.spm, self.pool, share)
            whole = len(batches) - len(batches) % self.team.size  # every process takes as many steps
            yield from batches[self.team.rank : whole : self.team.size] if whole else batches

    def update(self, batch: Batch) -> tuple[float, int]:
        """One optimiser step on ``batch``; the loss and the target pieces seen."""
        factor = learning_rate(self.recipe, self.seen)
        for optimizer, peak in zip(self.optimizers, self.peaks, strict=True):
            optimizer.zero_grad(set_to_none=True)
            for group in optimizer.param_groups:
                group["lr"] = peak * factor
        padding = self.recipe.shape.padding
        source, target = (pad([p[side] for p in batch], padding).to(self.device) for side in (0, 1))
        with torch.autocast(self.device, dtype=self.dtype, enabled=self.dtype != torch.float32):
            loss, pieces = self.network.loss(source, target, self.recipe.smoothing)
        loss.backward()
        pieces, self.stopping = self.team.average_gradients(self.network, pieces, self.stop.received)
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 1.0)
        for optimizer in self.optimizers:
            optimizer.step()
        self.network.zero_padding()
        self.step += 1
        self.seen += pieces
        decay = min(self.recipe.average, (1 + self.step) / (10 + self.step))
        with torch.no_grad():
            torch._foreach_lerp_(list(self.average.values()), list(self.network.parameters()), 1 - decay)
        return loss.item(), pieces

    def train(self) -> list[float]:
        """Train to the end of the budget, or until stopped; returns the mean loss of every fifty steps."""
        self.network.train()
        losses: list[float] = []
        total, pieces, started, saved = 0.0, 0, time.monotonic(), time.monotonic()
        for batch in self.batches():
            loss, n = self.update(batch)
            total, pieces = total + loss * n, pieces + n
            if self.step % 50 == 0:
                losses.append(total / pieces)
                now = time.monotonic()
                if self.team.rank == 0:
                    print(
                        f"step {self.step} seen {self.seen / 1e6:.2f} M loss {losses[-1]:.3f} {pieces / (now - started):.0f} pieces/s",
                        flush=True,
                    )
                total, pieces, started = 0.0, 0, now
            # The others wait for the first process at their next step.
            if self.team.rank == 0 and time.monotonic() - saved > self.recipe.checkpoint_minutes * 60:
                self.save()
                self.evaluate()
                saved = started = time.monotonic()
            if self.seen >= self.recipe.tokens or self.stopping:
                break
        if self.team.rank == 0:
            self.save()
            if self.stopping and self.seen < self.recipe.tokens:
                print(f"stopped at step {self.step}; the same command goes on from here", flush=True)
            else:
                self.evaluate()
        return losses


def main(argv: Sequence[str] | None = None) -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(
        description="Train the starter model; stop it with Ctrl-C and start it again to go on."
    )
    parser.add_argument("--config", type=Path, default=HERE.parents[1] / "configs" / "train.toml")
    parser.add_argument("--corpus", type=Path, default=HERE / "corpus")
    parser.add_argument("--synthetic", type=Path, default=HERE / "runs" / "synthetic.tsv")
    parser.add_argument("--run", type=Path, default=HERE / "runs" / "starter")
    parser.add_argument("--tokens", type=int, help="target pieces to see in all, instead of the recipe's")
    parser.add_argument("--optimizer", choices=["muon", "adamw"], help="instead of the recipe's")
    parser.add_argument("--threads", type=int, default=torch.get_num_threads(), help="of each process")
    parser.add_argument("--processes", type=int, default=1, help="so many train together, each on a part of the CPU")
    options = parser.parse_args(argv)
    if not (options.corpus / "dev.tsv").is_file():
        sys.exit(f"{options.corpus}: no dev.tsv here, which every evaluation needs; name the corpus with --corpus")
    try:
        recipe = read_recipe(options.config)
        if recipe.initial:
            check_initial(recipe)
    except (OSError, TypeError, ValueError) as error:
        sys.exit(f"{options.config} cannot be used as a recipe: {error}")
    torch.set_num_threads(options.threads)
    if options.tokens:
        recipe = replace(recipe, tokens=options.tokens)
    if options.optimizer:
        recipe = replace(recipe, optimizer=options.optimizer)
    if options.processes > 1:
        with tempfile.TemporaryDirectory(prefix="training-") as meeting:
            lead_team(recipe, options, meeting)
    else:
        with StopSignal() as stop:
            data, dev = read_data(options.corpus, options.synthetic)
            Run(options.run, recipe, data, dev, options.threads, stop).train()


def lead_team(recipe: Recipe, options: argparse.Namespace, meeting: str) -> None:
    """Start the processes that train together and wait for them; a signal to stop is handed on to each."""
    team = torch.multiprocessing.spawn(join_team, (recipe, options, meeting), nprocs=options.processes, join=False)
    with StopSignal(lambda: [process.terminate() for process in team.processes]):
        while not team.join():
            continue


def join_team(rank: int, recipe: Recipe, options: argparse.Namespace, meeting: str) -> None:
    """One of the processes that train together; they find each other through a file in the folder ``meeting``."""
    with StopSignal() as stop:
        torch.set_num_threads(options.threads)
        torch.distributed.init_process_group(
            "gloo", init_method=f"file://{meeting}/team", rank=rank, world_size=options.processes
        )
        data, dev = read_data(options.corpus, options.synthetic)
        Run(options.run, recipe, data, dev, options.threads, stop, Team(rank, options.processes)).train()
        torch.distributed.destroy_process_group()


if __name__ == "__main__":
    main()

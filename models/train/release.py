"""Put the best weights of a run into models/starter/sq-en, with a manifest, if they beat what is there.

    python release.py --run runs/starter [--blend 0.6]

Writes fp16 safetensors in MarianMT layout, the recipe, and manifest.json: sha256 of every file, hashes of data and recipe,
pieces seen, scores on the held-out splits with signatures. The weights are refused when dev chrF, through the product, is
not higher than the committed manifest's.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import shutil
import sys
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from pathlib import Path

from corpus import read_held_out
from evaluation import read_probes, score, score_probes, translate_product
from export import blend

HERE = Path(__file__).resolve().parent
STARTER = HERE.parent / "starter" / "sq-en"
WEIGHT_FILES = (
    "config.json", "generation_config.json", "model.safetensors", "source.spm", "target.spm", "tokenizer_config.json", "vocab.json",
)  # fmt: skip


def hash_files(paths: Iterable[Path]) -> str:
    """Hex sha256 over names and contents of files, in name order."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def committed_chrf(directory: Path) -> float:
    """dev chrF in the manifest of the weights that are there, 0 when there is none."""
    path = directory / "manifest.json"
    return float(json.loads(path.read_text(encoding="utf-8"))["scores"]["dev"]["chrf"]) if path.exists() else 0.0


def describe(exported: Path, recipe: Path, run_log: Path, seen_before: int, share: float) -> dict[str, object]:
    """The manifest of an exported model, with its scores measured now."""
    splits = read_held_out(HERE / "corpus")
    scores = {
        name: asdict(score(translate_product(exported, [s for s, _ in pairs]), [t for _, t in pairs]))
        for name, pairs in splits.items()
    }
    probes = read_probes(HERE / "probes.tsv")
    passed = score_probes(probes, translate_product(exported, [p.source for p in probes]))
    last = json.loads(run_log.read_text(encoding="utf-8").splitlines()[-1])
    corpus = [p for p in (HERE / "corpus").rglob("*.tsv") if p.stem not in splits]
    return {
        "name": "starter",
        "kind": "translation",
        "family": "marian",
        "licence": "CC-BY-4.0",
        "normalise": "moses",
        "max_source": 160,
        "data_sha256": hash_files(corpus),
        "recipe_sha256": hash_files([recipe, *HERE.glob("*.py")]),
        "target_pieces_seen": seen_before + last["seen"],
        "blend": share,
        "scores": {
            **scores,
            "probes": {k: f"{a}/{b}" for k, (a, b) in passed.items()},
        },
        "files": {
            name: {
                "size": (exported / name).stat().st_size,
                "sha256": hashlib.sha256((exported / name).read_bytes()).hexdigest(),
            }
            for name in WEIGHT_FILES
        },
    }


def main(arguments: Sequence[str] | None = None) -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(description="Release the weights of a run into models/starter/sq-en.")
    parser.add_argument("--run", type=Path, default=HERE / "runs" / "starter")
    parser.add_argument("--config", type=Path, default=HERE.parents[1] / "configs" / "train.toml")
    parser.add_argument("--seen-before", type=int, default=0, help="target pieces the initial weights had seen")
    parser.add_argument(
        "--blend", type=float, default=1.0, help="share of the run's weights; the rest are those there now"
    )
    options = parser.parse_args(arguments)
    exported = options.run / "sq-en"
    if not exported.is_dir():
        sys.exit(f"{options.run}: no exported weights (sq-en/) here; train first, or name the run with --run")
    if options.blend != 1.0:
        blend(exported, STARTER, options.blend, options.run / "blend")
        exported = options.run / "blend"
    manifest = describe(exported, options.config, options.run / "log.jsonl", options.seen_before, options.blend)
    new, old = manifest["scores"]["dev"]["chrf"], committed_chrf(STARTER)  # type: ignore[index]  # built as nested dicts just above
    if new <= old:
        sys.exit(f"dev chrF {new} does not beat the committed {old}: nothing was changed")
    STARTER.mkdir(parents=True, exist_ok=True)
    for name in WEIGHT_FILES:
        shutil.copyfile(exported / name, STARTER / name)
    shutil.copyfile(options.config, STARTER / "train.toml")
    (STARTER / "manifest.json").write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    print(f"released: dev chrF {old} → {new}, probes {manifest['scores']['probes']}")  # type: ignore[index]  # as above


if __name__ == "__main__":
    main()

"""The floor: the committed weights, through the product, keep the quality their manifest promises."""

from __future__ import annotations

import json
import subprocess

import pytest
from conftest import STARTER, TOP, Brief
from evaluation import read_probes, score, score_probes, translate_product

from pipeline.catalogue import verify

FLOOR = 72.1
"""dev chrF below which no weights may fall; raised with each better release, never lowered."""

TOLERANCE = 0.3
"""chrF points by which processors' arithmetic may move the figure of one and the same model."""

MANIFEST = json.loads((STARTER / "manifest.json").read_text(encoding="utf-8"))


@pytest.mark.slow
def test_brief_translate_reaches_the_dev_score_of_the_manifest(brief: Brief, tmp_path: object) -> None:
    lines = (TOP / "models/train/corpus/dev.tsv").read_text(encoding="utf-8").splitlines()
    pairs = [line.split("\t") for line in lines]
    rows = "\n".join(json.dumps({"paragraphs": [source]}) for source, _ in pairs)
    done = brief("translate", "-", "--force", "--format", "jsonl", stdin=rows)
    assert done.returncode == 0, done.stderr
    english = [" ".join(s["english"] for s in json.loads(row)["sentences"]) for row in done.stdout.splitlines()]
    assert len(english) == len(pairs)
    scores = score(english, [target for _, target in pairs])
    assert scores.chrf >= max(FLOOR, MANIFEST["scores"]["dev"]["chrf"]) - TOLERANCE
    assert scores.chrf_signature == MANIFEST["scores"]["dev"]["chrf_signature"]


@pytest.mark.slow
def test_the_probes_pass_as_often_as_the_manifest_says() -> None:
    probes = read_probes(TOP / "models/train/probes.tsv")
    passed = sum(a for a, _ in score_probes(probes, translate_product(STARTER, [p.source for p in probes])).values())
    promised = sum(int(v.split("/")[0]) for v in MANIFEST["scores"]["probes"].values())
    assert passed >= promised - 1


def test_the_weights_are_what_the_manifest_says_and_small() -> None:
    assert verify(STARTER) == []
    assert max(p.stat().st_size for p in STARTER.iterdir()) < 40 * 2**20


def test_readme_and_card_give_the_figures_of_the_manifest() -> None:
    readme, card = ((p / "README.md").read_text(encoding="utf-8") for p in (TOP, STARTER))
    for split in MANIFEST["scores"].values():
        if "chrf" in split:
            assert f"{split['chrf']:.1f}" in readme
            assert f"{split['chrf']:.2f}" in card
    assert f"chrF {MANIFEST['scores']['dev']['chrf']:.1f}" in readme


def test_no_public_test_set_is_in_the_repository() -> None:
    tracked = subprocess.run(["git", "ls-files"], cwd=TOP, capture_output=True, text=True).stdout.lower()
    assert not [name for name in ("ntrex", "flores", "tatoeba", "lr-sum", "lrsum") if name in tracked]

"""Models of real size through pull, verify and run: time and peak memory of each; and pull killed at ten random moments.

    python tests/bench/bench_pull.py [--kills 10] [--folder DIR]

Random weights: a Marian base checkpoint of OPUS-MT's shape (75 M parameters, a .bin of 300 MB) and one of BART-large's (406 M,
safetensors of 1.6 GB). About 6 GB of disk and 4 GB of memory; minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

TOP = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(TOP), str(TOP / "tests")]

from hubserver import HubServer  # noqa: E402 - the path comes first

STARTER = TOP / "models" / "starter" / "sq-en"
ARTICLE = TOP / "seeds" / "000_9e4a11ebb3bf0955.txt"
MARIAN, BART = "Helsinki-NLP/opus-mt-sq-en", "facebook/bart-large-cnn"


def make_marian(directory: Path, pieces: int = 59_158) -> None:
    import torch
    from transformers import MarianConfig, MarianMTModel

    torch.manual_seed(1)
    config = MarianConfig(
        vocab_size=pieces, d_model=512, encoder_layers=6, decoder_layers=6, encoder_attention_heads=8,
        decoder_attention_heads=8, encoder_ffn_dim=2048, decoder_ffn_dim=2048, max_position_embeddings=512,
        activation_function="swish", pad_token_id=pieces - 1, decoder_start_token_id=pieces - 1, eos_token_id=0,
        bos_token_id=0, forced_eos_token_id=0, scale_embedding=True,
    )  # fmt: skip
    network = MarianMTModel(config)
    with torch.no_grad():
        network.get_input_embeddings().weight[-1] = 0
    network.config.save_pretrained(directory)
    network.generation_config.save_pretrained(directory)
    torch.save(network.state_dict(), directory / "pytorch_model.bin")
    known = json.loads((STARTER / "vocab.json").read_text(encoding="utf-8"))
    names = [p for p in sorted(known, key=known.__getitem__) if p != "<pad>"]
    names += [f"filler{i}" for i in range(pieces - 1 - len(names))]
    (directory / "vocab.json").write_text(json.dumps({p: i for i, p in enumerate([*names, "<pad>"])}), encoding="utf-8")
    for name in ("source.spm", "target.spm", "tokenizer_config.json"):
        shutil.copy(STARTER / name, directory)


def make_bart(directory: Path, pieces: int = 50_264) -> None:
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import BartConfig, BartForConditionalGeneration, PreTrainedTokenizerFast

    config = BartConfig(
        vocab_size=pieces, d_model=1024, encoder_layers=12, decoder_layers=12, encoder_attention_heads=16,
        decoder_attention_heads=16, encoder_ffn_dim=4096, decoder_ffn_dim=4096, max_position_embeddings=1024,
        forced_bos_token_id=0, forced_eos_token_id=2, normalize_before=False, normalize_embedding=True,
    )  # fmt: skip
    BartForConditionalGeneration(config).save_pretrained(directory)
    vocabulary = {"<s>": 0, "<pad>": 1, "</s>": 2, "<unk>": 3} | {f"w{i}": i for i in range(4, pieces)}
    tokenizer = Tokenizer(models.WordLevel(vocabulary, unk_token="<unk>"))
    tokenizer.pre_tokenizer = pre_tokenizers.Whitespace()
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    PreTrainedTokenizerFast(
        tokenizer_object=tokenizer, pad_token="<pad>", eos_token="</s>", bos_token="<s>", unk_token="<unk>"
    ).save_pretrained(directory)


def measure(label: str, environment: dict[str, str], *arguments: str) -> None:
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "pipeline", *arguments], env=environment, stdout=subprocess.DEVNULL
    )
    _, status, usage = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    print(
        f"{label:34} {time.monotonic() - begun:7.1f} s   {usage.ru_utime + usage.ru_stime:7.1f} s of CPU"
        f"   {usage.ru_maxrss / 1024:7,.0f} MB at most   exit {process.returncode}",
        flush=True,
    )


def installed(environment: dict[str, str]) -> list[str]:
    command = [sys.executable, "-m", "pipeline", "models", "list", "--json"]
    rows = json.loads(subprocess.run(command, env=environment, stdout=subprocess.PIPE, check=True).stdout)
    return [row["name"] for row in rows if row["installed"] and row["name"] != "starter"]


def kill_often(times: int, environment: dict[str, str], name: str, longest: float) -> None:
    """Kill a pull at random moments; after each, the model is listed only if every byte of it is right."""
    chance = random.Random(times)
    for number in range(times):
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline", "models", "pull", name], env=environment, stderr=subprocess.DEVNULL
        )
        moment = chance.uniform(0.5, longest)
        time.sleep(moment)
        process.kill()
        process.wait()
        there = installed(environment)
        intact = subprocess.run(
            [sys.executable, "-m", "pipeline", "models", "verify", *there], env=environment, stdout=subprocess.DEVNULL
        )
        assert intact.returncode == 0
        print(f"killed after {moment:5.1f} s ({number + 1}/{times}): listed {there or 'nothing'}", flush=True)
        if there:
            subprocess.run(
                [sys.executable, "-m", "pipeline", "models", "remove", "-q", *there], env=environment, check=True
            )
    measure("pull after the kills", environment, "models", "pull", name)
    assert installed(environment) == [name]


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kills", type=int, default=10)
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=options.folder) as folder, HubServer() as hub:
        root = Path(folder)
        environment = {
            **os.environ, "PYTHONPATH": str(TOP), "HF_ENDPOINT": hub.url, "HOME": folder,
            "BRIEF_MODELS": str(root / "models"), "BRIEF_CACHE": str(root / "cache"),
        }  # fmt: skip
        for name, make in ((MARIAN, make_marian), (BART, make_bart)):  # fmt: skip
            checkpoint = root / name.replace("/", "-")
            checkpoint.mkdir()
            # In a process of its own: a child's peak memory counts what its parent held when it was forked.
            maker = multiprocessing.get_context("spawn").Process(target=make, args=(checkpoint,))
            maker.start()
            maker.join()
            assert maker.exitcode == 0
            hub.add_folder(name, checkpoint)
            for path in checkpoint.iterdir():
                hub.sha256(path)  # so that the server's own hashing is not in the figures
        measure("pull Marian base (.bin)", environment, "models", "pull", "opus-mt-sq-en")
        measure("pull BART-large (safetensors)", environment, "models", "pull", "bart-large-cnn")
        measure("verify both", environment, "models", "verify", "opus-mt-sq-en", "bart-large-cnn")
        environment |= {"BRIEF_TRANSLATION": "opus-mt-sq-en", "BRIEF_SUMMARY": "bart-large-cnn"}
        measure("run, both", environment, "run", str(ARTICLE), "--method", "abstractive", "--beam", "1")
        for name in ("opus-mt-sq-en", "bart-large-cnn"):
            size = sum(p.stat().st_size for p in (root / "models" / name).rglob("*") if p.is_file())
            print(f"{name}: {size / 1e6:,.0f} MB installed")
            measure(f"remove {name}", environment, "models", "remove", "-q", name)
        hub.rate = 60e6
        kill_often(options.kills, environment, "opus-mt-sq-en", 20)


if __name__ == "__main__":
    main()

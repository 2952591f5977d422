"""Write the product's list of English words (pipeline/words.txt.gz): a dictionary's and those of the corpus.

    python wordlist.py [--corpus corpus] [--out ../../pipeline/words.txt.gz]

The dictionary is pyspellchecker's (MIT License). The corpus adds what that lacks, American spellings and new words; a word of
the held-out splits alone is not taken, so that they still tell how often the list calls a good word none.
"""

from __future__ import annotations

import argparse
import gzip
import re
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from corpus import read_corpus, read_held_out

HERE = Path(__file__).resolve().parent
SHORTEST = 3
_WORD = re.compile(rf"(?<!\w)[a-z]{{{SHORTEST},}}(?!\w)")


def collect_words(texts: Iterable[str], dictionary: Iterable[str]) -> list[str]:
    """Words of three plain letters and more, small, sorted, each once."""
    words = {word for text in texts for word in _WORD.findall(text.lower())}
    return sorted(words | {word for word in dictionary if _WORD.fullmatch(word)})


def main(argv: Sequence[str] | None = None) -> None:
    """Command line: see the module's docstring."""
    parser = argparse.ArgumentParser(
        description="Write the list of English words that translations are checked against."
    )
    parser.add_argument("--corpus", type=Path, default=HERE / "corpus")
    parser.add_argument("--out", type=Path, default=HERE.parents[1] / "pipeline" / "words.txt.gz")
    options = parser.parse_args(argv)
    try:
        from spellchecker import SpellChecker
    except ModuleNotFoundError:
        sys.exit("The dictionary is missing; install the extra: pip install 'brief[train]'.")
    if not (options.corpus / "dev.tsv").is_file():
        sys.exit(f"{options.corpus}: no dev.tsv here, so this is no corpus; name it with --corpus.")
    if not options.out.parent.is_dir():
        sys.exit(f"{options.out.parent}: no such folder; name another place with --out.")
    held_out = [pair for split in read_held_out(options.corpus).values() for pair in split]
    cleaned = read_corpus([*options.corpus.glob("sentences/*.tsv"), *options.corpus.glob("articles/*.tsv")], held_out)
    words = collect_words((english for _, english in cleaned.pairs), SpellChecker(language="en").word_frequency.words())
    # No time of writing inside: the same words make the same file.
    content = gzip.compress("\n".join(words).encode("ascii"), 9, mtime=0)
    try:
        options.out.write_bytes(content)
    except OSError as error:
        sys.exit(f"{options.out} cannot be written ({error.strerror}); name another place with --out.")
    print(f"{len(words):,} words in {options.out}")


if __name__ == "__main__":
    main()

"""Writes synthetic training lines, Albanian, tab, English: sentences, or the dictionary's everyday words.

    python models/train/generate.py --n 500000 --seed 1 --out models/train/runs/synthetic.tsv
    python models/train/generate.py --kind dictionary --n 80000 --seed 1 --out models/train/runs/dictionary.tsv

The same seed gives the same lines. The lexicon package tells how they are made.
"""

import argparse
import sys
from collections.abc import Iterable
from pathlib import Path


def main() -> None:
    """Write the lines the command line asks for."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").split("\n", maxsplit=1)[0])
    parser.add_argument(
        "--kind", choices=("sentences", "dictionary"), default="sentences", help="what to make (sentences)"
    )
    parser.add_argument("--n", type=int, default=1000, help="how many distinct lines (1000)")
    parser.add_argument("--seed", type=int, default=1, help="the same seed gives the same lines (1)")
    parser.add_argument("--out", type=Path, required=True, help="the file to write")
    options = parser.parse_args()
    if options.n < 1:
        parser.error("--n must be 1 or more")
    from lexicon.tables import TableError

    lines: Iterable[tuple[str, str]]
    try:
        from lexicon.dictionary import Dictionary
        from lexicon.sentences import Sentences
        from lexicon.vocabulary import Vocabulary

        vocabulary = Vocabulary()
        if options.kind == "dictionary":
            lines = Dictionary(vocabulary, options.seed).make_lines(options.n)
        else:
            lines = Sentences(vocabulary, options.seed).make_pairs(options.n)
    except ModuleNotFoundError as error:
        sys.exit(f"The generator lacks the package {error.name}; install the extra: pip install 'brief[train]'.")
    except (TableError, ImportError) as error:
        sys.exit(str(error))
    written = 0
    try:
        with options.out.open("w", encoding="utf-8") as file:
            for albanian, english in lines:
                file.write(f"{albanian}\t{english}\n")
                written += 1
    except OSError as error:
        sys.exit(f"{options.out} cannot be written: {error.strerror}.")
    print(f"{written} lines in {options.out}")


if __name__ == "__main__":
    main()

"""Text ↔ pieces for each kind of model directory.

- Marian (source.spm, target.spm, vocab.json): sentencepiece alone, so that a run imports no transformers.
- tokenizer.json: the ``tokenizers`` library alone.
- anything else transformers knows (spiece.model, vocab.json + merges.txt, …): its AutoTokenizer.

Text is never cut here: a source that is too long is for the caller to split.
"""

from __future__ import annotations

import itertools
import warnings
from collections.abc import Collection, Container, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from pipeline import hub
from pipeline.engines import Tokenizer
from pipeline.engines.manifest import Manifest, read_json
from pipeline.errors import ModelError

if TYPE_CHECKING:
    from sentencepiece import SentencePieceProcessor

END, UNKNOWN, PAD, START = "</s>", "<unk>", "<pad>", "<s>"
SPECIAL = frozenset({END, UNKNOWN, PAD, START})
"""Pieces that stand for no text."""

_SPACE = "▁"
"""How SentencePiece writes the space before a word."""

VOCABULARIES = ("spiece.model", "sentencepiece.bpe.model", "vocab.json")
"""What transformers can make a tokenizer of; from a directory with none of them it makes an empty one without a word."""


class VocabularyTokenizer(Tokenizer, Protocol):
    """A tokenizer that knows the numbers of its pieces; only the torch engine asks for them."""

    def read_vocabulary(self) -> dict[str, int]:
        """The id of each piece."""
        ...


def load_tokenizer(directory: Path, manifest: Manifest, *, append_end: bool = True) -> VocabularyTokenizer:
    """The tokenizer of a model directory.

    ``append_end`` is False for the few CTranslate2 models that append the end piece to a source themselves.
    Raises ModelError when its files are missing or broken.
    """
    if (directory / "source.spm").exists() or manifest.family == "marian":
        return MarianTokenizer(directory, manifest, append_end=append_end)
    return LibraryTokenizer(load_library(directory), manifest)


def spell_out(pieces: Sequence[str], names: Collection[str], vocabulary: Container[str]) -> list[str]:
    """``pieces`` with those words cut into letters that begin with one of ``names``.

    A name that is one rare piece is a thing of its own to a model, which hardly knows what to make of it; letters it can
    copy. A piece stays whole where the vocabulary lacks one of its letters.
    """
    spelled: list[str] = []
    starts = [i for i, piece in enumerate(pieces) if piece.startswith(_SPACE) or i == 0]
    for start, end in itertools.pairwise([*starts, len(pieces)]):
        word = pieces[start:end]
        named = "".join(word).lstrip(_SPACE).startswith(tuple(names))
        for piece in word:
            first = 1 + piece.startswith(_SPACE)  # a space stays with its letter
            letters = [piece[:first], *piece[first:]]
            whole = not named or piece.startswith("<")  # special pieces and those of bytes are no text
            spelled += [piece] if whole or any(letter not in vocabulary for letter in letters) else letters
    return spelled


class MarianTokenizer:
    """Two SentencePiece models and one vocabulary. Pieces the vocabulary lacks are unknown to the model."""

    def __init__(self, directory: Path, manifest: Manifest, *, append_end: bool = True) -> None:
        """Load source.spm, target.spm and vocab.json. Raises ModelError when one is missing or broken."""
        self._source = load_sentencepiece(directory / "source.spm")
        self._target = load_sentencepiece(directory / "target.spm")
        self._vocabulary = read_json(directory / "vocab.json")
        self._before = manifest.source_prefix
        self._text_prefix = manifest.text_prefix
        self._after = (END,) if append_end else ()
        if END not in self._vocabulary or UNKNOWN not in self._vocabulary:
            raise ModelError(
                f"The vocabulary lacks {END} or {UNKNOWN}; pull or copy the model again.", about=str(directory)
            )

    def encode(self, text: str) -> list[str]:
        """Pieces of ``text`` and the end piece."""
        pieces: list[str] = self._source.encode(self._text_prefix + text, out_type=str)
        known = [piece if piece in self._vocabulary else UNKNOWN for piece in pieces]
        return [*self._before, *known, *self._after]

    def decode(self, pieces: Sequence[str]) -> str:
        """Text of ``pieces`` by target.spm; byte pieces become characters, special pieces nothing."""
        text: str = self._target.decode_pieces([piece for piece in pieces if piece not in SPECIAL])
        return text.replace("▁", " ").strip()

    def read_vocabulary(self) -> dict[str, int]:
        """The id of each piece, from vocab.json: SentencePiece's own numbers are others."""
        return dict(self._vocabulary)


class LibraryTokenizer:
    """A ``tokenizers.Tokenizer`` or a transformers tokenizer: whatever :func:`load_library` found."""

    def __init__(self, library: _Fast | _Slow, manifest: Manifest) -> None:
        self._library = library
        self._text_prefix = manifest.text_prefix
        self._before, self._after = manifest.source_prefix, manifest.source_suffix

    def encode(self, text: str) -> list[str]:
        """Pieces of ``text`` with the manifest's special pieces, the tokenizer's own where it names none."""
        text = self._text_prefix + text
        if self._before or self._after:
            return [*self._before, *self._library.split(text, special=False), *self._after]
        return self._library.split(text, special=True)

    def decode(self, pieces: Sequence[str]) -> str:
        """Text of ``pieces`` without special pieces."""
        return self._library.join([piece for piece in pieces if piece not in SPECIAL]).strip()

    def read_vocabulary(self) -> dict[str, int]:
        """The id of each piece."""
        return self._library.read_vocabulary()


class _Fast:
    """tokenizer.json by the ``tokenizers`` library."""

    def __init__(self, tokenizer: Any) -> None:
        # The file may ask for both, and both would be silent; "</s>" in a text is text, not an end.
        tokenizer.no_truncation()
        tokenizer.no_padding()
        tokenizer.encode_special_tokens = True
        self._tokenizer = tokenizer

    def split(self, text: str, *, special: bool) -> list[str]:
        pieces: list[str] = self._tokenizer.encode(text, add_special_tokens=special).tokens
        return pieces

    def join(self, pieces: Sequence[str]) -> str:
        ids = [i for piece in pieces if (i := self._tokenizer.token_to_id(piece)) is not None]
        text: str = self._tokenizer.decode(ids, skip_special_tokens=True)
        return text

    def read_vocabulary(self) -> dict[str, int]:
        vocabulary: dict[str, int] = self._tokenizer.get_vocab(with_added_tokens=True)
        return vocabulary


class _Slow:
    """A transformers tokenizer written in Python (M2M100)."""

    def __init__(self, tokenizer: Any) -> None:
        self._tokenizer = tokenizer

    def split(self, text: str, *, special: bool) -> list[str]:
        ids = self._tokenizer(text, add_special_tokens=special, truncation=False, verbose=False).input_ids
        pieces: list[str] = self._tokenizer.convert_ids_to_tokens(ids)
        return pieces

    def join(self, pieces: Sequence[str]) -> str:
        ids = self._tokenizer.convert_tokens_to_ids(list(pieces))
        text: str = self._tokenizer.decode(ids, skip_special_tokens=True, clean_up_tokenization_spaces=False)
        return text

    def read_vocabulary(self) -> dict[str, int]:
        vocabulary: dict[str, int] = self._tokenizer.get_vocab()
        return vocabulary


def load_sentencepiece(path: Path) -> SentencePieceProcessor:
    """A SentencePiece model. Raises ModelError when the file is missing or broken."""
    from sentencepiece import SentencePieceProcessor

    if not path.exists():
        raise ModelError("The file is missing; the model is incomplete: pull or copy it again.", about=str(path))
    try:
        return SentencePieceProcessor(model_file=str(path))
    except (RuntimeError, OSError) as exc:
        raise ModelError(
            "The file is not a SentencePiece model; pull or copy the model again.", about=str(path)
        ) from exc


def load_library(directory: Path) -> _Fast | _Slow:
    """tokenizer.json where there is one, else what transformers makes of the directory. Raises ModelError."""
    if (directory / "tokenizer.json").exists():
        import tokenizers

        try:
            return _Fast(tokenizers.Tokenizer.from_file(str(directory / "tokenizer.json")))
        except Exception as exc:  # the library raises bare Exception for a broken file
            raise ModelError(
                f"The file is not a tokenizer ({exc}); pull or copy the model again.",
                about=str(directory / "tokenizer.json"),
            ) from exc
    if not any((directory / name).exists() for name in VOCABULARIES):
        raise ModelError(
            "The directory holds no tokenizer (tokenizer.json, spiece.model, …); pull or copy the model again.",
            about=str(directory),
        )
    hub.import_constants()  # which transformers would import with the user's timeouts in sight
    import transformers

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            tokenizer = transformers.AutoTokenizer.from_pretrained(str(directory), local_files_only=True)
    except (OSError, ValueError, KeyError, TypeError, ImportError, AttributeError) as exc:
        raise ModelError(
            f"The directory's tokenizer cannot be read ({' '.join(str(exc).split())[:200]}).",
            about=str(directory),
        ) from exc
    return _Fast(tokenizer.backend_tokenizer) if tokenizer.is_fast else _Slow(tokenizer)

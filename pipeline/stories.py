"""What repeats and what belongs together: canonical URLs, near-duplicates, stories. Pure: texts in, decisions out.

    address    canonical_url   one spelling for the many in which a page is linked
    copy       sketch          the same wire text in another outlet, a sentence more or less: linked, not translated
    story      profile         the same event told in other words, within a window of time: grouped, each with its brief

Does not know the store, does not fetch. Every function gives the same answer for the same input in every process.
"""

from __future__ import annotations

import hashlib
import heapq
import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit

from pipeline import text


def _words(row: str) -> frozenset[str]:
    return frozenset(row.split())


# ── addresses ────────────────────────────────────────────────────────────────────────────────────────────────────────

_TRACKING = re.compile(
    r"utm_\w+|(?:fb|g|dc|y|tw|tt|ms|li_fat_|wbra|gbra|ysc)clid|fbclid|igshid|igsh|mc_[ce]id|_ga|_gl|ref|ref_src|referrer"
    r"|source|src|share|shared|spm|cmpid|ocid|xtor|at_\w+|amp|outputtype|__twitter_impression|fb_\w+|wt\.\w+|hootpostid",
    re.IGNORECASE,
)
"""Parameters that say where a reader came from, not what is read: ClearURLs' global list, and AMP plug-ins."""
_HOST_PREFIX = re.compile(r"(?:www\d?|m|mobile|amp|wap)\.(?=[^.]+\.)")
_INDEX = re.compile(r"/(?:index|default)\.(?:html?|php|aspx?)$", re.IGNORECASE)
_AMP_SUFFIX = re.compile(r"(?:/amp|\.amp)(?=/*$)|\.amp(?=\.html?$)", re.IGNORECASE)
_AMP_CACHE = re.compile(r"^/[acv]/(?:s/)?(.+)$")
_SAFE = "/:@!$&'()*+,;=~-._"


def canonical_url(url: str) -> str:
    """One spelling of a web address: no tracking, no AMP or mobile variant, no fragment, always https.

    The result identifies a page; it need not be one that can be fetched. What is no http(s) address stays as it is.
    """
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
        return url.strip()
    host, path = parts.hostname.rstrip("."), parts.path
    if (cached := _AMP_CACHE.match(path)) and (host.endswith(".cdn.ampproject.org") or path.startswith("/amp/s/")):
        return canonical_url("https://" + cached.group(1) + (f"?{parts.query}" if parts.query else ""))
    if host in ("www.google.com", "google.com") and path.startswith("/amp/s/"):
        return canonical_url("https://" + path.removeprefix("/amp/s/"))
    host = _HOST_PREFIX.sub("", host, count=1)
    try:
        port = parts.port
    except ValueError:
        return url.strip()
    # Escapes are written in one way: unreserved characters as they are, everything else as upper-case %XX.
    path = quote(unquote(re.sub(r"/{2,}", "/", path)), safe=_SAFE)
    path = _AMP_SUFFIX.sub("", _INDEX.sub("/", path)).rstrip("/")
    query = sorted(pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _TRACKING.fullmatch(pair[0]))
    address = f"https://{host}" + (f":{port}" if port and port not in (80, 443) else "") + (path or "/")
    return address + (f"?{urlencode(query)}" if query else "")


# ── copies ───────────────────────────────────────────────────────────────────────────────────────────────────────────

SHINGLE = 3
"""Words a shingle. Three keep the order of words and lose three shingles for a changed word; a wire's texts differ
between outlets by whole sentences."""

SKETCH_SIZE = 128
"""Smallest shingle hashes kept of an article: the standard error of the similarity is about 1/√128 = 0.09 at worst, and
an item of up to 130 words is compared exactly."""

COPY_SIMILARITY = 0.6
"""Share of shingles two texts must have in common. A wire item of six sentences with one more or one less has 0.8, one
in other words of the same event under 0.2 (tests/test_stories.py measures both on the corpus)."""

_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
_NUMBER = re.compile(r"\d+(?:[.,:]\d+)*")


def words_of(title: str, paragraphs: Sequence[str]) -> list[str]:
    """Folded words of an article in order."""
    return _WORD.findall(text.fold(" ".join([title, *paragraphs])))


def _hash(value: str) -> int:
    return int.from_bytes(hashlib.blake2b(value.encode(), digest_size=8).digest(), "big")


def sketch(paragraphs: Sequence[str]) -> tuple[int, ...]:
    """The smallest :data:`SKETCH_SIZE` hashes of a text's shingles, sorted: a bottom-k sketch (Cohen and Kaplan 2007).

    The headline is left out: outlets write their own over the same text.
    """
    words = words_of("", paragraphs)
    shingles = {" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))} if words else set()
    return tuple(heapq.nsmallest(SKETCH_SIZE, map(_hash, shingles)))


def resemblance(one: Sequence[int], other: Sequence[int]) -> float:
    """Estimated share of common shingles (Jaccard) of two sketched texts; exact when both are short."""
    if not one or not other:
        return 0.0
    union = heapq.nsmallest(SKETCH_SIZE, set(one) | set(other))
    both = set(one) & set(other)
    return sum(value in both for value in union) / len(union)


def numbers_of(title: str, paragraphs: Sequence[str]) -> frozenset[str]:
    """Figures of a text as they are written."""
    return frozenset(_NUMBER.findall(" ".join([title, *paragraphs])))


# ── stories ──────────────────────────────────────────────────────────────────────────────────────────────────────────

WINDOW = timedelta(hours=48)
"""Articles further apart tell different days of an affair, and readers want both."""

STORY_SIMILARITY = 0.3
"""Cosine of two profiles at which they tell the same event; tests/test_stories.py measures pairs on either side."""

SHARED_NAMES = 2
"""Names and numbers two articles must have in common besides: alike in topic is not the same event."""

STEM_LETTERS = 6
"""Albanian endings (-it, -ve, -ave, -isë, -nin) are cut off by keeping so many letters of a word: crude, but it needs
no dictionary and joins kuvendi, kuvendit and kuvendin."""

OPENING_WORDS = 200
"""An event stands at the top of a news item; what follows is background that different events share."""

TITLE_WEIGHT = 2.0
NAME_WEIGHT = 1.5
"""A word of the headline counts twice, a name or number half as much again: they tell events apart best."""

_CASED = re.compile(r"(?<![.!?…:\"”“»«„] )(?<!^)\b[A-ZÇË][\w’'-]+|\d+(?:[.,:]\d+)+|\d{2,}")
_STOP = _words(
    "te ne e i me nje per u dhe se nga qe nuk do ka eshte por ta po tha pas ishte prej kur edhe vetem mbi si t s para "
    "ai deri ajo kane ku shume tij duke mos jane ia sipas saj mund tyre gjate kete qind asnje nen as na gjithe pasi "
    "sepse ende cili disa vitit rreth duhet sot ata ndersa nese kush kjo ky kesaj ketij ju une cdo vit dje kunder "
    "kishte thote pa ishin kishin jete here dite javen muajin cilat cila cilet tjera tjeter tjere neper keto ketyre "
    "hene marte merkure enjte premte shtune diel janar shkurt mars prill maj qershor korrik gusht shtator tetor nentor "
    "dhjetor euro milion milione miliarde mije lidhur theksuar deklaruar njoftuar bere pjese"
)


@dataclass(frozen=True, slots=True)
class Profile:
    """What a text is about: stems with their weight in it, and which of them are names or numbers."""

    weights: dict[str, float]
    named: frozenset[str]


def profile(title: str, paragraphs: Sequence[str]) -> Profile:
    """The profile of an article, from its headline and opening."""
    opening: list[str] = []
    for paragraph in paragraphs:
        opening += paragraph.split()
        if len(opening) >= OPENING_WORDS:
            break
    body = " ".join(opening[:OPENING_WORDS])
    counts: Counter[str] = Counter()
    for part, weight in ((title, TITLE_WEIGHT), (body, 1.0)):
        for stem in _stems(part):
            counts[stem] += weight  # type: ignore[assignment]  # Counter's values may be any number
    named = frozenset(stem for part in (title, body) for name in _CASED.findall(part) for stem in _stems(name))
    weights = {s: (1 + math.log(n)) * (NAME_WEIGHT if s in named else 1.0) for s, n in counts.items()}
    return Profile(weights, named & weights.keys())


def _stems(part: str) -> Iterator[str]:
    for word in _WORD.findall(text.fold(part)):
        stem = word.replace("’", "'").split("'")[-1]
        if stem not in _STOP and (len(stem) > 2 or stem.isdecimal()):
            yield stem[:STEM_LETTERS]


@dataclass(slots=True)
class Index:
    """Articles of the window, ready to be asked what repeats or belongs to them; grows as articles are added.

    Rarity is counted over the articles it holds, so that what every article of a day speaks of binds none together.
    """

    sketches: dict[int, tuple[int, ...]] = field(default_factory=dict)
    numbers: dict[int, frozenset[str]] = field(default_factory=dict)
    profiles: dict[int, Profile] = field(default_factory=dict)
    stories: dict[int, int] = field(default_factory=dict)
    _holders: dict[int, list[int]] = field(default_factory=dict)
    _naming: dict[str, list[int]] = field(default_factory=dict)
    _mentions: Counter[str] = field(default_factory=Counter)

    def add(self, key: int, story: int, title: str, paragraphs: Sequence[str], sketched: Sequence[int]) -> None:
        """Let an article be found. ``key`` is its id; one added again (a revision) replaces what was known of it."""
        if key in self.sketches:
            for value in self.sketches[key]:
                self._holders[value].remove(key)
            for stem in self.profiles[key].weights:
                self._mentions[stem] -= 1
            for stem in self.profiles[key].named:
                self._naming[stem].remove(key)
        self.sketches[key], self.numbers[key] = tuple(sketched), numbers_of(title, paragraphs)
        self.profiles[key], self.stories[key] = profile(title, paragraphs), story
        for value in self.sketches[key]:
            self._holders.setdefault(value, []).append(key)
        self._mentions.update(self.profiles[key].weights.keys())
        for stem in self.profiles[key].named:
            self._naming.setdefault(stem, []).append(key)

    def find_copy(self, title: str, paragraphs: Sequence[str], sketched: Sequence[int]) -> int | None:
        """The article that a text repeats, or None. A text with a figure that the other lacks is no copy of it: it is
        news ("5 dead" after "3 dead") or another day's weather, however alike the words are."""
        shared = Counter(key for value in sketched for key in self._holders.get(value, ()))
        figures = numbers_of(title, paragraphs)
        best: tuple[float, int] | None = None
        for key, count in shared.items():
            # Fewer common hashes than this cannot reach the similarity, whatever the union holds.
            if count < COPY_SIMILARITY * min(len(sketched), len(self.sketches[key])) / 2:
                continue
            alike = resemblance(sketched, self.sketches[key])
            if alike >= COPY_SIMILARITY and figures <= self.numbers[key] and (best is None or (alike, -key) > best):
                best = (alike, -key)
        return -best[1] if best else None

    def find_stories(self, title: str, paragraphs: Sequence[str]) -> tuple[int, ...]:
        """The stories a text belongs to, oldest first; usually none or one, several when it ties them together."""
        own = profile(title, paragraphs)
        candidates = Counter(key for stem in own.named for key in self._naming.get(stem, ()))
        rarity = {stem: self._rarity(stem) for stem in own.weights}
        size = self._length(own)
        found = set()
        for key, count in candidates.items():
            if count < SHARED_NAMES or self.stories[key] in found:
                continue
            other = self.profiles[key].weights
            common = [(own.weights[s] * rarity[s], other[s] * rarity[s]) for s in own.weights.keys() & other.keys()]
            dot = sum(one * two for one, two in common)
            # The whole length is at least that of the common part: this spares working it out for nearly all.
            if dot < STORY_SIMILARITY * size * math.hypot(*(two for _, two in common)):
                continue
            if dot >= STORY_SIMILARITY * size * self._length(self.profiles[key]):
                found.add(self.stories[key])
        return tuple(sorted(found))

    def join(self, stories: Iterable[int], story: int) -> None:
        """Let all articles of ``stories`` be of ``story``."""
        joined = set(stories)
        for key, current in self.stories.items():
            if current in joined:
                self.stories[key] = story

    def _rarity(self, stem: str) -> float:
        """Inverse document frequency, smoothed; the constant keeps the first articles of an empty store comparable."""
        return math.log(1 + (len(self.profiles) + _PRIOR) / (1 + self._mentions[stem]))

    def _length(self, of: Profile) -> float:
        return math.sqrt(sum((weight * self._rarity(stem)) ** 2 for stem, weight in of.weights.items()))


_PRIOR = 200
"""Articles a young index pretends to hold: with two articles in it every word would be common to half of them."""


# ── decisions ────────────────────────────────────────────────────────────────────────────────────────────────────────
@dataclass(frozen=True, slots=True)
class Decision:
    """What to do with an article that was read: ``article`` is the id of the stored one it concerns, None for a new
    one; ``stories`` are those a new one belongs to."""

    action: Literal["new", "revision", "copy", "known"]
    article: int | None = None
    stories: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Candidate:
    """A stored article that has an address or the exact text of the one read; ``stands`` when it has its own brief."""

    id: int
    content_id: str
    addresses: tuple[str, ...]
    original: int | None = None


def decide(
    content_id: str,
    title: str,
    paragraphs: Sequence[str],
    addresses: Sequence[str],
    sketched: Sequence[int],
    candidates: Sequence[Candidate],
    index: Index,
) -> Decision:
    """Whether an article is new, a changed one, a copy or known.

    1. at an address that is known: known when the text is the same, a revision when it is not
    2. the very text of a stored article at another address: a copy of it
    3. nearly the text of an article in the window: a copy of it
    4. anything else is new, and belongs to the stories of the window that tell the same
    """
    here = [c for c in candidates if set(c.addresses) & set(addresses)]
    if here:
        same = next((c for c in here if c.content_id == content_id), None)
        return Decision("known", same.id) if same else Decision("revision", here[0].id)
    if twins := [c for c in candidates if c.content_id == content_id]:
        return Decision("copy", twins[0].original or twins[0].id)
    if (original := index.find_copy(title, paragraphs, sketched)) is not None:
        return Decision("copy", original)
    return Decision("new", None, index.find_stories(title, paragraphs))

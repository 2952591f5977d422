"""Plain strings of English news: split a paragraph into sentences, and the content words of a text.

Knows nothing of Albanian (:mod:`pipeline.text` does) and changes no wording: the sentences of a paragraph, joined by
spaces, hold every character of it that is not white space, in order.
"""

from __future__ import annotations

import re
from collections.abc import Iterator


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Titles and shorthand that need a word after them, so a mark there never ends a sentence.
_PREFIXES = _words(
    "Mr Mrs Ms Messrs Mx Dr Prof Gen Sen Rep Gov Lt Col Sgt Capt Cmdr Maj Adm Cpl Pvt Supt Insp Rev Hon Pres Fr "
    "Msgr St Mt Lt.Gen Maj.Gen Lt.Col vs v cf viz approx ca e.g i.e al"
)
# Shorthand for "number" or "page", words or answers elsewhere ("No. 10", "No. The vote decides").
_BEFORE_DIGIT = _words("no nos art fig sec ch vol p pp")
# Shorthand that also stands last in a sentence: the next word decides.
_EITHER = _words(
    "inc corp co ltd plc llc jr sr etc ave blvd rd dept univ assn bros ph.d m.d b.a m.a d.c a.m p.m a.d b.c jan feb "
    "mar apr jun jul aug sep sept oct nov dec mon tue wed thu fri sat sun"
)
# Words that open a sentence far more often than they continue a name ("Apple Inc. The", but "Apple Inc. Chief").
_STARTERS = _words(
    "a an the this that these those it its he his she her they their we our you your i my there here who what when "
    "where why how in on at by for from with without after before during since until while as if although though "
    "because but and or so yet however meanwhile moreover both each all some many most more several such no not nor "
    "then now one two three four five six seven eight nine ten officials police authorities prosecutors critics "
    "experts analysts witnesses lawyers under over between among according despite unlike earlier later last"
)
# After a.m. and p.m. these continue the time, whatever else is capitalised.
_TIME_WORDS = _words(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may june july august "
    "september october november december eastern central pacific mountain greenwich local moscow"
)
_SPEECH = "said|says|asked|asks|told|tells|wrote|writes|shouted|added|replied|cried|exclaimed|yelled|wondered"

_MARK = re.compile(r"(?P<mark>[.!?…]+)(?P<closers>[\"'”’»)\]]*)(?P<gap>\s+|$)")
_GLUED = re.compile(r"(?<=[a-zà-ž])(?P<mark>[.!?])(?P<closers>[”’»)\]]*)(?P<gap>)(?=[“«]?[A-ZÀ-Ž][a-zà-ž])")
_WORD_BEFORE = re.compile(r"[^\s(\[“”\"«‘]*$")
_WORD_AFTER = re.compile(r"[\"'“”‘«(\[–—-]*\s*(\w+(?:[.’']\w+)*)")
_ATTRIBUTION = re.compile(rf"(?:[A-Z][\w’'-]*\s+|(?:the|a|his|her)\s+\w+\s+){{1,4}}(?:{_SPEECH})\b", re.IGNORECASE)
# A mark inside quotation marks or brackets does not end the sentence around them. Spans longer than this are taken for
# a quotation mark that was never closed; the longest quotation of the training corpus has 175 characters.
_SPAN_LIMIT = 400
_SPAN = re.compile(
    rf"“[^“”]{{0,{_SPAN_LIMIT}}}”|«[^«»]{{0,{_SPAN_LIMIT}}}»|\([^()]{{0,{_SPAN_LIMIT}}}\)|\[[^\[\]]{{0,{_SPAN_LIMIT}}}\]"
    rf"|(?<![\w\"])\"(?=\S)[^\"]{{0,{_SPAN_LIMIT}}}(?<=\S)\"(?!\w)"
)
# Characters looked at on either side of a mark; enough for “ Deputy Prime Minister Besnik Bislimi asked ”.
_LOOK_AHEAD = 80
_ACRONYM = re.compile(r"(?:[A-Za-z]\.)+[A-Za-z]$")

_TOKEN = re.compile(r"\d+(?:[.,:]\d+)*|[^\W\d_]+(?:['’-][^\W\d_]+)*")
_STOPWORDS = _words(
    "a about above after again against all also although am an and any are as at be because been before being below "
    "between both but by can could did do does doing down during each even few for from further had has have having "
    "he her here hers herself him himself his how i if in into is it its itself just may me might more most must my "
    "myself no nor not now of off on once only or other our ours out over own per said same say says she should so "
    "some still such than that the their theirs them themselves then there these they this those through to too "
    "under until up upon us very was we were what when where which while who whom why will with would yet you your "
    "yours told added"
)


def split_english(paragraph: str) -> list[str]:
    """Sentences of one English paragraph, in order; [] for white space.

    White space is collapsed to single spaces. A quotation or a bracket is kept whole with the sentence around it.
    Knows abbreviations (Mr., U.S., a.m., Inc.), initials, decimals, list numbers, ellipses, and sentences glued by a
    missing space ("…on Monday.The minister").
    """
    text = " ".join(paragraph.split())
    sentences: list[str] = []
    start = 0
    for end in _boundaries(text):
        if _is_list_number(text[start:end]):
            continue
        sentences.append(text[start:end].strip())
        start = end
    if rest := text[start:].strip():
        sentences.append(rest)
    return sentences


def content_words(text: str) -> list[str]:
    """Lower-case stems of the words that carry meaning, and numbers as they stand, in order and with repeats."""
    words = (token.lower().replace("’", "'").removesuffix("'s") for token in _TOKEN.findall(text))
    return [_stem(word) for word in words if word not in _STOPWORDS and (len(word) > 1 or word.isdigit())]


def _boundaries(text: str) -> Iterator[int]:
    """Ends of sentences in ``text`` (single-spaced), except the last."""
    inside = [(match.start() + 1, match.end() - 1) for match in _SPAN.finditer(text)]
    marks = sorted([*_MARK.finditer(text), *_GLUED.finditer(text)], key=re.Match.start)
    span = 0
    for match in marks:
        while span < len(inside) and inside[span][1] <= match.start():
            span += 1
        # A mark just before the closing quotation mark may end the sentence; one deeper inside may not.
        enclosed = span < len(inside) and inside[span][0] <= match.start() and match.end("mark") < inside[span][1]
        if match.end() < len(text) and not enclosed and _ends_sentence(text, match):
            yield match.end()


def _ends_sentence(text: str, match: re.Match[str]) -> bool:
    after = text[match.end() : match.end() + _LOOK_AHEAD]
    next_word = _WORD_AFTER.match(after)
    if next_word is None:
        return after[0] not in ",;:–—-"
    word = next_word.group(1)
    if word[0].islower():
        return False
    mark, closers = match.group("mark"), match.group("closers")
    if mark != ".":
        if mark.startswith(("..", "…")) and word == "I":
            return False
        # “Is it true?” Kurti asked.
        return not (closers and mark[-1] in "!?" and _ATTRIBUTION.match(after))
    if not match.group("gap"):
        token = _last_word(text, match) + after.split(" ", 1)[0]
        return not any(sign in token for sign in "./@")
    return _full_stop_ends(_last_word(text, match), word)


def _last_word(text: str, match: re.Match[str]) -> str:
    found = _WORD_BEFORE.search(text, max(0, match.start() - _LOOK_AHEAD), match.start())
    return found.group() if found else ""


def _full_stop_ends(before: str, after: str) -> bool:
    """Whether a full stop between ``before`` and a capital or digit ``after`` ends a sentence."""
    shorthand = before.lower()
    if before in _PREFIXES:
        return False
    if shorthand in _BEFORE_DIGIT:
        return not after[0].isdigit()
    if shorthand in ("a.m", "p.m"):
        return after.lower() not in _TIME_WORDS and not (after.isupper() and len(after) > 1)
    if shorthand == "etc":
        return True
    initial = len(before) == 1 and before.isupper()
    if shorthand in _EITHER or initial or _ACRONYM.fullmatch(before):
        if shorthand in ("may", "mar", "sun", "sat") and not before[0].isupper():
            return True
        # A one-letter word after initials is one more initial ("J. A. Smith"), never the article.
        return after.lower() in _STARTERS and not (initial and len(after) == 1)
    return True


def _is_list_number(text: str) -> bool:
    """Whether ``text`` is only the number of a list item ("1.", "(2).")."""
    stripped = text.strip(" ().")
    return stripped.isdigit() and len(stripped) <= 2


def _stem(word: str) -> str:
    """``word`` without its commonest ending: equal for approve, approves, approved, approving; no dictionary form."""
    for ending in ("ing", "ed", "es", "s", "e"):
        if word.endswith(ending) and len(word) - len(ending) >= 3 and not word.endswith("ss"):
            return word[: -len(ending)]
    return word

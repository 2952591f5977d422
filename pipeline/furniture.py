"""The words by which Albanian news pages say what is not the article: prompts, credits, bylines, headings over other articles.

Pure: takes lines and returns booleans or lines. Names of HTML classes are in :mod:`pipeline.extract`.
"""

from __future__ import annotations

import re

MAX_PROMPT = 300
"""Characters of the longest prompt; what begins like one and is longer is text. Cookie notices run to about 280."""


def _compile(*alternatives: str) -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{a})" for a in alternatives), re.IGNORECASE)


def _begins(words: str, rest: str = "") -> str:
    """A line that begins with ``words``, whatever bullet, arrow or emoji stands before them."""
    return rf"^[^\w]*(?:{words}){rest}"


def _is(words: str) -> str:
    """A line that is ``words`` and nothing else but marks."""
    return _begins(words, r"[^\w]*$")


_NETWORK = r"(?:facebook|instagram|twitter|x\.com|google news|youtube|viber|telegram|whatsapp|tik ?tok|linkedin|rrjete)"
_BUTTON = (
    r"(?:share|tweet|e-?mail|printo?|shpërndaje?|facebook|twitter|whatsapp|viber|telegram|messenger|linkedin|kopjo lin\w+"
    r"|dërgoj?e? me e-?mail)"
)
_WEEKDAY = r"(?:(?:e )?(?:hënë|martë|mërkurë|enjte|premte|shtunë|diel)[,\s]+)?"
_DATE = r"\d{1,2}(?:[./-]\d{1,2}[./-]|\s+\w+,?\s+)\d{4}(?:\D{0,8}\d{1,2}[:.]\d{2})?"

_READ_ALSO = (
    _begins(
        r"(?:lexo(?:ni)?|shiko(?:ni)?|shih(?:ni)?|dëgjo(?:ni)?|kliko(?:ni)?) "
        r"(?:edhe(?! një herë)|gjithashtu|po ashtu|më shumë|më tepër|këtu|tjetër)\b"
    ),
    _begins(r"(?:lexo(?:ni)?|shiko(?:ni)?) (?:artikullin|lajmin|tekstin|intervistën|videon)", r"[^.]{0,40}$"),
    _begins(r"për më shumë|më shumë (?:rreth|për|nga|lajme)", r"[^.]{0,60}$"),
    _begins(r"(?:lajme|artikuj|video|galeri) (?:të )?(?:ngjash|ngjajsh|lidhur|tjer|fundit)\w*", r"[^.]{0,40}$"),
    _begins(r"të (?:ngjashme|lidhura|rekomanduara)|më të (?:lexuarat|rejat)|lajmet? e fundit|të fundit", r"[^.\w]*$"),
    _begins(r"rekomanduar për (?:ju|ty)|nga e njëjta (?:kategori|rubrikë)|më shumë nga (?:ky|kjo)", r"[^.]{0,40}$"),
    _begins(r"mund t[’'`]?(?:ju|iu|u|i) (?:interes|pëlq)\w+"),
)
_FOLLOW = (
    _begins(
        r"(?:na )?(?:ndiqni|ndiqe(?:ni)?|ndiq|gjeni|pëlqeni|bashkohu(?:ni)?|bëhu|për më shumë)\b", rf".*\b{_NETWORK}"
    ),
    _begins(r"na (?:ndiqni|gjeni|pëlqeni|kontaktoni)\b"),
    _begins(r"bashkohu(?:ni)?|anëtarësohu(?:ni)?", r" (?:me ne|në (?:grupin|kanalin|komunitetin))\b"),
    _begins(r"shkarko(?:ni)?|instalo(?:ni)?", r" (?:aplikacionin|app)\b"),
    _begins(r"shpërndaje?|shpërndani|shpërndajeni", r"(?: (?:lajmin|artikullin|këtë|me|në|edhe)\b[^.]*)?[^\w]*$"),
    rf"^[^\w]*{_BUTTON}(?:[\s,|·/]+{_BUTTON})*[^\w]*$",
)
_CREDIT = (
    _begins(
        r"foto(?:grafi(?:a|të)?)?|kredi(?:te)?|imazhi?|ilustrim|fotoilustrim|burimi i fotos|photo",
        r"\s*(?:[:/©|]|nga\b|ilustru\w+|arkiv\w*|$)",
    ),
    r"^[^\w]*getty images",
    _is(r"video|galeri|foto ?galeri|audio|live|infografik\w*"),
    r"^[(\[]\s*(?:foto|video|getty|ap|reuters|afp|epa|arkiv)\b[^)\]]*[)\]]$",
)
_COMMENT = (
    _is(r"(?:\d+\s*)?koment(?:e|et|o|oni)?\s*(?:\(\d+\))?"),
    _begins(r"(?:lini?|lër|shkruani?|shkruaj|shtoni?|postoni?|bëj|jepni?) (?:një )?(?:koment|përgjigje|mendim)"),
    _begins(r"(?:adresa|email-?i|adresa e emailit) (?:juaj|yt)|fusha\w* e (?:domosdoshme|kërkuar|detyrueshm)"),
    _begins(r"(?:hyni|kyçu(?:ni)?|identifikohu\w*|duhet të kyçeni) për të komentuar|për të komentuar"),
)
_SUBSCRIBE = (
    _begins(
        r"regjistrohu(?:ni)?|merrni|merr|çdo mëngjes",
        r"\b.*(?:buletin|newsletter|njoftim|abonoh|lajmet|e-?mail|falas|kanal|artikull)",
    ),
    _begins(r"abonohu(?:ni)?\b"),
    _begins(r"(?:ky|kjo) (?:artikull|përmbajtje|lajm)\w* është (?:vetëm )?(?:[ei] rezervuar )?për (?:të )?abonent"),
    _begins(r"për të (?:lexuar|vazhduar)\b", r".*\b(?:abono|regjistro|kyçu|hyni|identifiko)"),
    _begins(r"(?:jeni|je|tashmë) abonent|keni një llogari"),
)
_LEGAL = (
    _is(r"(?:prano|pranoj|refuzo|refuzoj)\s*(?:të gjitha|gjithçka)?"),
    _begins(r"politika e privatësisë|kushtet e përdorimit"),
    _is(r"reklam[aë]|reklamim|advertisement|ad|marketing|sponsorizuar|përmbajtje e sponsorizuar|publicitet"),
    _begins(r"(?:artikulli |lajmi |teksti )?(?:vazhdon|vijon) (?:më poshtë|pas reklamës|poshtë reklamës)"),
    _begins(
        r"©|copyright|të gjitha të drejtat|ndalohet (?:riprodhimi|kopjimi|publikimi)|lejohet (?:riprodhimi|kopjimi)"
    ),
    r"^.{0,60}©.{0,60}$",
    _begins(r"ky artikull (?:është )?(?:mbrohet|pronë)"),
    _begins(r"(?:zhvilluar|mundësuar|dizajnuar|powered|realizuar) (?:nga|by)\b", r"[^.]{0,40}$"),
    r"\bpartnerët tanë\b",
)
_LABEL = (
    _begins(
        r"tags?|etiket\w+|kategori\w*|temat?|fjalë kyçe|autori|shkroi|përgatiti|redaktoi|burimi", r"\s*:[^.]{0,80}\.?$"
    ),
    _begins(
        r"publikuar|postuar|përditësuar|krijuar|shpallur|ndryshuar",
        r"(?: më| në)?\s*:?\s*(?:\w+,?\s*)?\d{1,2}(?:[./-]\d|\s+\w+\s+\d{4})",
    ),
    _is(r"\d+\s*(?:min(?:uta)?|shikime|lexime|klikime|shpërndarje|shares?|views?)(?: lexim| më parë)?"),
    _begins(r"koha e leximit"),
    rf"^[^\w]*{_WEEKDAY}{_DATE}[^\w]*$|^\d{{1,2}}[:.]\d{{2}}[^\w]*$",
    _is(r"nga|by|premium|ekskluzive|opinion|analizë|intervistë|reportazh|lajm i fundit|breaking"),
    _is(r"duke u ngarkuar|ngarko më shumë|shfaq më shumë|shiko të gjitha|kthehu (?:lart|mbrapa)|ballina|kreu|home"),
    _is(r"(?:artikulli |lajmi )?(?:paraprak|paraardhës|tjetër|pasues|pasardhës)|next|previous"),
    _begins(r"(?:ju lutem )?(?:aktivizoni|lejoni) javascript"),
    r"\bfaqja (?:që kërkuat |e kërkuar )?nuk (?:u gjet|ekziston|mund të gjendet)",
    r"^the post .{3,200} appeared first on\b|^artikulli .{3,200} u (?:shfaq|publikua) së pari\b",
    # Signatures of agencies and their editors: /Telegrafi/, /a.g/j.p/, (er.nu/BalkanWeb)
    r"^/[^/]{2,30}/$|^/?[\w.]{1,6}(?:/[\w.]{1,8})+/?$|^\([\w.]{2,8}/[^)]{2,30}\)$",
    r"^[—–-]\s.{2,80}\(@\w+\)",
)
_PROMPT = _compile(*_READ_ALSO, *_FOLLOW, *_CREDIT, *_COMMENT, *_SUBSCRIBE, *_LEGAL, *_LABEL)
_COOKIES = re.compile(r"\b(?:cookies?|kuki(?:t|ve|es)?)\b", re.IGNORECASE)
_CONSENT = re.compile(
    r"\b(?:pranoj?|pranoni|pranuar|përpuno\w*|përdor\w*|politik\w*|privatësi\w*|pajtoh\w*|faqe\w*|uebfaqe\w*)\b",
    re.IGNORECASE,
)
_BYLINE = re.compile(
    r"^(?:Nga|Shkruan|Shkroi|Autori|Bisedoi)\s*:?\s+[A-ZÇË][\w’'-]+(?:\s+[A-ZÇË][\w.’'-]*){0,3}(?:\s*,\s*[A-ZÇË]\w+)?$"
)


def is_prompt(line: str) -> bool:
    """Whether a line is furniture by its words alone: a prompt, a credit, a byline, a date line, a signature."""
    if len(line) > MAX_PROMPT:
        return False
    return bool(_PROMPT.search(line) or _BYLINE.search(line) or (_COOKIES.search(line) and _CONSENT.search(line)))


_RELATED = _compile(
    _begins(r"(?:lexo(?:ni)?|shiko(?:ni)?) edhe|(?:lajme|artikuj|video|të) (?:të )?(?:ngja|lidhur|tjer|fundit)"),
    _begins(r"më të (?:lexuar|re)|mund t[’'`]?(?:ju|iu|u|i) (?:inter|pëlq)|rekomand|më shumë nga|nga e njëjta"),
)
_COMMENTS = _compile(
    _is(r"(?:\d+\s*)?koment(?:e|et)?\s*[(:]?\s*\d*\)?"), _begins(r"(?:lini|lër|shkruaj) një (?:koment|përgjigje)")
)


def opens_related(line: str) -> bool:
    """Whether a line stands over links to other articles."""
    return len(line) <= 60 and bool(_RELATED.search(line))


def opens_comments(line: str) -> bool:
    """Whether a line stands over the readers' comments, by which the article has ended."""
    return bool(_COMMENTS.search(line))


_SIGNATURE = re.compile(r"(?<=[.!?…”\"»)\s])\s*/[^/\d]{2,30}/[.\s]*$|\s*\[\s*(?:…|\.\.\.)\s*\]\s*$")
_TWEET_LINK = re.compile(r"\s*(?:pic\.twitter\.com/\w+|https://t\.co/\w+)\s*")


def strip_signature(line: str) -> str:
    """``line`` without what an agency, a feed or an embedded post hangs on its end: "/Telegrafi/", "[…]", a t.co link."""
    return _TWEET_LINK.sub(" ", _SIGNATURE.sub("", line)).strip()

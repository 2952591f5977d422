"""Pure: find the names of an Albanian text and of its English, and say which of one are not in the other.

Names travel in three ways: as they are but for a case ending (Putinit → Putin), by another spelling of the same sounds
(Xhonson → Johnson, Uells → Wales), or by another word (Shqipëria → Albania, Gjykata e Lartë → the Supreme Court). The
first two are matched by letters and by consonants, the third by a table of places and peoples and by setting aside common
nouns and adjectives that only institutions write with a capital. Lenient: what is called missing should be.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from pipeline.text import fold

Language = Literal["sq", "en"]

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_SPLIT = re.compile(r"['’-]")
_NOT_BEFORE_NAME = ":„“”«\"'‘(-–—.!?…|"
# "Feb. 3", "Sen. Jane Hill": short for common words, with a full stop that ends no sentence. Without it Jan is somebody.
_SHORTENED = re.compile(
    r"(?:Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)\. \d|(?:Rep|Sen|Gov|Gen|Col|Lt|Sgt|Capt|Rev|Prof)\. [A-Z]"
)
_TITLE = re.compile(r"[“„«\"](?:[^\s“”„«»\"]+ ?){1,6}[”“»\"]")


@dataclass(frozen=True, slots=True)
class Name:
    """One capitalised word inside a sentence: ``raw`` as it stands, ``folded`` its first part for comparing."""

    raw: str
    folded: str


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


# Beginnings of folded words that mean the same: Albanian | English. Only what letters and sounds do not show.
_SAME = """
shqip arber | alban ; evrop europ be | europ eu ; rus | russ ; kine kina kino | chin ; bruksel | brussel
uashing | washing ; beograd | belgrad ; okb kombe kombet | un u united nations
shba sh.b.a amerik shtetet bashkuar | us u united states america usa
bashkuar mbreteri brit angli angle | united uk kingdom brit english england engl ; nju | new ; stamboll | istanbul
londr | london ; moske moska moskov mosk | moscow muscov ; shkup | skopje ; poloni polak | poland pol
pekin | beijing ; ballkan | balkan ; selanik | thessalonik ; zvic | swi switz ; tajvan | taiwan
uells uellsi | wales welsh ; vjen | vienn ; meksik | mexic ; bjellorus | belarus ; teksas | texas ; island | iceland
kopenhag | copenhag ; holand | dutch netherland holland ; filipin | philippin filipin ; bukuresht | bucharest
skoci skocez | scot ; kroaci kroat | croat ; cikag | chicag ; luksemb | luxemb ; fildish | ivor ; xhibut | djibout
napol | naples neapol ; oher ohri | ohrid ; mynih | munich ; athin | athen ; sued | swed ; jerevan | yerevan
cyrih | zurich ; karaib | caribb ; qipr | cypr ; alpe alpin | alp ; tajland | thai ; frajburg | freiburg
micigan | michigan ; kambox | cambod ; lublan lubjan | ljubljan ; firenc | florenc florent ; lapon | lapland
bajern bavari | bavari bayern munich ; skenderb | skanderb ; kajr | cair ; gjokov | djokov ; bagdad | baghdad
geteborg gotebo goteborg | gothenb goteborg ; keln kelni koln | cologn ; jemen | yemen
kili kile kilia kiliani | chil ; xhed | jedd jidd ; bosfor | bosph bospor ; sinsinat | cincin ; glazg | glasg
ceki ceke | czech ; lajpcig | leipzig ; pirene | pyren ; sakson | saxon ; kuvajt | kuwait ; honkong hong | hong kong
zheshov | rzesz ; varshav | warsaw ; krakov | krak crac ; kiev kjiv | kyiv kiev ; harkiv | khark ; herson | kherson
gjenev | genev ; hag haga | hague ; romi rome roma romak romak | rom ; greqi grek | gree ; gjerman | german
franc | franc fren ; ital | ital ; spanj | spain spani ; portugal portugez | portug ; belgj | belg ; austri | austri
australi | austral ; hungar | hungar ; turqi turk | turk ; irland | irel iris ; norvegj | norw
danimark danez | denmark dan ; finland | fin ; egjipt | egypt ; sirian siri | syri ; irak | iraq ; izrael | israel
hebre cifut | jew hebrew ; palestin | palest ; gaze gaza | gaza ; liban | leban ; jordani | jordan ; arab | arab
marok | morocc ; algjeri | algeri ; etiop | ethiop ; kenia keni | keny ; gane gana ganez | ghan ; cad | chad
ruand | rwand ; japon | japan ; kore | korea ; indi | indi ; pakistan | pakist ; afgan | afghan ; gjeorgj | georg
armen | armen ; azerb | azerb ; letoni | latv ; lituan | lithuan ; eston | eston ; sllovak | slovak
slloven | sloven ; bullgar | bulgar ; rumun rumani | roman ; maqedoni | macedon
malit mali malin mal zi malazez | montenegr mount ; bosnj boshnj | bosn ; hercegov | herzegov ; serb | serb srpsk
jugosllav | yugoslav ; sovjet bashkimi brss | soviet ussr union ; arktik | arctic ; mesdhe | mediterran
paqesor | pacific ; atlantik | atlant ; ishull ishujt | island isle ; krishtlindj | christmas ; pashke | easter
krisht | christ ; zot | god lord ; muhamed mysliman | muslim mohamm muham ; papa papes papen | pope
shen shent shenjt | st saint san santa holy ; nato-s nato | nato ; osbe | osce ; obsh | who world health ; fmn | imf
berzh | ebrd ; adn | dna ; tvsh | vat ; ojq | ngo ; uck | kla ; kqz | cec ; sida | aids ; onu | un ; oke | un
klsh | sai ; bqk | cbk ; vv vetevendos | vetevendos lvv self ; pd ps | pd ps dp sp democratic socialist
trump tramp | trump ; bajd | bid ; shollc | schol ; curcill | churchill ; gjon | john ; gjergj | georg
pjetr | peter ; kristian | christ ; nikoll | nichol ; palit pali pal | paul ; luigj luixhi | louis
aleksand | alexand ; konstandin | constantin ; prishtin | prishtin pristin ; shkod | shkod scut ; durres | durr
korc | korc ; pej | pej pec ; mitrovic | mitrov ; osman | ottom ; azi | asia ; phenian | pyong ; sejshel | seychel
majork | mallorc ; lsdm | sdsm ; kishin | chisin ; xhamajk | jamaic ; shrilank srilank | lanka ; letonez | latv
korean koreas | korea ; holand | hollan ; mansh | channel ; katar | qatar ; kuban kuba | cuba ; brazil | brazil
kanad | canad ; gjermano | german ; sirakuz | syrac ; sicili | sicil ; sardenj | sardin ; venedik | venice venet
gjenov | genoa ; torin | turin ; milan | milan ; mars marsej | marseil ; kostandinop | constantinop
smirn izmir | izmir smyrn ; adriatik | adriat ; egje egjeu | aegean ; danub | danub ; rin rinit rinin | rhine
seles senes senen sena | seine ; mesopotam | mesopotam ; tiber | tibet ; katalon katalonj | catal
bask baske | basque ; fland | fland flem ; bretanj | britt ; uelsh | welsh ; kornu | cornw ; kalifornj | californ
florid | florid ; virxhin | virgin ; xhorxh | georg ; karolin | carolin ; luizian | louisian ; njujork | york
kuins | queens ; ohaj | ohio ; ulqin | ulcinj ; havai | hawai ; fenik | phoenic ; vogez | vosg
cezar | caesar cesar ; jozef zhozef | joseph ; otav | ottaw ; eduard | edward ; bajram | eid bayram
anadoll anadol | anatol ; manastir | bitol monast ; ilir | illyr ; kristofor | christoph ; ajov | iowa
hose hoze zhoze | jose ; abeb | abab
suvalk | suwal ; kartum | khart ; donjeck | donets ; guatemal gvatemal | guatem ; bombe | bomb mumb
vroclav | wroc ; nyrnberg | nurem ; anvers | antwerp ; hut | houth ; majam | miami ; bizant | byzant ; jezu krisht | jesus christ
jute jutes juta jutan | utah ; kluzh | cluj ; skoshi | scotia ; miluok | milwauk ; reikjavik rejkjavik | reykj
alkool | alcohol ; hawai | hawai ; padi | po ; konstanc | constanc ; najrob | nairob ; bjellgorod | belgorod ; katmandu | kathmandu
"""

# Stems of common nouns and adjectives that institutions, events and streets are named with.
_SQ_COMMON = _words(
    """
    aferm agjenc akademi aleanc apel argjend arsim arte asociac avokat bank bardh bashki bashkim bibliotek bjeshk bote boter
    breg bregdet brends bujq bukur car clirim cmim dekan deklarat demokrat departament deputet deshmor detin detit
    dhjet dhom dielli dita dite diten dogan dom drejt drejtat drejtor dyte ekip ekonom fakultet famil federat femij
    festival filarm fitor fond forc forum fshat ftoht gard gazet gjasht gjelb gjeneral gjir gjykat grave gru grup gur
    hekur hene hero hotel hoxh imam inspekt institut jasht jug kala kaltr kampion katedral kater keshill kishe klinik
    klub kod koloneli komb kombetar komisi komite kompani komun konferenc kongres konkur konservator konvent kopsht
    korporat korrup kryemin kryetar kryq kufi kujdes kulla kup kuq kushtet kuvend lagj lart leviz liberal libr lidhj
    lige ligj lindj lindor liqen lire liri loja loje luft lumi lumit madh mali marin marrevesh mbesht mbret mbretere mbrojt
    medalj mesme minist ministr miqesi mire mjedis mjek muze naft nderkomb nena nene nente njeri njesi njezet odes
    organizat ortodoks pallat paqe pare parku parkut parlament parti pavares penal perend perfaq pergjith pes plan
    polar polici popul posac presid princ program projekt prokur puna pune punetor qendr qeveri qytet radio re rektor
    republik ri rinder rini rinis rreth rrip rritj rrug samit selis senat shende sherb shesh shkenc shkoll shkrim
    shoqat shpejt shpres shtat shtepi shtet sigur sindikat social spital stadium strategj sulltan superlig tatim teat
    televiz thell themel thesar toke traktat tregti trend tret ulet union universitet ura urdher ure ures ushqim
    ushtri vend vende verdh veri vit vjeter vogel xhami zez zgjedh zonj zoti zyra zyre
    """
)
# Endings of derived nouns, adjectives and plurals, which names rarely have.
_SQ_DERIVED = re.compile(
    r"(?:imi|imit|imin|imeve|sise|sia|sine|ore|oret|orit|oreve|ike|ikes|shme|shem|shmit|shmes|tare|tares|tarit|tareve|uar"
    r"|uara|uarve|ave|eve|jes|jen|ese|eses|esve|esit|shtit|urise|uria|urine|nie|nise|alit|ale|esor|esore|ive|iste|istet)$"
)

# Words English writes with a capital inside a sentence though they name nobody: days, titles, parts of names that are
# translated. "I" and its kin are here, too.
COMMON_ENGLISH = frozenset(
    _words(
        """
    a abbey accursed act action administration admiral advent advocate affairs age agency ages agreement agriculture anti
    ai aid air airport al all alliance ambassador an ancient and anti-corruption appeal appeals april arc archbishop
    archive archives arena army article arts assembly assets association at atlas atm atms attorney audit august aunt authority avenue
    award awards axis b bang baron basic basin battle bay bazaar beach bear beekeepers bell bench bible big bill
    bishop black block blood blue board body book border borders bread breaking bridge broad broadcasting brother
    bureau business by c cabinet campus canal cape capital captain card cardinal care castle cathedral catholic cave
    celsius center central centre century ceo chairman challenge chamber chambers champions championship championships
    chancellor change channel chapel charter chemistry cherusci chief chiefs child children christian christmas church
    circle circuit citizens city civil clean climate clinic clinical clock club coalition coast code cold college
    command commander commerce commission commissioner committee common commons commonwealth communications community
    company competition complex confederation conference congress conservative conservatives constitution
    constitutional consulate consumer continental control convention cooperation corporation corps correctional
    corruption council councilor count country county court covid creek crescent criminal crisis cross crown cultural
    culture cup customs cyber d da dad daddy dark data daughter day days de dead death december declaration defence
    defense del delta democracy democrat democratic democrats department deputy der des desert development di dialogue
    director directorate directory disaster district division dna doctor doctors dome don doomsday dr du duchess duke
    early earth east easter eastern economic economy editor education eid eight el election elections electoral
    electric elementary embassy emergency emperor empire employment energy enforcement engineering enlargement
    enterprise environment environmental equality estate eve event exchange exchequer executive exhibition express
    external fair faith falls family far farm fashion father fauna february federal federation festival field fifth
    film final finals finance financial fire firefighters first fish fisheries fishing five fleet flora food football
    for force forces foreign forensic forest forestry fort fortress forum foundation fountain fourth fox free freedom
    french friday fridays from front fund future g galaxy gallery games garden gas gate gdp general geosciences
    glacier global god golden good gorge government governor grace grand grandfather grandma grandmother grandpa great
    greater green greens group growth guard gulf hall halloween harbor harbour head health heaven heights heritage
    hero heroes high higher highway hill hills historical history holy home homeland honor hope horn hospital hotel
    hour house housing human hunger hurricane i i'm id ii iii imperial in independence independent index indigenous
    industry information initiative innovation inspector inspectorate institute integration intelligence interior
    internal international internet investigation investment iron islam islamic island islands it iv ix january jewish
    joint journalists judge judges judicial judiciary july june junior jury justice king kingdom koran la labor labour
    lady lake land language late law laws lawyer le lead leader league left legal liberal liberals liberation liberty
    library lieutenant life light lights line literature little local long lord lords lottery love lower madam
    magazine mail main major man management marathon march marine market marshal martial martyrs mass master masters
    may mayor media medical medicine medicines meeting member memorial mercy metro middle midwives migration militant military
    milky millennium mine minister ministers ministry minor miss missing mission model modern mom monday mondays
    monument moon mosque most mother mount mountain mountains mounted mp mps mr mrs ms mum municipal municipalities
    municipality museum music muslim nation national nations native nature naval navy near nerazzurri network new news
    newspaper next ngo ngos night no nobel north northeast northern northwest not november number observatory ocean
    october of office officer official oil old olympic olympics ombudsman ombudsperson on one opera operation
    opposition or orange orchestra order organization orthodox our outer p pact palace park parks parliament
    parliamentary part party pass pastor patriarch patriot peace penal peninsula pension people people's peoples
    persons philharmonic physicians piazza pink place plan planning plant plateau platform plaza pm poet pole police
    policy political polytechnic pope port post power premier president priest prime prince princess prison prisons
    private prize procurement professor program project property prosecution prosecutor prosecutor's prosecutorial
    prosecutors protect protection protestant province public pulse quarter queen quran race radio railway railways
    rally ramadan rapid reading reconstruction record recovery red reds reef reform regional regulatory relief
    religious renaissance report representative representatives republic republican republicans rescue research
    resistance resources revolution revolutionary rights ring rising river road roads rock romani rose route royal
    rugby rural safety saint san sanctuary santa saturday saturdays savings school schools science sciences sea second
    secret secretariat secretary section securities security see self-determination senate senator senior september
    sergeant serious service services seven shadow sheikh shield sick sikh silk silver sir sister six sky small sms
    social socialist socialists society solar son song south southeast southern southwest space speaker special spirit
    spring square st stadium staff star stars state states station statistics statute stock stone storm story strait
    strategic strategy stream street strip studies summer summit sun sunday sundays super supervisory support supreme
    survey suv swahili swan syndicate system t tax taxi technical technology ten territories test testament
    thanksgiving the theater theatre third thousand three throne thursday thursdays times to today tomorrow torah tour
    tourism tower town trade traditional traffic train training transitional transport treasury treaty trial tribunal
    troubles trust tuesday tuesdays tv twelve twin two typhoon u uncle underground union unions united unity
    university upper v valley van vatican vi via vice victory vii viii village virgin voice von vote vpn vs wall walls
    war ward water way web wednesday wednesdays week welfare west western white wild wildlife wind wing winter with
    without witness woman women women's word work workers world writers x xi xii xiii xiv xix xv xvi xvii xviii xx xxi
    year years yellow yes young youth zone
    """
    )
)


def _parse_rows(rows: str) -> tuple[dict[str, frozenset[int]], dict[str, frozenset[int]]]:
    """Beginning of a word → numbers of the rows of :data:`_SAME` it stands in, for each language."""
    tables: tuple[dict[str, set[int]], dict[str, set[int]]] = ({}, {})
    for number, row in enumerate(re.split(r"[;\n]", rows.strip())):
        for table, side in zip(tables, row.split("|"), strict=True):
            for beginning in side.split():
                table.setdefault(beginning, set()).add(number)
    albanian, english = ({k: frozenset(v) for k, v in table.items()} for table in tables)
    return albanian, english


_TABLES: dict[Language, dict[str, frozenset[int]]] = dict(zip(("sq", "en"), _parse_rows(_SAME), strict=True))
# Short beginnings are whole words or take only an ending of up to this many letters.
_MAX_ENDING = {2: 2, 3: 5, 4: 7}


def _rows(folded: str, table: dict[str, frozenset[int]]) -> frozenset[int]:
    found: frozenset[int] = frozenset()
    for length in range(1, min(len(folded), 12) + 1):
        rows = table.get(folded[:length])
        if rows and len(folded) - length <= _MAX_ENDING.get(length, 9 if length > 1 else 0):
            found |= rows
    return found


# What is one sound in either language, for comparing consonants only: vowels, h and glides are dropped.
_SOUNDS: dict[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    "sq": tuple(
        (re.compile(spelling), sound)
        for spelling, sound in (
            ("^u(?=[aeio])", "v"), ("xh|gj", "g"), ("nj", "n"), ("j", ""), ("dh", "d"), ("th", "t"), ("[sz]h|[cxz]", "s"),
            ("q", "k"), ("w", "v"),
        )
    ),
    "en": tuple(
        (re.compile(spelling), sound)
        for spelling, sound in (
            ("kh", ""), ("(?<=[aeiou])w", ""), ("s?ch|tch|sh|tz", "s"), ("dh", "d"), ("th", "t"), ("ph", "f"), ("gh|j", "g"),
            ("c(?=[eiy])|z", "s"), ("ck|qu|[cq]", "k"), ("x", "ks"), ("w", "v"),
        )
    ),
}  # fmt: skip
_FOREIGN_LETTERS = str.maketrans({"đ": "g", "ł": "l", "ø": "o", "ı": "i", "ð": "d", "þ": "t", "ß": "s", "æ": "a"})
_DROPPED = re.compile(r"[aeiouyh]+")
_DOUBLE = re.compile(r"(.)\1+")


def _consonants(folded: str, language: Language) -> str:
    """The consonants of a word by sound, alike for the spellings of both languages."""
    folded = folded.translate(_FOREIGN_LETTERS)
    for spelling, sound in _SOUNDS[language]:
        folded = spelling.sub(sound, folded)
    return _DOUBLE.sub(r"\1", _DROPPED.sub("", folded))


def _shared(one: str, other: str) -> int:
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count


FEW_CONSONANTS = 3
"""An Albanian name of no more is found by its sounds only among the English words with a capital: some word of any sentence sounds
like it. Of 833 given names taken out of the English of corpus pairs, 748 are reported so; with 2, 737; with 4, 754, but four more
faithful pairs of 15,000 are called into doubt."""


class _Evidence:
    """The words of a text, in the forms by which names of another text are found among them."""

    def __init__(self, text: str, language: Language) -> None:
        parts = {part for word in _WORD.findall(fold(text)) for part in _SPLIT.split(word) if part}
        # verikoreane, jugafrikan: in English the adjective stands alone, with a capital.
        parts |= {part.removeprefix(side) for part in parts for side in ("veri", "jug") if part.startswith(side)} - {""}
        self.threes = {part[:3] for part in parts}
        self.fours = {part[:4] for part in parts}
        self.consonants = {_consonants(part, language) for part in parts}
        capitalised = {fold(part) for word in _WORD.findall(text) for part in _SPLIT.split(word) if part[:1].isupper()}
        self.sounds_of_names = {_consonants(part, language) for part in capitalised}
        self.rows = frozenset[int]().union(*(_rows(part, _TABLES[language]) for part in parts))

    def holds(self, name: Name, language: Language) -> bool:
        """Whether the name, of a text in ``language``, is here by letters, by the table, or by its consonants."""
        if name.folded[:4] in self.fours or (len(name.folded) <= 5 and name.folded[:3] in self.threes):
            return True
        if not self.rows.isdisjoint(_rows(name.folded, _TABLES[language])):
            return True
        own = _consonants(name.folded, language)
        # Albanian writes the adjectives of names small (danez, Danish); English does not, where "went" is no Vivian.
        ordinary = language == "en" or len(own) > FEW_CONSONANTS
        return any(_sound_alike(own, other) for other in (self.consonants if ordinary else self.sounds_of_names))


def _sound_alike(one: str, other: str) -> bool:
    """Whether two words' consonants agree but for an ending and, in longer ones, for one at the end."""
    shorter = min(len(one), len(other))
    if shorter < 2:
        return one == other != ""
    return abs(len(one) - len(other)) <= 2 and _shared(one, other) >= shorter - (shorter > 3)


def read_names(text: str, language: Language) -> tuple[Name, ...]:
    """Capitalised words inside sentences, in order: names, and in English much else.

    Roman numerals, acronyms the table does not know, and the words of short quoted titles are left out: they are often
    put into other words.
    """
    titles = [m.span() for m in _TITLE.finditer(text)]
    found: list[Name] = []
    end = 0
    for match in _WORD.finditer(text):
        word, before = match.group(), text[end : match.start()].strip()
        first, end = end == 0, match.end()
        if language == "en" and _SHORTENED.match(text, match.start()):
            end += 1  # past the full stop, after which the name goes on
            continue
        if not word[0].isupper() or first or (before and before[-1] in _NOT_BEFORE_NAME):
            continue
        folded = next((part for part in _SPLIT.split(fold(word)) if part), "")
        stem = _SPLIT.split(word)[0]
        if len(stem) > 1 and stem.isupper() and not _rows(folded, _TABLES[language]):
            continue
        if not any(start < match.start() < stop for start, stop in titles):
            found.append(Name(word, folded))
    return tuple(found)


SMALL_IN_ALBANIAN = frozenset(
    """
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
    october november december i president minister prime chancellor king queen prince princess pope governor mayor senator
    judge general secretary ambassador commissioner chief speaker director sir dr mr mrs ms professor deputy vice captain
    colonel sergeant lieutenant major admiral baron duke doctor father mother brother sister uncle aunt lord lady
    north south east west northern southern eastern western
    """.split()
)
"""Common words that English writes with a capital and Albanian without (e hënë, janar, presidenti, verikoreane): no capitalised word of the
Albanian can be what they stand for."""


def compare(albanian: str, english: str) -> tuple[tuple[Name, ...], tuple[Name, ...]]:
    """Names of the Albanian missing from its English, and names of the English that the Albanian lacks."""
    lost, new = _read_differences(albanian, english)
    missing = [name for name in lost if not _is_translated(name)]
    added = [name for name in new if name.folded not in COMMON_ENGLISH]
    # English nouns with a capital beyond those set aside stand for Albanian words this module takes for names.
    nouns = [name for name in new if name.folded in COMMON_ENGLISH and name.folded not in SMALL_IN_ALBANIAN]
    excused = max(0, len(nouns) - (len(lost) - len(missing)))
    if _is_title_case(english):
        added = []
    return tuple(missing[excused:]), tuple(added)


def _read_differences(albanian: str, english: str) -> tuple[list[Name], list[Name]]:
    """Capitalised words of either side that the other has in no form, institutions' nouns and adjectives included."""
    source, target = read_names(albanian, "sq"), read_names(english, "en")
    if not source and not target:
        return [], []
    there, here = _Evidence(english, "en"), _Evidence(albanian, "sq")
    return [n for n in source if not there.holds(n, "sq")], [n for n in target if not here.holds(n, "en")]


UNLIKE, UNLIKE_START = 0.45, 0.6
"""Two names whose letters agree less than this (difflib's ratio) are not spellings of one; the second holds when their first
consonants sound unlike, too (Lavrov, Clark). Together with the same neighbour on both sides it excuses all faithful pairs of
the training corpus but nine of 124,000."""


def find_swapped(albanian: str, english: str) -> tuple[tuple[Name, Name], ...]:
    """Pairs (missing, added) of names where the English names somebody else: Sergei Lavrov, Sergei Smith.

    Only where both stand next to a name that the two texts share, so that they must be the same person's.
    """
    missing, added = _read_differences(albanian, english)
    missing = [name for name in missing if not _is_translated(name)]
    added = [name for name in added if name.folded not in COMMON_ENGLISH]
    pairs = []
    for lost in missing:
        beside = _neighbours(albanian, lost.raw)
        for new in added:
            alike = SequenceMatcher(None, lost.folded, new.folded).ratio()
            sounds = _consonants(lost.folded, "sq")[:1], _consonants(new.folded, "en")[:1]
            limit = UNLIKE if sounds[0] == sounds[1] else UNLIKE_START
            if alike < limit and beside & _neighbours(english, new.raw):
                pairs.append((lost, new))
                break
    return tuple(pairs)


def _neighbours(text: str, raw: str) -> set[str]:
    """Beginnings (case endings differ) of the capitalised words that only a space separates from the word ``raw``."""
    words = list(_WORD.finditer(text))
    found = set()
    for one, other in itertools.pairwise(words):
        if text[one.end() : other.start()] != " ":
            continue
        if other.group() == raw and one.group()[0].isupper():
            found.add(fold(one.group())[:4])
        if one.group() == raw and other.group()[0].isupper():
            found.add(fold(other.group())[:4])
    return found


def share_row(albanian: str, english: str) -> bool:
    """Whether the table holds the two words as forms of one name (Kajro, Cairo)."""
    return not _rows(fold(albanian), _TABLES["sq"]).isdisjoint(_rows(fold(english), _TABLES["en"]))


def strip_ending(name: str) -> str:
    """An Albanian name without the genitive's ``-it``; other endings are too often part of a name (Martin, Ramadani)."""
    stem = name.removesuffix("it")
    return stem if len(stem) > 3 and stem[-1] not in "aeiouyë" else name


def _is_translated(name: Name) -> bool:
    return name.folded.startswith(_SQ_COMMON) or bool(_SQ_DERIVED.search(name.folded))


def _is_title_case(text: str) -> bool:
    words = [word for word in _WORD.findall(text) if len(word) > 3]
    return len(words) > 3 and sum(word[0].isupper() for word in words) > 0.7 * len(words)


def find_unsupported(claim: str, evidence: Iterable[str]) -> tuple[Name, ...]:
    """Names of an English ``claim`` that stand nowhere in the English ``evidence``."""
    known = _Evidence(" ".join(evidence), "en")
    names = read_names(claim, "en")
    return tuple(name for name in names if name.folded not in COMMON_ENGLISH and not known.holds(name, "en"))

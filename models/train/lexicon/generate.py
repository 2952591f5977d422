"""Synthetic Albanian->English pairs from a weighted synchronous grammar.

    python generate.py --n 1000000 --seed 1 --out FILE.tsv      # writes SQ<TAB>EN lines

Every function below returns an (albanian, english) pair built in parallel, so agreement, case, clitics and
word order are decided once and realised in both languages.  Vocabulary: curated.py (news words, verb frames),
names.tsv (people, places, organisations) and lexicon.pkl (all of uniparser-albanian, see lexicon.py).
"""

import argparse
import bisect
import collections
import os
import pickle
import random
import re

import curated as C
import extra as X
import frames as FR
import frames2 as FR2
from lexicon import English, IRREG, irregular

HERE = os.path.dirname(os.path.abspath(__file__))
rnd = random.random
N_, G_, A_, B_ = 0, 1, 2, 3  # nominative, genitive/dative/ablative, accusative, ablative plural indefinite (-sh)


class Tab:
    """weighted table with fast sampling"""

    __slots__ = ("items", "cum", "tot")

    def __init__(self, items, weights):
        self.items, self.cum, t = list(items), [], 0.0
        for w in weights:
            t += w
            self.cum.append(t)
        self.tot = t

    def pick(self):
        return self.items[bisect.bisect(self.cum, rnd() * self.tot)]


def uni(xs):
    return xs[int(rnd() * len(xs))]


# ------------------------------------------------------------------------------------------- vocabulary objects
class Noun:
    __slots__ = ("F", "g", "gp", "es", "ep", "mass", "pl", "cls", "w", "lex")

    def __init__(s, lex, F, g, gp, es, ep, mass, pl, cls, w=1.0):
        s.lex, s.F, s.g, s.gp, s.es, s.ep, s.mass, s.pl, s.cls, s.w = lex, F, g, gp, es, ep, mass, pl, cls, w


class Adj:
    __slots__ = ("F", "link", "en", "w", "lex")

    def __init__(s, lex, F, link, en, w=1.0):
        s.lex, s.F, s.link, s.en, s.w = lex, F, link, en, w


class Verb:
    __slots__ = ("F", "E", "med", "stat", "subj", "comps", "w", "lex", "be", "pre")

    def __init__(s, lex, F, E, med, stat, subj, comps, w=1.0, pre=""):
        s.lex, s.F, s.E, s.med, s.stat, s.subj, s.comps, s.w = lex, F, E, med, stat, subj, comps, w
        s.be = E[0].startswith("be ") or E[0] == "be"
        s.pre = pre  # fixed material after the verb: "pjesë", "dorëheqjen"


EN = None
NOUN, ADJ, VERB = {}, {}, {}
SENT = {}


def reg_noun(lex, g, pl=None):
    """a regular noun missing from the lexicon"""
    if g == "m":
        pl = pl or lex + "ë"
        u = lex[-1] in "kgh" and lex[-2:] not in ("sh", "th", "xh", "zh", "dh")
        v = "u" if u else "i"
        sg = [lex, lex + v, lex, None, lex + v, lex + v + "t", lex + v + "n", None]
    else:
        b = lex[:-1]
        pl = pl or lex
        sg = [lex, b + "eje" if lex[-1] == "e" else b + "e", lex, None] + (
            [b + "ja", lex + "s", lex + "n", None] if lex[-1] == "e" else [b + "a", b + "ës", b + "ën", None]
        )
    d = "it" if pl.endswith("s") else "t"
    return sg + [pl, pl + "ve", pl, pl + ("ish" if d == "it" else "sh"), pl + d, pl + "ve", pl + d, None]


def oj_middle(lex):
    """forms of a middle verb in -ohem / -em from its lemma"""
    F = {}
    if lex.endswith("ohem"):
        st = lex[:-3]
        b = st[:-1]
        for i, e in enumerate("hem hesh het hemi heni hen".split()):
            F["mp%d" % i] = st + e
        for i, e in enumerate("hesha heshe hej heshim heshit heshin".split()):
            F["mi%d" % i] = st + e
        a, pt, m = [st + "va", st + "ve", "", b + "uam", b + "uat", b + "uan"], b + "uar", b + "ua"
    else:
        st = lex[:-2]
        ao = {"përpiq": "përpoq", "tërhiq": "tërhoq", "merr": "mor"}.get(st, st)
        for i, e in enumerate("em esh et emi eni en".split()):
            F["mp%d" % i] = st + e
        for i, e in enumerate("esha eshe ej eshim eshit eshin".split()):
            F["mi%d" % i] = st + e
        pt = {"përpiq": "përpjekur", "tërhiq": "tërhequr", "merr": "marrë"}.get(st, ao + "ur")
        a, m = [ao + "a", ao + "e", "", ao + "ëm", ao + "ët", ao + "ën"], ao
    for i in (0, 1, 3, 4, 5):
        F["ao%d" % i] = a[i]
    F["ma2"], F["pt"] = m, pt
    return F


BADWORDS = re.compile(
    r"\b(fuck\w*|shit\w*|cunt|whore|penis|vagina|dick|cock|bitch|ass|arse|prick|bastard|buttocks|copulate|faggot|slut|prostitute|screw|fart|piss|testicles?|anus|turd|gypsy|nigger|kike)\b",
    re.I,
)
ANIMAL = re.compile(
    r"\b(\w*(fish|bird|moth|beetle|worm|duck|warbler|bug|fly|hawk|eel|gull|finch|sparrow|swan|goose|owl|eagle|falcon|pigeon|dove|hen|rooster|chick|turkey|cow|bull|ox|calf|horse|mare|foal|donkey|mule|sheep|ram|ewe|lamb|goat|kid|pig|sow|hog|dog|puppy|cat|kitten|mouse|rat|rabbit|hare|fox|wolf|bear|lion|tiger|leopard|deer|stag|elephant|monkey|ape|snake|viper|lizard|turtle|tortoise|frog|toad|crab|lobster|shrimp|snail|slug|spider|ant|bee|wasp|flea|louse|tick|mosquito|cricket|grasshopper|locust|butterfly|whale|dolphin|seal|shark|trout|carp|tuna|sardine|squid|octopus|parrot|crow|raven|stork|heron|crane|quail|partridge|pheasant|peacock|ostrich|penguin|camel|buffalo|bison|badger|weasel|otter|beaver|squirrel|hedgehog|mole|bat|hamster|animal|insect|mammal|reptile|beast|colt|stallion|mongoose|marten|jackal|hyena|tern|pelican|lark|nightingale|swallow|thrush|magpie|woodpecker|kite|vulture|plover|snipe|teal|bunting|wren|swift|starling|jay|canary|polyp|microbe|bacterium|virus|parasite|germ|aphid|larva|caterpillar|scorpion|centipede|leech|oyster|mussel|clam|coral|sponge|jellyfish|mackerel|salmon|herring|cod|perch|pike|bream|mullet|sturgeon|anchovy|ray|skate|sole|plaice|turbot))s?$"
)
NOT_NOUN = set("are two can best must good how will getting going long strong well right".split())


def load():
    """build all vocabulary tables"""
    global EN
    EN = English()
    lx = pickle.load(open(HERE + "/lexicon.pkl", "rb"))
    by = {k: collections.defaultdict(list) for k in "NAV"}
    for k in "NAV":
        for e in lx[k]:
            by[k][e["lex"]].append(e)
    cls = collections.defaultdict(list)
    used = set()
    cglo = set()
    for c, s in C.NOUNS.items():
        for w in s.split():
            lex, g = w.split("=")
            mass = g.endswith("!")
            g = g.rstrip("!").replace("_", " ")
            cand = by["N"].get(lex, [])
            if g == "wine":
                cand = [e for e in cand if e["F"][8] == "verëra"]
            if g == "bank" or g == "tree":
                cand = [e for e in cand if e["en"] == g] or cand
            if cand:
                e = next((e for e in cand if e["en"] == g), cand[0])
                F, gs, gp, pl = e["F"], e["g"], e["gp"], e["haspl"]
                used.add(id(e))
            elif lex in (
                "ekonomist",
                "besimtar",
                "ekstremist",
                "demonstrues",
                "avokate",
                "genocid",
                "grant",
                "serial",
                "rezervuar",
                "eksploziv",
            ):
                gs = "f" if lex == "avokate" else "m"
                ina = c in "HMDTF"
                F = reg_noun(lex, gs, lex + "e" if ina else lex if lex in ("demonstrues", "avokate") else None)
                gp, pl = ("f" if ina or gs == "f" else "m"), True
            else:
                continue
            cglo.add(("N", g))
            n = Noun(lex, F, gs, gp, g, EN.plural(g), mass or g in ("drugs",), pl and not mass, c, 1.0)
            z = EN.phrase_zipf(g)
            n.w = 10 ** (0.25 * (min(max(z, 2.5), 5.5) - 4))
            cls[c].append(n)
            NOUN[lex] = n
    # all other nouns, at a weight by English frequency
    rest = collections.defaultdict(list)
    dic = []
    for e in lx["N"]:
        if BADWORDS.search(e["en"]):
            continue
        c = (
            ("T" if ANIMAL.search(e["en"]) else "P")
            if e["anim"]
            else "A"
            if re.search(r"(im|je|si|ri|izëm|ci|sion|mëri|ësi)$", e["lex"])
            else "T"
        )
        n = Noun(e["lex"], e["F"], e["g"], e["gp"], e["es"], e["ep"], e["mass"], e["haspl"] and not e["mass"], c)
        dic.append(("N", n, e))
        if (
            id(e) in used
            or e["nw"] > 3
            or e["plonly"]
            or e["en"] in NOT_NOUN
            or not e["haspl"]
            and not e["mass"]
            and e["nw"] > 2
        ):
            continue
        n.w = (
            e["w"] ** 0.75
            * (0.06 if ("N", e["en"]) in cglo else 1)
            * (0.5 if e["nw"] == 3 else 1)
            * (0.3 if e["z"] > 5.6 else 1)
        )
        rest[c].append(n)
    T = SENT
    for c, ns in cls.items():
        T["N" + c] = Tab(ns, [n.w for n in ns])
    for c in "PAT":
        T["R" + c] = Tab(rest[c], [n.w for n in rest[c]])
    allrest = rest["P"] + rest["A"] + rest["T"]
    T["R*"] = Tab(allrest, [n.w for n in allrest])
    for line in X.MWE.strip().split("\n"):
        h, tail, en_, c = line.split("|")
        if c == "x":
            continue
        lex, num = h.split("/")
        n = NOUN.get(lex)
        if n is None and lex in by["N"]:
            e = by["N"][lex][0]
            n = Noun(lex, e["F"], e["g"], e["gp"], "", "", False, True, c)
        if lex == "e drejtë":
            n = Noun(
                lex,
                [None] * 4
                + ["e drejta", "së drejtës", "të drejtën", None]
                + ["të drejta", "të drejtave", "të drejta", None, "të drejtat", "të drejtave", "të drejtat", None],
                "f",
                "f",
                "",
                "",
                False,
                True,
                "A",
            )
        if n is None or n.F[12 if num == "p" else 4] is None:
            continue
        item = (n, num == "p", tail, en_.rstrip("="), c, en_.endswith("="))
        MWEC[c].append(item)
        MWEC["*"].append(item)
    # adjectives
    acl = collections.defaultdict(list)
    usedA = set()

    def adj(lex, g):
        link = lex.startswith("i_")
        b = lex[2:] if link else lex
        b = b.replace("_", " ")
        if b == "fundit":
            F = dict(ms=b, fs=b, mp=b, fp=b)
        elif b == "tjetër":
            return None
        elif b in ("afatgjatë", "afatshkurtër"):
            p = "afatgjata" if b == "afatgjatë" else "afatshkurtra"
            F = dict(ms=b, fs=b, mp=b, fp=p)
        elif b == "shtesë":
            F = dict(ms=b, fs=b, mp=b, fp=b)
        elif b in by["A"]:
            e = by["A"][b][0]
            F = e["F"]
            usedA.add(id(e))
        elif b in ("sportiv", "malazez"):
            F = dict(ms=b, fs=b + "e", mp=b + "ë", fp=b + "e")
        elif b == "afërt":
            F = dict(ms=b, fs=b, mp=b, fp="afërta")
        elif b == "përdorur":
            F = dict(ms=b, fs=b, mp=b, fp="përdorura")
        else:
            return None
        a = Adj(b, F, link, g.replace("_", " "))
        ADJ[lex] = a
        cglo.add(("A", a.en))
        return a

    nat = [a for a in (adj(*w.split("=")) for w in C.NATION.split()) if a]
    T["NAT"] = Tab(
        nat,
        [
            1 + 3 * (a.lex in ("shqiptar", "kosovar", "serb", "amerikan", "evropian", "rus", "gjerman", "kinez"))
            for a in nat
        ],
    )
    for c, s in C.ADJ.items():
        acl[c] = [a for a in (adj(*w.split("=")) for w in s.split()) if a]
    for c in "POLEADMTFHB":  # noun classes
        xs = acl[c] + acl["*"]
        T["A" + c] = Tab(xs, [2.0] * len(acl[c]) + [1.0 if c not in "FHB" else 0.1] * len(acl["*"]))
    restA = []
    for e in lx["A"]:
        if BADWORDS.search(e["en"]):
            continue
        a = Adj(e["lex"], e["F"], e["link"], e["en"])
        dic.append(("A", a, e))
        if (
            id(e) in usedA
            or e["nw"] > 1
            or e["en"] in ("sticking", "trying", "pro-English")
            or e["en"].split()[0]
            in (
                "having",
                "with",
                "from",
                "of",
                "in",
                "on",
                "being",
                "wearing",
                "giving",
                "without",
                "made",
                "like",
                "set",
                "over",
                "looked",
                "put",
                "taken",
                "most",
                "more",
                "not",
            )
            or e["en"]
            in (
                "said",
                "read",
                "told",
                "seen",
                "run",
                "run",
                "done",
                "heard",
                "found",
                "met",
                "sold",
                "bought",
                "asked",
                "given",
                "brought",
                "sent",
                "come",
                "gone",
                "won",
                "people",
                "age",
                "have-not",
            )
            or e["link"] is False
            and e["en"].endswith("ing")
            and e["nw"] > 1
        ):
            continue
        a.w = e["w"] ** 0.75 * (0.06 if ("A", e["en"]) in cglo else 1) * (0.4 if e["nw"] > 1 else 1)
        restA.append(a)
    T["RADJ"] = Tab(restA, [a.w for a in restA])
    # verbs
    vs = []
    for line in (C.VERBS.strip() + X.LIGHT.rstrip()).split("\n"):
        p = line.split("|")
        lex, g, subj, comps = p[0], p[1], p[2], p[3] if len(p) > 3 else ""
        stat = len(p) > 4 and "s" in p[4]
        words = lex.split(" ")
        head, pre = words[0], " ".join(words[1:])
        med = head.endswith("~") or head.endswith("em") and head not in ("them",)
        base = head.rstrip("~")
        F = verb_forms(base, med, by["V"])
        if F is None:
            continue
        E = EN.verb(g)
        cs = []
        if pre == "me":
            pre, comps = "", "me" + comps
        for c in comps.split():
            x = c.split(":")
            cs.append((x[0], x[1], (x[2] if len(x) > 2 else "").replace("_", " ")))
        v = Verb(base, F, E, med, stat, subj, cs, pre=pre)
        v.w = 10 ** (0.25 * (min(EN.phrase_zipf(g), 5.5) - 4))
        vs.append(v)
        VERB.setdefault(base + ("~" if med else ""), v)
        cglo.add(("V", g))
    T["V"] = vs
    bys = collections.defaultdict(list)
    for v in vs:
        for c in v.subj:
            bys[c].append(v)
    for c, xs in bys.items():
        T["V" + c] = Tab(xs, [v.w for v in xs])
    tr = [v for v in vs if v.comps and v.comps[0][0] == "O" and not v.stat]
    for c in "POLEADMTFHB":
        xs = [
            v
            for v in tr
            if c in v.comps[0][1]
            and len(v.comps) == 1
            and not v.pre
            and "ma2" in v.F
            and "mp2" in v.F
            and len(v.E[3].split()) == 1
        ]
        if xs:
            T["PV" + c] = Tab(xs, [v.w for v in xs])
    T["VT"] = Tab(tr, [v.w for v in tr])
    it = [v for v in vs if "P" in v.subj and not v.stat]
    T["VI"] = Tab(it, [v.w for v in it])
    restV, restVt, incomplete = [], [], []
    for e in lx["V"]:
        if not complete(e["F"], e["med"]):
            incomplete.append(e["lex"])
            continue
        if BADWORDS.search(e["en"]) or e["en"].split()[0] in ("one's",):
            continue
        cs = [("O", uni(("PT", "TA", "PTAD", "T", "P", "TLFA")), "")] if e["vt"] else []
        v = Verb(e["lex"], e["F"], e["E"], e["med"], False, "P", cs)
        dic.append(("V", v, e))
        if e["nw"] > 4 or e["en"] in (
            "be",
            "have",
            "take",
            "get",
            "make",
            "back",
            "season",
            "age",
            "water",
            "house",
            "say",
        ):
            continue
        if e["vt"] and (
            re.search(r"\b(one's|each other|one another|oneself)\b", e["en"])
            or e["nw"] > 3
            or e["en"].startswith("be ")
        ):
            continue
        if (
            e["vt"]
            and e["nw"] == 2
            and e["en"].split()[1]
            not in PARTS
            | {"on", "in", "with", "at", "to", "for", "of", "from", "into", "through", "about", "upon", "after"}
            or e["vt"]
            and e["nw"] > 2
        ):
            continue
        if e["med"] and e["en"].split()[-1] in (
            "with",
            "of",
            "to",
            "for",
            "from",
            "on",
            "into",
            "against",
            "at",
            "like",
        ):
            continue
        if (
            e["vi"]
            and not e["vt"]
            and e["en"].split()[-1] in ("with", "of", "to", "for", "from", "into", "against", "at", "like")
        ):
            continue
        v.w = e["w"] ** 0.75 * (0.08 if ("V", e["en"]) in cglo else 1) * (0.5 if e["nw"] > 2 else 1)
        if e["lex"] in IRREG:
            v.w *= 0.05
        if e["lex"] in ("mund", "ngas", "duhem", "cokat"):
            continue
        restV.append(v)
        if e["vt"] and e["nw"] == 1:
            restVt.append(v)
    T["RV"] = Tab(restV, [v.w for v in restV])
    T["RVT"] = Tab(restVt, [v.w for v in restVt])

    SENT["incomplete"] = incomplete

    def plain(spec):
        out = []
        for w in re.split(r"[\s]+", spec.strip()):
            p = w.split("|")
            F = verb_forms(p[0], p[0].endswith("em") and p[0] != "them", by["V"])
            if F:
                out.append(
                    Verb(
                        p[0],
                        F,
                        EN.verb(p[1].replace("_", " ")),
                        p[0].endswith("em") and p[0] != "them",
                        len(p) > 2,
                        "P",
                        [],
                    )
                )
        return out

    T["REP"] = plain(C.REPORT)
    T["CTL"] = plain(C.CONTROL)
    for v in plain("jam|be kam|have them|say them|tell dua|want mund|can"):
        VERB["=" + v.lex] = v
    REPW = {"them": 8, "deklaroj": 4, "njoftoj": 2, "theksoj": 2, "shtoj": 2, "besoj": 2, "mendoj": 2}
    T["REPT"] = Tab(T["REP"], [REPW.get(v.lex, 1) for v in T["REP"]])
    T["CTLT"] = Tab(
        T["CTL"], [5 if v.lex in ("dua", "vendos", "filloj", "vazhdoj", "përpiqem") else 1 for v in T["CTL"]]
    )
    # adverbs
    T["ADVM"] = [tuple(x.replace("_", " ") for x in w.split("=")) for w in C.ADV_MANNER.split()]
    T["ADVM"] = [
        x for x in T["ADVM"] if x[0] not in MIDADV and x[0] not in ("vetëm", "kryesisht", "sidomos", "në veçanti")
    ]
    T["ADVS"] = [tuple(x.replace("_", " ") for x in w.split("=")) for w in C.ADV_SENT.split()]
    ly = [e for e in lx["ADV"] if re.search(r"ly$", e["en"]) and e["nw"] == 1]
    T["ADVL"] = Tab(ly, [e["w"] ** 0.5 for e in ly])
    for e in lx["ADV"]:
        if not BADWORDS.search(e["en"]):
            dic.append(("ADV", e, e))
    T["DIC"] = dic
    T["DICW"] = Tab(dic, [d[2]["w"] ** 0.4 for d in dic])
    # names
    kinds = collections.defaultdict(list)
    for line in open(HERE + "/names.tsv", encoding="utf8").read().split("\n")[1:]:
        p = line.split("\t")
        if len(p) == 7:
            kinds[p[0]].append(p)
    for lex, F, g, anim, gl in lx["PROP"]:  # names and places of the lexicon itself
        m = re.match(
            r"([A-Z][\w' .-]+?)(?:,[^()]*)? \((male name|female name|surname|city|town|village|town, municipality|municipality|city, municipality|state|river|country)\b",
            gl,
        )
        if m and F[4] and F[5] and F[6]:
            k = {"male name": "first", "female name": "first", "surname": "sur"}.get(m[2], "place")
            row = [
                k,
                F[4] if k == "place" or not F[0] or F[0].endswith("ë") else F[0],
                F[5],
                F[6],
                (F[0] or F[4]) if k == "place" else F[4],
                "s" + ("f" if g == "f" else "m"),
                m[1],
            ]
            if k != "place" or m[2] != "river":
                kinds[k + "2"].append(row)
    T["first"], T["sur"], T["person"], T["place"], T["org"] = (
        kinds[k] for k in ("first", "sur", "person", "place", "org")
    )
    T["real"] = {p[6] for p in kinds["person"]} | {
        "Sali Berisha",
        "Lulzim Basha",
        "Ilir Meta",
        "Fatos Nano",
        "Erion Veliaj",
        "Monika Kryemadhi",
        "Isa Mustafa",
        "Ismail Qemali",
        "Enver Hoxha",
        "Avdullah Hoti",
        "Kadri Veseli",
        "Glauk Konjufca",
        "Donika Gërvalla",
        "Behgjet Pacolli",
        "Bujar Nishani",
        "Robert Schumann",
    }
    for k in ("first", "sur", "place"):
        T[k + "2"] = kinds[k + "2"] or kinds[k]
    T["country"] = kinds["place"][:95]
    T["prep"] = []
    for line in C.PREPS.strip().split("\n"):
        p = line.split("|")
        T["prep"].append((p[0], {"a": A_, "n": N_, "b": G_, "g": G_}[p[1]], p[2], p[3], int(p[4]), p[1]))
    PW = {"në": 10, "me": 6, "për": 5, "nga": 5, "pas": 2, "gjatë": 2, "sipas": 2, "pa": 2, "mbi": 2}
    npw = {
        "në": 8,
        "nga": 3,
        "për": 3,
        "me": 2,
        "kundër": 2,
        "pranë": 2,
        "afër": 2,
        "ndërmjet": 2,
        "midis": 2,
        "brenda": 1,
        "lidhur me": 1,
        "mbi": 1,
    }
    T["aprep"] = [(p, w, c) for p in T["prep"] for k, w, c in APREP if p[0] == k and (p[2] != "behind")]
    T["aprept"] = Tab([(p, c) for p, w, c in T["aprep"]], [w for p, w, c in T["aprep"]])
    T["nprep"] = Tab([p for p in T["prep"] if p[0] in npw], [npw[p[0]] for p in T["prep"] if p[0] in npw])
    T["prept"] = Tab(T["prep"], [PW.get(p[0], 0.6) for p in T["prep"]])
    byc = collections.defaultdict(list)
    for p in T["prep"]:
        for c in p[3]:
            byc[c].append(p)


def complete(F, med):
    """does a form table have every slot the grammar needs?"""
    if "pt" not in F or any("ao%d" % i not in F for i in (0, 1, 3, 4, 5)):
        return False
    if med:
        return "ma2" in F and all("mp%d" % i in F and "mi%d" % i in F for i in range(6))
    return "ao2" in F and "sb2" in F and all("pr%d" % i in F and "ip%d" % i in F for i in range(6))


def verb_forms(base, med, V):
    """forms for a lemma; middles fall back on the active lexeme or on rules"""
    if not med and base in IRREG:
        return irregular(base)
    if med and base.endswith("em") and base not in V:
        return oj_middle(base)
    es = V.get(base, [])
    for e in es:
        if e["med"] == med and complete(e["F"], med):
            return e["F"]
    if med:
        for e in es:
            if complete(e["F"], True):
                return e["F"]
        if base.endswith("em"):
            return oj_middle(base)
    return None


# ------------------------------------------------------------------------------------------- small morphology
def art(case, df, g, pl, adj):
    """linking article for head (case, definite, gender m/f, plural) ; adj = directly after the definite noun"""
    if pl:
        return "e" if case in (N_, A_) and df and adj else "të"
    if case == N_:
        return "i" if g == "m" else "e"
    if case == A_:
        return "e" if df and adj else "të"
    return "së" if g == "f" and df and adj else "të"


POSS = {  # person-number -> forms for (case n/a/g) x (ms fs mp fp)
    0: (("im", "ime", "e mi", "e mia"), ("tim", "time", "e mi", "e mia"), ("tim", "sime", "të mi", "të mia"), "my"),
    1: (
        ("yt", "jote", "e tu", "e tua"),
        ("tënd", "tënde", "e tu", "e tua"),
        ("tënd", "sate", "të tu", "të tua"),
        "your",
    ),
    3: (("ynë", "jonë", "tanë", "tona"), ("tonë", "tonë", "tanë", "tona"), ("tonë", "sonë", "tanë", "tona"), "our"),
    4: (
        ("juaj", "juaj", "tuaj", "tuaja"),
        ("tuaj", "tuaj", "tuaj", "tuaja"),
        ("tuaj", "suaj", "tuaj", "tuaja"),
        "your",
    ),
}
POSS3 = {"m": ("tij", "his"), "f": ("saj", "her"), "p": ("tyre", "their"), "n": ("tij", "its"), "nf": ("saj", "its")}
DEM = {  # (near?) -> case -> ms fs mp fp
    "k": (("ky", "kjo", "këta", "këto"), ("këtij", "kësaj", "këtyre", "këtyre"), ("këtë", "këtë", "këta", "këto")),
    "a": (("ai", "ajo", "ata", "ato"), ("atij", "asaj", "atyre", "atyre"), ("atë", "atë", "ata", "ato")),
}
NUMW = {
    2: ("dy", "dy", "two"),
    3: ("tre", "tri", "three"),
    4: ("katër", "katër", "four"),
    5: ("pesë", "pesë", "five"),
    6: ("gjashtë", "gjashtë", "six"),
    7: ("shtatë", "shtatë", "seven"),
    8: ("tetë", "tetë", "eight"),
    9: ("nëntë", "nëntë", "nine"),
    10: ("dhjetë", "dhjetë", "ten"),
}
VOW = "aeiou"


def a_an(s):
    w = s.lower()
    if re.match(r"(hour|honest|honor|heir)", w):
        return "an " + s
    if re.match(r"(uni([^nm]|ted)|use|usual|euro|one|once|u[kn] |us |eu )", w) and not w.startswith(("unin", "unim")):
        return "a " + s
    return ("an " if w[0] in VOW else "a ") + s


def gk(g, pl):
    return (2 if pl else 0) + (0 if g == "m" else 1)


FK = ("ms", "fs", "mp", "fp")
ONES = "zero një dy tre katër pesë gjashtë shtatë tetë nëntë dhjetë".split()
EONES = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
ETENS = "x x twenty thirty forty fifty sixty seventy eighty ninety".split()


def num_sq(n, fem=False):
    """cardinal in Albanian words, n < 1,000,000"""
    if n <= 10:
        return "tri" if n == 3 and fem else ONES[n]
    if n < 20:
        return ONES[n - 10] + "mbëdhjetë"
    if n < 100:
        t, o = divmod(n, 10)
        s = {
            2: "njëzet",
            3: "tridhjetë",
            4: "dyzet",
            5: "pesëdhjetë",
            6: "gjashtëdhjetë",
            7: "shtatëdhjetë",
            8: "tetëdhjetë",
            9: "nëntëdhjetë",
        }[t]
        return s + (" e " + num_sq(o, fem) if o else "")
    if n < 1000:
        h, r = divmod(n, 100)
        return ONES[h] + "qind" + (" e " + num_sq(r, fem) if r else "")
    t, r = divmod(n, 1000)
    return num_sq(t) + " mijë" + (" e " + num_sq(r, fem) if r else "")


def num_en(n):
    if n < 20:
        return EONES[n]
    if n < 100:
        t, o = divmod(n, 10)
        return ETENS[t] + ("-" + EONES[o] if o else "")
    if n < 1000:
        h, r = divmod(n, 100)
        return EONES[h] + " hundred" + (" and " + num_en(r) if r else "")
    t, r = divmod(n, 1000)
    return num_en(t) + " thousand" + ((" and " if r < 100 else " ") + num_en(r) if r else "")


# ------------------------------------------------------------------------------------------- numbers, money, time
def rnum():
    """number with both renderings; always plural (>=2)"""
    r = rnd()
    if r < 0.3:
        n = int(rnd() * 9) + 2
        return (str(n), str(n)) if rnd() < 0.35 else (num_sq(n), num_en(n))
    if r < 0.55:
        n = int(rnd() * 89) + 11
        return (str(n), str(n)) if rnd() < 0.7 else (num_sq(n), num_en(n))
    if r < 0.7:
        n = int(rnd() * 899) + 100
        return (str(n), str(n)) if rnd() < 0.85 else (num_sq(n), num_en(n))
    if r < 0.85:
        n = int(rnd() * 99) * 1000 + (int(rnd() * 10) * 100 if rnd() < 0.5 else int(rnd() * 999)) + 1000
        s = "{:,}".format(n)
        return s.replace(",", uni((".", ".", " ", ","))), s
    if r < 0.9:
        n = int(rnd() * 90) + 2
        return ("%d mijë" % n, "%d,000" % n) if rnd() < 0.6 else ("%s mijë" % num_sq(n), "%s thousand" % num_en(n))
    if r < 0.96:
        return big(uni((("milionë", "million"), ("miliardë", "billion"))))
    n = int(rnd() * 9e6) + 1000000
    s = "{:,}".format(n)
    return s.replace(",", "."), s


def big(unit):
    if rnd() < 0.5:
        n = int(rnd() * 90) + 2
        return (
            ("%d %s" % (n, unit[0]), "%d %s" % (n, unit[1]))
            if rnd() < 0.7
            else ("%s %s" % (num_sq(n), unit[0]), "%s %s" % (num_en(n), unit[1]))
        )
    a, b = int(rnd() * 60) + 1, int(rnd() * 9) + 1
    return "%d,%d %s" % (a, b, unit[0]), "%d.%d %s" % (a, b, unit[1])


CUR = (
    ("euro", "euros", "€"),
    ("dollarë", "dollars", "$"),
    ("lekë", "lek", ""),
    ("paund", "pounds", "£"),
    ("denarë", "denars", ""),
    ("franga zvicerane", "Swiss francs", ""),
    ("dinarë", "dinars", ""),
    ("euro", "euros", "€"),
    ("euro", "euros", "€"),
    ("rubla", "rubles", ""),
    ("dollarë amerikanë", "US dollars", ""),
)


def money():
    c = uni(CUR)
    s, e = rnum()
    if c[2] and re.match(r"[\d]", e) and rnd() < 0.3:
        return s + " " + c[0], c[2] + e
    if c[2] == "€" and re.match(r"[\d.]+$", s) and rnd() < 0.2:
        return s + " €", "€" + e
    return s + " " + c[0], e + " " + c[1]


def pct():
    r = rnd()
    if r < 0.45:
        n = int(rnd() * 98) + 1
        s, e = str(n), str(n)
    elif r < 0.9:
        a, b = int(rnd() * 60), int(rnd() * 9) + 1
        s, e = "%d,%d" % (a, b), "%d.%d" % (a, b)
    else:
        n = int(rnd() * 60) + 2
        s, e = num_sq(n), num_en(n)
        return s + uni((" për qind", " përqind")), e + " percent"
    return uni(
        (
            (s + " për qind", e + " percent"),
            (s + " përqind", e + " percent"),
            (s + "%", e + "%"),
            (s + " %", e + "%"),
            (s + " për qind", e + "%"),
        )
    )


MONTHS = [
    ("janar", "January"),
    ("shkurt", "February"),
    ("mars", "March"),
    ("prill", "April"),
    ("maj", "May"),
    ("qershor", "June"),
    ("korrik", "July"),
    ("gusht", "August"),
    ("shtator", "September"),
    ("tetor", "October"),
    ("nëntor", "November"),
    ("dhjetor", "December"),
]
DAYS = [
    ("e hënë", "të hënën", "Monday"),
    ("e martë", "të martën", "Tuesday"),
    ("e mërkurë", "të mërkurën", "Wednesday"),
    ("e enjte", "të enjten", "Thursday"),
    ("e premte", "të premten", "Friday"),
    ("e shtunë", "të shtunën", "Saturday"),
    ("e diel", "të dielën", "Sunday"),
]
UNITS = [
    ("ditë", "ditësh", "day", "f"),
    ("javë", "javësh", "week", "f"),
    ("muaj", "muajsh", "month", "m"),
    ("vjet", "vjetësh", "year", "m"),
    ("vite", "vitesh", "year", "m"),
    ("orë", "orësh", "hour", "f"),
    ("minuta", "minutash", "minute", "f"),
    ("dekada", "dekadash", "decade", "f"),
]


def nunit(sh=False):
    """'tri javë' / three weeks; sh = ablative -sh"""
    u = uni(UNITS)
    n = int(rnd() * 9) + 2 if rnd() < 0.7 else int(rnd() * 40) + 11
    if rnd() < 0.35:
        s, e = str(n), str(n)
    else:
        s, e = num_sq(n, u[3] == "f"), num_en(n)
    return s + " " + u[1 if sh else 0], e + " " + u[2] + "s"


def year():
    y = int(2025 - rnd() ** 2 * 90)
    return str(y)


def date():
    m = uni(MONTHS)
    d = int(rnd() * 28) + 1
    r = rnd()
    if r < 0.35:
        return "më %d %s" % (d, m[0]), "on %s %d" % (m[1], d)
    if r < 0.7:
        y = year()
        return "më %d %s %s" % (d, m[0], y), uni(("on %s %d, %s" % (m[1], d, y), "on %d %s %s" % (d, m[1], y)))
    if r < 0.85:
        y = year()
        return "në %s të vitit %s" % (m[0], y), "in %s %s" % (m[1], y)
    return "më datë %d %s" % (d, m[0]), "on %s %d" % (m[1], d)


T_PAST = [
    ("dje", "yesterday"),
    ("mbrëmë", "last night"),
    ("pardje", "the day before yesterday"),
    ("javën e kaluar", "last week"),
    ("muajin e kaluar", "last month"),
    ("vitin e kaluar", "last year"),
    ("vjet", "last year"),
    ("dje në mbrëmje", "yesterday evening"),
    ("dje në mëngjes", "yesterday morning"),
    ("sot në mëngjes", "this morning"),
    ("në fillim të këtij viti", "at the beginning of this year"),
    ("në fund të vitit të kaluar", "at the end of last year"),
    ("gjatë fundjavës", "over the weekend"),
    ("një vit më parë", "a year ago"),
    ("një javë më parë", "a week ago"),
    ("pak ditë më parë", "a few days ago"),
    ("disa vite më parë", "several years ago"),
    ("para disa ditësh", "a few days ago"),
    ("gjatë luftës", "during the war"),
    ("në të kaluarën", "in the past"),
    ("atë natë", "that night"),
    ("atë ditë", "that day"),
    ("javën që shkoi", "last week"),
]
T_FUT = [
    ("nesër", "tomorrow"),
    ("javën e ardhshme", "next week"),
    ("muajin e ardhshëm", "next month"),
    ("vitin e ardhshëm", "next year"),
    ("pasnesër", "the day after tomorrow"),
    ("së shpejti", "soon"),
    ("në të ardhmen", "in the future"),
    ("nesër në mëngjes", "tomorrow morning"),
    ("në ditët në vijim", "in the coming days"),
    ("në javët e ardhshme", "in the coming weeks"),
    ("këtë mbrëmje", "this evening"),
    ("brenda vitit", "within the year"),
    ("deri në fund të vitit", "by the end of the year"),
    ("në muajt e ardhshëm", "in the coming months"),
]
T_ANY = [
    ("sot", "today"),
    ("këtë javë", "this week"),
    ("këtë muaj", "this month"),
    ("këtë vit", "this year"),
    ("sivjet", "this year"),
    ("në mesditë", "at noon"),
    ("natën", "at night"),
    ("gjatë natës", "during the night"),
    ("në mëngjes", "in the morning"),
    ("në mbrëmje", "in the evening"),
    ("gjatë ditës", "during the day"),
    ("në verë", "in the summer"),
    ("në dimër", "in the winter"),
    ("në pranverë", "in the spring"),
    ("në vjeshtë", "in the fall"),
    ("pasdite", "in the afternoon"),
    ("në të njëjtën kohë", "at the same time"),
    ("në të njëjtën ditë", "on the same day"),
    ("herët në mëngjes", "early in the morning"),
    ("vonë natën", "late at night"),
    ("në mesnatë", "at midnight"),
]
T_PRES = [
    ("çdo ditë", "every day"),
    ("çdo vit", "every year"),
    ("çdo javë", "every week"),
    ("çdo mëngjes", "every morning"),
    ("tani", "now"),
    ("aktualisht", "currently"),
    ("në ditët e sotme", "nowadays"),
    ("për momentin", "at the moment"),
    ("sot", "today"),
    ("në shumicën e rasteve", "in most cases"),
]


def t_past():
    r = rnd()
    if r < 0.4:
        return uni(T_PAST)
    if r < 0.55:
        d = uni(DAYS)
        return uni(
            (
                (d[1], "on " + d[2]),
                (d[1], "on " + d[2]),
                (d[1] + " e kaluar", "last " + d[2]),
                (d[1] + " në mbrëmje", "on %s evening" % d[2]),
                (d[1] + " në mëngjes", "on %s morning" % d[2]),
                ("ditën e " + d[0][2:], "on " + d[2]),
            )
            if d[0] != "e diel"
            else ((d[1], "on " + d[2]), (d[1] + " e kaluar", "last " + d[2]), ("ditën e diel", "on Sunday"))
        )
    if r < 0.68:
        s, e = nunit()
        return s + " më parë", e + " ago"
    if r < 0.72:
        s, e = nunit(True)
        return "para " + s, e + " ago"
    if r < 0.82:
        y = year()
        return "në vitin " + y, "in " + y
    if r < 0.86:
        y = int(rnd() * 10) * 10 + 1900 if rnd() < 0.7 else 1990
        return "në vitet %d" % y if rnd() < 0.5 else "në vitet '%02d" % (y % 100), "in the %ds" % y
    if r < 0.95:
        return date()
    s, e = nunit()
    return "për " + s, "for " + e


def t_fut():
    r = rnd()
    if r < 0.55:
        return uni(T_FUT)
    if r < 0.7:
        d = uni(DAYS)
        return uni(((d[1], "on " + d[2]), (d[1] + " e ardhshme", "next " + d[2])))
    if r < 0.85:
        s, e = nunit(True)
        return uni((("pas " + s, "in " + e), ("pas " + s, "after " + e), ("brenda " + s, "within " + e)))
    m = uni(MONTHS)
    return uni(
        (
            ("në " + m[0], "in " + m[1]),
            ("deri në " + m[0], "until " + m[1]),
            ("në fund të " + gen_month(m[0]), "at the end of " + m[1]),
            ("në fillim të " + gen_month(m[0]), "at the beginning of " + m[1]),
            date(),
        )
    )


def gen_month(m):
    return m + ("it" if not m.endswith(("t",)) or True else "")


def t_any():
    r = rnd()
    if r < 0.55:
        return uni(T_ANY)
    if r < 0.7:
        d = uni(DAYS)
        return d[1], "on " + d[2]
    if r < 0.85:
        h, mi = int(rnd() * 24), uni((0, 0, 0, 15, 30, 45, 10, 20))
        t = "%d:%02d" % (h, mi)
        return uni(
            (
                ("në orën " + t, "at " + t),
                ("rreth orës " + t, "around " + t),
                ("në orën %d" % (h or 12), "at %d o'clock" % (h or 12) if h < 13 else "at %d p.m." % (h - 12)),
            )
        )
    if r < 0.92:
        m = uni(MONTHS)
        return uni(
            (
                ("në " + m[0], "in " + m[1]),
                ("gjatë muajit " + m[0], "during the month of " + m[1]),
                ("në muajin " + m[0], "in " + m[1]),
            )
        )
    y = year()
    return uni((("gjatë vitit " + y, "during " + y), ("në vitin " + y, "in " + y)))


def time_for(tense):
    if tense in ("aor", "plup", "ipf", "condp", "admp", "hadto"):
        return t_past() if rnd() < 0.75 else t_any()
    if tense in ("fut", "can", "must", "futp", "subj", "cond"):
        return t_fut() if rnd() < 0.75 else t_any()
    if tense in ("pres", "prog"):
        return uni(T_PRES)
    if tense == "perf":
        return uni(
            (
                ("deri tani", "so far"),
                ("këtë vit", "this year"),
                ("këtë javë", "this week"),
                ("sot", "today"),
                ("kohët e fundit", "recently"),
                ("tashmë", "already"),
                ("disa herë", "several times"),
                ("vitet e fundit", "in recent years"),
                ("këtë muaj", "this month"),
                ("që nga viti " + year(), None),
            )
        )
    return t_any()


# ------------------------------------------------------------------------------------------- noun phrases
class NP:
    """realised noun phrase: sq in one case, English, number, gender, person index (0..5), class, definiteness"""

    __slots__ = ("sq", "en", "pl", "g", "pn", "cls", "df", "pron", "prop", "epn", "bare")

    def __init__(s, sq, en, pl=False, g="m", pn=None, cls="P", df=True, pron=False, prop=False, epl=None, bare=None):
        s.sq, s.en, s.pl, s.g, s.cls, s.df, s.pron, s.prop = sq, en, pl, g, cls, df, pron, prop
        s.pn = (5 if pl else 2) if pn is None else pn
        s.epn = s.pn if epl is None else (5 if epl else 2)  # English agreement may differ: SHBA-të / the US
        s.bare = bare  # form used after "në" when the noun is unmodified


TITLES = [
    ("presidenti", "presidentit", "presidentin", "President", "m"),
    ("kryeministri", "kryeministrit", "kryeministrin", "Prime Minister", "m"),
    ("ministri", "ministrit", "ministrin", "Minister", "m"),
    ("profesori", "profesorit", "profesorin", "Professor", "m"),
    ("gjenerali", "gjeneralit", "gjeneralin", "General", "m"),
    ("ambasadori", "ambasadorit", "ambasadorin", "Ambassador", "m"),
    ("deputeti", "deputetit", "deputetin", "lawmaker", "m"),
    ("gazetari", "gazetarit", "gazetarin", "journalist", "m"),
    ("presidentja", "presidentes", "presidenten", "President", "f"),
    ("zoti", "zotit", "zotin", "Mr.", "m"),
    ("zonja", "zonjës", "zonjën", "Mrs.", "f"),
    ("ministrja", "ministres", "ministren", "Minister", "f"),
    ("doktori", "doktorit", "doktorin", "Dr.", "m"),
    ("shkrimtari", "shkrimtarit", "shkrimtarin", "writer", "m"),
    ("prokurori", "prokurorit", "prokurorin", "prosecutor", "m"),
    ("avokati", "avokatit", "avokatin", "lawyer", "m"),
    ("kancelarja", "kancelares", "kancelaren", "Chancellor", "f"),
    ("aktorja", "aktores", "aktoren", "actress", "f"),
    ("këngëtarja", "këngëtares", "këngëtaren", "singer", "f"),
    ("senatori", "senatorit", "senatorin", "Senator", "m"),
    ("trajneri", "trajnerit", "trajnerin", "coach", "m"),
]


def person(case, public=False):
    r = rnd()
    if public and r < 0.5:
        p = uni(SENT["person"])
        sq, en, g = p[1 + (0, 1, 2)[case] if case < 3 else 2], p[6], p[5][1]
        if r < 0.12:
            en, sq = en.split(" ")[-1], sq.split(" ")[-1]
    else:
        f = uni(SENT["first"] if rnd() < 0.7 else SENT["first2"])
        g = f[5][1]
        if r > 0.9:
            return NP(f[4] if case == N_ else f[2] if case in (G_, B_) else f[3], f[6], g=g, prop=True)
        s = uni(SENT["sur"] if rnd() < 0.6 else SENT["sur2"])
        sf = s[1] if case == N_ else s[2] if case in (G_, B_) else s[3]
        if r > 0.82:
            tt = uni(TITLES[:2] + TITLES[9:11])
            sq, en, g = tt[case if case < 3 else 1] + " " + sf, tt[3] + " " + s[6], tt[4]
            return NP(sq, en, g=g, prop=True)
        sq, en = f[1] + " " + sf, f[6] + " " + s[6]
        if en in SENT["real"]:  # no invented news about real people
            return person(case)
    if rnd() < 0.18 and sq.count(" "):
        tt = uni(TITLES)
        if tt[4] == g:
            sq, en = (
                tt[case if case < 3 else 1] + " " + sq,
                tt[3] + " " + en if tt[3][0].isupper() else tt[3] + " " + en,
            )
    return NP(sq, en, g=g, prop=True)


def row_np(r, case, cls):
    return NP(
        r[1] if case == N_ else r[2] if case in (G_, B_) else r[3],
        r[6],
        pl=r[5][0] == "p",
        g=r[5][1],
        cls=cls,
        prop=True,
        epl=r[6] == "the NGOs",
        bare=r[4],
    )


def place(case):
    return row_np(uni(SENT["place"] if rnd() < 0.85 else SENT["place2"]), case, "O" if case == N_ else "L")


def org(case):
    return row_np(uni(SENT["org"]), case, "O")


PRON = {
    N_: [("unë", "I"), ("ti", "you"), ("ai", "he"), ("ne", "we"), ("ju", "you"), ("ata", "they")],
    A_: [("mua", "me"), ("ty", "you"), ("atë", "him"), ("ne", "us"), ("ju", "you"), ("ata", "them")],
    G_: [("mua", "me"), ("ty", "you"), ("atij", "him"), ("neve", "us"), ("juve", "you"), ("atyre", "them")],
}


def pron(case):
    i = uni((0, 1, 2, 2, 2, 3, 4, 5, 5, 6, 6))
    if i == 6:
        return NP({N_: "ajo", A_: "atë", G_: "asaj"}[case], "she" if case == N_ else "her", g="f", pn=2, pron=True)
    s, e = PRON[case][i]
    return NP(s, e, pl=i > 2, pn=i, pron=True)


def noun(cls):
    """a noun of one of the classes in the string cls ('*' = any of the whole lexicon)"""
    c = cls[int(rnd() * len(cls))]
    r = rnd()
    if c == "*" or r < 0.2:
        if c == "P":
            return SENT["RP"].pick(), c
        if c in "AEH":
            return SENT["RA"].pick(), "A"
        if c in "TFB" or c == "*":
            return (SENT["RT"] if c != "*" else SENT["R*"]).pick(), "T"
    if c == "*":
        return SENT["R*"].pick(), "T"
    return SENT["N" + c].pick(), c


def adj_for(c):
    r = rnd()
    if r < 0.15:
        return SENT["RADJ"].pick()
    if r < 0.34 and c in "POE":
        return SENT["NAT"].pick()
    return SENT["A" + c].pick()


def np(case, cls, depth=0, bare=None, nodet=False, subj=False):
    """random noun phrase. case N_/G_/A_/B_; cls = allowed classes"""
    c0 = cls[int(rnd() * len(cls))]
    r = rnd()
    if bare is None and not nodet:
        if rnd() < 0.055 and case != B_ and c0 in MWEC:
            return mwe(case, c0, depth)
        if c0 == "P":
            if r < 0.17:
                return person(case)
            if r < 0.24 and case != B_ and depth == 0:
                return pron(case)
        elif c0 == "O" and r < 0.28:
            return org(case)
        elif c0 in "LO" and r < 0.42:
            return place(case)
    n, c = noun(c0)
    F = n.F
    pl = n.pl and n.es != "police" and F[8] is not None and rnd() < (0.33 if not n.mass else 0)
    if n.mass:
        pl = False
    g = n.gp if pl else n.g
    k = FK[gk(g, pl)]
    r = rnd()
    det_s = det_e = ""
    df = True
    gen_ok = True
    en_np = n.ep if pl else n.es
    poss_done = False
    if bare == 1:  # "në shkollë": unmodified, indefinite form, English "the"
        f = F[(8 if pl else 0) + case]
        if f is None:
            f = F[0]
        return NP(f, ("the " if not n.mass and not pl else "") + en_np, pl, g, cls=c, df=False)
    adjs = []
    ra = rnd()
    if ra < 0.34:
        adjs.append(adj_for(c))
        if ra < 0.06:
            a2 = adj_for(c)
            if a2.lex != adjs[0].lex:
                adjs.append(a2)
                adjs.sort(key=lambda a: a.link)
    en_adj = " ".join(a.en for a in reversed(adjs))
    en_core = (en_adj + " " if en_adj else "") + en_np
    after_poss = ""
    if nodet:
        df, kind = False, "bare"
    elif not pl:
        kind = (
            "def"
            if r < 0.56
            else "nje"
            if r < 0.76
            else "dem"
            if r < 0.84
            else "poss"
            if r < 0.93
            else "cdo"
            if r < 0.955
            else "tjeter"
            if r < 0.975
            else "ndonje"
            if r < 0.985
            else "cili"
        )
        if n.mass and kind in ("nje", "cdo", "tjeter", "ndonje", "cili"):
            kind = "def" if rnd() < 0.6 or case in (N_, G_) else "bare"
        if case == B_:
            kind = "nje"
    else:
        kind = (
            "def"
            if r < 0.5
            else "bare"
            if r < 0.63
            else "disa"
            if r < 0.7
            else "shume"
            if r < 0.75
            else "num"
            if r < 0.84
            else "dem"
            if r < 0.9
            else "poss"
            if r < 0.96
            else "all"
            if r < 0.98
            else "numdef"
            if r < 0.99
            else "grp"
        )
        if case == B_:
            kind = "bare"
        elif kind == "bare" and case == N_ and subj:
            kind = "def" if rnd() < 0.6 else "disa"
    pl_en = pl
    cc = case if case != B_ else G_
    if kind == "def":
        f = F[(12 if pl else 4) + cc]
        en = (
            "the "
            if not (n.mass and rnd() < (0.75 if not adjs else 0.6)) or any(a.lex in NOGRADE for a in adjs)
            else ""
        ) + en_core
        if pl and not adjs and rnd() < 0.12:
            en = en_core  # generic definite plural: njerëzit -> people
    elif kind == "nje":
        df = False
        f = F[cc]
        det_s = "një"
        en = a_an(en_core)
    elif kind == "bare":
        df = False
        f = F[11] if case == B_ else F[(8 if pl else 0) + cc]
        en = en_core
    elif kind == "dem":
        df = False
        near = "k" if rnd() < 0.75 else "a"
        det_s = DEM[near][cc][gk(g, pl)]
        f = F[(8 if pl else 0) + cc]
        en = ({"k": "these ", "a": "those "} if pl else {"k": "this ", "a": "that "})[near] + en_core
    elif kind == "poss":
        f = F[(12 if pl else 4) + cc]
        r2 = rnd()
        if r2 < 0.45:
            i = uni((0, 0, 1, 3, 3, 3, 4))
            col = gk(g, pl)
            after_poss = POSS[i][(0, 2, 1)[cc]][col]
            en = POSS[i][3] + " " + en_core
        else:
            w, e = POSS3[uni(("m", "m", "f", "p", "p"))]
            after_poss = art(cc, True, g, pl, True) + " " + w
            en = e + " " + en_core
        poss_done = True
    elif kind == "cdo":
        df, det_s, f, en = False, "çdo", F[cc], "every " + en_core
    elif kind == "cili":
        df, det_s, f, en = (
            False,
            ("secili" if g == "m" else "secila")
            if cc == N_
            else ("secilin" if g == "m" else "secilën")
            if cc == A_
            else ("secilit" if g == "m" else "secilës"),
            F[cc],
            "each " + en_core,
        )
    elif kind == "ndonje":
        df, det_s, f, en = False, "ndonjë", F[cc], "some " + en_core
    elif kind == "tjeter":
        df, det_s, f, en = False, "një tjetër", F[cc], "another " + en_core
    elif kind == "disa":
        df, det_s, f, en = False, "disa", F[8 + cc], uni(("some ", "several ")) + en_core
    elif kind == "shume":
        df, det_s, f, en = False, "shumë", F[8 + cc], "many " + en_core
    elif kind == "num":
        s, e = rnum()
        if s == "tre" and g == "f":
            s = "tri"
        df, det_s, f, en = False, s, F[8 + cc], e + " " + en_core
        if rnd() < 0.15:
            x = uni(
                (
                    ("rreth", "about"),
                    ("mbi", "over"),
                    ("më shumë se", "more than"),
                    ("të paktën", "at least"),
                    ("afro", "nearly"),
                    ("vetëm", "only"),
                )
            )
            det_s, en = x[0] + " " + det_s, x[1] + " " + en
    elif kind == "all":
        det_s = ("të gjithë" if g == "m" else "të gjitha") if cc != G_ else ("të gjithë" if g == "m" else "të gjitha")
        f, en = F[12 + cc], "all the " + en_core
        if cc == G_:
            det_s = "të gjithë" if g == "m" else "të gjitha"
    elif kind == "numdef":
        x = NUMW[int(rnd() * 9) + 2]
        det_s, f, en = x[0 if g == "m" else 1], F[12 + cc], "the " + x[2] + " " + en_core
    else:  # një grup studentësh / a group of students
        x = uni(
            (
                ("një grup", "një grupi", "një grup", "a group of "),
                ("një numër", "një numri", "një numër", "a number of "),
                ("një seri", "një serie", "një seri", "a series of "),
                ("shumica e", "shumicës së", "shumicën e", "most of the "),
                ("pjesa më e madhe e", "pjesës më të madhe të", "pjesën më të madhe të", "most of the "),
            )
        )
        gen_ok = False
        if x[3].startswith("most"):
            det_s, f, en, df = x[cc], F[13], x[3] + en_core, True
        else:
            det_s, f, en, df = x[cc], F[11], x[3] + en_core, False
    if f is None:  # defective paradigm
        f = F[(8 if pl else 0)] or F[4]
    sq = det_s + " " + f if det_s else f
    adjacent = df and kind not in ("grp",)
    lc, ldf = cc, df
    if kind == "grp":
        lc, ldf = G_, False
    if after_poss:
        sq += " " + after_poss
        adjacent = False
    for i, a in enumerate(adjs):
        if a.link:
            if i and adjs[i - 1].link:
                sq += " dhe"
                adjacent = False
            sq += " " + art(lc, ldf, g, pl, adjacent) + " " + a.F[k]
        else:
            sq += " " + a.F[k]
        adjacent = False
    # definite-noun + further modifiers
    if (
        gen_ok
        and not poss_done
        and kind not in ("cdo", "ndonje", "cili", "num", "tjeter", "shume", "bare")
        and depth < 2
        and rnd() < (0.4 if kind == "def" else 0.1)
    ):
        gcls = {
            "P": "OOL",
            "O": "LLO",
            "L": "LO",
            "E": "OPL",
            "A": "OPLA",
            "D": "OPA",
            "M": "OPL",
            "T": "P",
            "H": "L",
            "B": "P",
            "F": "L",
        }[c]
        if c == "P" and n.lex in KIN:
            gcls = "P"
        c1 = gcls[int(rnd() * len(gcls))]
        q = place(G_) if c1 == "L" and rnd() < 0.75 else np(G_, c1, depth + 1)
        if not q.pron:
            sq += " " + art(lc, ldf, g, pl, adjacent) + " " + q.sq
            if (
                kind == "def"
                and (q.prop or rnd() < 0.15)
                and rnd() < 0.4
                and " of " not in q.en
                and len(q.en.split()) < 4
            ):
                en = q.en + ("'" if q.en.endswith("s") and q.pl else "'s") + " " + en_core
            else:
                if kind == "def" and not en.startswith("the "):
                    en = "the " + en
                en = en + " of " + q.en
            adjacent = False
    elif depth < 1 and rnd() < 0.06 and kind != "bare":
        p = pp(prep=SENT["nprep"].pick())
        sq, en = sq + " " + p[0], en + " " + p[1]
    if depth == 0 and kind in ("def", "nje", "dem", "disa", "num") and rnd() < 0.055:
        s, e = relative(c, g, pl, case)
        sq, en = sq + s, en + e
    q = NP(sq, en, pl_en, g, cls=c, df=df, epl=True if n.es == "police" else None)
    if kind == "def" and sq == f and not pl:
        q.bare = F[cc]
    return q


def mwe(case, c=None, depth=1):
    """fixed news phrase, definite: forcat e sigurisë / the security forces"""
    n, pl, tail, en, cls, mass = uni(MWEC[c]) if c else uni(MWEC["*"])
    cc = G_ if case == B_ else case
    g = n.gp if pl else n.g
    sq = n.F[(12 if pl else 4) + cc] + " " + tail.replace("@", art(cc, True, g, pl, True))
    if not mass:
        en = "the " + en
    if depth < 2 and rnd() < 0.2 and cls in "OPELMA":
        q = place(G_)
        sq += " " + art(cc, True, g, pl, False) + " " + q.sq
        if rnd() < 0.4 and not mass:
            en = q.en + "'s " + en[4:]
        else:
            en = (en if en.startswith("the ") else "the " + en) + " of " + q.en
    epl = en.split(" of ")[0].split(" in ")[0].endswith(("s", "people", "children", "women", "goods")) if pl else None
    if pl and en.endswith(("change", "media", "evidence", "disease", "spending")):
        epl = False
    return NP(sq, en, pl, g, cls=cls if cls != "H" else "H", epl=epl)


KIN = set(
    "djalë vajzë burrë grua mik armik prind fëmijë baba nënë vëlla motër bir bijë gjysh gjyshe kushëri bashkëshort bashkëshorte shok shoqe koleg fqinj xhaxha teze nip mbesë foshnjë avokat mjek shofer rival kundërshtar hero vrasës viktimë".split()
)
MWEC = collections.defaultdict(list)


def relative(c, g, pl, case):
    """relative clause modifying a noun of class c"""
    who = "who" if c == "P" else "that"
    r = rnd()
    pn = 5 if pl else 2
    if r < 0.6:
        s, e = vp(NP("", "", pl, g, pn, c), uni(("aor", "perf", "pres", "fut", "plup", "aor")), depth=2)
        if rnd() < 0.7:
            return " që " + s, " %s " % who + e
        cili = ("të cilët" if g == "m" else "të cilat") if pl else ("i cili" if g == "m" else "e cila")
        return ", " + cili + " " + s + ",", ", %s " % ("who" if c == "P" else "which") + e + ","
    v = SENT["VT"].pick()  # object relative
    if c not in v.comps[0][1] or len(v.comps) > 1:
        s, e = vp(NP("", "", pl, g, pn, c), "aor", depth=2)
        return " që " + s, " %s " % who + e
    q = np(N_, v.subj, 1)
    t = uni(("aor", "perf", "plup"))
    s = sqv(v, t, q.pn, clit="i" if pl else "e" if rnd() < 0.9 else "e")
    e = env(v, t, q.epn)
    if q.pron:
        return " që " + s, " that " + q.en + " " + e
    return " që " + s + " " + q.sq, " that " + q.en + " " + e


# ------------------------------------------------------------------------------------------- prepositional phrases
def pp(kind=None, prep=None, cls=None):
    """prepositional phrase"""
    p = prep or SENT["prept"].pick()
    cl = cls or p[3]
    if p[4] == 3:  # between X and Y
        c = uni(cl)
        q1, q2 = np(p[1], c, 1), np(p[1], c, 1)
        return p[0] + " " + q1.sq + " dhe " + q2.sq, p[2] + " " + q1.en + " and " + q2.en
    r = rnd()
    if p[0] == "në" and r < 0.28:
        x = uni(SENT["place"] if rnd() < 0.85 else SENT["place2"])
        return "në " + x[4], ("in " if p[2] == "at" else p[2] + " ") + x[6]
    if p[0] == "nga" and r < 0.25:
        x = place(N_)
        return "nga " + x.sq, p[2] + " " + x.en
    if p[4] == 1 and r < 0.6:
        q = np(A_, cl, 1, bare=1)
        return p[0] + " " + q.sq, p[2] + " " + q.en
    if p[4] == 2:
        q = np(A_, cl, 1, nodet=True)
        return p[0] + " " + q.sq, p[2] + " " + (
            q.en if q.pl or q.en.split()[-1] in MASSW or rnd() < 0.0 else a_an(q.en)
        )
    q = np(p[1], cl, 1)
    if q.bare and p[0] in ("në", "nëpër", "deri në"):
        return p[0] + " " + q.bare, ("in" if q.prop and p[2] == "at" else p[2]) + " " + q.en
    if q.pron and p[5] == "b":
        return p[0] + " " + {0: "meje", 1: "teje", 3: "nesh", 4: "jush"}.get(q.pn, q.sq), p[2] + " " + {
            "I": "me",
            "he": "him",
            "she": "her",
            "they": "them",
            "we": "us",
        }.get(q.en, q.en)
    if q.pron:
        if p[5] == "g":
            q = np(p[1], cl.replace("P", "") or "O", 1)
        if q.pron:
            return p[0] + " " + q.sq, p[2] + " " + {
                "I": "me",
                "he": "him",
                "she": "her",
                "they": "them",
                "we": "us",
            }.get(q.en, q.en)
    return p[0] + " " + q.sq, p[2] + " " + q.en


# prepositions that make good sentence adjuncts: (preposition, weight, noun classes)
APREP = [
    ("gjatë", 3, "E"),
    ("pas", 4, "E"),
    ("para", 2, "E"),
    ("për shkak të", 3, "EH"),
    ("me rastin e", 1, "E"),
    ("në kuadër të", 1, "AD"),
    ("nëpërmjet", 1, "A"),
    ("përmes", 1, "A"),
    ("falë", 1, "OA"),
    ("pavarësisht", 1, "EH"),
    ("me ndihmën e", 1.5, "PO"),
    ("pranë", 2, "L"),
    ("afër", 2, "L"),
    ("në afërsi të", 1, "L"),
    ("në", 5, "LE"),
    ("së bashku me", 1.5, "PO"),
    ("për", 3, "A"),
    ("në prani të", 1, "PO"),
    ("në emër të", 1, "PO"),
    ("përpara", 1, "L"),
    ("jashtë", 1, "L"),
    ("brenda", 1, "L"),
    ("nga", 2, "L"),
    ("në vend të", 0.5, "PO"),
    ("lidhur me", 1, "AE"),
    ("në bazë të", 1, "D"),
    ("nën drejtimin e", 0.7, "P"),
    ("që nga", 1, "E"),
    ("deri në", 1, "E"),
    ("mes", 0.6, "PO"),
    ("me", 2, "TA"),
]
MASSW = set()


# ------------------------------------------------------------------------------------------- verb phrases
KAM = irregular("kam")
JAM = irregular("jam")
PASKAM = ["paskam", "paske", "paska", "paskemi", "paskeni", "paskan"]
QENKAM = ["qenkam", "qenke", "qenka", "qenkemi", "qenkeni", "qenkan"]
TE = {
    "": "të",
    "e": "ta",
    "i": "t'i",
    "u": "t'u",
    "ia": "t'ia",
    "ua": "t'ua",
    "më": "të më",
    "na": "të na",
    "ju": "t'ju",
    "të": "të të",
    "iu": "t'iu",
    "m'u": "të m'u",
    "na u": "të na u",
    "i+": "t'i",
}


def te(clit, neg=False):
    if neg:
        return ("të mos " + clit).strip()
    return TE.get(clit) or "të " + clit


def j(*xs):
    return " ".join(x for x in xs if x)


def sqv(v, t, pn, clit="", neg=False, passive=False):
    """Albanian verb complex. passive=True: non-active of a transitive verb"""
    F = v.F
    n = ""
    if neg:
        n = "nuk" if rnd() < 0.9 else "s'"
    if v.med or passive:
        u = {"": "u", "i": "iu", "u": "iu", "më": "m'u", "na": "na u", "të": "t'u", "ju": "ju"}.get(clit, "u")
        if t == "pres":
            s = j(n, clit, F["mp%d" % pn])
        elif t == "prog":
            s = j(n, "po", clit, F["mp%d" % pn])
        elif t == "ipf":
            s = j(n, clit, F["mi%d" % pn])
        elif t == "aor":
            s = j(n, u, F["ma2"] if pn == 2 else F["ao%d" % pn])
        elif t == "perf":
            s = j(n, clit, JAM["pr%d" % pn], F["pt"])
        elif t == "plup":
            s = j(n, clit, JAM["ip%d" % pn], F["pt"])
        elif t == "fut":
            s = j(n, "do", te(clit), F["mp%d" % pn])
        elif t == "cond":
            s = j(n, "do", te(clit), F["mi%d" % pn])
        elif t == "condp":
            s = j(n, "do", te(clit), JAM["ip%d" % pn], F["pt"])
        elif t == "futp":
            s = j(n, "do", te(clit), JAM["sb%d" % pn] if "sb%d" % pn in JAM else JAM["pr%d" % pn], F["pt"])
        elif t == "can":
            s = j(n, "mund", te(clit), F["mp%d" % pn])
        elif t == "could":
            s = j(n, "mund", te(clit), F["mi%d" % pn])
        elif t == "must":
            s = j(n, "duhet", te(clit), F["mp%d" % pn])
        elif t == "hadto":
            s = j(n, "duhej", te(clit), F["mi%d" % pn])
        elif t == "mayhave":
            s = j(n, "mund", te(clit), JAM["sb%d" % pn] if "sb%d" % pn in JAM else JAM["pr%d" % pn], F["pt"])
        elif t == "adm" or t == "admp":
            s = j(n, clit, QENKAM[pn], F["pt"])
        elif t == "subj":
            s = j(te(clit, neg), F["mp%d" % pn])
        elif t == "ger":
            s = j("duke", "mos" if neg else "", u, F["pt"])
        elif t == "pa":
            s = j("pa", u, F["pt"])
        elif t == "inf":
            s = j("për", {"": "t'u"}.get(clit, te(clit) + " u"), F["pt"])
        else:
            raise KeyError(t)
    else:
        sb = F.get("sb%d" % pn) or F["pr%d" % pn]
        if t == "pres":
            s = j(n, clit, F["pr%d" % pn])
        elif t == "prog":
            s = j(n, "po", clit, F["pr%d" % pn])
        elif t == "ipf":
            s = j(n, clit, F["ip%d" % pn])
        elif t == "aor":
            s = j(n, clit, F["ao%d" % pn])
        elif t == "perf":
            s = j(n, clit, KAM["pr%d" % pn], F["pt"])
        elif t == "plup":
            s = j(n, clit, KAM["ip%d" % pn], F["pt"])
        elif t == "fut":
            s = j(n, "do", te(clit), sb)
        elif t == "cond":
            s = j(n, "do", te(clit), F["ip%d" % pn])
        elif t == "condp":
            s = j(n, "do", te(clit), KAM["ip%d" % pn], F["pt"])
        elif t == "futp":
            s = j(n, "do", te(clit), KAM["sb%d" % pn] if "sb%d" % pn in KAM else KAM["pr%d" % pn], F["pt"])
        elif t == "can":
            s = j(n, "mund", te(clit), sb)
        elif t == "could":
            s = j(n, "mund", te(clit), F["ip%d" % pn])
        elif t == "must":
            s = j(n, "duhet", te(clit), sb)
        elif t == "hadto":
            s = j(n, "duhej", te(clit), F["ip%d" % pn])
        elif t == "mayhave":
            s = j(n, "mund", te(clit), KAM["sb%d" % pn] if "sb%d" % pn in KAM else KAM["pr%d" % pn], F["pt"])
        elif t == "adm":
            s = j(n, clit, F.get("ad%d" % pn) or PASKAM[pn] + " " + F["pt"])
        elif t == "admp":
            s = j(n, clit, PASKAM[pn], F["pt"])
        elif t == "subj":
            s = j(te(clit, neg), sb)
        elif t == "ger":
            s = j("duke", "mos" if neg else "", clit, F["pt"])
        elif t == "pa":
            s = j("pa", clit, F["pt"])
        elif t == "inf":
            s = j("për", te(clit), F["pt"])
        else:
            raise KeyError(t)
    if n == "s'":
        s = s.replace("s' ", "s'", 1)
    return s


AM = ["am", "are", "is", "are", "are", "are"]
WAS = ["was", "were", "was", "were", "were", "were"]
HAVE = ["have", "have", "has", "have", "have", "have"]
DO = ["do", "do", "does", "do", "do", "do"]


def env(v, t, pn, neg=False, passive=False, mid=""):
    """English verb complex for the same tense; mid = adverb placed before the main verb"""
    E = v.E
    m = mid + " " if mid else ""
    no = "not " if neg else ""
    if passive or v.be:
        rest = E[3] if passive else E[0][3:]
        if passive:
            w = rest.split(" ")
            rest = rest
        if t == "pres":
            return AM[pn] + " " + no + m + rest
        if t == "prog":
            return AM[pn] + " " + no + m + ("being " if passive else "") + rest
        if t == "ipf":
            return WAS[pn] + " " + no + m + ("being " if passive else "") + rest
        if t == "aor":
            return WAS[pn] + " " + no + m + rest
        if t in ("perf",):
            return HAVE[pn] + " " + no + m + "been " + rest
        if t == "plup":
            return "had " + no + m + "been " + rest
        if t == "adm":
            return AM[pn] + " apparently " + no + rest
        if t == "admp":
            return HAVE[pn] + " apparently " + no + "been " + rest
        base, pp_, ing = "be " + m + rest, "been " + m + rest, "being " + m + rest
    else:
        if t == "pres":
            return DO[pn] + " not " + m + E[0] if neg else m + (E[1] if pn == 2 else E[0])
        if t == "prog":
            if v.stat:
                return DO[pn] + " not " + m + E[0] if neg else m + (E[1] if pn == 2 else E[0])
            return AM[pn] + " " + no + m + E[4]
        if t == "ipf":
            if v.stat:
                return "did not " + m + E[0] if neg else m + E[2]
            return WAS[pn] + " " + no + m + E[4]
        if t == "aor":
            return "did not " + m + E[0] if neg else m + E[2]
        if t == "perf":
            return HAVE[pn] + " " + no + m + E[3]
        if t == "plup":
            return "had " + no + m + E[3]
        if t == "adm":
            return ("apparently " + DO[pn] + " not " + E[0]) if neg else "apparently " + (E[1] if pn == 2 else E[0])
        if t == "admp":
            return HAVE[pn] + " apparently " + no + E[3]
        base, pp_, ing = m + E[0], m + E[3], m + E[4]
    if t == "fut":
        return "will " + no + base
    if t == "cond":
        return "would " + no + base
    if t == "condp":
        return "would " + no + "have " + pp_
    if t == "futp":
        return "will " + no + "have " + pp_
    if t == "can":
        return ("cannot " if neg else uni(("can ", "can ", "may "))) + base
    if t == "could":
        return "could " + no + base
    if t == "must":
        return uni(("must ", "should ")) + no + base
    if t == "hadto":
        return ("did not have to " if neg else "had to ") + base
    if t == "mayhave":
        return "may " + no + "have " + pp_
    if t in ("subj", "inf"):
        return no + "to " + base
    if t in ("ger", "pa"):
        return ("without " if t == "pa" else no) + ing
    raise KeyError(t)


TENSES = Tab(
    [
        "pres",
        "prog",
        "ipf",
        "aor",
        "perf",
        "plup",
        "fut",
        "cond",
        "condp",
        "futp",
        "can",
        "could",
        "must",
        "hadto",
        "mayhave",
        "adm",
        "admp",
    ],
    [17, 4, 7, 30, 12, 5, 11, 2, 1.2, 0.5, 4, 1.2, 4, 1.2, 1, 0.5, 0.8],
)
PAST = Tab(["aor", "perf", "plup", "ipf"], [60, 18, 12, 10])
MIDADV = {
    "zakonisht": "usually",
    "ndonjëherë": "sometimes",
    "tani": "now",
    "aktualisht": "currently",
    "papritur": "suddenly",
    "qartë": "clearly",
    "fshehurazi": "secretly",
    "gjithmonë": "always",
    "tashmë": "already",
    "ende": "still",
    "shpesh": "often",
    "zyrtarisht": "officially",
    "publikisht": "publicly",
    "menjëherë": "immediately",
    "më në fund": "finally",
    "rrallë": "rarely",
    "gradualisht": "gradually",
    "seriozisht": "seriously",
    "kategorikisht": "categorically",
    "plotësisht": "completely",
    "hapur": "openly",
    "vazhdimisht": "constantly",
    "personalisht": "personally",
}
ACC_CL = {0: ("më", "me"), 1: ("të", "you"), 3: ("na", "us"), 4: ("ju", "you")}
PARTS = {"over", "up", "out", "off", "down", "back", "away"}


def verb_for(c):
    """a verb taking subjects of class c"""
    if rnd() < 0.13 and c == "P":
        return SENT["RV"].pick()
    if "V" + c in SENT:
        return SENT["V" + c].pick()
    return SENT["VA"].pick()


def complements(v, depth, noclit=False):
    """object and PP complements -> (clitic, sq after verb, en after verb, object pronoun inserted?)"""
    clit = sq = en = ""
    if v.pre:
        sq = " " + v.pre
    opron = ""
    for ty, cls, ep in v.comps:
        if ty == "O":
            r = rnd()
            if r < 0.1 and not noclit and depth < 2 and len(v.comps) == 1:
                hum = "P" in cls or cls == "*"
                i = uni((2, 2, 5, 5, 0, 1, 3, 4)) if hum else uni((2, 5))
                if i == 2:
                    clit, opron = "e", (uni(("him", "her")) if "P" in cls else "it")
                elif i == 5:
                    clit, opron = "i", "them"
                else:
                    clit, opron = ACC_CL[i]
                en += " " + opron
            else:
                q = np(A_, cls, depth + 1 if depth else 0)
                if q.pron:
                    clit = {0: "më", 1: "të", 2: "e", 3: "na", 4: "ju", 5: "i"}[q.pn]
                    en += " " + q.en
                    if rnd() < 0.15:
                        sq += " " + q.sq
                else:
                    if q.df and rnd() < 0.06 and not noclit and len(v.comps) == 1:
                        clit = "i" if q.pl else "e"
                    sq += " " + q.sq
                    en += " " + q.en
        elif ty == "D":
            q = np(G_, cls, depth + 1 if depth else 0)
            i = q.pn
            dc = {0: "më", 1: "të", 2: "i", 3: "na", 4: "ju", 5: "u"}[i]
            if not q.pron:
                sq += " " + q.sq
            clit = dc
            en += (" " + ep if ep not in ("=", "") else "") + " " + q.en
        else:
            pr = [p for p in SENT["prep"] if p[0] == ty]
            p = pr[0] if pr else (ty, A_, ep, cls, 0, "a")
            s, e = pp(prep=(p[0], p[1], ep if ep != "=" else "", cls, p[4], p[5]), cls=cls)
            if ep in ("", "="):
                e = re.sub(r"^(in|from|about|to)? ", "", e) if e.startswith(" ") else re.sub(r"^(in|from) ", "", e)
            elif p[0] == "në" and ep != "at" and not e.startswith(ep + " "):
                e = ep + " " + e.split(" ", 1)[1]
            e = e.strip()
            sq += " " + s
            en += " " + e
    return clit, sq, en


def vp(sub, tense, depth=0, verb=None, neg=None, adjuncts=True, ent=None):
    """finite (or tense = subj/ger/inf/pa) verb phrase agreeing with the NP sub"""
    v = verb or verb_for(sub.cls)
    pn = sub.pn
    if neg is None:
        neg = (
            rnd() < 0.1
            and not sub.en.startswith(("every ", "each ", "some ", "another "))
            and tense not in ("adm", "admp", "futp", "pa", "condp", "mayhave", "prog", "hadto")
        )
    if tense == "adm" and v.med:
        tense = "admp"
    if tense == "prog" and (v.stat or v.be):
        tense = "pres"
    # copula / possession alternatives
    if verb is None and rnd() < 0.09 and tense in COPT and not ent:
        return copula(sub, tense, neg)
    if (
        v.comps
        and v.comps[0][0] == "O"
        and not v.stat
        and rnd() < 0.1
        and "mp2" in v.F
        and "ma2" in v.F
        and "O" not in v.comps[0][1]
        and sub.cls in v.comps[0][1]
        and sub.pn in (2, 5)
        and tense not in ("ger", "pa", "adm")
        and not ent
        and len(v.E[3].split()) == 1
    ):
        return passive(sub, v, tense, neg)
    if (
        verb is None
        and not ent
        and sub.pn in (2, 5)
        and tense not in ("ger", "pa", "inf", "adm", "subj")
        and "PV" + sub.cls in SENT
        and rnd() < PASSP.get(sub.cls, 0.1)
    ):
        return passive(sub, SENT["PV" + sub.cls].pick(), tense, neg)
    if v.lex == "ndodh" and v.med and tense not in ("pres", "ipf", "fut", "subj"):
        tense = "pres"
    clit, so, eo = complements(v, depth)
    mid = ms = ""
    if adjuncts and rnd() < 0.06 and tense not in ("subj", "inf", "ger", "pa", "adm", "admp", "futp") and not neg:
        ms, mid = uni(MIDL)
    s = sqv(v, tense, pn, clit, neg)
    e = env(v, ent or tense, sub.epn, neg, mid=mid)
    w = eo.split()
    last = e.rsplit(" ", 1)
    if (
        len(w) == 1
        and w[0] in ("me", "you", "him", "her", "it", "us", "them")
        and len(last) == 2
        and last[1] in PARTS
        and len(v.E[0].split()) == 2
    ):
        e, eo = last[0], eo + " " + last[1]
    s = s + (" " + ms if ms else "") + so
    e = e + eo
    if adjuncts and depth < 2:
        s2, e2 = adjunct(tense, depth, bool(ms))
        s, e = s + s2, e + e2
    return s, e


PASSP = {
    "L": 0.75,
    "D": 0.85,
    "T": 0.7,
    "M": 0.5,
    "F": 0.85,
    "H": 0.5,
    "E": 0.35,
    "A": 0.35,
    "B": 0.7,
    "P": 0.12,
    "O": 0.08,
}
COPT = {
    "pres",
    "ipf",
    "aor",
    "perf",
    "plup",
    "fut",
    "cond",
    "can",
    "must",
    "subj",
    "could",
    "condp",
    "mayhave",
    "admp",
    "adm",
}
MIDL = list(MIDADV.items())


def adjunct(tense, depth, hasadv=False):
    """time, place, manner after the verb phrase"""
    r = rnd()
    if r < 0.55:
        return "", ""
    if r < 0.7:
        t = time_for(tense)
        if t[1] is None:
            return " " + t[0], " since " + t[0].split()[-1]
        return " " + t[0], " " + t[1]
    if r < 0.8:
        x = uni(SENT["place"] if rnd() < 0.9 else SENT["place2"])
        if rnd() < 0.6:
            return " në " + x[4], " in " + x[6]
        s, e = pp(prep=("në", A_, "in", "L", 1, "a"), cls="L")
        return " " + s, " " + e
    if r < 0.88 and not hasadv:
        if rnd() < 0.5:
            e = SENT["ADVL"].pick()
            return " " + e["lex"], " " + e["en"]
        a = uni(SENT["ADVM"])
        return " " + a[0], " " + a[1]
    if r < 0.97:
        p, c = SENT["aprept"].pick()
        s, e = pp(prep=p, cls=c)
        return " " + s, " " + e
    t = time_for(tense)
    if t[1] is None:
        return "", ""
    x = uni(SENT["place"])
    return " " + t[0] + " në " + x[4], " in " + x[6] + " " + t[1]


class _Jam:
    med, be, stat = False, True, True


def jamv(t, pn, neg=False, epn=None):
    """forms of jam: (sq, en head)"""
    ep = pn if epn is None else epn
    n = "nuk" if neg else ""
    no = " not" if neg else ""
    sb = JAM.get("sb%d" % pn) or JAM["pr%d" % pn]
    if t == "pres":
        return j(n, JAM["pr%d" % pn]), AM[ep] + no
    if t in ("ipf",):
        return j(n, JAM["ip%d" % pn]), WAS[ep] + no
    if t == "aor":
        return j(n, JAM["ip%d" % pn] if rnd() < 0.7 else JAM["ao%d" % pn]), WAS[ep] + no
    if t == "perf":
        return j(n, KAM["pr%d" % pn], "qenë"), HAVE[ep] + no + " been"
    if t == "plup":
        return j(n, KAM["ip%d" % pn], "qenë"), "had" + no + " been"
    if t == "fut":
        return j(n, "do të", sb), "will" + no + " be"
    if t == "cond":
        return j(n, "do të", JAM["ip%d" % pn]), "would" + no + " be"
    if t == "condp":
        return j(n, "do të", KAM["ip%d" % pn], "qenë"), "would" + no + " have been"
    if t == "can":
        return j(n, "mund të", sb), ("cannot" if neg else uni(("can", "may"))) + " be"
    if t == "could":
        return j(n, "mund të", JAM["ip%d" % pn]), "could" + no + " be"
    if t == "must":
        return j(n, "duhet të", sb), uni(("must", "should")) + no + " be"
    if t == "mayhave":
        return j(n, "mund të", KAM.get("sb%d" % pn) or KAM["pr%d" % pn], "qenë"), "may" + no + " have been"
    if t in ("adm", "admp"):
        return j(n, QENKAM[pn]), AM[ep] + " apparently" + no
    if t == "subj":
        return j(te("", neg), sb), ("not " if neg else "") + "to be"
    raise KeyError(t)


def copula(sub, tense, neg):
    """X is ADJ / X is a NOUN / X is in PLACE / comparative and superlative"""
    s, e = jamv(tense, sub.pn, neg, sub.epn)
    r = rnd()
    g = sub.g
    k = FK[gk(g, sub.pl)]
    c = sub.cls if "A" + sub.cls in SENT else "A"
    if sub.cls == "P" and r > 0.86:
        n, _ = noun("P")
        if sub.pl and n.F[8]:
            return s + " " + n.F[8], e + " " + n.ep
        if not sub.pl:
            return s + " " + ("një " if rnd() < 0.4 else "") + n.F[0], e + " " + a_an(n.es)
    if r > 0.75:
        p = pp(prep=("në", A_, "in", "L", 1, "a"), cls="L")
        return s + " " + p[0], e + " " + p[1]
    a = SENT["A" + c].pick() if rnd() < 0.7 else SENT["RADJ"].pick()
    if a.lex in (
        "fundit",
        "parë",
        "dytë",
        "tretë",
        "tanishëm",
        "kryesor",
        "përbashkët",
        "verior",
        "jugor",
        "lindor",
        "perëndimor",
        "djathtë",
        "majtë",
        "mëparshëm",
        "ardhshëm",
        "qendror",
    ):
        a = ADJ["i_rëndësishëm"]
    ar = ("i" if g == "m" else "e") if not sub.pl else "të"
    f = (ar + " " if a.link else "") + a.F[k]
    if r < 0.08:
        x = uni(
            (("shumë", "very"), ("mjaft", "quite"), ("tepër", "too"), ("aq", "so"), ("jashtëzakonisht", "extremely"))
        )
        return s + " " + x[0] + " " + f, e + " " + x[1] + " " + a.en
    if r < 0.15:
        q = np(N_, sub.cls if sub.cls in "POLEADMT" else "A", 1)
        if not q.pron:
            return s + " më " + f + " se " + q.sq, e + " " + comp(a.en) + " than " + q.en
    return s + " " + f, e + " " + a.en


IRRC = {
    "good": "better",
    "bad": "worse",
    "big": "bigger",
    "far": "farther",
    "sad": "sadder",
    "hot": "hotter",
    "wet": "wetter",
}
IRRS = {"good": "best", "bad": "worst", "big": "biggest", "far": "farthest", "sad": "saddest"}
SHORT = set(
    "new old young small great high low strong weak rich poor smart long short deep fast slow cheap clean clear large near wide warm cold fair safe brave".split()
)


def comp(w):
    if w in IRRC:
        return IRRC[w]
    if w in SHORT:
        return w + ("r" if w.endswith("e") else "er")
    if w.endswith("y") and len(w) < 8 and " " not in w:
        return w[:-1] + "ier"
    return "more " + w


def sup(w):
    if w in IRRS:
        return IRRS[w]
    if w in SHORT:
        return w + ("st" if w.endswith("e") else "est")
    if w.endswith("y") and len(w) < 8 and " " not in w:
        return w[:-1] + "iest"
    return "most " + w


def passive(sub, v, tense, neg):
    """X u arrestua (nga Y) dje"""
    s = sqv(v, tense, sub.pn, "", neg, passive=True)
    ms = mid = ""
    if rnd() < 0.08 and not neg and tense not in ("adm", "admp", "futp", "subj"):
        ms, mid = uni(MIDL)
    e = env(v, tense, sub.epn, neg, passive=True, mid=mid)
    s = j(s, ms)
    if rnd() < 0.3:
        q = np(N_, v.subj, 1)
        if not q.pron:
            s, e = s + " nga " + q.sq, e + " by " + q.en
    s2, e2 = adjunct(tense, 1)
    return s + s2, e + e2


# ------------------------------------------------------------------------------------------- clauses
SUBJ = "PPPPPPOOOOEEAADDLTMH"


def clause(tense=None, depth=0, inv=True, cls=None):
    """declarative clause"""
    t = tense or TENSES.pick()
    r = rnd()
    sub = np(N_, cls or SUBJ, depth, subj=True)
    tinv = inv and r < 0.1 and depth == 0 and t not in ("pres", "prog", "adm", "admp")
    s, e = vp(sub, t, depth, adjuncts=not tinv)
    if sub.pron and not cls and rnd() < (0.75 if sub.pn != 2 else 0.35):
        ssq = s
        return ssq, sub.en + " " + e
    if tinv:
        tt = time_for(t)
        if tt[1] is not None:
            c = ", " if rnd() < 0.6 else " "
            return tt[0] + c + sub.sq + " " + s, tt[1] + ", " + sub.en + " " + e
    return sub.sq + " " + s, sub.en + " " + e


def sbj(sub, depth=1, neg=None):
    """subjunctive VP agreeing with sub: (të ..., to ...)"""
    return vp(sub, "subj", depth, neg=rnd() < 0.06 if neg is None else neg)


def cap(s):
    i = 1 if s[:1] in '"“«(' else 0
    return s[:i] + s[i : i + 1].upper() + s[i + 1 :]


# ------------------------------------------------------------------------------------------- frames
def run_frame(fr):
    """fill one compiled frame"""
    env_ = dict(PSEUDO)
    out = []
    for val in fr[2]:  # independent slots first, then those that agree with them
        name, _, spec = val.partition(":")
        if name not in env_:
            env_[name] = slot(name, spec, env_)
    for kind, val in fr[0]:
        if kind == 0:
            out.append(val)
        else:
            out.append(fill_sq(val, env_))
    eo = []
    for kind, val in fr[1]:
        if kind == 0:
            eo.append(val)
        else:
            eo.append(fill_en(val, env_))
    return "".join(out), "".join(eo)


CASEC = {"n": N_, "a": A_, "g": G_, "b": B_}


PSEUDO = {
    "me": NP("", "", False, "m", 0),
    "neu": NP("", "", False, "m", 2),
    "i": NP("", "", False, "m", 1),
    "we": NP("", "", True, "m", 3),
    "they": NP("", "", True, "m", 5),
    "p3": NP("", "", False, "m", 2),
    "p3p": NP("", "", True, "m", 5),
}


def question(tg, cls):
    """verb + subject + complements; English with inversion"""
    sub = np(N_, cls, 1)
    while sub.pron and sub.pn == 2:
        sub = np(N_, cls, 1)
    v = verb_for(sub.cls)
    t = uni({"any": ("pres", "aor", "perf", "fut", "can"), "past": ("aor", "perf", "aor"), "fut": ("fut",)}[tg])
    if v.med and t == "can":
        t = "fut"
    clit, so, eo = complements(v, 1)
    s = j(sqv(v, t, sub.pn, clit), "" if sub.pron else sub.sq) + so
    pn = sub.epn
    E = v.E
    if v.be:
        aux, rest = {
            "pres": (AM[pn], E[0][3:]),
            "aor": (WAS[pn], E[0][3:]),
            "perf": (HAVE[pn], "been " + E[0][3:]),
            "fut": ("will", E[0]),
            "can": ("can", E[0]),
        }[t]
    else:
        aux, rest = {
            "pres": (DO[pn], E[0]),
            "aor": ("did", E[0]),
            "perf": (HAVE[pn], E[3]),
            "fut": ("will", E[0]),
            "can": ("can", E[0]),
        }[t]
    s2, e2 = adjunct(t, 1) if rnd() < 0.4 else ("", "")
    return s + s2, aux + " " + sub.en + " " + rest + eo + e2


def never(sub):
    v = verb_for(sub.cls)
    while v.med or v.be:
        v = verb_for(sub.cls)
    _, so, eo = complements(v, 1, noclit=True)
    return v.F["pt"] + so, v.E[3] + eo


GRAD = "i_madh i_rëndësishëm i_mirë i_keq i_vështirë i_rrezikshëm i_fortë i_dobët i_lartë i_ulët i_bukur i_shtrenjtë i_vjetër i_ri i_suksesshëm i_njohur i_famshëm interesant i_gjatë i_thellë i_rëndë i_lehtë i_shpejtë i_pasur i_varfër modern i_qartë i_gjerë i_nevojshëm i_vogël i_shkurtër kompleks i_ndershëm i_fuqishëm".split()


def imperative():
    v = SENT["VI"].pick()
    while v.med or "im4" not in v.F or v.be:
        v = SENT["VI"].pick()
    _, so, eo = complements(v, 1, noclit=True)
    return v.F["im4"] + so, v.E[0] + eo


def slot(name, spec, ctx):
    """realise a slot, store the (sq, en) pair or NP"""
    k = name.rstrip("0123456789")
    if k in CASEC:
        q = np(CASEC[k], spec or "P", 0 if rnd() < 0.6 else 1, subj=k == "n")
        while q.pron:
            q = np(CASEC[k], spec or "P", 1, subj=k == "n")
        return q
    if k == "x":  # bare (indefinite) unmodified noun
        return np(A_, spec or "L", 1, bare=1)
    if k == "ind":  # indefinite with modifiers
        return np(N_, spec or "A", 1, nodet=True)
    if k == "nm":
        return person(CASEC[spec or "n"])
    if k == "pub":
        return person(CASEC[spec or "n"], public=True)
    if k == "org":
        return org(CASEC[spec or "n"])
    if k == "plc":
        return place(CASEC[spec or "n"])
    if k == "lok":  # në + place name
        r = uni(SENT["place"] if rnd() < 0.85 else SENT["place2"])
        return NP(r[4], r[6])
    if k == "cl":
        return clause(PAST.pick() if spec == "past" else spec or None, 1, inv=False)
    if k == "clp":
        return clause(PAST.pick(), 1, inv=False)
    if k == "clf":
        return clause("fut", 1, inv=False)
    if k == "clk":  # clause with condition tense pair handled by spec
        return clause(spec, 1, inv=False)
    if k == "v":  # verb phrase of NP: {v1:aor:n1}
        t, ref = spec.split(":")
        if t == "kurre":  # nuk ka [kurrë] lexuar ... -> has never read
            return never(ctx[ref])
        return vp(ctx[ref], TENSES.pick() if t == "*" else PAST.pick() if t == "past" else t, 1)
    if k == "sb":
        return sbj(ctx[spec]) if spec in ctx else sbj(NP("", "", pl=False))
    if k == "rep":  # reporting verb, agreeing
        t, ref = spec.split(":")
        v = SENT["REPT"].pick()
        return sqv(v, t, ctx[ref].pn), env(v, t, ctx[ref].epn)
    if k == "ctl":
        t, ref = spec.split(":")
        v = SENT["CTLT"].pick()
        while v.lex == "dua" and t == "pres" and ctx[ref].pn in (1, 2):  # 'do të' would read as the future
            v = SENT["CTLT"].pick()
        ng = rnd() < 0.08 and t != "prog"
        return sqv(v, t, ctx[ref].pn, neg=ng), env(v, t, ctx[ref].epn, neg=ng)
    if k == "sbg":
        return vp(ctx[spec], "subj", 1, neg=False, ent="ger")
    if k == "sbf":
        return vp(ctx[spec], "subj", 1, neg=False, ent="fut")
    if k == "vn":
        t, ref = spec.split(":")
        return vp(ctx[ref], t, 1, neg=False)
    if k == "q":
        return question(*spec.split(":"))
    if k == "mw":
        return mwe(CASEC[spec])
    if k == "sbp":
        return vp(ctx[spec], "subj", 1, neg=False, ent="pres")
    if k == "sbc":
        return vp(ctx[spec], "subj", 1, neg=False, ent="could")
    if k == "an":  # accusative after "në": unmodified noun in the bare form
        q = np(A_, spec or "A", 1)
        while q.pron:
            q = np(A_, spec or "A", 1)
        if q.bare:
            q.sq = q.bare
        return q
    if k == "ndl":
        n, c = noun("P")
        return NP(n.F[4], n.es, False, n.g)
    if k == "imp":
        return imperative()
    if k in ("nd", "npld", "gpl", "xn"):
        c = spec[int(rnd() * len(spec))]
        n, c = noun(c)
        while n.mass or n.F[12] is None:
            n, c = noun(c)
        if k == "xn":
            return NP(n.F[0], n.es, False, n.g, cls=c)
        if k == "nd":
            return NP(n.F[4], n.es, False, n.g, cls=c)
        return NP(n.F[12 if k == "npld" else 13], n.ep, True, n.gp, cls=c)
    if k == "adjm":  # predicate, feminine/neuter impersonal
        a = SENT["A" + spec].pick()
        return ("i " if a.link else "") + a.F["ms"], a.en
    if k == "adja":  # një rol të rëndësishëm
        a = SENT["A" + spec].pick()
        return ("të " if a.link else "") + a.F["ms"], a_an(a.en)
    if k == "ger":
        return vp(NP("", "", pl=False), "ger", 1, neg=False)
    if k == "inf":
        return vp(NP("", "", pl=False), "inf", 1, neg=False)
    if k == "pa":
        return vp(NP("", "", pl=False), "pa", 1, neg=False)
    if k == "tp":
        return t_past()
    if k == "tf":
        return t_fut()
    if k == "ta":
        return t_any()
    if k == "date":
        return date()
    if k == "yr":
        y = year()
        return y, y
    if k == "num":
        if name == "num2":
            n = int(rnd() * 75) + 15
            return str(n), str(n)
        return rnum()
    if k == "sn":  # small number
        n = int(rnd() * 90) + 5
        return (str(n), str(n)) if rnd() < 0.7 else (num_sq(n), num_en(n))
    if k == "mon":
        return money()
    if k == "pct":
        return pct()
    if k == "du":
        return nunit()
    if k == "dus":
        return nunit(True)
    if k == "pp":
        return pp()
    if k == "advs":
        return uni(SENT["ADVS"])
    if k == "adv":
        return uni(SENT["ADVM"])
    if k == "nat":
        return SENT["NAT"].pick()
    if k == "adj":
        return SENT["A" + (spec or "A")].pick()
    if k == "npl":  # indefinite plural noun, spec classes
        n, _ = noun(spec)
        while not n.pl or not n.F[8]:
            n, _ = noun(spec)
        return NP(n.F[8], n.ep, True, n.gp)
    if k == "nsh":  # ablative plural -sh
        n, _ = noun(spec)
        while not n.pl or not n.F[11]:
            n, _ = noun(spec)
        return NP(n.F[11], n.ep, True, n.gp)
    if k == "sc":
        a, b = int(rnd() * 5), int(rnd() * 5)
        return "%d-%d" % (a, b), "%d-%d" % (a, b)
    raise KeyError(name)


def fill_sq(tok, ctx):
    if "?" in tok:
        ref, alts = tok.split("?", 1)
        return alts.split("|")[1 if ctx[ref].pl else 0]
    if "%" in tok:
        ref, alts = tok.split("%", 1)
        q = ctx[ref]
        return alts.split("|")[gk(q.g, q.pl)]
    if "^" in tok:
        ref, alts = tok.split("^", 1)
        q = ctx[ref]
        return alts.split("|")[2 if q.pl else 0 if q.g == "m" else 1]
    if "~" in tok:  # agreeing adjective {adj1~n1}, predicate noun {npn1~n1}
        ref, tgt = tok.split("~", 1)
        q = ctx[tgt]
        if ref.startswith("npn"):
            n, _ = noun("P")
            while n.F[8] is None:
                n, _ = noun("P")
            ctx[ref] = NP(n.F[8 if q.pl else 0], n.ep if q.pl else n.es, q.pl)
            return ctx[ref].sq
        if ref not in ctx and ref.startswith("pr"):
            ctx[ref] = ADJ.get(uni(GRAD)) or ADJ["i_rëndësishëm"]
        if ref not in ctx:
            a = SENT["A" + (q.cls if "A" + q.cls in SENT else "A")].pick()
            ctx[ref] = ADJ["i_rëndësishëm"] if a.lex in NOGRADE else a
        a = ctx[ref]
        return (("i " if q.g == "m" else "e ") if not q.pl else "të ") * a.link + a.F[FK[gk(q.g, q.pl)]]
    name, _, spec = tok.partition(":")
    if name not in ctx:
        ctx[name] = slot(name, spec, ctx)
    v = ctx[name]
    return v.sq if isinstance(v, NP) else v[0] if isinstance(v, tuple) else v.lex


def fill_en(tok, ctx):
    """English side of a slot; suffixes: ! without to/the, = indefinite, + a/an, > comparative, >> superlative"""
    if "?" in tok:
        ref, alts = tok.split("?", 1)
        return alts.split("|")[1 if ctx[ref].epn > 2 else 0]
    if "%" in tok or "^" in tok:
        return fill_sq(tok, ctx)
    if tok.endswith(">>"):
        return sup(ctx[tok[:-2]].en)
    if tok.endswith(">"):
        return comp(ctx[tok[:-1]].en)
    if tok.endswith("!"):
        v = ctx[tok[:-1]]
        return re.sub(r"^(not )?to ", lambda m: m[1] or "", v[1])
    if tok.endswith("="):
        q = ctx[tok[:-1]]
        return q.en if q.pl or q.en.split()[-1] in MASSW or q.en.split(" of ")[0].split()[-1] in MASSW else a_an(q.en)
    if tok.endswith("+"):
        return a_an(ctx[tok[:-1]].en)
    if "+" in tok:
        a, b = tok.split("+")
        return a_an(ctx[a].en + " " + ctx[b].en)
    v = ctx[tok]
    return v.en if isinstance(v, (NP, Adj)) else v[1]


NOGRADE = {
    "fundit",
    "parë",
    "dytë",
    "tretë",
    "tanishëm",
    "kryesor",
    "përbashkët",
    "verior",
    "jugor",
    "lindor",
    "perëndimor",
    "djathtë",
    "majtë",
    "mëparshëm",
    "ardhshëm",
    "qendror",
}
DEP = ("v", "sb", "rep", "ctl", "vn", "sbg", "sbf")


def compile_frames():
    out, ws = [], []
    for line in (FR.FRAMES.strip() + "\n" + FR2.MORE.strip()).split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        w, sq, en = [x.strip() for x in line.split(" || ")]
        fr = [[(i % 2, x) for i, x in enumerate(re.split(r"\{([^}]*)\}", side)) if x] for side in (sq, en)]
        toks = [x for k, x in fr[0] if k and not re.search(r"[?%^~]", x)]
        fr.append([x for x in toks if x.split(":")[0].rstrip("0123456789") not in DEP])
        out.append(tuple(fr))
        ws.append(float(w))
    SENT["FR"] = Tab(out, ws)
    return len(out)


# ------------------------------------------------------------------------------------------- dictionary phrases
CYCLE = []


def dict_phrase():
    """lemma or one inflected form alone, all of the lexicon"""
    if rnd() < 0.2:
        kind, o, e = SENT["DICW"].pick()
    else:  # go round the whole lexicon in random order, so that everything appears
        if not CYCLE:
            CYCLE.extend(range(len(SENT["DIC"])))
            random.shuffle(CYCLE)
        kind, o, e = SENT["DIC"][CYCLE.pop()]
    r = rnd()
    if kind == "N":
        F = o.F
        if r < 0.3:
            return F[0] or F[4], o.es
        pl = o.pl and F[8] and rnd() < 0.4
        if e["plonly"] or o.mass:
            pl = False
        b, en = (8, o.ep) if pl else (0, o.es)
        if r < 0.55 and F[b + 4]:
            return F[b + 4], "the " + en
        if r < 0.68 and not pl and not o.mass and not e["plonly"]:
            return "një " + F[0], a_an(en)
        if r < 0.75 and pl:
            return F[8], en
        if r < 0.87 and F[b + 5]:
            return art(N_, True, "m" if rnd() < 0.5 else "f", False, True) + " " + F[b + 5], "of the " + en
        if F[b + 6] and r < 0.94:
            return "me " + F[b + 6], "with the " + en
        if e["nw"] <= 3:
            a = adj_for("T" if o.cls == "T" else o.cls)
            g = o.gp if pl else o.g
            if rnd() < 0.5 and F[b + 4]:
                return F[b + 4] + " " + (art(N_, True, g, pl, True) + " " if a.link else "") + a.F[
                    FK[gk(g, pl)]
                ], "the " + a.en + " " + en
            if not pl and not o.mass and not e["plonly"]:
                return "një " + F[0] + " " + (art(N_, False, g, pl, True) + " " if a.link else "") + a.F[
                    FK[gk(g, pl)]
                ], a_an(a.en + " " + en)
        return F[0], o.es
    if kind == "A":
        k = int(rnd() * 4) if r < 0.6 else 0
        f = o.F[FK[k]]
        if o.link:
            f = ("i ", "e ", "të ", "të ")[k] + f
        if r > 0.85:
            n, _ = noun("PTAD")
            pl = False
            g = n.g
            if e["nw"] <= 2 and n.F[4]:
                return n.F[4] + " " + (art(N_, True, g, pl, True) + " " if o.link else "") + o.F[
                    FK[gk(g, pl)]
                ], "the " + o.en + " " + n.es
        return f, o.en
    if kind == "V":
        v = o
        if r < 0.3 and not v.be:
            return (v.F.get("mp0") if v.med else v.F["pr0"]), uni(("to ", "I ")) + v.E[0]
        t = uni(("pres", "aor", "perf", "fut", "ipf", "inf", "ger", "can", "plup", "subj", "must"))
        pn = uni((0, 1, 2, 3, 5))
        if v.be and t == "ipf":
            t = "aor"
        try:
            s, en = sqv(v, t, pn), env(v, t, pn)
        except KeyError:
            return v.F["pt"], v.E[3]
        if v.be and pn == 2:
            pass
        if t in ("inf", "ger", "subj"):
            return s, en
        if pn == 2:
            return uni((("ai ", "he "), ("ajo ", "she ")))[0:2] and _subj3(s, en)
        return s, ("I ", "you ", "", "we ", "", "they ")[pn] + en
    return o["lex"], o["en"]


def _subj3(s, e):
    p = uni((("ai ", "he "), ("ajo ", "she ")))
    return p[0] + s, p[1] + e


# ------------------------------------------------------------------------------------------- top level
def short_phrase():
    r = rnd()
    if r < 0.55:
        q = np(N_ if rnd() < 0.8 else A_, "PPOOLEADMTFHB*", 0)
        while q.pron:
            q = np(N_, "POLEADMTH*", 0)
        return q.sq, q.en
    if r < 0.8:
        return pp()
    sub = NP("", "", pl=rnd() < 0.4, g="m")
    if r < 0.92:
        return vp(sub, uni(("inf", "ger", "subj", "inf")), 0, neg=False)
    return money() if r < 0.95 else pct() if r < 0.97 else date()


def sentence():
    """plain clause(s)"""
    r = rnd()
    s, e = clause(inv=True)
    if r < 0.1:
        a = uni(SENT["ADVS"])
        c = ", " if rnd() < 0.75 else " "
        s, e = a[0] + c + s, a[1] + ", " + e
    elif r < 0.2:
        s2, e2 = clause(depth=1, inv=False)
        x = uni(
            (
                (" dhe ", " and "),
                (", por ", ", but "),
                (", ndërsa ", ", while "),
                (", kurse ", ", while "),
                ("; ", "; "),
                (", prandaj ", ", so "),
                (" ose ", " or "),
            )
        )
        s, e = s + x[0] + s2, e + x[1] + e2
    return s, e


def generate_one():
    r = rnd()
    if r < 0.115:
        s, e = dict_phrase()
        return s, e
    if r < 0.19:
        s, e = short_phrase()
        if rnd() < 0.4:
            s, e = cap(s), cap(e)
        return s, e
    if r < 0.45:
        s, e = sentence()
        s, e = cap(s), cap(e)
        return s + ".", e + "."
    s, e = run_frame(SENT["FR"].pick())
    return cap(s), cap(e)


FIX = re.compile(r" +([,.;:?!])")
DBL = re.compile(r",\s*([,.;:?!])")


def tidy(s):
    s = FIX.sub(r"\1", s)
    s = DBL.sub(r"\1", s)
    return s.replace("  ", " ").strip(" ,")


ELIS = re.compile(r"\b(që|të) e\b(?! )")


def pairs(n, seed):
    """yield n distinct-ish pairs"""
    random.seed(seed)
    seen = set()
    made = 0
    while made < n:
        try:
            s, e = generate_one()
        except (KeyError, TypeError, IndexError, AttributeError):
            if DEBUG:
                raise
            continue
        if not s or not e or len(s) > 400:
            continue
        s, e = tidy(s), tidy(e)
        h = hash(s)
        if h in seen:
            if rnd() < 0.85:
                continue
        seen.add(h)
        made += 1
        yield s, e


DEBUG = False


def init():
    random.seed(0)
    load()
    MASSW.update(n.es.split()[-1] for c in C.NOUNS for n in SENT["N" + c].items if n.mass)
    return compile_frames()


def main():
    ap = argparse.ArgumentParser()
    ap.add_argument("--n", type=int, default=1000)
    ap.add_argument("--seed", type=int, default=1)
    ap.add_argument("--out", default="/dev/stdout")
    ap.add_argument("--debug", action="store_true")
    a = ap.parse_args()
    global DEBUG
    DEBUG = a.debug
    init()
    with open(a.out, "w", encoding="utf8") as f:
        for s, e in pairs(a.n, a.seed):
            f.write(s + "\t" + e + "\n")


if __name__ == "__main__":
    main()

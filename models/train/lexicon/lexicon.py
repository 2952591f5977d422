"""Inflected Albanian lexicon with English glosses, from uniparser-albanian (MIT).

Parses lexemes.txt + paradigms.txt into full paradigms:
  nouns      16 forms: number x definiteness x case (n, g = gen/dat/abl, a, b = abl.indef -sh)
  adjectives 4 agreement forms (ms, fs, mp, fp) + a flag: linked (i/e/te/se) or not
  verbs      present, imperfect, aorist, subjunctive, imperative, admirative, optative,
             middle/passive present + imperfect + 3sg aorist, participle
English glosses are cut to their first clean sense and inflected with lemminflect.
Run `python lexicon.py` to (re)build lexicon.pkl; `python lexicon.py WORD...` prints paradigms.
"""

import collections
import math
import os
import pickle
import re
import sys

HERE = os.path.dirname(os.path.abspath(__file__))
import importlib.util

# the installed package's data (pip install uniparser-albanian, MIT); found without importing it
DATA = os.path.join(importlib.util.find_spec("uniparser_albanian").submodule_search_locations[0], "data_strict", "")
BAD = ("nonst", "Gheg", "old", "arch")


# ---------------------------------------------------------------- source files
def parse_paradigms(path=DATA + "paradigms.txt"):
    """name -> list of (flex, tags, [subparadigm names])"""
    out, cur, fl = {}, None, None
    for line in open(path, encoding="utf8"):
        s = line.strip()
        if s.startswith("-paradigm:"):
            cur = out.setdefault(s.split(":", 1)[1].strip(), [])
        elif s.startswith("-flex:"):
            fl = [s.split(":", 1)[1].strip(), "", []]
            cur.append(fl)
        elif s.startswith("gramm:") and fl:
            fl[1] += ("," if fl[1] else "") + s.split(":", 1)[1].strip()
        elif s.startswith("paradigm:") and fl:
            fl[2].append(s.split(":", 1)[1].strip())
    return out


def expander(par):
    """memoised: paradigm name -> list of (stem index, suffix, frozenset of tags), standard forms only"""
    memo = {}

    def expand(name):
        if name in memo:
            return memo[name]
        res = []
        for flex, tags, subs in par.get(name, ()):
            tg = [t.strip() for t in tags.split(",") if t.strip()]
            if any(t in BAD for t in tg):
                continue
            m = re.match(r"(?:<(\d+)>)?(.*)$", flex.split("//")[0].strip())
            idx = int(m[1]) if m[1] else None
            body = m[2].replace(".", "", 1) if m[2].startswith(".") else m[2]
            if "<.>" in body:
                pre, post = body.split("<.>", 1)
                for sp in subs:
                    if any(b in sp for b in BAD) or "clitic" in sp:
                        continue
                    for j, suf, t2 in expand(sp):
                        res.append((idx if idx is not None else j, pre + suf + post, frozenset(tg) | t2))
            else:
                res.append((idx, body.rstrip("."), frozenset(tg)))
        memo[name] = res
        return res

    return expand


def parse_lexemes(path=DATA + "lexemes.txt"):
    """yield dicts lex, stems, tags, paradigms, gloss"""
    for b in open(path, encoding="utf8").read().split("-lexeme")[1:]:
        d = {"paradigms": []}
        for line in b.split("\n"):
            if ":" not in line:
                continue
            k, v = line.split(":", 1)
            k, v = k.strip(), v.strip()
            if k in ("paradigm", "paradgim"):
                d["paradigms"].append(v)
            else:
                d.setdefault(k, v)
        if "lex" in d and "stem" in d:
            d["alt"] = [x.split("//") for x in d["stem"].split("|")]
            d["stems"] = [x.split("//")[0].strip() for x in d["stem"].split("|")]
            d["tags"] = [t.strip() for t in d.get("gramm", "").split(",")]
            yield d


def join(stems, idx, suf):
    if idx is None or idx >= len(stems):
        idx = 0
    st = stems[idx]
    if "NOSTEM" in st:
        return None
    return st.replace(".", "", 1) + suf


def forms_of(d, expand):
    """list of (tags, form)"""
    out = []
    for p in d["paradigms"]:
        for idx, suf, tg in expand(p):
            f = join(d["stems"], idx, suf)
            if f:
                out.append((tg, f))
    return out


# ---------------------------------------------------------------- Albanian tables
CASES = {"nom": 0, "gen_dat": 1, "acc": 2, "abl2": 3}


def noun_table(fs):
    """16-slot list [num*8 + def*4 + case]"""
    t = [None] * 16
    for tg, f in fs:
        num = 1 if "pl" in tg else 0
        df = 1 if "def" in tg else 0
        for c, i in CASES.items():
            if c in tg:
                k = num * 8 + df * 4 + i
                if t[k] is None:
                    t[k] = re.sub("ë([eaiuë])", r"\1", f) if re.search("ë[eaiuë](s|n|ve|t|je)?$", f) else f
    for k in (12, 14):
        if t[k] and t[k].endswith("st"):  # punonjësit, not *punonjëst
            t[k] = t[k][:-1] + "it"
    if t[11] is None:  # plural ablative -sh; elsewhere = gen/dat
        t[11] = t[9]
    return t


def adj_table(fs):
    t = {}
    for tg, f in fs:
        for g in "mf":
            for n in ("sg", "pl"):
                if tg == {g, n}:
                    t.setdefault(g + n[0], f)
    return t


PERS = [(p, n) for n in ("sg", "pl") for p in "123"]


def verb_table(fs):
    """dict: pr0..5, ip0..5, ao0..5, sb1, sb2, ad0..5, op0..5, mp0..5 (middle present), mi0..5, ma2, pt, im1, im4"""
    t = {}
    for tg, f in fs:
        if "ptcp" in tg:
            t.setdefault("pt", f)
            continue
        pn = next((i for i, (p, n) in enumerate(PERS) if p in tg and n in tg), None)
        if pn is None:
            continue
        mid = "pass" in tg
        for a, b in (
            ("pres", "ind"),
            ("ipf", "ind"),
            ("aor", "ind"),
            ("pres", "sbjv"),
            ("pres", "adm"),
            ("ipf", "adm"),
            ("pres", "opt"),
        ):
            if a in tg and b in tg:
                k = {
                    "presind": "mp" if mid else "pr",
                    "ipfind": "mi" if mid else "ip",
                    "aorind": "ma" if mid else "ao",
                    "pressbjv": "sb",
                    "presadm": "ad",
                    "ipfadm": "ai",
                    "presopt": "op",
                }[a + b]
                t.setdefault(k + str(pn), f)
        if "imp" in tg:
            t.setdefault(("mm" if mid else "im") + str(pn), f)
    return t


def six(s):
    return s.split()


# hand-checked irregular verbs: present / imperfect / aorist / subj 2,3sg / participle / 3sg middle aorist
IRREG = {
    "jam": (
        "jam je është jemi jeni janë",
        "isha ishe ishte ishim ishit ishin",
        "qeshë qe qe qemë qetë qenë",
        "jesh jetë",
        "qenë",
        None,
    ),
    "kam": (
        "kam ke ka kemi keni kanë",
        "kisha kishe kishte kishim kishit kishin",
        "pata pate pati patëm patët patën",
        "kesh ketë",
        "pasur",
        "pat",
    ),
    "them": (
        "them thua thotë themi thoni thonë",
        "thosha thoshe thoshte thoshim thoshit thoshin",
        "thashë the tha thamë thatë thanë",
        "thuash thotë",
        "thënë",
        "tha",
    ),
    "bëj": (
        "bëj bën bën bëjmë bëni bëjnë",
        "bëja bëje bënte bënim bënit bënin",
        "bëra bëre bëri bëmë bëtë bënë",
        "bësh bëjë",
        "bërë",
        "bë",
    ),
    "jap": (
        "jap jep jep japim jepni japin",
        "jepja jepje jepte jepnim jepnit jepnin",
        "dhashë dhe dha dhamë dhatë dhanë",
        "japësh japë",
        "dhënë",
        "dha",
    ),
    "marr": (
        "marr merr merr marrim merrni marrin",
        "merrja merrje merrte merrnim merrnit merrnin",
        "mora more mori morëm morët morën",
        "marrësh marrë",
        "marrë",
        "mor",
    ),
    "vij": (
        "vij vjen vjen vijmë vini vijnë",
        "vija vije vinte vinim vinit vinin",
        "erdha erdhe erdhi erdhëm erdhët erdhën",
        "vish vijë",
        "ardhur",
        None,
    ),
    "dua": (
        "dua do do duam doni duan",
        "doja doje donte donim donit donin",
        "desha deshe deshi deshëm deshët deshën",
        "duash dojë",
        "dashur",
        "desh",
    ),
    "di": (
        "di di di dimë dini dinë",
        "dija dije dinte dinim dinit dinin",
        "dita dite diti ditëm ditët ditën",
        "dish dijë",
        "ditur",
        "dit",
    ),
    "shoh": (
        "shoh sheh sheh shohim shihni shohin",
        "shihja shihje shihte shihnim shihnit shihnin",
        "pashë pe pa pamë patë panë",
        "shohësh shohë",
        "parë",
        "pa",
    ),
    "ha": (
        "ha ha ha hamë hani hanë",
        "haja haje hante hanim hanit hanin",
        "hëngra hëngre hëngri hëngrëm hëngrët hëngrën",
        "hash hajë",
        "ngrënë",
        "hëngër",
    ),
    "pi": (
        "pi pi pi pimë pini pinë",
        "pija pije pinte pinim pinit pinin",
        "piva pive piu pimë pitë pinë",
        "pish pijë",
        "pirë",
        "pi",
    ),
    "bie": (
        "bie bie bie biem bini bien",
        "bija bije binte binim binit binin",
        "rashë re ra ramë ratë ranë",
        "biesh bjerë",
        "rënë",
        None,
    ),
    "lë": (
        "lë lë lë lëmë lini lënë",
        "lija lije linte linim linit linin",
        "lashë le la lamë latë lanë",
        "lësh lërë",
        "lënë",
        "la",
    ),
    "zë": (
        "zë zë zë zëmë zini zënë",
        "zija zije zinte zinim zinit zinin",
        "zura zure zuri zumë zutë zunë",
        "zësh zërë",
        "zënë",
        "zu",
    ),
    "vë": (
        "vë vë vë vëmë vini vënë",
        "vija vije vinte vinim vinit vinin",
        "vura vure vuri vumë vutë vunë",
        "vësh vërë",
        "vënë",
        "vu",
    ),
    "dal": (
        "dal del del dalim dilni dalin",
        "dilja dilje dilte dilnim dilnit dilnin",
        "dola dole doli dolëm dolët dolën",
        "dalësh dalë",
        "dalë",
        None,
    ),
    "hyj": (
        "hyj hyn hyn hyjmë hyni hyjnë",
        "hyja hyje hynte hynim hynit hynin",
        "hyra hyre hyri hymë hytë hynë",
        "hysh hyjë",
        "hyrë",
        None,
    ),
    "flas": (
        "flas flet flet flasim flisni flasin",
        "flisja flisje fliste flisnim flisnit flisnin",
        "fola fole foli folëm folët folën",
        "flasësh flasë",
        "folur",
        "fol",
    ),
    "vdes": (
        "vdes vdes vdes vdesim vdisni vdesin",
        "vdisja vdisje vdiste vdisnim vdisnit vdisnin",
        "vdiqa vdiqe vdiq vdiqëm vdiqët vdiqën",
        "vdesësh vdesë",
        "vdekur",
        None,
    ),
    "gjej": (
        "gjej gjen gjen gjejmë gjeni gjejnë",
        "gjeja gjeje gjente gjenim gjenit gjenin",
        "gjeta gjete gjeti gjetëm gjetët gjetën",
        "gjesh gjejë",
        "gjetur",
        "gjet",
    ),
    "njoh": (
        "njoh njeh njeh njohim njihni njohin",
        "njihja njihje njihte njihnim njihnit njihnin",
        "njoha njohe njohu njohëm njohët njohën",
        "njohësh njohë",
        "njohur",
        "njoh",
    ),
    "rri": (
        "rri rri rri rrimë rrini rrinë",
        "rrija rrije rrinte rrinim rrinit rrinin",
        "ndenja ndenje ndenji ndenjëm ndenjët ndenjën",
        "rrish rrijë",
        "ndenjur",
        None,
    ),
    "vras": (
        "vras vret vret vrasim vrisni vrasin",
        "vrisja vrisje vriste vrisnim vrisnit vrisnin",
        "vrava vrave vrau vramë vratë vranë",
        "vrasësh vrasë",
        "vrarë",
        "vra",
    ),
    "pres_cut": (
        "pres pret pret presim prisni presin",
        "prisja prisje priste prisnim prisnit prisnin",
        "preva preve preu premë pretë prenë",
        "presësh presë",
        "prerë",
        "pre",
    ),
    "pres": (
        "pres pret pret presim prisni presin",
        "prisja prisje priste prisnim prisnit prisnin",
        "prita prite priti pritëm pritët pritën",
        "presësh presë",
        "pritur",
        "prit",
    ),
    "shes": (
        "shes shet shet shesim shisni shesin",
        "shisja shisje shiste shisnim shisnit shisnin",
        "shita shite shiti shitëm shitët shitën",
        "shesësh shesë",
        "shitur",
        "shit",
    ),
    "humbas": (
        "humbas humbet humbet humbasim humbisni humbasin",
        "humbisja humbisje humbiste humbisnim humbisnit humbisnin",
        "humba humbe humbi humbëm humbët humbën",
        "humbasësh humbasë",
        "humbur",
        "humb",
    ),
    "shtie": (
        "shtie shtie shtie shtiem shtini shtien",
        "shtija shtije shtinte shtinim shtinit shtinin",
        "shtiva shtive shtiu shtimë shtitë shtinë",
        "shtiesh shtjerë",
        "shtënë",
        "shti",
    ),
    "eci": (
        "eci ecën ecën ecim ecni ecin",
        "ecja ecje ecte ecnim ecnit ecnin",
        "eca ece eci ecëm ecët ecën",
        "ecësh ecë",
        "ecur",
        None,
    ),
    "iki": (
        "iki ikën ikën ikim ikni ikin",
        "ikja ikje ikte iknim iknit iknin",
        "ika ike iku ikëm ikët ikën",
        "ikësh ikë",
        "ikur",
        None,
    ),
    "hipi": (
        "hipi hipën hipën hipim hipni hipin",
        "hipja hipje hipte hipnim hipnit hipnin",
        "hipa hipe hipi hipëm hipët hipën",
        "hipësh hipë",
        "hipur",
        None,
    ),
    "heq": (
        "heq heq heq heqim hiqni heqin",
        "hiqja hiqje hiqte hiqnim hiqnit hiqnin",
        "hoqa hoqe hoqi hoqëm hoqët hoqën",
        "heqësh heqë",
        "hequr",
        "hoq",
    ),
    "dhemb": (
        "dhemb dhemb dhemb dhembim dhembni dhembin",
        "dhembja dhembje dhembte dhembnim dhembnit dhembnin",
        "dhemba dhembe dhembi dhembëm dhembët dhembën",
        "dhembësh dhembë",
        "dhembur",
        None,
    ),
}
for _v, _s in (
    ("ruaj", "rua"),
    ("luaj", "lua"),
    ("vuaj", "vua"),
    ("quaj", "qua"),
    ("gjuaj", "gjua"),
    ("druaj", "drua"),
):
    IRREG[_v] = (
        "{0}j {0}n {0}n {0}jmë {0}ni {0}jnë".format(_s),
        "{0}ja {0}je {0}nte {0}nim {0}nit {0}nin".format(_s),
        "{0}jta {0}jte {0}jti {0}jtëm {0}jtët {0}jtën".format(_s),
        "{0}sh {0}jë".format(_s),
        _s + "jtur",
        _s + "jt",
    )
IRREG["parashoh"] = tuple(" ".join("para" + w for w in x.split()) if x else x for x in IRREG["shoh"])
MIDDLE_ = {"ruaj": "ruh", "luaj": "luh", "quaj": "quh", "gjuaj": "gjuh", "vuaj": "vuh", "parashoh": "parashih"}
MIDDLE = {  # 3-person middle stems for irregulars: present-1sg base (…em) ; None = none
    "them": "thuh",
    "bëj": "bëh",
    "jap": "jep",
    "marr": "merr",
    "dua": "duh",
    "di": "dih",
    "shoh": "shih",
    "ha": "hah",
    "pi": "pih",
    "lë": "lih",
    "zë": "zih",
    "vë": "vih",
    "flas": "flit",
    "gjej": "gjend",
    "njoh": "njih",
    "vras": "vrit",
    "pres_cut": "prit",
    "pres": "prit",
    "shes": "shit",
    "humbas": "humb",
    "shtie": "shtih",
    "heq": "hiq",
}
MIDDLE.update(MIDDLE_)
IMPER = {
    "jam": ("ji", "jini"),
    "kam": ("ki", "kini"),
    "them": ("thuaj", "thoni"),
    "jap": ("jep", "jepni"),
    "marr": ("merr", "merrni"),
    "vij": ("eja", "ejani"),
    "dua": ("duaj", "doni"),
    "di": ("dije", "dini"),
    "shoh": ("shih", "shihni"),
    "ha": ("ha", "hani"),
    "pi": ("pi", "pini"),
    "bie": ("bjer", "bini"),
    "lë": ("lër", "lini"),
    "zë": ("zër", "zini"),
    "vë": ("vër", "vini"),
    "dal": ("dil", "dilni"),
    "hyj": ("hyr", "hyni"),
    "flas": ("fol", "flisni"),
    "vdes": ("vdis", "vdisni"),
    "gjej": ("gjej", "gjeni"),
    "njoh": ("njih", "njihni"),
    "rri": ("rri", "rrini"),
    "vras": ("vrit", "vritni"),
    "pres": ("prit", "prisni"),
    "shes": ("shit", "shitni"),
    "bëj": ("bëj", "bëni"),
    "heq": ("hiq", "hiqni"),
    "eci": ("ec", "ecni"),
    "iki": ("ik", "ikni"),
}


def irregular(key):
    pr, ip, ao, sb, pt, ma = IRREG[key]
    t = {}
    for k, s in (("pr", pr), ("ip", ip), ("ao", ao)):
        for i, f in enumerate(s.split()):
            t[k + str(i)] = f
    t["sb1"], t["sb2"] = sb.split()
    if key in ("jam", "kam"):
        for i, f in zip((0, 5), ("jem jenë" if key == "jam" else "kem kenë").split()):
            t["sb" + str(i)] = f
    t["pt"] = pt
    if ma:
        t["ma2"] = ma
    if key in MIDDLE:
        m = MIDDLE[key]
        for i, e in enumerate("em esh et emi eni en".split()):
            t["mp%d" % i] = m + e
        for i, e in enumerate("esha eshe ej eshim eshit eshin".split()):
            t["mi%d" % i] = m + e
    if key in IMPER:
        t["im1"], t["im4"] = IMPER[key]
    base = {"jam": "qen", "kam": "pas", "vij": "ardh", "dua": "dash", "di": "dit", "gjej": "gjet", "vdes": "vdek"}.get(
        key
    )
    if base is None:
        base = re.sub(r"(ë|ur|r)$", "", pt) if not pt.endswith("rë") else pt[:-2]
    for i, e in enumerate("kam ke ka kemi keni kan".split()):
        t["ad%d" % i] = base + e + ("ë" if 0 else "")
    return t


def s_stem(d, t):
    """vras, bertas...: imperfect and 2pl are built on the -s variant of the stem (vrisja, not *vritja)"""
    for alts in d["alt"]:
        a = [x.strip(" .") for x in alts]
        if len(a) > 1 and a[0].endswith("t") and a[1] == a[0][:-1] + "s":
            for k in list(t):
                if (k[:2] == "ip" or k in ("pr4", "im4")) and t[k].startswith(a[0]):
                    t[k] = a[1] + t[k][len(a[0]) :]
    if "ip2" in t:
        t["ip2"] = re.sub("([aeiouyë])tte$", r"\1ste", t["ip2"])
        t["ip2"] = re.sub("([^aeiouyë])tte$", r"\1te", t["ip2"])
    return t


def fix_verb(lex, tags, par, t):
    """apply irregulars and fill the gaps every verb needs"""
    key = lex
    if lex == "pres" and "vras" in par:
        key = "pres_cut"
    if key in IRREG and "med" not in tags:
        t = irregular(key)
    if "pr0" in t and not lex.endswith("j") and re.search("[^aeiouyë]j$", t["pr0"]):
        t["pr0"] = lex  # hap, not *hapj
        for k in ("pr1", "pr2"):
            if t.get(k, "").endswith("n") and t[k][:-1] == lex:
                t[k] = lex
        if t.get("sb2", "").endswith("jë"):
            t["sb2"] = t["sb2"][:-2] + "ë"
    if re.search("(ua|ye|ie)rë$", t.get("pt", "")):
        t["pt"] = t["pt"][:-1]  # shkruar, kthyer
    if lex == "marr":
        t = {k: f.replace("mirr", "merr") for k, f in t.items()}
    if "pr4" in t and "im4" not in t:
        t["im4"] = t["pr4"]
    for i in (0, 3, 4, 5):  # subjunctive = present except 2sg, 3sg
        if "sb%d" % i not in t and "pr%d" % i in t:
            t["sb%d" % i] = t["pr%d" % i]
    return t


# ---------------------------------------------------------------- linked adjectives
LINK_YES = {
    "adj-1-2-a",
    "adj-1-4",
    "adj-2-2-a",
    "adj-2-3",
    "ri",
    "zoti",
    "adj-1-1",
    "adj-2-1",
    "adj-2-2",
    "adj-1-3",
    "vogël",
    "keq",
    "madh",
    "zi",
    "adj-2-1-a",
}
SIMPLE = {"kuq", "infrakuq", "vogël", "keq", "madh", "zi", "ri", "ve", "huaj", "zoti", "vocërr"}
PREFIX_OK = (
    "pa",
    "mos",
    "gjysmë",
    "vetë",
    "para",
    "porsa",
    "sapo",
    "lart",
    "sipër",
    "mirë",
    "keq",
    "ri",
    "nën",
    "mbi",
    "bashkë",
    "kundër",
    "i",
    "sh",
    "zh",
    "ç",
    "për",
    "ndër",
    "shumë",
    "pak",
    "plot",
    "tej",
    "poshtë",
    "jashtë",
    "brenda",
    "lartë",
)


def is_linked(lex, par, heads, nouns):
    p = par[0] if par else ""
    if p not in LINK_YES:
        return False
    if p in ("adj-1-3", "vogël", "keq", "madh", "zi", "ri", "zoti", "adj-2-3"):
        return lex in SIMPLE
    if p == "adj-2-1-a":
        return lex.startswith("pa") and lex != "pakë" or lex == "pakë"
    if p in ("adj-1-2-a", "adj-1-4", "adj-1-1", "adj-2-2-a"):
        return True
    if re.search(r"(dhjetë|mijtë|qindtë|njëtë|dytë|tretë|katërt|pestë|gjashtë|shtatë|tetë|nëntë|dhjetëtë)$", lex):
        return True
    for i in range(3, len(lex) - 3):  # compound noun+adjective: zemërgjerë, kokulur -> not linked
        head, pre = lex[i:], lex[:i]
        if head in heads and pre not in PREFIX_OK and (pre in nouns or pre.rstrip("ë") in nouns or pre + "ë" in nouns):
            return False
    return True


# ---------------------------------------------------------------- English side
FUNC = set(
    """of in at to for with by from on as into over under a an the be make get take good very so and or not no that this its his her their one's at
all both each every some such having giving being wearing made more most less""".split()
)
ADJISH = re.compile(
    r"^(long|short|thick|thin|small|little|large|big|great|old|young|new|strong|wide|narrow|deep|high|low|hard|soft|round|flat|light|heavy|dry|wet|hot|cold|white|black|red|green|blue|two|three|four|good|bad|rough|fine|sharp|tall|loud|best|well|will|can|may|must|back|quick|fast|slow)$"
)


def clean_gloss(g, pos):
    """first clean sense, or None. Returns (sense, number of senses, position of the sense)"""
    if not g:
        return None
    g = re.sub(r"\((?:vt|vi|impers|fig|pej|colloq|arch|lit)\)", "", g)
    g = re.sub(r"\([^)]*\)?", "", g)
    g = re.sub(r"\bof/from\b", "from", g)
    g = re.sub(r"([A-Za-z'-]+)/[A-Za-z'/-]+(?= \w)", r"\1", g)  # open/close up -> open up
    n = -1
    total = len(re.split("[;,/]", g))
    for part in re.split(";", g):
        subs = [x.strip() for x in re.split("[,/]", part) if x.strip()]
        comma_adj = len(subs) > 1 and (
            ADJISH.match(subs[0])
            and len(subs[1].split()) > 1
            or subs[0].split()[0] in ("having", "with", "wearing", "in", "made", "of", "without", "like", "from")
        )
        if pos != "A" and comma_adj and ADJISH.match(subs[0]):
            n += len(subs)
            continue
        for s in subs:
            n += 1
            s = re.sub(r"\s+", " ", s).strip(' .!?:"')
            if not s or re.search(r"[^A-Za-zÀ-ÿ' \-]", s):
                continue
            s = re.sub(r"^(to|or|and) ", "", s) if pos == "V" else re.sub(r"^(a|an|the|or|and) ", "", s)
            w = s.split()
            if (
                not w
                or len(w) > 6
                or w[-1] in ("and", "or", "of", "the", "a", "one's")
                and pos != "V"
                or len(w) == 1
                and w[0] in FUNC
                and s
                not in (
                    "have",
                    "be",
                    "make",
                    "get",
                    "take",
                    "good",
                    "all",
                    "no",
                    "so",
                    "very",
                    "not",
                    "more",
                    "most",
                    "less",
                )
            ):
                continue
            if comma_adj and len(w) > 1 and pos == "A":
                continue
            if re.search(
                r"\b(etc|used|expression|expresses|pertaining|particle|term|appellative|esp|especially|resp|which|relating|kind of|type of|sort of)\b",
                s,
            ):
                continue
            if pos == "V" and (
                w[-1] in ("one's", "a", "the", "be", "and", "or")
                or w[0] in ("be", "become", "get", "make", "take", "give", "feel")
                and len(w) == 1
                and n == 0
                and len(subs) == 1
                and total > 3
            ):
                continue
            return s, total, n
    return None


MASS = set(
    """information water money advice work help security peace justice news research equipment furniture traffic weather health
education knowledge evidence power energy oil gas electricity bread milk meat cheese sugar salt coffee tea wine beer rice flour butter honey
gold silver iron steel copper wood glass paper plastic cotton wool leather air smoke dust sand snow rain ice blood hair music art literature
poetry history geography mathematics physics chemistry biology politics economics ethics freedom democracy communism socialism violence
corruption crime poverty wealth hunger thirst love hate anger fear courage patience luck fun progress stability unity trust confidence respect
support pressure attention interest pride hope joy sadness happiness humour beauty truth faith experience time life death space nature food
clothing luggage baggage cash income tourism transport transportation trade commerce industry agriculture production consumption employment
unemployment inflation growth cooperation integration independence sovereignty autonomy territory terrorism racism nationalism patriotism
religion christianity islam staff police military navy youth childhood adulthood leisure sport football basketball volleyball chess safety
defence defense strength authority legislation jurisdiction compensation damage harm noise silence darkness light heat cold fire rubbish
garbage trash waste pollution sewage infrastructure software hardware data internet television radio journalism media press fuel petrol
gasoline diesel coal wheat corn maize barley grass hay straw soil mud ash cement concrete fish fruit medicine alcohol tobacco drugs heroin
cocaine cannabis ammunition artillery dynamite machinery jewelry jewellery underwear athletics gymnastics applause""".split()
)
PLURAL_ONLY = {
    "people",
    "police",
    "trousers",
    "scissors",
    "glasses",
    "clothes",
    "goods",
    "cattle",
    "parents",
    "media",
    "data",
    "troops",
    "pants",
    "belongings",
    "outskirts",
    "surroundings",
    "earnings",
    "savings",
    "riches",
    "remains",
}
S_SING = {
    "politics",
    "economics",
    "physics",
    "mathematics",
    "news",
    "species",
    "series",
    "ethics",
    "athletics",
    "gymnastics",
    "linguistics",
    "means",
    "headquarters",
    "crossroads",
    "statistics",
    "electronics",
    "genetics",
    "logistics",
    "tactics",
    "mechanics",
    "dynamics",
    "acoustics",
    "optics",
    "diabetes",
    "chess",
    "tennis",
}
MASS_SUF = ("ness", "ism", "hood", "ology", "ography", "ancy", "onomy")


class English:
    """lemminflect wrapped with caches and a few fixes"""

    def __init__(self):
        import lemminflect
        from wordfreq import zipf_frequency

        self.li, self.zipf = lemminflect, zipf_frequency
        self.c = {}
        self.zc = {}

    def infl(self, w, tag):
        k = (w, tag)
        if k not in self.c:
            fix = EN_FIX.get(k)
            if fix is None:
                r = self.li.getInflection(w, tag)
                fix = r[0] if r else w
            self.c[k] = fix
        return self.c[k]

    def z(self, w):
        if w not in self.zc:
            self.zc[w] = self.zipf(w, "en")
        return self.zc[w]

    def phrase_zipf(self, s):
        ws = [w for w in s.lower().split() if w not in STOP] or s.lower().split()
        return min(self.z(w) for w in ws) - 0.5 * (len(s.split()) - 1)

    def plural(self, s):
        m = re.match(r"(.+?)(,? (?:of|with|for|in|from|on|to|made|used|that|who|at|by|without|having|like) .*)$", s)
        head, rest = (m[1], m[2]) if m else (s, "")
        ws = head.split(" ")
        w = ws[-1]
        if w == "passer-by":
            ws[-1] = "passers-by"
        elif w.endswith("-in-law"):
            ws[-1] = self.infl(w[:-7], "NNS") + "-in-law"
        elif w[:1].isupper():
            ws[-1] = w + ("" if w.endswith(("s", "ese")) else "s")
        elif w.endswith(("woman", "man")) and w not in ("human", "roman", "german", "shaman", "ottoman", "talisman"):
            ws[-1] = w[:-2] + "en"
        else:
            ws[-1] = self.infl(w, "NNS")
        return " ".join(ws) + rest

    def compare(self, s):
        """comparative: bigger, more interesting"""
        short = len(re.findall("[aeiouy]+", re.sub("e$", "", s))) < 2 or s.endswith("y")
        irregular = {"good": "better", "bad": "worse", "ill": "more ill", "clear": "clearer", "tired": "more tired"}
        if s in irregular or not short or " " in s or "-" in s:
            return irregular.get(s, f"more {s}")
        form = self.infl(s, "JJR")
        return form if self.z(form) > 2.4 else f"more {s}"  # fresher, but not "frieder"

    def is_plural(self, w):
        return (
            w.endswith("s")
            and not w.endswith(("ss", "us", "is"))
            and w not in S_SING
            and (self.li.getLemma(w, "NOUN") or (w,))[0] != w
        )

    def verb(self, s):
        """gloss -> (base, 3sg, past, participle, ing) of the whole phrase; 'be able' handled"""
        ws = s.split(" ")
        h, rest = ws[0], " ".join([""] + ws[1:])
        if h == "be":
            return ("be" + rest, "is" + rest, "was" + rest, "been" + rest, "being" + rest)
        return tuple(
            x + rest for x in (h, self.infl(h, "VBZ"), self.infl(h, "VBD"), self.infl(h, "VBN"), self.infl(h, "VBG"))
        )


STOP = set("a an the of in on at to for with by from or and up out off over away down into be".split())
EN_FIX = {
    ("lie", "VBD"): "lay",
    ("lie", "VBN"): "lain",
    ("lie", "VBG"): "lying",
    ("hang", "VBD"): "hung",
    ("hang", "VBN"): "hung",
    ("get", "VBN"): "gotten",
    ("prove", "VBN"): "proven",
    ("lead", "VBD"): "led",
    ("lead", "VBN"): "led",
    ("wake", "VBD"): "woke",
    ("wake", "VBN"): "woken",
    ("wind", "VBD"): "wound",
    ("wind", "VBN"): "wound",
    ("bind", "VBD"): "bound",
    ("bind", "VBN"): "bound",
    ("find", "VBD"): "found",
    ("find", "VBN"): "found",
    ("grind", "VBD"): "ground",
    ("grind", "VBN"): "ground",
    ("fell", "VBD"): "felled",
    ("focus", "VBD"): "focused",
    ("focus", "VBN"): "focused",
    ("focus", "VBG"): "focusing",
    ("cancel", "VBD"): "canceled",
    ("die", "VBG"): "dying",
    ("saw", "VBD"): "sawed",
    ("saw", "VBN"): "sawn",
    ("ring", "VBD"): "rang",
    ("ring", "VBN"): "rung",
    ("bear", "VBN"): "borne",
    ("shine", "VBD"): "shone",
    ("shine", "VBN"): "shone",
    ("light", "VBD"): "lit",
    ("light", "VBN"): "lit",
    ("plead", "VBD"): "pleaded",
    ("plead", "VBN"): "pleaded",
    ("speed", "VBD"): "sped",
    ("speed", "VBN"): "sped",
    ("leave", "VBD"): "left",
    ("leave", "VBN"): "left",
    ("leaf", "NNS"): "leaves",
    ("dwarf", "NNS"): "dwarves",
    ("bramble", "NNS"): "brambles",
    ("person", "NNS"): "people",
    ("fish", "NNS"): "fish",
    ("staff", "NNS"): "staff",
    ("medium", "NNS"): "media",
    ("die", "NNS"): "dice",
    ("index", "NNS"): "indexes",
    ("stadium", "NNS"): "stadiums",
    ("forum", "NNS"): "forums",
    ("syllabus", "NNS"): "syllabuses",
    ("aircraft", "NNS"): "aircraft",
    ("premium", "NNS"): "premiums",
    ("shoot", "VBD"): "shot",
    ("shoot", "VBN"): "shot",
    ("quit", "VBD"): "quit",
    ("quit", "VBN"): "quit",
    ("bid", "VBD"): "bid",
    ("bid", "VBN"): "bid",
    ("cost", "VBD"): "cost",
    ("cost", "VBN"): "cost",
    ("broadcast", "VBD"): "broadcast",
    ("broadcast", "VBN"): "broadcast",
    ("forecast", "VBD"): "forecast",
    ("forecast", "VBN"): "forecast",
    ("hero", "NNS"): "heroes",
    ("cargo", "NNS"): "cargoes",
    ("brother", "NNS"): "brothers",
    ("campus", "NNS"): "campuses",
    ("genius", "NNS"): "geniuses",
    ("formula", "NNS"): "formulas",
    ("antenna", "NNS"): "antennas",
    ("virus", "NNS"): "viruses",
    ("bus", "NNS"): "buses",
    ("octopus", "NNS"): "octopuses",
    ("process", "NNS"): "processes",
    ("pro", "NNS"): "pros",
}


def is_mass(s):
    w = s.split()[-1].lower()
    return (
        w in MASS
        or w.endswith(MASS_SUF)
        and w
        not in (
            "witness",
            "business",
            "governess",
            "harness",
            "illness",
            "weakness",
            "wilderness",
            "mechanism",
            "organism",
            "neighborhood",
            "neighbourhood",
            "apology",
            "fortress",
        )
    )


# ---------------------------------------------------------------- build
def capital(lex, forms):
    return [f and f[0].upper() + f[1:] for f in forms] if lex[0].isupper() else forms


def build():
    """parse everything, attach English, weight; returns dict of lists"""
    par = parse_paradigms()
    expand = expander(par)
    en = English()
    try:
        from simplemma.strategies.dictionaries.dictionary_factory import DefaultDictionaryFactory

        sl = DefaultDictionaryFactory().get_dictionary("sq")
        known = lambda w: 1 if w in sl else 0
    except Exception:  # optional commonness signal only
        known = lambda w: 0
    lexemes = [d for d in parse_lexemes() if not any(b in d["tags"] for b in BAD)]
    heads = {d["lex"] for d in lexemes if d["tags"][0] == "A" and len(d["lex"]) >= 4}
    nouns_set = {d["lex"] for d in lexemes if d["tags"][0] == "NOUN" and len(d["lex"]) >= 2}
    # family size: how many lexemes start with the same 5 letters of the stem (a proxy for how basic a word is)
    fam = collections.Counter()
    for d in lexemes:
        w = d["lex"].lower()
        for i in range(3, len(w) + 1):
            fam[w[:i]] += 1
    out = {"N": [], "A": [], "V": [], "ADV": [], "PROP": []}
    stats = collections.Counter()
    for d in lexemes:
        pos = d["tags"][0]
        if "abbr" in d["tags"] or pos not in ("NOUN", "A", "V", "ADV"):
            stats["skip " + pos] += 1
            continue
        lex = d["lex"]
        if pos == "NOUN" and lex[0].isupper() and not re.match(r"[a-z]", d.get("trans_en", "x")[:1]):
            out["PROP"].append(
                (
                    lex,
                    capital(lex, noun_table(forms_of(d, expand))),
                    d["tags"][1],
                    "anim" in d["tags"],
                    d.get("trans_en", ""),
                )
            )
            continue
        cg = clean_gloss(d.get("trans_en", ""), pos)
        if not cg:
            stats["nogloss " + pos] += 1
            continue
        g, ns, pos_s = cg
        root = re.sub(r"(oj|ë|em|shëm|im|je|i)$", "", lex.lower()) if len(lex) > 4 else lex.lower()
        f_size = fam.get(root[: max(3, len(root))], 1)
        kn = known(lex)
        fs = forms_of(d, expand)
        e = {
            "lex": lex,
            "en": g,
            "ns": ns,
            "z": en.phrase_zipf(g),
            "nw": len(g.split()),
            "fam": f_size,
            "kn": kn,
            "pos_s": pos_s,
            "tags": d["tags"],
        }
        if pos == "NOUN":
            if d["tags"][1] not in ("m", "f", "mf") and "m" not in d["tags"] and "f" not in d["tags"]:
                stats["neuter"] += 1
                continue
            g = re.sub("^(?:female|woman) (?=[a-z]+$)", "", g)
            e["en"] = g
            t = capital(lex, noun_table(fs))
            if t[0] is None or t[4] is None:
                stats["noun no sg"] += 1
                continue
            if "f" in d["tags"] and lex.endswith("i") and t[12] == lex + "t":  # xhamitë, not *xhamit
                t[12] = t[14] = lex + "të"
            e["F"] = t
            e["g"] = "f" if "f" in d["tags"] else "m"
            e["gp"] = "m" if "m" in d["tags"] else "f"
            e["anim"] = "anim" in d["tags"]
            if " " not in g and g.islower():
                al = en.li.getAllLemmas(g)
                if al and "NOUN" not in al and "PROPN" not in al:  # 'poor, bad administration' cut to 'poor'
                    stats["gloss not a noun"] += 1
                    continue
            hw = re.split(r" (?:of|with|for|in|from|on|to) ", g)[0].split()[-1]
            e["plonly"] = hw in PLURAL_ONLY or en.is_plural(hw)
            e["es"], e["ep"] = g, (g if e["plonly"] else en.plural(g))
            e["mass"] = is_mass(g)
            e["haspl"] = t[8] is not None
            out["N"].append(e)
        elif pos == "A":
            t = adj_table(fs)
            if not t and d["paradigms"] == ["unchangeable"]:
                t = {k: lex for k in ("ms", "fs", "mp", "fp")}
            if len(t) < 4:
                stats["adj short"] += 1
                continue
            e["F"] = t
            e["link"] = is_linked(lex, d["paradigms"], heads - {lex}, nouns_set)
            out["A"].append(e)
        elif pos == "V":
            t = fix_verb(lex, d["tags"], d["paradigms"], s_stem(d, verb_table(fs)))
            if "pt" not in t or "ao0" not in t:
                stats["verb short"] += 1
                continue
            e["F"] = t
            h = g.split()[0]
            e["E"] = en.verb(g)
            e["med"] = "med" in d["tags"]
            e["vt"], e["vi"] = "vt" in d["tags"], "vi" in d["tags"]
            if not e["med"] and ("pr2" not in t or "ip2" not in t):
                stats["verb nopres"] += 1
                continue
            if e["med"] and "mp2" not in t:
                stats["med nopres"] += 1
                continue
            out["V"].append(e)
        else:
            out["ADV"].append(e)
    for k in ("N", "A", "V", "ADV"):
        by = collections.defaultdict(list)
        for e in out[k]:
            by[(e["en"], e.get("med"))].append(e)
        for es in by.values():  # several lexemes, one gloss: the most basic and direct one first
            es.sort(
                key=lambda e: (
                    -(
                        2 * e["kn"]
                        + min(3, math.log1p(e["fam"]))
                        - 0.4 * e["pos_s"]
                        - 0.15 * min(e["ns"], 4)
                        - 0.05 * len(e["lex"])
                    )
                )
            )
            for r, e in enumerate(es):
                e["w"] = 10 ** (0.62 * (max(e["z"], 0) - 4)) * (1 if e["kn"] else 0.35) / (1 + r) ** 1.7
    out["stats"] = stats
    return out


def main():
    if len(sys.argv) > 1:
        par = parse_paradigms()
        ex = expander(par)
        for d in parse_lexemes():
            if d["lex"] in sys.argv[1:] and not any(b in d["tags"] for b in BAD):
                fs = forms_of(d, ex)
                print(d["lex"], d["tags"], d["paradigms"], d.get("trans_en"))
                p = d["tags"][0]
                t = (
                    noun_table(fs)
                    if p == "NOUN"
                    else adj_table(fs)
                    if p == "A"
                    else fix_verb(d["lex"], d["tags"], d["paradigms"], s_stem(d, verb_table(fs)))
                )
                print("   ", t)
        return
    lx = build()
    pickle.dump(lx, open(HERE + "/lexicon.pkl", "wb"), protocol=4)
    print({k: len(v) for k, v in lx.items()}, lx["stats"])


if __name__ == "__main__":
    main()

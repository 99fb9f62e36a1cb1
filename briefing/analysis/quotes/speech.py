"""Which words tell that somebody speaks, and how such a word ties the speaker to what is said.

English only. The list was drawn up from reading news and from the cue words that PolNeAR's development articles mark
(Newell, Margolin and Ruths, "An attribution relations corpus for political news", LREC 2018).
"""

from __future__ import annotations

from enum import Enum
from typing import NamedTuple


class Frame(Enum):
    """What may follow a verb of speech."""

    CLAUSE = "clause"  # said (that) he would go
    HEARER = "hearer"  # told reporters (that) he would go
    THAT = "that"  # a clause only where "that" opens it: stressed that he would go; else words in marks
    MARKED = "marked"  # tells of speech only where words stand in marks: mocked “the little general”
    TOPIC = "topic"  # what is said is an object or infinitive: called for talks, vowed to go, rejected the plan


# Tuples, because an enumeration's member is slow to look up in a set.
BARE = (Frame.CLAUSE, Frame.HEARER)  # may do without "that"
TOLD = (*BARE, Frame.THAT)


class Form(NamedTuple):
    """One form of a verb of speech."""

    base: str
    frame: Frame
    participle: bool  # saying, claiming: its subject is that of the sentence
    noun_too: bool  # also a usual noun ("claims", "reports"), so it needs more evidence
    past_only: bool = False  # ends like a past participle: "a man accused of" is nobody's speech


_CLAUSE = """say claim warn argue add believe think announce acknowledge admit concede insist predict
conclude complain recall joke explain reply respond counter note observe declare write
tweet report suggest assert contend allege confirm estimate state testify quip muse remark figure fear hope suspect
boast brag lament whisper shout chant sing cry exclaim answer conjecture caution reveal disclose relate opine posit
interject deadpan read forecast proclaim echo""".split()
_HEARER = "tell assure remind inform notify persuade convince advise".split()
_THAT = """agree stress emphasise emphasize reiterate indicate hint imply affirm reaffirm show find learn hear know feel
decide realise realize demonstrate mention repeat signal pledge promise propose recommend request vow swear
expect charge deny doubt dispute rule understand underline underscore highlight point specify clarify speculate
stipulate determine argue calculate order demand urge ask wonder document attest reason anticipate assume
conceive continue maintain""".split()
_TOPIC: dict[str, str] = {
    "accuse": "", "urge": "", "deny": "", "reject": "", "condemn": "", "criticise": "", "criticize": "",
    "denounce": "", "demand": "", "praise": "", "describe": "", "vow": "to", "pledge": "to", "promise": "",
    "threaten": "to", "agree": "to", "call": "", "label": "", "dub": "",
    "brand": "", "term": "", "blast": "", "slam": "", "question": "", "endorse": "", "propose": "",
    "dismiss": "", "voice": "", "express": "", "stress": "", "emphasise": "", "emphasize": "", "reiterate": "",
    "warn": "", "ask": "", "complain": "about", "apologise": "for", "apologize": "for",
    "boast": "", "suggest": "", "acknowledge": "",
    "announce": "", "confirm": "", "affirm": "", "reaffirm": "", "hail": "", "welcome": "",
    "note": "", "characterise": "", "characterize": "", "caution": "", "predict": "",
    "insist": "on",
    "recommend": "", "advocate": "", "applaud": "", "admit": "", "claim": "",
    "estimate": "", "chide": "", "lambaste": "",
    "deride": "", "commend": "", "thank": "", "congratulate": "", "lambast": "", "decry": "", "hint": "at",
    "appeal": "", "plead": "", "implore": "", "encourage": "", "rebuke": "",
    "scold": "", "castigate": "", "chastise": "",
}  # fmt: skip
_MARKED = """want plan raise discuss talk attack challenge offer invite refuse decline mention outline portray point
tout refer allude speak cite mock ridicule defend blame liken compare bemoan invoke yell scream groan plead push rate
list quote characterise tease taunt float lash vent""".split()
_IRREGULAR = {
    "forecast": ("forecasts", "forecast", "forecasting"),
    "say": ("says", "said", "saying"), "tell": ("tells", "told", "telling"), "write": ("writes", "wrote", "writing"),
    "think": ("thinks", "thought", "thinking"), "know": ("knows", "knew", "knowing"),
    "feel": ("feels", "felt", "feeling"), "find": ("finds", "found", "finding"), "hear": ("hears", "heard", "hearing"),
    "read": ("reads", "read", "reading"),
    "sing": ("sings", "sang", "singing"), "speak": ("speaks", "spoke", "speaking"),
    "swear": ("swears", "swore", "swearing"), "understand": ("understands", "understood", "understanding"),
    "show": ("shows", "showed", "showing"), "admit": ("admits", "admitted", "admitting"),
    "refer": ("refers", "referred", "referring"), "dub": ("dubs", "dubbed", "dubbing"),
    "quip": ("quips", "quipped", "quipping"), "slam": ("slams", "slammed", "slamming"),
    "plan": ("plans", "planned", "planning"), "brag": ("brags", "bragged", "bragging"),
}  # fmt: skip
# Forms that are as often a noun, an adjective or something else.
_NOUN_TOO = frozenset(
    """claims claim reports report demand demands call calls plan plans warning warnings estimate estimates note
    notes charge charges question questions attack attacks order orders offer offers threat promise promises
    pledge pledges request requests hope hopes fear fears feeling findings finding state states point points
    figure figures rule rules document documents ruling support supports brand brands term terms label labels
    signal signals stress mention answer answers reply counter counters record hint hints challenge challenges
    appeal appeals praise thought reason reasons joke jokes show shows address cry cries remark remarks response
    voice voices doubt doubts dispute disputes found raise raises want wants talk talks blast slam understanding
    meaning writing proposal vow vows read reading welcome relate related concerned suspect suspects defend
    raised wonder decided opposed rate rates tweet tweets hearing forecast
    forecasts forecasting echo echoes advocate advocates""".split()
)
# "-ed" forms that stand before or after a noun as adjectives far more often than the others.
_ADJECTIVES = frozenset("alleged proposed expected suspected feared planned estimated supported related".split())


def _forms(base: str) -> tuple[str, str, str]:
    """Third person, past and -ing form of a verb: the rules of English spelling, and the irregular ones by name."""
    if base in _IRREGULAR:
        return _IRREGULAR[base]
    if base.endswith("y") and base[-2] not in "aeiou":
        return base[:-1] + "ies", base[:-1] + "ied", base + "ing"
    if base.endswith("e"):
        return base + "s", base + "d", base[:-1] + "ing"
    if base.endswith(("s", "sh", "ch", "x", "z")):
        return base + "es", base + "ed", base + "ing"
    return base + "s", base + "ed", base + "ing"


# Participles that differ from the past form: "had written that".
_PARTICIPLES = {
    "write": "written",
    "show": "shown",
    "swear": "sworn",
    "sing": "sung",
    "know": "known",
    "speak": "spoken",
}


PERFECT = frozenset(_PARTICIPLES.values())


def _lexicon() -> dict[str, Form]:
    lexicon: dict[str, Form] = {}
    groups = ((Frame.CLAUSE, _CLAUSE), (Frame.HEARER, _HEARER), (Frame.THAT, _THAT), (Frame.TOPIC, _TOPIC))
    for frame, verbs in (*groups, (Frame.MARKED, _MARKED)):
        for base in verbs:
            third, past, progressive = _forms(base)
            for word in (base, third, past, progressive, _PARTICIPLES.get(base, past)):
                form = Form(base, frame, word == progressive, word in _NOUN_TOO, word in _ADJECTIVES)
                lexicon.setdefault(word, form)  # the first frame is the stronger one
    return lexicon


SPEECH = _lexicon()
# For verbs that may take a topic: the preposition that must follow; empty: none is needed.
TOPICS = {word: _TOPIC[form.base] for word, form in SPEECH.items() if form.base in _TOPIC}
# What goes on in a mind: a report may well tell it of its own speaker, "Berg said she believes …".
MINDS = frozenset(
    """think believe hope fear suspect read figure know understand find feel learn realise realize hear decide expect
    doubt wonder assume""".split()
)
THOUGHTS = MINDS | frozenset("want see underscore underline show mean suggest prove".split())

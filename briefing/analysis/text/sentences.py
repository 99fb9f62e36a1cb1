"""Where does a sentence end? Own rules over full stops, question marks and quotation marks; no training data.

Every mark that could end a sentence is judged by the word before it and the word after it. Abbreviations come in three
sorts: those that never end a sentence ("Mr."), those that do not before a number ("No. 10"), and those that do only
before a word that opens sentences ("in the U.S. The talks", but "the U.S. President").
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from briefing.analysis.text.patterns import compile_late
from briefing.model import Paragraph, Sentence

LONGEST_SPEAKER = 80  # characters looked at behind “Why?” for "Smith asked"
# Characters; a longer one is taken apart. Of 72,000 sentences of news the longest has 1,094, a list of names; of those
# in small letters alone, of which none can be told from the next, 9,445.
LONGEST_SENTENCE = 10_000
LONGEST_TAIL = 1_000  # characters before its end in which one that is taken apart is ended between words
LONGEST_WORD = 40  # characters looked at before and after a mark; a word is shorter

# Marks, the quotes and brackets that close after them (French ones after a space), and white space or the end. The
# second form is the space lost in copying: "the truce.The", "peace.”The".
_MARK = compile_late(
    r"(?P<mark>[.!?…‥؟۔।॥።]+)(?P<close>[\"'”’“‘»)\]\u2019]{0,4}(?:[ \u00a0\u202f]»)?)(?=(?P<space>\s)|$)"
    r"|(?<=[^\W\d_A-Z]{2})(?P<lost>[.!?][\"”’»)]{0,3})(?=[\"“‘«(]?[A-Z][a-zà-ÿ]+(?:\s|,))"
    r"|(?P<wide>[。！？][」』”’]{0,3})"
)
_FIRST_MARK = compile_late(r"[.!?…‥؟۔।॥።]+|[。！？]")  # where one may begin; where it begins none, none begins inside
_BEFORE = compile_late(r"[^\s\"“”„«»(\[—–/]*$")
_OPENERS = "\"'“”‘’„‚«»([¿¡–—-…• \t\n\r\u00a0\u202f"
_NEXT = compile_late(r"[^\W_]+(?:['’-][^\W_]+)*\.?")

_NEVER = frozenset(  # titles and particles: a name or an explanation follows
    "mr mrs ms mx messrs dr drs prof gen lt col sen rep reps gov sgt capt maj cmdr adm brig cpl pvt rev rt hon pres "
    "amb supt insp det atty st ste mt ft vs v cf viz approx incl excl esp e.g i.e eg ie "
    "mm mme mmes mlle mgr cie p.ex "
    "hr fr frl dipl ing bzw z.b d.h u.a o.ä i.d.r ggf evtl inkl exkl bspw vgl sog zzgl geb gest ehem "
    "sr sra srta dña ud uds "
    "sig dott avv "
    "dhr mevr bijv blz resp "
    "ee asst sgt capt "
    "им ул просп напр проф акад доц ред см гр ім вул просп наприкл".split()
)
_BEFORE_NUMBER = frozenset(  # a number follows, or the sentence is over
    "no nos nr nrs n art arts p pp vol vols fig figs sec secs ch chap para paras op ca c ed eds ver tel ext "
    "abs bd ziff kap art. núm tab rn st. п пп ч".split()
)
_MAY_END = frozenset(  # over only if a word follows that opens sentences
    "inc ltd co corp bros plc llc jr snr sr esq etc ph.d m.d b.a m.a dept univ assn intl natl "
    "jan feb aug sept oct nov dec janv févr avr juil déc tue tues thu thur thurs "
    "uu sec г гг р рр м "
    "ave blvd rd hwy calif ariz colo mich minn okla penn tenn wyo usw u.s.w bzgl mio mrd jh jhd".split()
)
_MAY_END_LOW = frozenset(["al"])  # et al.; Al is a man
_MAY_END_HIGH = frozenset(  # the same in capitals only: in the sun, ill, to miss are words
    "Mar Apr Jun Jul Sep Mon Wed Fri Sat Sun Conn Fla Ill Ind Kan Ky La Mass Md Miss Mo Mont Neb Nev Ore Pa Tex Va Vt "
    "Wash Wis Ont Que Alta Chr Est Max Min Std".split()
)
_INITIALISM = compile_late(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}$")  # U.S, a.m, z.B
_SUSPECT_INITIAL = frozenset(
    "plan group class vitamin section appendix category type team schedule grade point hepatitis".split()
)

# Words that open sentences and stand in no name or title. What follows "U.S." is otherwise taken for its noun.
_STARTERS = frozenset(
    "the a an this that these those there here he she it they we you his her its their our my your i "
    "but and or so yet nor for if when while although though because since as after before until once "
    "in on at by from with without under over during among despite amid between against through according "
    "what who where why how which whose many most some all no not both each every several few another other others "
    "however meanwhile still also then now today yesterday later earlier instead asked last one two three four five "
    "moreover nevertheless additionally furthermore similarly thus hence perhaps even just only such to of "
    "le la les un une des ce cette ces il elle ils elles on nous vous je mais et ou donc or ni car si quand lorsque "
    "dans en à au aux par pour sur avec sans selon après avant depuis pendant l'on c'est d'après "
    "der die das ein eine einer dieser diese dieses er sie es wir ihr ich aber und oder doch denn wenn als während "
    "im am zum zur bei nach vor seit mit ohne unter laut auch noch nun dort hier "
    "el los las una este esta estos pero y o según "
    "het een deze dit hij zij ze wij maar en of want "
    "nobody everyone everybody someone somebody anyone anybody nothing everything none "
    "в на и но а он она они это этот эта эти как по для что с из к о об у за при после до если когда где кто не так "
    "также однако между ранее сегодня вчера тем мы вы его ее их "
    "у й і але він вона вони це цей ця ці як що з із зі про від під якщо коли де хто також раніше сьогодні вчора ми ви "
    "його її їх".split()
)
_SPEECH = (
    r"(?:said|says|asked|asks|replied|added|adds|wrote|told|shouted|cried|answered|demanded|insisted|wondered|tweeted|"
    r"declared|exclaimed|continued|warned|urged|noted|recalled|quipped|joked)"
)
# No name goes on with these, so an initial before them is the last of one: "Robert K. He is from Hamburg."
_NO_NAME = frozenset(
    "the this that these those he she it they we you but and however his her its their when if after while as there "
    "for who what nobody everyone er sie il elle он она они".split()
)
_SIGNATURE = compile_late(r"\s*[—–-]\s*[A-Z][\w.’'-]*(?:,?\s+[A-Z][\w.’'-]*){0,5}\s*$")  # “It is over.” — Maria Lindt
_HIRAGANA = compile_late(r"[\u3041-\u309f]")
_NAMED_SPEAKER = compile_late(rf"\s*(?:(?:[A-Z][\w.’'-]*|the|a|an|of|de|van|von)\s+){{1,5}}{_SPEECH}\b")
_EXCLAMATORY_NAMES = frozenset("yahoo jeopardy wham panic mamma".split())
_GERMAN_ORDINAL_LANGS = frozenset(
    ["de", "da", "nb", "nn", "no", "fi", "cs", "sk", "pl", "hu", "sl", "hr", "et", "lv", "is", "lb"]
)
_MONTHS = frozenset(
    "januar jänner februar märz april mai juni juli august september oktober november dezember "
    "januari februari maart mei augustus marts maj oktober ledna února března dubna května června července srpna září "
    "října listopadu prosince".split()
)
_ORDINAL_LEADS = frozenset("am der dem den vom zum zur das die des im beim bis ab seit dieser jeder den den.".split())
_ORDINAL_NOUNS = frozenset(
    "jahrhundert jahrhunderts weltkrieg weltkriegs bundestag stock mal platz jahrestag geburtstag".split()
)


def find_sentences(
    text: str, paragraphs: tuple[Paragraph, ...], lang: str = "en", *, longest: int = LONGEST_SENTENCE
) -> tuple[Sentence, ...]:
    """Return the sentences of the body paragraphs, in order, without the white space around them.

    A sentence never spans two paragraphs; headings and boilerplate have none. `lang` (ISO 639-1) decides about
    ordinals ("3. März"); the abbreviations of English, French, German, Spanish, Italian and Dutch apply everywhere.
    What has more than `longest` characters is ended between two words before.
    """
    found: list[Sentence] = []
    for number, paragraph in enumerate(paragraphs):
        if paragraph.kind != "body":
            continue
        start = _skip_space(text, paragraph.start, paragraph.end)
        for end in _find_ends(text, start, paragraph.end, lang):
            stop = _trim(text, start, end)
            while stop - start > longest:
                part = _find_part(text, start + longest)
                found.append(Sentence(number, start, _trim(text, start, part)))
                start = _skip_space(text, part, stop)
            if stop > start:
                found.append(Sentence(number, start, stop))
            start = _skip_space(text, end, paragraph.end)
    return tuple(found)


def _find_ends(text: str, start: int, end: int, lang: str) -> Iterator[int]:
    """Yield where each sentence of text[start:end] ends; the last one is `end`."""
    position = start
    while first := _FIRST_MARK.search(text, position, end):
        match = _MARK.match(text, first.start(), end)
        if match is None:
            position = first.end()
            continue
        position = match.end()
        if position >= end:
            break
        if match["wide"]:
            if len(match["wide"]) == 1 or not _HIRAGANA.match(text, match.end()):  # 「…。」と述べた goes on
                yield match.end()
        elif match["lost"] is not None:
            if _may_lose_space(text, start, match):
                yield match.end()
        elif _ends_here(text, start, end, match, lang):
            yield match.end()
    yield end


def _find_part(text: str, end: int) -> int:
    """Where the word begins that goes on behind `end`; `end` itself where it is none, or longer than any word."""
    return next((place for place in range(end, end - LONGEST_TAIL, -1) if text[place - 1].isspace()), end)


def _may_lose_space(text: str, start: int, match: re.Match[str]) -> bool:
    """Tell "the truce.The" from "example.Com" or a file name: the word before is in lower case and stands alone."""
    word = text[max(start, match.start() - LONGEST_WORD) : match.start()].rsplit(" ", 1)[-1]
    return "." not in word and "/" not in word and "@" not in word


def _ends_here(text: str, start: int, end: int, match: re.Match[str], lang: str) -> bool:
    mark, close = match["mark"], match["close"]
    before = _last_word(text, start, match.start())
    rest = text[match.end() : min(end, match.end() + LONGEST_WORD)]
    opening = rest[: len(rest) - len(rest.lstrip(_OPENERS))]
    following = _NEXT.match(rest, len(opening))
    word = following.group() if following else ""
    if not word:  # nothing but marks follow: "?!" apart, they belong to this sentence
        return False
    if close and opening.strip() and _SIGNATURE.match(text, match.end(), min(end, match.end() + LONGEST_SPEAKER)):
        return False
    if word[0].islower() and not (word[1:2].isupper() and len(word) > 2):  # iPhone opens sentences, too
        return False
    if mark[0] in "!?":
        if close[:1] in (")", "]") and not _opens_after_stop(text, start, match.start()):
            return False  # (of all people!)
        named = close and word.lower() not in _STARTERS
        if named and _NAMED_SPEAKER.match(text, match.end(), min(end, match.end() + LONGEST_SPEAKER)):
            return False  # “Why?” Smith asked.
        return before.lower() not in _EXCLAMATORY_NAMES or word.lower() in _STARTERS
    if len(mark) > 1 or mark == "…":
        return True  # an ellipsis, and a capital follows
    if close.strip("'’") and not (_INITIALISM.match(before) or before.lower() in _NEVER):
        return True
    return _full_stop_ends(text, start, match.start(), before, opening, word, lang)


def _opens_after_stop(text: str, start: int, stop: int) -> bool:
    """Tell whether the bracket that closes at `stop` was opened between two sentences."""
    opened = max(text.rfind("(", start, stop), text.rfind("[", start, stop))
    before = text[max(start, opened - 4) : max(opened, start)].rstrip()
    return not before or before[-1] in '.!?…"”’»'


def _full_stop_ends(text: str, start: int, stop: int, before: str, opening: str, word: str, lang: str) -> bool:
    low = before.lower().lstrip("'’‘")
    next_low = word.lower().rstrip(".")
    starter = next_low in _STARTERS or any(q in opening for q in '"“„«')
    if low in _NEVER:
        # "on Main St. The": the one of them that also ends names of places
        return low in ("st", "ft", "mt", "v") and next_low in _STARTERS and not opening.strip()
    if low in _BEFORE_NUMBER and (len(before) > 1 or before.islower()):
        return not word[0].isdigit()
    if len(before) == 1 and before.isalpha() and before.lower() == before.upper():
        return False  # an initial or a title in a script without capitals: د. سامي
    if len(before) == 1 and before.isalpha() and before.isupper():
        return not (len(word) == 2 and word.endswith(".")) and _initial_ends(text, start, stop, next_low)
    if len(before) == 1 and before.isalpha() and lang == "de":
        return starter and opening.strip() == "" and len(word) > 2  # z. B., u. a.
    if low in _MAY_END or before in _MAY_END_HIGH or before in _MAY_END_LOW:
        return starter
    if _INITIALISM.match(before):
        if "–" in opening or "—" in opening:
            return False
        return starter
    if before.isdigit() and len(before) <= 3:
        if stop - len(before) <= start or text[stop - len(before) - 1] == "\n":
            return False  # "1. The first point"
        if lang in _GERMAN_ORDINAL_LANGS and len(before) <= 2:
            lead = _last_word(text, start, stop - len(before) - 1).lower()
            return not (next_low in _MONTHS or next_low in _ORDINAL_NOUNS or lead in _ORDINAL_LEADS)
    return True


def _initial_ends(text: str, start: int, stop: int, next_low: str) -> bool:
    """Tell "J. K. Rowling" from "Plan B. The": an initial stands beside a name, a letter after a common word."""
    if next_low not in _STARTERS:
        return False
    if next_low in _NO_NAME:
        return True
    previous = _last_word(text, start, max(start, stop - 2))
    return (
        previous[:1].isdigit()
        or previous.lower() in _SUSPECT_INITIAL
        or previous[:1].islower()
        or text[stop - 1] == "I"
    )


def _last_word(text: str, start: int, stop: int) -> str:
    window = text[max(start, stop - LONGEST_WORD) : stop]
    found = _BEFORE.search(window)
    return found.group() if found else ""


def _skip_space(text: str, start: int, end: int) -> int:
    while start < end and (text[start].isspace() or text[start] in "\u200b\ufeff\u2060"):
        start += 1
    return start


def _trim(text: str, start: int, end: int) -> int:
    while end > start and (text[end - 1].isspace() or text[end - 1] in "\u200b\ufeff\u2060"):
        end -= 1
    return end

"""Which paragraph is a heading?

What markup calls one is one. Else its words tell: in a text that comes as lines (`line`: plain text, and what markup
sets in bold letters by itself) a short line without a full stop is one; a paragraph that markup calls one (`p`) has to
look like a title besides. What somebody says, with who says it, is a sentence wherever it stands.
"""

from __future__ import annotations

from briefing.analysis.text.notices import LONGEST_LINE, WORDS, count_words, is_over
from briefing.analysis.text.patterns import compile_late
from briefing.model import Block

LONGEST_HEADING = 16  # words; a line of prose without its full stop is usually longer
LONGEST_HEADLINE = 30  # words; for the first two lines of an article
LONGEST_TITLE = 4  # words of a paragraph that may be a title in small letters: “Our ruling”
LONGEST_CROSSHEAD = 8  # words, in an article that has
LEAST_CROSSHEADS = 2  # others: who sets some lines as headings sets them all so
LONGEST_RUN = 3  # headings in a row; more of them are a list written without full stops
LONG_WORD = 5  # letters; in a title that is set in capitals all words of as many have one
STYLED = 0.5  # of its words begin with a capital
LEAST_QUOTED = 2  # words in quotation marks that somebody may have said
MARKED = "marked as a heading"
SHORT = "short, no full stop"

# What stands in quotation marks; single ones end where no letter follows.
_QUOTED = (
    r"(?P<said>“[^“”]+[”“]|„[^“”„]+[“”]|”[^”]+”|«[^«»]+»|»[^«»]+«|‹[^‹›]+›|›[^‹›]+‹|\"[^\"]+\"|「[^」]+」|『[^』]+』"
    r"|[‘‚'][^\s‘‚'](?:[^‘‚]*?\S)?[’'‘](?!\w))"
)
_OPENS = compile_late(rf"[—–-]?\s*{_QUOTED}(?P<mark>\s*[,،，、—–-])?(?P<who>.+)$")
_CLOSES = compile_late(rf"(?P<who>.+?)(?P<mark>[:：,،，]\s*){_QUOTED}$")
_OVER = compile_late(r"[,،，、!?！？؟…][”“»«\"’'‘›‹」』]$")  # the quotation, and not what follows it
_QUOTES_IT = compile_late(r"と|고|라고|이라고|라며|며|는|dedi\b|diye\b")  # right behind the mark
# Verbs of saying that news has beside what is said, in the languages whose notices are known.
_SAYS = compile_late(
    r"(?<!\w)(?:sa(?:id|ys?)|told|tells|asked|asks|wrote|writes|added|adds"
    r"|sagt|sagten?|erklärten?|teilten? mit|schrieb|betonte|meinte|fügte"
    r"|(?:a|ont) (?:dit|déclaré|affirmé|expliqué|indiqué|annoncé|ajouté|précisé)|dit|déclare|affirme|explique"
    r"|dijo|dijeron|dice|afirmó|declaró|explicó|señaló|aseguró|añadió|indicó|informó"
    r"|(?:ha|hanno) (?:detto|dichiarato|affermato|spiegato|aggiunto|riferito)|disse"
    r"|diz|disseram|afirmou|declarou|explicou|acrescentou|informou"
    r"|zei|zegt|zeiden|verklaarde|aldus|liet weten"
    r"|sier|sa|säger|sade|siger|sagde"
    r"|(?:po)?wiedział[aiy]?|oświadczył[aiy]?|mówi|napisał[aiy]?|poinformował[aiy]?|dodał[aiy]?"
    r"|(?:сказа|заяви|написа|сообщи|добави|отмети|рассказа)л[аи]?|говорит|пишет"
    r"|(?:сказа|заяви|написа|повідоми|дода|зазначи|розпові)(?:в|ла|ли)"
    r"|dedi|diyor|söyledi|açıkladı|belirtti"
    r"|و?قالت?|و?أعلنت?|و?أضافت?|و?أكدت?|و?صرحت?)(?!\w)"
    r"|(?:说|表示|称|指出|說|稱)(?=[，：“「])|(?:と|を)(?:述べ|語|話|発表|明らかに)"
    r"|(?:라고|다고|고) (?:말|밝|전|강조|설명)",
)
_COMMA = compile_late(r"[,،，、] ?\S|と|고 ")
_TWO_SENTENCES = compile_late(r"[。।۔;؛；]\s*\S")


def is_headline(line: str, most: int = LONGEST_HEADING) -> bool:
    """Tell whether the line could be a heading by itself: short, no full stop, not the start of something."""
    line = line.strip()
    if not line or len(line) > LONGEST_LINE or line[-1] in ",;:–—-/，、；：،؛" or line[0].islower():
        return False
    if line.endswith("?"):
        return count_words(line) <= min(most, 12)
    return not is_over(line) and 0 < count_words(line) <= most


def find_headings(lines: list[str], blocks: tuple[Block, ...], why: list[str], title: str = "") -> list[str]:
    """Return for each block why it is a heading; empty: it is body (or boilerplate).

    `title`: what the article is called by then; empty: its first line may say it.
    """
    kept = [number for number in range(len(lines)) if not why[number]]
    found = [""] * len(lines)
    for place, number in enumerate(kept):
        tag, line = blocks[number].tag, lines[number]
        below = kept[place + 1] if place + 1 < len(kept) else -1
        if tag[:1] == "h" and tag[1:].isdigit():
            found[number] = MARKED
        elif tag not in ("line", "p") or below < 0:
            continue
        elif line.rstrip().endswith(":"):
            if blocks[below].tag == "li" and count_words(line) <= 4:
                found[number] = "introduces a list"
        elif place == 0 and (tag == "line" or not title or _fold(line) == _fold(title)):
            if is_headline(line, LONGEST_HEADLINE):
                found[number] = "headline"
        elif tag == "line" and place == 1 and found[kept[0]]:
            if is_headline(line, LONGEST_HEADLINE) and not is_said(line):
                found[number] = "no full stop, below the headline"
        elif is_headline(line) and (tag == "line" or _is_title(line)) and not _is_sentence(line):
            found[number] = SHORT
    _follow_suit(lines, blocks, kept, found)
    _keep_lists(lines, kept, found)
    return found


def _fold(line: str) -> str:
    return "".join(filter(str.isalnum, line.casefold()))


def _is_title(line: str) -> bool:
    """Tell whether a paragraph looks like a title: a few words, or set in capitals as titles are."""
    words = WORDS.findall(line)
    capital = [word for word in words if not word[0].islower()]
    styled = (
        any(map(str.isupper, line))
        and len(capital) >= STYLED * len(words)
        and all(word in capital for word in words if len(word) >= LONG_WORD)
    )
    return styled or (count_words(line) <= LONGEST_TITLE and not line.rstrip().endswith(("?", "？", "؟")))


def _is_sentence(line: str) -> bool:
    """Tell whether a line without a full stop is a sentence: one ends in it, or somebody says it.

    A dash opens what is said in many languages, and no heading.
    """
    return line.lstrip()[0] in "–—" or _TWO_SENTENCES.search(line) is not None or is_said(line)


def is_said(line: str) -> bool:
    """Tell whether a line holds what somebody says, and who does: “We go home”, said Ann Berg."""
    line = line.strip()
    says = _SAYS.search(line)
    if says and _COMMA.search(line):
        return True
    for found in (_OPENS.match(line), _CLOSES.match(line)):
        if found and count_words(found["said"]) >= LEAST_QUOTED and any(map(str.isalpha, found["who"])):
            return bool(found["mark"] or says or _OVER.search(found["said"]) or _QUOTES_IT.match(found["who"]))
    return False


def _follow_suit(lines: list[str], blocks: tuple[Block, ...], kept: list[int], found: list[str]) -> None:
    """Between whole paragraphs a line of some words more is a heading where others of the article are."""
    if sum(found[number] == SHORT and blocks[number].tag == "p" for number in kept) < LEAST_CROSSHEADS:
        return
    for above, number, below in zip(kept, kept[1:], kept[2:], strict=False):
        line = lines[number]
        if found[number] or blocks[number].tag != "p" or line.rstrip().endswith(("?", "？", "؟")):
            continue
        whole = not found[above] and not found[below] and is_over(lines[above]) and is_over(lines[below])
        if whole and is_headline(line, LONGEST_CROSSHEAD) and not _is_sentence(line):
            found[number] = "short, no full stop, as others here"


def _keep_lists(lines: list[str], kept: list[int], found: list[str]) -> None:
    """Too many headings in a row are a list: the first heads it, the rest is body. Labels of a word or two stay."""
    run: list[int] = []
    for number in [*kept, -1]:
        if number >= 0 and found[number] and found[number] != MARKED:
            run.append(number)
            continue
        if len(run) > LONGEST_RUN and sum(count_words(lines[i]) for i in run) > 3 * len(run):
            for i in run[1:]:
                found[i] = ""
        run = []

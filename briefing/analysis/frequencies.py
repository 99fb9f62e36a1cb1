"""Which words are so common in news, whatever the day, that they tell no text from another?

A list of words, not a table of frequencies. Measured on three public sets of grouped news (ECB+, AllSides with dates,
Giveme5W1H), weighting words by the Zipf frequencies of `wordfreq` or by the frequencies in the set itself grouped no
better than one weight for all words that are not on such a list (mean BCubed F1 .904 with the list, .902 and .904
with the tables). So nothing is downloaded, learned or counted, and an article's terms never depend on its neighbours.

The list was written for this project: the grammar words of the languages below, and for English the words that any
report uses to tell when, how many and who said so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from briefing.analysis.text import find_words, lemma

_ENGLISH = """
a about above across after afterwards again against ago all almost alone along already also although always am among
amongst an and another any anybody anyone anything anyway anywhere apart are around as aside at away back be because
before behind below beside besides between beyond both but by can cannot could despite do down during each either else
elsewhere enough etc even ever every everybody everyone everything everywhere except few fewer for former formerly from
further furthermore had have he hence her here hers herself him himself his how however i if in indeed inside instead
into is it its itself just last lastly late later latest latter least less lest like likely little lot lots many may
maybe me meanwhile mere merely might mine more moreover most mostly much must my myself namely near nearly neither
never nevertheless next no nobody none nonetheless nor not nothing now nowhere of off often on once one oneself only
onto or other others otherwise ought our ours ourselves out outside over overall own per perhaps quite rather really
same several shall she should since so some somebody somehow someone something sometimes somewhat somewhere soon still
such than that the their theirs them themselves then there thereby therefore these they thing this those though
through throughout thus to together too toward towards under unless unlike until up upon us usually very via was we
well were what whatever when whenever where whereas wherever whether which whichever while who whoever whole whom
whose why will with within without would yes yet you your yours yourself yourselves
ain't aren't can't couldn't didn't doesn't don't hadn't hasn't haven't isn't mustn't shouldn't wasn't weren't won't
wouldn't i'd i'll i'm i've he'd he'll she'd she'll it'd it'll let's that'd they'd they'll they're they've we'd we'll
we're we've you'd you'll you're you've who'd who'll there'd
zero two three four five six seven eight nine ten eleven twelve dozen hundred thousand million billion first second
third fourth half double single number percent per-cent
say tell add ask call speak talk note state remark comment mention accord describe explain write reply
go come get give take make let put bring keep leave stay hold set seem appear become begin start continue remain turn
try want wish need use know think believe feel see look watch hear show find mean happen work help move run live
follow include allow expect plan lead change ask
able actual actually available bad better best big certain certainly clear clearly current currently different early
easy far fast full fully general good great hard high huge important instead large long low main major modern new old
only open particular particularly possible possibly public quick quickly ready real recent recently right serious short
similar simply small special strong sure top true various wide young
day today tomorrow yesterday tonight week weekend month year decade time hour minute moment morning afternoon evening
night monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
september october november december
people person man woman child way part place side point case fact end kind sort name group member head home life world
country city area report news story source statement press spokesman spokeswoman spokesperson reporter journalist
official mr mrs ms dr sir am pm gmt
reuters ap afp cnn bbc read photo image video caption file click share subscribe copyright
""".split()  # noqa: SIM905 - a list of words is best read as words

_GRAMMAR = {
    "fr": """
le la les un une des du de au aux ce cet cette ces mon ma mes ton sa son ses notre nos votre vos leur leurs et ou où mais
donc or ni car que qui quoi dont quand comme si lorsque puisque parce afin pour par avec sans sous sur dans en entre vers
chez contre depuis pendant avant après jusque dès à il elle ils elles on nous vous je tu me te se lui y moi eux soi être
avoir faire dire aller pouvoir vouloir devoir falloir venir mettre prendre ne pas plus moins aussi très trop peu tout
toute tous même autre autres encore déjà toujours jamais ici là alors ainsi bien selon celui celle ceux cela ça deux trois
quatre cinq dix cent mille million milliard premier dernier lundi mardi mercredi jeudi vendredi samedi dimanche janvier
février mars avril mai juin juillet août septembre octobre novembre décembre jour semaine mois an année heure
""",
    "de": """
der die das den dem des ein eine einen einem einer eines kein und oder aber denn sondern als wie wenn ob dass weil damit
so auch noch nur schon sehr mehr nicht nichts ich du er sie es wir ihr ihn ihm ihnen uns euch mich mir dich dir sich mein
dein sein unser euer dieser diese dieses jener jede jeder alle alles viel viele einige man wer was wo wann warum in im an
am auf aus bei beim mit nach seit von vom vor zu zum zur über unter zwischen durch für gegen ohne um bis werden haben
können müssen sollen wollen dürfen sagen machen gehen kommen geben dort hier da dann jetzt immer wieder zwei drei vier
fünf zehn hundert tausend million milliarde erste letzte neu montag dienstag mittwoch donnerstag freitag samstag sonntag
tag woche monat jahr uhr stunde januar februar märz april mai juni juli august september oktober november dezember
""",
    "es": """
el la los las un una unos unas de del a al en con por para sin sobre entre desde hasta hacia según y e o u pero sino ni
que quien cual cuyo donde cuando como si porque aunque mientras yo tú él ella ello nosotros ellos ellas usted me te se le
les lo nos su sus mi mis tu este esta esto ese esa eso aquel no sí ya más menos muy también tampoco ser estar haber tener
hacer decir ir poder querer deber todo toda todos otro otra mismo cada uno dos tres cuatro cinco diez cien mil millón
primero último lunes martes miércoles jueves viernes sábado domingo día semana mes año hora
""",
    "it": """
il lo la i gli le un uno una di a da in con su per tra fra del dello della dei degli delle al allo alla ai agli alle dal
dalla dai nel nella nei sul sulla e o ma però che chi cui quale dove quando come se perché mentre io tu lui lei noi voi
loro mi ti si ci vi ne suo sua suoi mio questo questa quello quella non più meno molto anche ancora già sempre essere
avere fare dire andare potere volere dovere tutto altro stesso ogni due tre quattro cinque dieci cento mille primo ultimo
lunedì martedì mercoledì giovedì venerdì sabato domenica giorno settimana mese anno ora
""",
    "nl": """
de het een en of maar want dat die dit deze wie wat waar wanneer hoe als dan om te van in op aan met voor door over onder
uit bij naar tot tegen tussen zonder sinds ik jij je hij zij ze wij we jullie hun hen hem haar ons onze zijn mijn zich er
niet geen ook nog al meer zeer zo hebben worden kunnen zullen moeten willen mogen zeggen gaan komen maken alle veel andere
twee drie vier vijf tien honderd duizend miljoen eerste laatste maandag dinsdag woensdag donderdag vrijdag zaterdag zondag
dag week maand jaar uur
""",
    "pt": """
o a os as um uma uns umas de do da dos das em no na nos nas por pelo pela para com sem sobre entre até desde e ou mas que
quem qual onde quando como se porque embora eu tu ele ela nós eles elas você me te lhe seu sua seus este esta isto esse
essa isso aquele não sim já mais menos muito também ser estar ter haver fazer dizer ir poder querer dever todo outro mesmo
cada dois três quatro cinco dez cem mil primeiro último segunda terça quarta quinta sexta sábado domingo dia semana mês ano
hora
""",
}


class Term(NamedTuple):
    """A word that carries meaning, at its place."""

    start: int
    end: int
    lemma: str


def is_common(word: str, lang: str = "en") -> bool:
    """Tell whether a lemma is too common to tell anything. Single letters always are, in every language."""
    return len(word) < 2 or word in _common(lang)


def find_terms(text: str, start: int = 0, end: int | None = None, lang: str = "en") -> Iterator[Term]:
    """Yield the words of text[start:end] that are not common, each with its lemma. Numbers count as words."""
    common = _common(lang)
    for begin, stop in find_words(text, start, end):
        if stop - begin > 1:
            word = lemma(text[begin:stop], lang)
            if len(word) > 1 and word not in common:
                yield Term(begin, stop, word)


@lru_cache(maxsize=64)
def _common(lang: str) -> frozenset[str]:
    words = _ENGLISH if lang == "en" else _GRAMMAR.get(lang, "").split()
    # both as they stand and as lemmas, since "others", "were" and "used" come to us as "other", "be" and "use"
    return frozenset(words) | frozenset(lemma(word, lang) for word in words)

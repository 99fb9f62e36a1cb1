"""Who speaks a direct quote in French, German, Spanish, Italian, Dutch or Portuguese?

Plain patterns only: a verb of speech and its subject right after the quote or before its colon, "according to", and the
subject of the verb before a few marked words. Where none fits, nobody is named. The verbs are those that news text has
beside quotes, written down from general knowledge.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from briefing.analysis.quotes.claims import Said
from briefing.analysis.quotes.marks import Stretch
from briefing.analysis.text.patterns import compile_late


class Tongue(NamedTuple):
    """What the patterns need to know of a language; each field an alternation of a regular expression."""

    verbs: str  # finite verbs of speech, third person
    by: str  # according to
    articles: str  # what opens a description
    stops: str  # what ends the words that name a speaker, besides marks
    between: str = ""  # what may stand between a verb and its subject: days, "also"
    pronouns: str = ""  # subjects after the verb
    stops_names: str = ""  # what ends a name besides, but not a description: "Scholz der Zeitung"


def _each(words: str) -> str:
    return "|".join(words.split())


# What may follow « … », a / ont; the present stands below.
_FR_PARTICIPLES = (
    _each(
        """déclaré dit affirmé estimé ajouté expliqué assuré indiqué souligné averti rappelé précisé insisté lancé
    écrit répondu jugé martelé confié promis annoncé dénoncé reconnu regretté conclu raconté commenté salué noté
    observé tweeté prévenu soutenu accusé réagi poursuivi qualifié appelé redit répété réaffirmé réitéré"""
    )
    + "|fait savoir"
)
_FR_PRESENT = _each(
    """déclare dit affirme estime ajoute explique assure indique souligne avertit rappelle précise insiste lance
    écrit répond juge martèle confie promet annonce dénonce reconnaît regrette conclut raconte commente note
    observe prévient soutient poursuit résume déclarait disait affirmait estimait expliquait"""
)
_DE_PARTICIPLES = _each("gesagt erklärt betont geschrieben gewarnt gefordert angekündigt mitgeteilt versichert")
_ES = _each(
    """dijo dijeron afirmó aseguró declaró explicó señaló añadió agregó indicó subrayó advirtió insistió manifestó
    sostuvo expresó apuntó recordó denunció escribió concluyó comentó respondió reconoció admitió anunció
    lamentó criticó destacó reiteró relató contó precisó tuiteó dice afirma asegura declara explica señala añade
    agrega indica subraya advierte insiste sostiene apunta recuerda denuncia escribe concluye comenta responde
    reconoce calificó tildó"""
)
_ES_PARTICIPLES = _each(
    """dicho afirmado asegurado declarado explicado señalado añadido indicado subrayado advertido insistido
    manifestado sostenido expresado apuntado recordado denunciado escrito concluido comentado respondido
    reconocido anunciado lamentado"""
)
_IT_PARTICIPLES = _each(
    """detto dichiarato affermato aggiunto spiegato sottolineato scritto precisato ribadito commentato osservato
    annunciato avvertito concluso ricordato risposto assicurato denunciato ammesso sostenuto raccontato riferito
    definito"""
)
_IT = _each(
    """dice afferma spiega sottolinea aggiunge scrive dichiara commenta ribadisce osserva avverte conclude ricorda
    risponde assicura denuncia ammette sostiene racconta disse dichiarò affermò aggiunse spiegò scrisse rispose"""
)
_PT = _each(
    """disse disseram afirmou declarou explicou acrescentou garantiu sublinhou destacou ressaltou avisou alertou
    insistiu escreveu respondeu concluiu comentou anunciou lamentou criticou reiterou lembrou contou diz afirma
    explica acrescenta chamou classificou"""
)
TONGUES = {
    "fr": Tongue(
        rf"(?:a|ont|avait|avaient) (?:\w+ )?(?:{_FR_PARTICIPLES})|(?:{_FR_PRESENT})",
        "selon|d[’']après",
        r"[Ll]e |[Ll]a |[Ll]es |[Ll][’']|[Uu]n |[Uu]ne |[Dd]es |[Ss]on |[Ss]a |[Cc]e |[Cc]ette ",
        _each(
            "dans lors à au aux sur devant après avant en mardi lundi mercredi jeudi vendredi samedi dimanche que qui"
        ),
        _each(
            "lundi mardi mercredi jeudi vendredi samedi dimanche hier matin soir également aussi ensuite alors encore"
        ),
    ),
    "de": Tongue(
        "(?:"
        + _each(
            """sagt sagte erklärt erklärte betont betonte schreibt schrieb warnt warnte meint meinte kritisiert
            kritisierte fordert forderte mahnt mahnte berichtet berichtete kommentiert kommentierte ergänzt
            ergänzte versichert versicherte antwortet antwortete äußert äußerte behauptet behauptete bekräftigt
            bekräftigte rief fügte teilte kündigte beklagt beklagte verkündete twitterte fragt fragte resümierte
            nannte bezeichnete"""
        )
        + rf")n?|hat(?:te)? (?:[^.:„»]{{1,60}} )?(?:{_DE_PARTICIPLES})",
        "laut|so",
        "[Dd]er |[Dd]ie |[Dd]as |[Ee]in |[Ee]ine |[Ss]ein |[Ss]eine |[Ii]hr |[Ii]hre ",
        _each(
            """am im in bei beim zu zum zur nach vor gegenüber mit auf laut an hinzu über nachdem als während dass
            um gesagt erklärt betont"""
        ),
        r"am \w+|auch|jetzt|später|zudem|daraufhin",
        "er|sie",
        _each("der dem den die das"),
    ),
    "es": Tongue(
        rf"(?:{_ES})|(?:ha|han|había) (?:{_ES_PARTICIPLES})",
        "según",
        "[Ee]l |[Ll]a |[Ll]os |[Ll]as |[Uu]n |[Uu]na |[Ss]u ",
        _each("en a al ante durante tras este esta que quien cuando desde por con para sobre")
        + "|(?:el|este|la) (?:lunes|martes|miércoles|jueves|viernes|sábado|domingo)",
        "también|luego|además|ayer",
        "él|ella",
    ),
    "it": Tongue(
        rf"(?:ha|hanno|aveva) (?:\w+ )?(?:{_IT_PARTICIPLES})|(?:{_IT})",
        "secondo",
        "[Ii]l |[Ll]o |[Ll]a |[Ii] |[Gg]li |[Ll]e |[Ll][’']|[Uu]n |[Uu]na |[Ss]uo |[Ss]ua ",
        _each(
            "in a al alla ai davanti durante dopo che chi quando da dal nel nella su con per lunedì martedì mercoledì"
        ),
        "anche|poi|inoltre|ieri",
        "lui|lei",
    ),
    "nl": Tongue(
        _each("zei zeggen zegt verklaarde schreef benadrukte waarschuwde vertelde meldde reageerde voegde liet noemde"),
        "aldus|volgens",
        "[Dd]e |[Hh]et |[Ee]en |[Zz]ijn |[Hh]aar ",
        _each(
            "in op bij tegen na voor aan tijdens over met dat die toe weten maandag dinsdag woensdag donderdag vrijdag"
        ),
        "ook|later",
        "hij|zij|ze",
    ),
    "pt": Tongue(
        _PT,
        "segundo",
        "[Oo] |[Aa] |[Oo]s |[Aa]s |[Uu]m |[Uu]ma |[Ss]eu |[Ss]ua ",
        _each("em no na a ao à durante após que quem quando com para sobre nesta neste"),
        "também|ontem",
        "ele|ela",
    ),
}
_OUTSIDE = '«»„“”"‹›'
# "le porte-parole de …", "der Sprecher von …": the head of a description ends before these.
_GENITIVE = compile_late(r" (?:de|du|des|d[’']|von|vom|der|des|del|della|dello|dei|di|do|da|van) ?")
_ARTICLES = compile_late("|".join(tongue.articles for tongue in TONGUES.values()))
ACCORDING = "according to them, before the quote"
_AND = _each("et mais und aber y pero e ma en maar mas")
BACK = 260  # characters before a quote in which its verb is looked for
LONGEST_MIDDLE = 160  # characters between two halves of one quote


_FULL_NAME = r"[A-ZÀ-Þ][\w’'-]+(?: (?:(?:de|da|di|von|van) )?[A-ZÀ-Þ][\w’'-]+){1,3}"


# What opens a sentence and is no name, in any of these languages.
_NO_NAME = (
    r"(?!(?:"
    + _each(
        """Am Im In Bei Nach Vor Mit Auf Zu Seit Und Aber Doch Dann Auch Dazu Später Zuvor Heute Gestern Dabei Dans
        Lors En Au À Selon Pour Après Avant Depuis Mais Et Hier Pourtant Ensuite Durante Tras Según Y Pero Ayer
        También Además Secondo Dopo Nel Nella Per Con Ma Ieri Poi Op Volgens Maar Em No Na Mas Ontem"""
    )
    + r")\s)"
)


class Patterns(NamedTuple):
    after: re.Pattern[str]  # “…”, said Berg
    inverted: re.Pattern[str] | None  # « … », a-t-elle dit
    alone: re.Pattern[str]  # «…», dijo.
    before: re.Pattern[str]  # Berg said: “…”
    turned: re.Pattern[str]  # On Monday said Berg: “…”
    colon: re.Pattern[str]  # Anna Berg does not believe it: “…”
    within: re.Pattern[str]  # Berg spoke of “…”
    by: re.Pattern[str]  # According to Berg, “…”


@lru_cache(maxsize=len(TONGUES))
def _patterns(lang: str) -> Patterns | None:
    tongue = TONGUES.get(lang)
    if tongue is None:
        return None
    ends = rf"(?=\s*(?:[,.;:!?()–—{_OUTSIDE}\n]|$)|\s(?:{tongue.stops})\b"
    name = rf"[^\W\d_a-zß-ÿ][^,.;:!?()–—{_OUTSIDE}\n]{{1,70}}?"
    described = rf"(?:{tongue.articles})[^,.;:!?()–—{_OUTSIDE}\n]{{2,70}}?"
    ends_name = rf"{ends}|\s(?:{tongue.stops_names})\b)" if tongue.stops_names else f"{ends})"
    pronoun = rf"(?:{tongue.pronouns})\b|" if tongue.pronouns else ""
    who = rf"(?P<who>{pronoun}{name}{ends_name}|{described}{ends}))"
    verb = rf"(?P<verb>{tongue.verbs})"
    between = rf"(?:(?:{tongue.between})\s+){{0,2}}"
    lead = r"\s*[,.!?]?\s*[–—]?\s*"
    # The subject before its verb: a name or a description, perhaps with an apposition between commas.
    subject = (
        rf"(?:^|[.!?,;»”\"]\s+|\n){_NO_NAME}(?P<who>(?:{name}|{described}))(?:,[^,.:;{_OUTSIDE}]{{2,80}},)?\s+{verb}\b"
    )
    inverted = None
    if lang == "fr":
        inverted = re.compile(
            rf"{lead}(?P<verb>(?:a|ont|avait)-t-(?P<who>ils?|elles?|on) (?:\w+ )?(?:{_FR_PARTICIPLES})"
            rf"|(?:{_FR_PRESENT})(?:-t)?-(?P<other>ils?|elles?|on))\b"
        )
    if lang == "de":
        inverted = re.compile(rf"{lead}(?P<verb>hat(?:te)?)\s+{who}[^.!?:{_OUTSIDE}]{{0,60}}\b(?:{_DE_PARTICIPLES})")
    return Patterns(
        re.compile(rf"{lead}(?:{verb}|(?P<by>{tongue.by}))\s+{between}{who}"),
        inverted,
        re.compile(rf"{lead}{verb}(?=\s*[.,;:!?(\n]|\s(?:{tongue.stops})\b|$)"),
        re.compile(rf"{subject}[^.!?:{_OUTSIDE}]{{0,90}}:\s*$"),
        re.compile(rf"{verb}\s+{between}{who}[^.!?:{_OUTSIDE}]{{0,90}}:\s*$"),
        re.compile(rf"(?:^|[.!?»”\"]\s+|\n)(?P<who>{_FULL_NAME})\s[^.!?:{_OUTSIDE}]{{1,120}}:\s*$"),
        re.compile(rf"{subject}[^.!?:{_OUTSIDE}]{{0,140}}$(?<!(?<!\ba )\bdit )(?<!\bdits )"),
        re.compile(
            rf"(?:^|[.!?,;»”“\"]\s+|\n|\s(?:{_AND})\s)(?P<by>(?i:{tongue.by}))\s+(?P<who>{name}|{described})"
            rf"\s*[,:][^.!?:{_OUTSIDE}]{{0,90}}$"
        ),
    )


def find_foreign_speaker(text: str, stretch: Stretch, start: int, end: int, lang: str, *, whole: bool) -> Said:
    """Return an attribution of marked words in the paragraph text[start:end]; its speaker is None where none is named.

    `whole`: the marked words are a sentence of their own. Without a subject ("dijo.") the verb is kept.
    """
    patterns = _patterns(lang)
    if patterns is None:
        return Said(None, 0, "", "nobody is named")
    for pattern in (patterns.inverted, patterns.after) if whole else ():
        match = pattern.match(text, stretch.right, end) if pattern is not None else None
        if match is not None:
            return _said(text, match, "the words after the quote")
    low = max(start, stretch.left - BACK)
    told = list(patterns.by.finditer(text[low : stretch.left]))
    by = told[-1] if told else None
    for pattern in (patterns.before, patterns.turned, patterns.colon) if whole else (patterns.within, patterns.before):
        matches = list(pattern.finditer(text[low : stretch.left]))
        if matches and (by is None or matches[-1].start("who") > by.start("who")):
            return _said(text, matches[-1], "the words before the quote", low)
    if by is not None:
        return _said(text, by, ACCORDING, low)
    if not whole:
        match = patterns.after.match(text, stretch.right, end)
        if match is not None:
            return _said(text, match, "the words after the quote")
    alone = patterns.alone.match(text, stretch.right, end)
    return Said(None, 0, alone["verb"] if alone is not None else "", "nobody is named")


def _said(text: str, match: re.Match[str], why: str, shift: int = 0) -> Said:
    groups = match.groupdict()
    who = "who" if groups.get("who") else "other"
    begin, end = match.span(who)
    begin, end = begin + shift, end + shift
    verb = groups.get("verb") or groups.get("by") or ""
    core = end
    genitive = _GENITIVE.search(text, begin, end)
    if genitive is not None and _ARTICLES.match(text, begin, end):
        core = genitive.start()
    return Said((begin, end), core, verb, why)


def goes_on(text: str, first: Stretch, second: Stretch) -> bool:
    """Whether marked words are the other half of a quote: no more than who said it stands between them."""
    between = text[first.right : second.left]
    inner = between.rstrip()
    return len(between) <= LONGEST_MIDDLE and not any(mark in inner[:-1] for mark in ".!?;") and inner[-1:] in ",.:–—"

"""Search for a text whose analysis fails or is not exact, led by which code each text reaches (atheris, libFuzzer).

    make fuzz [SECONDS=60]

What it finds is kept as a crash file, whose name it prints; `python tests/fuzz.py FILE` runs that one again. A finding
becomes a case of `test_recipe.py` or of the part that failed.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["briefing.analysis"]):
    from briefing.analysis.recipe import Tools, analyse

from exact import check_analysis
from test_recipe import PIECES, REGISTRY, make_article

TOOLS = Tools(REGISTRY)
MOST_PIECES = 60
LONGEST_RUN = 40  # characters of arbitrary text between two pieces
LANGUAGES = ("", "en", "de", "fr", "uk", "zh")


def compose(data: bytes) -> tuple[str, str, str]:
    """A text, a title and a language out of the fuzzer's bytes: words that the rules look for, and anything between."""
    provider = atheris.FuzzedDataProvider(data)
    lang = LANGUAGES[provider.ConsumeIntInRange(0, len(LANGUAGES) - 1)]
    title = provider.ConsumeUnicode(provider.ConsumeIntInRange(0, LONGEST_RUN))
    parts = []
    while provider.remaining_bytes() and len(parts) < MOST_PIECES:
        number = provider.ConsumeIntInRange(0, len(PIECES))
        if number < len(PIECES):
            parts.append(PIECES[number])
        else:
            parts.append(provider.ConsumeUnicode(provider.ConsumeIntInRange(0, LONGEST_RUN)))
    return "".join(parts), title, lang


def test_one_input(data: bytes) -> None:
    text, title, lang = compose(data)
    article = make_article(text, title, lang=lang)
    check_analysis(article, analyse(article, TOOLS))


if __name__ == "__main__":
    atheris.Setup(sys.argv, test_one_input)
    atheris.Fuzz()

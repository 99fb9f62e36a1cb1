"""Which words does the interface use in a language? Catalogues of GNU gettext, read as they are kept: as .po files."""

from __future__ import annotations

import io
from functools import lru_cache
from gettext import GNUTranslations, NullTranslations
from pathlib import Path

DOMAIN = "briefing"
FOLDER = Path(__file__).parent / "locale"


def catalogue_file(language: str) -> Path | None:
    """Return the catalogue for `language` ("de", "pt-BR"), or for the language without its region; None: neither."""
    code = language.replace("-", "_")
    for name in (code, code.partition("_")[0]):
        file = FOLDER / name / "LC_MESSAGES" / f"{DOMAIN}.po"
        if name.replace("_", "").isalnum() and file.is_file():
            return file
    return None


def list_languages() -> tuple[str, ...]:
    """Return the languages in which the interface has words: English, and those of the catalogues."""
    return tuple(sorted({"en", *(path.parts[-3].replace("_", "-") for path in FOLDER.glob(f"*/*/{DOMAIN}.po"))}))


@lru_cache(maxsize=8)
def find_translations(language: str) -> NullTranslations:
    """Return the translations into `language`; those that give every message back as it is where there are none."""
    file = catalogue_file(language)
    if file is None:
        return NullTranslations()
    from babel.messages import mofile, pofile  # noqa: PLC0415 - English needs neither

    compiled = io.BytesIO()
    with file.open("rb") as text:
        mofile.write_mo(compiled, pofile.read_po(text))
    compiled.seek(0)
    return GNUTranslations(compiled)

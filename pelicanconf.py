"""The settings of the sample site, for `briefing build` and for `pelican content -s pelicanconf.py` alike.

Start your own from it: docs/tutorial.md. Every BRIEFING_ setting is listed in docs/reference/settings.md.
"""

SITENAME = "Briefing"
SITEURL = ""  # relative links; publishconf.py sets the address
AUTHOR = "Briefing"
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

PATH = "content"
OUTPUT_PATH = "output"
THEME = "themes/briefing"
PLUGINS = ["briefing"]

BRIEFING_NOTICE = (
    "This is a sample: the outlets are invented, the articles were written for it, and nothing here is a source."
)

# Briefing writes its own feeds.
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

# A published sentence stands as its article has it: no typographic quotes put in, no date guessed from a file's stamp.
TYPOGRIFY = False
DEFAULT_DATE = None
CACHE_CONTENT = False  # the archive remembers

"""The settings of the published site: those of pelicanconf.py and an address.

The address comes from the environment: `SITEURL=https://news.example make publish`. No secret is needed to build.
"""

import os
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))
from pelicanconf import *  # settings extend one another by import, and the folder is known only now

SITEURL = os.environ.get("SITEURL", "").rstrip("/")
if not SITEURL:
    sys.exit("SITEURL is not set. Say where the site will live: SITEURL=https://news.example make publish")
RELATIVE_URLS = False

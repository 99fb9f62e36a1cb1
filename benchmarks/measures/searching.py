"""The search page with results in it, as a reader has it: asked in the address, waited for until they stand."""

from __future__ import annotations

import time
from typing import Any

PATIENCE = 20  # seconds; the first answer loads the index


def open_search(tab: Any, address: str, query: str) -> int:
    """Open the search of the site at `address` with `query` in `tab` (playwright); return how many hits it shows.

    Playwright's own waiting evaluates strings, which a strict policy forbids, so this looks again and again.
    """
    tab.goto(f"{address}search.html?q={query}")
    end = time.monotonic() + PATIENCE
    while not (shown := tab.locator("#hits > li").count()) and time.monotonic() < end:
        time.sleep(0.05)
    return shown

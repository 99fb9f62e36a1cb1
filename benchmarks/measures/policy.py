"""Does a page keep what it promises: a strict policy, nothing inline, nothing from elsewhere, relative addresses?"""

from __future__ import annotations

import re
from pathlib import Path

from lxml import html

# A policy may allow these to the site itself; whatever else it allows has to be named here, with its reason.
ALLOWED = {
    "default-src": {"'none'"},
    "style-src": {"'self'"},
    "img-src": {"'self'"},
    "script-src": {"'self'", "'wasm-unsafe-eval'"},  # the search's index is read by WebAssembly
    "connect-src": {"'self'"},
    "manifest-src": {"'self'"},
    "base-uri": {"'none'"},
    "form-action": {"'none'", "'self'"},
}
NEEDED = ("default-src", "base-uri", "form-action")
# Data for machines in a script element is never run, so the policy does not touch it.
DATA_BLOCKS = ("application/ld+json", "application/json")
LOADED = "//link[not(@rel='canonical' or @rel='alternate')]/@href | //@src | //@srcset | //object/@data | //@poster"


def find_breaches(file: Path, href: str) -> list[str]:
    """What of the page at `href` breaks its policy, in words. The page for what is missing may name absolute paths."""
    tree = html.parse(str(file), html.HTMLParser(encoding="utf-8")).getroot()
    found = _policy(tree)
    scripts = tree.xpath("//script[not(@src)]")
    found += ["a script in the page" for script in scripts if script.get("type") not in DATA_BLOCKS]
    found += [f"a style element: {style.text_content()[:40]}" for style in tree.xpath("//style")]
    found += [f"a style attribute: {style}" for style in tree.xpath("//@style")]
    names = {attribute.attrname for attribute in tree.xpath("//@*")}
    found += [f"an {name} attribute" for name in sorted(names) if re.match("on[a-z]", name)]
    found += [f"a script as a link: {link[:40]}" for link in tree.xpath("//@href") if link.startswith("javascript:")]
    found += [f"loads {link} from elsewhere" for link in tree.xpath(LOADED) if re.match(r"([a-z]+:)?//", link)]
    if href != "404.html":
        links = tree.xpath("//@href | //@src")
        found += [f"an address from the root: {link}" for link in links if re.match("/(?!/)", link)]
    return found


def _policy(tree: html.HtmlElement) -> list[str]:
    metas = tree.xpath("//head/meta[@http-equiv='Content-Security-Policy']/@content")
    if len(metas) != 1:
        return ["no policy" if not metas else "two policies"]
    rules = {rule.split()[0]: set(rule.split()[1:]) for rule in metas[0].split(";") if rule.strip()}
    found = [f"the policy does not say {name}" for name in NEEDED if name not in rules]
    found += [
        f"the policy allows {source} to {name}"
        for name, sources in rules.items()
        for source in sorted(sources - ALLOWED.get(name, set()))
    ]
    before = tree.xpath("//head/meta[@http-equiv='Content-Security-Policy']/preceding-sibling::*")
    found += [f"{each.tag} stands before the policy" for each in before if each.tag in ("link", "script", "style")]
    return found

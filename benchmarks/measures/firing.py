"""What do pages do in a browser of themselves: scripts that run, requests to anybody, ways that lead off the page?

Whatever a page is made of, nothing but the site's own files may be asked for and no script but the site's run. A
script is seen by what it calls (alert, confirm, prompt, print, open, console), by what it throws and by the names that
it leaves in `window`. Handlers and links that wait for a reader are provoked: every handler's event is sent, every link
that is a script is clicked. What the page's policy stops was never asked for. A target that
would open a new window is told apart, since no script does that, and taken away: what the link runs has to run here.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

TABS = 8  # pages that load at once
PATIENCE = 8_000  # ms for a page
SETTLING = 120  # ms after all of a batch were provoked: timers of 0, images that fail

# Nothing leaves the machine: what is asked for elsewhere goes to a proxy that nobody is.
NOWHERE = ("--proxy-server=http://127.0.0.1:9", "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1")

# Run in every frame before anything of the page.
_WATCH = """(() => {
  const tell = (what) => { try { window.briefingTold(String(what).slice(0, 200)); } catch {} };
  if (location.protocol === "chrome-error:") {  // the page led to a host that nobody is: the browser's own game
    window.briefingProvoke = () => {};
    return;
  }
  for (const name of ["alert", "confirm", "prompt", "print", "open"]) window[name] = () => { tell(name); return null; };
  for (const name of ["log", "error", "warn", "info", "debug", "dir", "table", "trace"]) {
    console[name] = () => tell(`console.${name}`);
  }
  // A script of the site's own may trip over a hostile page (a form that is named as a method); that runs nothing.
  const ours = /\\/theme\\/[a-z]+\\.js$/;
  // A page of the site that is loaded as a script (<script src="#">) does not parse as one: nothing of it ran.
  const bare = (address) => String(address).replace(/#.*/s, "");
  const files = () => [...Document.prototype.querySelectorAll.call(document, "script[src]")];
  const unread = ({ filename, message }) => /^Uncaught SyntaxError/.test(message) &&
    files().some((file) => bare(file.src) === bare(filename));
  addEventListener("error", (event) => {
    if (!(event instanceof ErrorEvent) || ours.test(event.filename)) return;
    tell(unread(event) ? `misread ${event.filename}` : `throws ${event.message}`);
  });
  addEventListener("unhandledrejection", (event) => tell(`throws ${event.reason}`));
  const script = (address) => /^(javascript|vbscript|data):/i.test(address.replace(/[\\0-\\x20]/g, ""));
  const known = new Set(Object.getOwnPropertyNames(window));
  Object.defineProperty(window, "briefingProvoke", { value: () => {
    for (const name of Object.getOwnPropertyNames(window)) {
      if (!known.has(name) && name !== "briefingProvoke" && Number.isNaN(Number(name))) tell(`leaves ${name}`);
    }
    // By what the prototypes have: a form may name its fields as any method or property of its own.
    const own = (type, name) => Object.getOwnPropertyDescriptor(type.prototype, name).get;
    const [localName, attributes] = [own(Element, "localName"), own(Element, "attributes")];
    const get = (element, name) => Element.prototype.getAttribute.call(element, name) ?? "";
    const send = (element, event) => EventTarget.prototype.dispatchEvent.call(element, event);
    const stay = (element, target = "target") => {
      if (!/^(|_self|_parent|_top)$/i.test(get(element, target))) tell(`window ${get(element, target)}`);
      Element.prototype.removeAttribute.call(element, target);
    };
    for (const base of Document.prototype.querySelectorAll.call(document, "base[target]")) stay(base);
    for (const element of Document.prototype.querySelectorAll.call(document, "*")) {
      const name = localName.call(element);
      const isLink = element instanceof HTMLAnchorElement;
      const resolved = isLink ? own(HTMLAnchorElement, "href").call(element) : "";
      if (name !== "link" && [resolved, get(element, "href"), get(element, "xlink:href")].some(script)) {
        stay(element);
        send(element, new MouseEvent("click", { bubbles: true, cancelable: true, view: window }));
      }
      for (const { name: handler } of [...attributes.call(element)]) {
        if (/^on./i.test(handler)) send(element, new Event(handler.slice(2).toLowerCase(), { cancelable: true }));
      }
      if ([get(element, "formaction"), get(element, "action")].some(script)) {
        stay(element);
        stay(element, "formtarget");
        const inside = Element.prototype.querySelector.call(element, "button, [type=submit], [type=image]");
        const button = name === "form" ? inside : element;
        if (button) HTMLElement.prototype.click.call(button);
        else if (name === "form") HTMLFormElement.prototype.requestSubmit.call(element);
      }
    }
  } });
})();"""


@dataclass
class Seen:
    """What one page did."""

    href: str
    fired: list[str] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)  # to other hosts, or for what is not there
    windows: list[str] = field(default_factory=list)  # that its links and forms would open
    left: list[str] = field(default_factory=list)  # addresses to which it went by itself
    hindered: list[str] = field(default_factory=list)  # what it stopped of the probe, or misused: that runs nothing


class Watch:
    """Tabs of a browser (playwright, started with NOWHERE) that open the pages of one site."""

    def __init__(self, browser: Any, site: str) -> None:
        self._site = site
        self._context = browser.new_context()
        self._context.expose_binding("briefingTold", self._hear)
        self._context.add_init_script(_WATCH)
        self._seen: dict[int, Seen] = {}
        self._tabs = [self._open_tab() for _ in range(TABS)]

    def close(self) -> None:
        self._seen.clear()  # windows that never load are told of now, long after the page that opened them
        self._context.close()

    def look(self, hrefs: Iterable[str]) -> list[Seen]:
        """Open each page, provoke what waits in it, and return what they did, in order."""
        waiting, found = list(hrefs), []
        while waiting:
            batch, waiting = waiting[:TABS], waiting[TABS:]
            found += self._look_at(batch)
        return found

    def _look_at(self, batch: list[str]) -> list[Seen]:
        seen = [Seen(href) for href in batch]
        for number, each in enumerate(seen):
            self._seen[id(self._tabs[number])] = each
            self._try(
                number, lambda tab, to=each.href: tab.goto(self._site + to, wait_until="commit", timeout=PATIENCE)
            )
        for number in range(len(seen)):
            self._try(number, lambda tab: tab.wait_for_load_state("load", timeout=PATIENCE))
        for number in range(len(seen)):
            self._try(number, lambda tab: tab.locator("html").evaluate("() => briefingProvoke()", timeout=PATIENCE))
        self._tabs[0].wait_for_timeout(SETTLING)
        for number, each in enumerate(seen):
            at = self._tabs[number].url.partition("#")[0]
            if at not in {self._site + each.href, "about:blank"}:
                each.left.append(at)
        return seen

    def _try(self, number: int, act: Any) -> None:
        """Do something in a tab; one that hangs or has gone on is told and exchanged."""
        tab = self._tabs[number]
        try:
            act(tab)
        except Exception as error:  # noqa: BLE001 - a hostile page may break whatever is done with it
            self._seen[id(tab)].hindered.append(str(error).splitlines()[0][:120])
            fresh = self._open_tab()
            self._seen[id(fresh)] = self._seen.pop(id(tab))
            self._tabs[number] = fresh
            tab.close()

    def _open_tab(self) -> Any:
        tab = self._context.new_page()
        tab.on("request", lambda request: self._hear_request(tab, request))
        tab.on("requestfailed", lambda request: self._forget_blocked(tab, request))
        tab.on("response", lambda answer: self._hear_answer(tab, answer))
        tab.on("dialog", lambda dialog: self._close_dialog(tab, dialog))
        tab.on("popup", lambda popup: self._close_popup(tab, popup))
        tab.on("download", lambda download: self._note(tab, "left", download.url))
        return tab

    def _hear(self, source: Any, what: str) -> None:
        kind = what.partition(" ")[0]
        self._note(source["page"], {"misread": "hindered", "window": "windows"}.get(kind, "fired"), what)

    def _hear_request(self, tab: Any, request: Any) -> None:
        if not request.url.startswith(self._site) and urlsplit(request.url).scheme not in {"data", "blob", "about"}:
            self._note(tab, "requests", request.url)

    def _hear_answer(self, tab: Any, answer: Any) -> None:
        if answer.status == HTTPStatus.NOT_FOUND:
            self._note(tab, "requests", answer.url)

    def _forget_blocked(self, tab: Any, request: Any) -> None:
        seen = self._seen.get(id(tab)) if request.failure == "csp" else None
        if seen is not None and request.url in seen.requests:
            seen.requests.remove(request.url)

    def _close_dialog(self, tab: Any, dialog: Any) -> None:
        self._note(tab, "fired", f"dialog {dialog.type}")
        dialog.dismiss()

    def _close_popup(self, tab: Any, popup: Any) -> None:
        self._note(tab, "windows", f"window {popup.url}")
        popup.close()

    def _note(self, tab: Any, what: str, words: str) -> None:
        if (seen := self._seen.get(id(tab))) is not None and words not in getattr(seen, what):
            getattr(seen, what).append(words)

/* What a page can do beyond its links: show a source beside its passage, copy a sentence's address, find in a list, open
   everything for print. Without it all of the page is there. Its words come from the page, so they are translated. */
"use strict";
(() => {
  const said = document.currentScript.dataset;
  const WAIT = 220; // ms that a pointer has to rest on a citation, or may be off card and citation

  /* -- sources: the card of the citation that is pointed at, focused or tapped -- */

  const card = document.createElement("div");
  card.className = "source-card";
  card.id = "source-card";
  card.popover = "manual";
  let of; // the citation whose card is open
  let timer;
  let returning = false;

  const close = () => {
    clearTimeout(timer);
    if (!of) return;
    const back = card.contains(document.activeElement);
    of.removeAttribute("aria-expanded");
    const link = of;
    of = undefined;
    card.hidePopover();
    if (!back) return;
    returning = true; // whoever closed the card does not want it again
    link.focus();
    returning = false;
  };

  const open = (link) => {
    clearTimeout(timer);
    if (of === link) return;
    const source = document.getElementById(`source-${link.dataset.source}`);
    if (!source || !card.showPopover) return;
    close();
    of = link;
    const read = Object.assign(document.createElement("a"), { href: link.href, textContent: said.read });
    card.replaceChildren(...[...source.childNodes].map((node) => node.cloneNode(true)), read);
    link.after(card); // the next stop of the Tab key
    link.setAttribute("aria-expanded", "true");
    card.showPopover();
    const at = link.getBoundingClientRect();
    const edge = document.documentElement.clientWidth - card.offsetWidth - 8;
    const start = getComputedStyle(link).direction === "rtl" ? at.right - card.offsetWidth : at.left;
    const below = at.bottom + card.offsetHeight + 8 < innerHeight || at.top < card.offsetHeight + 8;
    card.style.left = `${Math.max(8, Math.min(start, edge)) + scrollX}px`;
    card.style.top = `${(below ? at.bottom + 4 : at.top - card.offsetHeight - 4) + scrollY}px`;
  };

  const cited = (target) => (target.closest ? target.closest("a[data-source]") : null);
  const later = (act) => {
    clearTimeout(timer);
    timer = setTimeout(act, WAIT);
  };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const link = cited(event.target);
    if (link) later(() => open(link));
    else if (card.contains(event.target)) clearTimeout(timer);
    else if (of && !of.matches(":focus-visible")) later(close);
    else clearTimeout(timer);
  });
  document.addEventListener("focusin", (event) => {
    const link = cited(event.target);
    if (link && !returning && link.matches(":focus-visible")) open(link);
    else if (of && !card.contains(event.target)) close();
  });
  document.addEventListener("click", (event) => {
    const link = cited(event.target);
    // The first tap shows where the passage is from, the second goes there, as does the card's own link.
    if (link && event.pointerType && event.pointerType !== "mouse" && of !== link) {
      open(link);
      if (of) event.preventDefault();
    } else if (of && !link && !card.contains(event.target)) close();
  });

  /* -- a sentence's address -- */

  const aloud = document.createElement("p");
  aloud.className = "said-aloud";
  aloud.setAttribute("role", "status");
  document.body.append(aloud);
  const say = (words) => {
    aloud.textContent = words;
    setTimeout(() => { aloud.textContent = ""; }, 4000);
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest ? event.target.closest("a.anchor, a.para") : null; // the latter by keyboard as well
    if (link && navigator.clipboard) navigator.clipboard.writeText(link.href).then(() => say(said.copied), () => {});
  });

  /* -- a citation: <pre data-copy="what it is"> -- */

  for (const text of navigator.clipboard ? document.querySelectorAll("pre[data-copy]") : []) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: said.copy });
    button.setAttribute("aria-label", `${said.copy}: ${text.dataset.copy}`);
    button.addEventListener("click", () => navigator.clipboard.writeText(text.textContent).then(() => say(said.taken), () => {}));
    text.before(button);
  }

  /* -- lists that can be narrowed: <p data-narrow="ID of the part" hidden> with a field and an output in it -- */

  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  for (const row of document.querySelectorAll("[data-narrow]")) {
    const part = document.getElementById(row.dataset.narrow);
    const items = [...part.querySelectorAll("li")].map((item) => [item, plain(item.textContent)]);
    const groups = [...part.querySelectorAll("[data-group]")];
    const count = row.querySelector("output");
    row.hidden = false;
    row.querySelector("input").addEventListener("input", (event) => {
      const words = plain(event.target.value).split(/\s+/).filter(Boolean);
      let left = 0;
      for (const [item, text] of items) {
        item.hidden = !words.every((word) => text.includes(word));
        left += !item.hidden;
      }
      for (const group of groups) group.hidden = !group.querySelector("li:not([hidden])");
      if (count) count.textContent = words.length ? row.dataset.found.replace("{n}", left.toLocaleString(document.documentElement.lang)) : "";
    });
  }

  /* -- keys and print -- */

  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName) || event.target.isContentEditable;
    if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const field = document.querySelector('[role="search"] input[type="search"]');
    if (!field) return;
    event.preventDefault();
    field.focus();
  });

  let folded = [];
  addEventListener("beforeprint", () => {
    close();
    folded = [...document.querySelectorAll("details:not([open])")];
    for (const each of folded) each.open = true;
  });
  addEventListener("afterprint", () => {
    for (const each of folded) each.open = false;
  });
})();

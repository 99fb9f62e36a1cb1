/* The search page. Pagefind finds; this asks it and shows what it found.
   All words come from the page, so that they are translated with it, and everything found is put in as text. */
"use strict";
(() => {
  const page = document.getElementById("search");
  const form = document.getElementById("search-form");
  const hits = document.getElementById("hits");
  const found = document.getElementById("found");
  const more = document.getElementById("more");
  const pattern = document.getElementById("hit");
  const field = form.elements.q;
  const actor = form.elements.actor;
  const language = page.dataset.locale;

  const AT_ONCE = 10; // hits, each a request of its own
  const LONGEST = 60; // words of an excerpt
  const NAMED = 3; // actors, events and stories that come first
  const THINGS = ["actor", "event", "story"];
  const PAUSE = 200; // ms after the last key
  const SELECTS = ["event", "source", "from", "to", "lang"];
  const NAMES = ["q", "kind", "actor", ...SELECTS, "sort"];

  const show = (state) => {
    for (const part of page.querySelectorAll("[data-when]")) {
      part.hidden = !part.dataset.when.split(" ").includes(state);
    }
  };
  const say = (words, values = {}) => {
    found.textContent = (page.dataset[words] || "").replace(/\{(\w+)\}/g, (_, name) => values[name]);
  };
  const number = (value) => value.toLocaleString(language);

  /* Days and months as the page's language writes them; what is no date stays as it is. */
  const written = (day, options) => {
    const date = new Date(`${day.length === 7 ? `${day}-01` : day}T00:00:00Z`);
    return Number.isNaN(date.getTime()) ? day : date.toLocaleDateString(language, { ...options, timeZone: "UTC" });
  };
  const writtenDay = (day) => written(day, { day: "numeric", month: "short", year: "numeric" });
  const writtenMonth = (month) => written(month, { month: "long", year: "numeric" });
  const languages = (code) => {
    try {
      return new Intl.DisplayNames(language, { type: "language" }).of(code);
    } catch {
      return code;
    }
  };

  // -- what is asked for: the form, and the same in the address --------------------------------------------------

  const read = () => Object.fromEntries(NAMES.map((name) => [name, form.elements[name].value.trim()]));
  const address = (asked) => {
    const said = new URLSearchParams(Object.entries(asked).filter(([, value]) => value));
    return String(said) ? `?${said}` : location.pathname;
  };
  const fill = () => {
    const said = new URLSearchParams(location.search);
    for (const name of NAMES) {
      const control = form.elements[name];
      const value = said.get(name) || "";
      if (control instanceof HTMLSelectElement && ![...control.options].some((option) => option.value === value)) {
        control.add(new Option(value, value)); // an old address: it finds nothing, and says for what
      }
      if (name !== "kind") control.value = value;
    }
    const radios = [...form.elements.kind];
    (radios.find((radio) => radio.value === said.get("kind")) || radios[0]).checked = true;
    document.getElementById("filters").open ||= ["actor", ...SELECTS].some((name) => said.get(name));
  };

  let months = [];
  let actors = new Map(); // as written in lower case → as the index has it
  const filters = (asked, without = "") => {
    const chosen = {};
    if (asked.kind) chosen.kind = { any: asked.kind.split(" ") };
    for (const name of ["event", "source", "lang"]) if (asked[name]) chosen[name] = asked[name];
    const named = actors.get(asked.actor.toLowerCase());
    if (named) chosen.actor = named;
    if (asked.from || asked.to) {
      const [first, last] = asked.from && asked.to ? [asked.from, asked.to].sort() : [asked.from, asked.to];
      chosen.month = { any: months.filter((month) => month >= first && (!last || month <= last)) };
      if (!chosen.month.any.length) chosen.month = first || last;
    }
    delete chosen[without];
    return chosen;
  };

  // -- an answer -------------------------------------------------------------------------------------------------

  /* The sentence of a hit that holds most of what was asked for, with the places of the words in it. */
  const excerpt = (data, lead) => {
    const parted = data.raw_content.includes("\u200b"); // a language without spaces
    const words = parted ? data.raw_content.split("\u200b") : data.content.split(/\s+/);
    const lines = data.anchors.filter((a) => /^s\d+$/.test(a.id)).sort((a, b) => a.location - b.location);
    const title = (data.meta.title || "").split(/\s+/).filter(Boolean).length;
    if (!lines.length) lines.push({ id: "", location: parted ? 0 : title });
    const ends = lines.map((_, i) => (i + 1 < lines.length ? lines[i + 1].location : words.length));
    const scores = lines.map((line, i) =>
      data.weighted_locations
        .filter((place) => place.location >= line.location && place.location < ends[i])
        .reduce((sum, place) => sum + place.balanced_score, 0),
    );
    let best = scores.indexOf(Math.max(...scores));
    if (!scores[best]) best = Math.max(0, lines.findIndex((line) => line.id === lead));
    let first = lines[best].location;
    let last = ends[best];
    const places = data.locations.filter((place) => place >= first && place < last).sort((a, b) => a - b);
    if (last - first > LONGEST) {
      const middle = Math.floor(LONGEST / 2);
      const start = Math.min(Math.max(first, (places[0] ?? first) - middle), last - LONGEST);
      [first, last] = [start, start + LONGEST];
    }
    return {
      id: lines[best].id,
      words: words.slice(first, last),
      marked: new Set(places.map((place) => place - first)),
      before: first > lines[best].location,
      after: last < ends[best],
      joiner: parted ? "" : " ",
    };
  };

  const put = (hit, name, text) => {
    const place = hit.querySelector(`[data-put="${name}"]`);
    if (place && text) place.textContent = text;
    else if (place) place.remove();
    return place;
  };

  const draw = (data) => {
    const hit = pattern.content.firstElementChild.cloneNode(true);
    const address = new URL(data.raw_url, document.baseURI); // its query holds what is shown and not searched
    const shown = Object.fromEntries(address.searchParams);
    address.search = "";
    const said = excerpt(data, shown.lead);
    if (said.id) address.hash = said.id;
    const kind = data.filters.kind[0];
    put(hit, "title", data.meta.title || page.dataset.nobody).href = address.href;
    put(hit, "kind", page.dataset[kind]);
    put(hit, "outlet", (kind === "article" || kind === "quote") && (data.filters.source || [])[0]);
    put(hit, "day", shown.day && writtenDay(shown.day));
    put(hit, "about", shown.about);
    const text = put(hit, "excerpt", said.words.length ? " " : "");
    text.textContent = said.before ? "… " : "";
    said.words.forEach((word, i) => {
      if (i) text.append(said.joiner);
      if (said.marked.has(i)) {
        const mark = document.createElement("mark");
        mark.textContent = word;
        text.append(mark);
      } else text.append(word);
    });
    if (said.after) text.append(" …");
    if (shown.lang) for (const part of hit.querySelectorAll("[data-foreign]")) part.lang = shown.lang;
    return hit;
  };

  let pagefind;
  let answer = { results: [] };
  let asked = 0; // counts questions: an answer to an older one is not shown

  const showMore = async (from) => {
    const turn = asked;
    const next = answer.results.slice(from, from + AT_ONCE);
    const data = await Promise.all(next.map((result) => result.data()));
    if (turn !== asked) return null;
    const drawn = data.map(draw);
    if (from) hits.append(...drawn);
    else hits.replaceChildren(...drawn);
    more.hidden = from + AT_ONCE >= answer.results.length;
    return drawn[0];
  };

  const count = (shown, name, counts) => {
    for (const option of form.elements[name].options) {
      if (!option.value) continue;
      const n = counts[option.value] || 0;
      option.text = `${shown(option.value)} (${number(n)})`;
      option.hidden = option.disabled = !n && !option.selected;
    }
  };

  /* How many each choice would leave, the other choices as they are. */
  const countAll = async (term, said, all) => {
    const turn = asked;
    const counts = {};
    for (const name of ["kind", "event", "source", "lang", "actor"]) {
      const chosen = filters(said);
      counts[name] = (name in chosen ? (await pagefind.search(term, { filters: filters(said, name) })).filters : all)[name] || {};
    }
    if (turn !== asked) return;
    for (const radio of form.elements.kind) {
      const kinds = radio.value ? radio.value.split(" ") : Object.keys(counts.kind);
      const n = kinds.reduce((sum, kind) => sum + (counts.kind[kind] || 0), 0);
      radio.parentElement.querySelector("small").textContent = number(n);
    }
    count((name) => name, "event", counts.event);
    count((name) => name, "source", counts.source);
    count(languages, "lang", counts.lang);
    offerActors(counts.actor);
  };

  const offerActors = (counts) => {
    const offered = Object.entries(counts).filter(([, n]) => n);
    offered.sort(([a, m], [b, n]) => n - m || (a < b ? -1 : 1));
    document.getElementById("actors").replaceChildren(
      ...offered.map(([name, n]) => {
        const option = new Option(number(n), name);
        option.label = number(n);
        return option;
      }),
    );
  };

  const checkActor = () => {
    const unknown = Boolean(actor.value.trim()) && !actors.has(actor.value.trim().toLowerCase());
    actor.setAttribute("aria-invalid", String(unknown));
    document.getElementById("actor-unknown").hidden = !unknown;
  };

  /* What bears the words as its name comes before what only holds them. */
  const named = async (term, chosen) => {
    const things = await pagefind.search(term.replace(/"/g, " "), { filters: { ...chosen, kind: { any: THINGS } } });
    return things.results.filter((hit) => (hit.matchedMetaFields || []).includes("title")).slice(0, NAMED);
  };

  const ask = async () => {
    const turn = ++asked;
    const said = read();
    const term = said.q.replace(/[“”„«»]/g, '"') || null;
    const chosen = filters(said);
    checkActor();
    const order = said.sort || (term ? "" : "newest"); // without words nothing is nearer than another
    const sort = order === "newest" ? { day: "desc" } : order === "oldest" ? { day: "asc" } : {};
    const nothing = !term && !Object.keys(chosen).length;
    try {
      const came = await pagefind.search(term, { filters: chosen, sort });
      if (turn !== asked) return;
      const first = term && !said.kind && !order ? await named(term, chosen) : [];
      if (turn !== asked) return;
      const ids = new Set(first.map((hit) => hit.id));
      answer = { results: nothing ? [] : [...first, ...came.results.filter((hit) => !ids.has(hit.id))] };
      await showMore(0);
      if (turn !== asked) return;
      const n = answer.results.length;
      say(nothing ? "start" : n ? "found" : "none", { n: number(n) });
      document.title = said.q ? `${said.q} · ${page.dataset.title}` : page.dataset.title;
      await countAll(term, said, came.filters);
    } catch {
      if (turn === asked) say("failed");
    }
  };

  // -- what readers do -------------------------------------------------------------------------------------------

  let timer;
  const goTo = (way) => {
    clearTimeout(timer);
    const to = address(read());
    if (to !== (location.search || location.pathname)) history[way](null, "", to);
    ask();
  };
  const listen = () => {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      goTo("pushState");
    });
    field.addEventListener("input", () => {
      clearTimeout(timer);
      timer = setTimeout(goTo, PAUSE, "replaceState");
    });
    form.addEventListener("change", (event) => event.target !== field && goTo("pushState"));
    form.addEventListener("reset", () => setTimeout(() => {
      goTo("pushState");
      field.focus();
    }));
    addEventListener("popstate", () => {
      fill();
      ask();
    });
    more.addEventListener("click", async () => {
      const first = await showMore(hits.children.length).catch(() => say("failed"));
      if (first) first.querySelector("a").focus();
    });
    document.addEventListener("keydown", walk);
  };

  /* Down and up go from the field through the hits and back, Escape to the field, and there it clears it. */
  const walk = (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const links = [...hits.querySelectorAll("a")];
    const at = links.indexOf(document.activeElement);
    const inField = document.activeElement === field;
    if (event.key === "Escape" && (inField || at >= 0)) {
      if (inField) field.value = "";
      else field.focus();
      if (inField) goTo("replaceState");
    } else if (event.key === "ArrowDown" && (inField || at >= 0) && links[at + 1]) links[at + 1].focus();
    else if (event.key === "ArrowUp" && at >= 0) (links[at - 1] || field).focus();
    else return;
    event.preventDefault();
  };

  // -- beginning -------------------------------------------------------------------------------------------------

  const offer = (name, values, text) => {
    for (const value of values) form.elements[name].add(new Option(text(value), value));
  };

  const begin = async () => {
    if (location.protocol === "file:") return show("disk");
    let all;
    try {
      pagefind = await import(new URL(page.dataset.index, document.baseURI).href);
      all = await pagefind.filters();
      if (!all.kind) throw new Error("empty");
    } catch {
      return show("missing");
    }
    months = Object.keys(all.month || {}).sort();
    actors = new Map(Object.keys(all.actor || {}).map((name) => [name.toLowerCase(), name]));
    for (const name of ["event", "source", "lang"]) {
      const values = Object.keys(all[name] || {});
      const text = name === "lang" ? languages : (value) => value;
      values.sort((a, b) => text(a).localeCompare(text(b), language) || (a < b ? -1 : 1));
      offer(name, values, text);
      form.elements[name].closest("[data-choice]").hidden = values.length < 2;
    }
    offer("from", months, writtenMonth);
    offer("to", months, writtenMonth);
    show("ready");
    fill();
    listen();
    field.focus({ preventScroll: true }); // from here the arrows lead to what was found
    return ask();
  };

  begin();
})();

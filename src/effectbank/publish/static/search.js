// The search of a static bank: every word must be there (as a beginning), "a phrase" word for word, -word must not.
"use strict";
(() => {
  const place = document.querySelector("[data-search]");
  if (!place || !window.bankEntries) return;
  const field = place.querySelector("input"), list = document.querySelector("#found"), says = document.querySelector("#says");
  const letters = "\\p{L}\\p{N}";
  // Without accents and capitals, letter for letter, so that a place in the one is a place in the other.
  const even = (text) => text.replace(/[A-Z]|[^\x00-\x7f]/g, (letter) => letter.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase()[0] || letter);
  const escaped = (word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const pattern = (word, whole) => new RegExp(`(?<![${letters}])${escaped(word)}${whole ? `(?![${letters}])` : ""}`, "giu");

  const asked = (query) => {
    const terms = [];
    for (const [, minus, phrase, word] of query.matchAll(/(-?)(?:"([^"]+)"|([^\s"]+))/g)) {
      const text = even((phrase || word).trim());
      if (new RegExp(`[${letters}]`, "u").test(text)) terms.push({ text, not: Boolean(minus), at: pattern(text, Boolean(phrase)) });
    }
    return terms;
  };
  const entries = window.bankEntries.map((entry) => ({
    entry,
    parts: [[entry.title, 8], [entry.strap, 4], [entry.subjects, 4], [entry.cite, 2], [entry.text, 1]].map(([text, weight]) => [even(text || ""), weight]),
  }));
  const score = (parts, terms) => {
    let sum = 0;
    for (const term of terms) {
      let found = 0;
      for (const [text, weight] of parts) found += weight * Math.log1p((text.match(term.at) || []).length);
      if (term.not ? found : !found) return 0;
      sum += found;
    }
    return sum;
  };

  // Text is set as text, never as markup; only <mark> is made.
  const marked = (text, terms, into) => {
    const spans = [];
    for (const term of terms) for (const hit of even(text).matchAll(term.at)) spans.push([hit.index, hit.index + hit[0].length]);
    spans.sort((a, b) => a[0] - b[0]);
    let at = 0;
    for (const [start, end] of spans) {
      if (start < at) continue;
      into.append(text.slice(at, start));
      const mark = document.createElement("mark");
      mark.textContent = text.slice(start, end);
      into.append(mark);
      at = end;
    }
    into.append(text.slice(at));
    return into;
  };
  const around = (text, terms) => {
    const plain = even(text), hits = terms.flatMap((term, i) => [...plain.matchAll(term.at)].slice(0, 60).map((hit) => [hit.index, i]));
    if (!hits.length) return "";
    const held = ([at]) => new Set(hits.filter(([other]) => other >= at && other < at + 170).map(([, i]) => i)).size;
    const first = hits.sort((a, b) => held(b) - held(a) || a[0] - b[0])[0][0];
    const start = first < 90 ? 0 : text.indexOf(" ", first - 80) + 1, last = text.lastIndexOf(" ", start + 260);
    const end = start + 260 < text.length && last > first ? last : Math.min(text.length, start + 260);
    return `${start ? "… " : ""}${text.slice(start, end)}${end < text.length ? " …" : ""}`;
  };
  const part = (tag, name, text) => {
    const made = document.createElement(tag);
    if (name) made.className = name;
    made.append(text);
    return made;
  };
  const line = (entry, terms) => {
    const item = document.createElement("li"), title = document.createElement("h2"), link = document.createElement("a");
    link.href = entry.url;
    title.append(marked(entry.title, terms, link));
    item.append(part("span", "mark", entry.mark), title);
    if (entry.cite) item.append(part("p", "line-cite", entry.cite));
    const words = around(entry.text, terms) || entry.strap;
    if (words) item.append(marked(words, terms, part("p", "snippet", "")));
    return item;
  };

  const run = () => {
    const terms = asked(field.value), wanted = terms.filter((term) => !term.not);
    const found = wanted.length ? entries.map(({ entry, parts }) => [score(parts, terms), entry]).filter(([points]) => points > 0) : [];
    found.sort((a, b) => b[0] - a[0] || b[1].year - a[1].year || a[1].title.localeCompare(b[1].title));
    list.replaceChildren(...found.map(([, entry]) => line(entry, wanted)));
    const count = found.length === 1 ? "1 entry holds" : `${found.length} entries hold`;
    says.textContent = wanted.length
      ? `${count} all the words asked for${found.length > 1 ? ", best match first" : ""}.${found.length ? "" : " Try fewer words, or the beginning of one."}`
      : "Every word must be in an entry; a beginning is enough. Put a phrase in quotation marks, a minus before what must not be there.";
  };
  field.value = new URLSearchParams(location.search).get("q") || "";
  place.hidden = false;
  place.addEventListener("submit", (event) => {
    event.preventDefault();
    history.replaceState(null, "", `?q=${encodeURIComponent(field.value)}`);
    run();
  });
  field.addEventListener("input", run);
  run();
})();

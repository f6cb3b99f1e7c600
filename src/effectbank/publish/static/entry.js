// What script adds to an entry that is complete without it: cards over bound numbers, jumps that light up and
// lead back, a copy button, unfolds opened for paper. Nothing is fetched, nothing is stored.
"use strict";
(() => {
  const entry = document.querySelector(".entry");
  if (!entry) return;

  // Cards: the explanation at the foot of the article, shown beside the number it explains.
  const card = document.createElement("span");
  card.className = "card";
  card.hidden = true;
  let owner = null, pinned = false, waiting = 0, quiet = false;

  const place = () => {
    const frame = entry.getBoundingClientRect(), words = owner.getClientRects();
    const line = words[words.length - 1], width = card.offsetWidth;
    const room = Math.max(0, Math.min(entry.clientWidth, window.innerWidth - frame.left) - width - 4);
    const above = line.bottom + card.offsetHeight + 12 > window.innerHeight && words[0].top > card.offsetHeight + 12;
    card.style.left = `${Math.min(Math.max(0, line.left - frame.left), room)}px`;
    card.style.top = above ? `${words[0].top - frame.top - card.offsetHeight - 6}px` : `${line.bottom - frame.top + 6}px`;
  };
  const hide = () => {
    clearTimeout(waiting);
    if (owner) owner.removeAttribute("aria-expanded");
    card.hidden = true;
    owner = null;
    pinned = false;
  };
  const show = (number) => {
    clearTimeout(waiting);
    if (owner === number) return;
    const why = document.querySelector(`${number.getAttribute("href")} .why`);
    if (!why) return;
    hide();
    owner = number;
    card.replaceChildren(why.cloneNode(true));
    card.querySelectorAll("[id]").forEach((part) => part.removeAttribute("id"));
    number.after(card);
    number.setAttribute("aria-expanded", "true");
    card.hidden = false;
    place();
  };
  const later = (act, pause) => { clearTimeout(waiting); waiting = setTimeout(act, pause); };
  const away = (event) => owner && !owner.contains(event.relatedTarget) && !card.contains(event.relatedTarget);

  entry.querySelectorAll("a.num").forEach((number) => {
    number.addEventListener("pointerenter", (event) => {
      if (event.pointerType === "mouse" && !pinned) later(() => show(number), owner ? 0 : 140);
    });
    number.addEventListener("pointerleave", () => later(() => pinned || hide(), 260));
    number.addEventListener("focus", () => quiet || (number.matches(":focus-visible") && show(number)));
    number.addEventListener("blur", (event) => away(event) && hide());
    number.addEventListener("click", (event) => {
      event.preventDefault();
      if (pinned && owner === number) return hide();
      show(number);
      pinned = true;
    });
  });
  card.addEventListener("pointerenter", () => clearTimeout(waiting));
  card.addEventListener("pointerleave", () => later(() => pinned || hide(), 260));
  card.addEventListener("focusout", (event) => away(event) && hide());
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !owner) return;
    const back = owner, inside = card.contains(document.activeElement);
    hide();
    quiet = true;  // the way back to the number is not a wish to see its card again
    if (inside) back.focus();
    quiet = false;
  });
  document.addEventListener("pointerdown", (event) => {
    if (owner && !card.contains(event.target) && !owner.contains(event.target)) hide();
  });
  window.addEventListener("resize", () => owner && place());

  // Jumps: open what folds the target away, light it up, move focus there, and offer the way back to the very words.
  const reveal = (target) => {
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
  };
  const jump = (target, from) => {
    reveal(target);
    document.querySelectorAll(".lit").forEach((part) => part.classList.remove("lit"));
    const others = ((from && from.dataset.rows) || "").split(" ").map((name) => name && document.getElementById(name));
    [target, ...others].forEach((part) => part && part.classList.add("lit"));
    if (!target.hasAttribute("tabindex")) target.tabIndex = -1;
    target.focus({ preventScroll: true });
    target.scrollIntoView({ block: "start" });
    if (from && from.id) {
      const ways = [...target.querySelectorAll("a.back")];
      ways.forEach((way) => { way.hidden = way.getAttribute("href") !== `#${from.id}`; });
      if (ways.length && ways.every((way) => way.hidden)) { ways[0].hidden = false; ways[0].href = `#${from.id}`; }
    }
  };
  const named = (address) => {
    try { return address.length > 1 ? document.getElementById(decodeURIComponent(address.slice(1))) : null; } catch { return null; }
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest('a[href^="#"]');
    if (!link || event.defaultPrevented || event.metaKey || event.ctrlKey || link.classList.contains("skip")) return;
    const target = named(link.getAttribute("href"));
    if (!target) return;
    event.preventDefault();
    hide();
    history.pushState(null, "", link.getAttribute("href"));
    jump(target, link);
  });

  // Notes stand under their paragraph; where there is a margin they stand in it, level with the words they hang on.
  const notes = [...entry.querySelectorAll(".note")].map((note) => {
    const home = document.createComment("");
    note.before(home);
    return { note, home, mark: document.getElementById(note.id.replace("note-", "mark-")) };
  });
  const margin = matchMedia("(min-width: 64em)");
  const settle = () => notes.forEach(({ note, home, mark }) => {
    (margin.matches && mark && !mark.closest(".scroll") ? mark : home).after(note);
  });
  margin.addEventListener("change", settle);
  settle();

  const arrive = () => { const target = named(location.hash); if (target) jump(target, null); };
  window.addEventListener("popstate", arrive);
  if (location.hash) arrive();

  // Copy: the title and its one address.
  document.querySelectorAll("[data-copy]").forEach((button) => {
    const words = button.textContent;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = button.dataset.copy.replace("{here}", location.href.split(/[?#]/)[0]);
      let copied = true;
      try { await navigator.clipboard.writeText(text); } catch { copied = copyOldWay(text); }
      button.textContent = copied ? "Copied" : "Not copied: your browser refused";
      setTimeout(() => { button.textContent = words; }, 2500);
    });
  });
  function copyOldWay(text) {
    const field = document.createElement("textarea");
    field.value = text;
    document.body.append(field);
    field.select();
    const done = document.execCommand("copy");
    field.remove();
    return done;
  }

  // Paper: what belongs to the text unfolded, then as it was; tables of data stay as the reader left them.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = [...document.querySelectorAll(".unfold:not([open]), .ledger:not(.many) > .fold:not([open]):has(> .analysis)")];
    opened.forEach((fold) => { fold.open = true; });
  });
  window.addEventListener("afterprint", () => opened.forEach((fold) => { fold.open = false; }));
})();

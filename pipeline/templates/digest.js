(() => {
  "use strict";
  const root = document.documentElement;
  const find = (id) => document.getElementById(id);
  const stories = [...document.querySelectorAll("article")];
  const [query, outlet, flag, count, tip, theme, evidence] =
    ["query", "outlet", "flag", "count", "tip", "theme", "evidence"].map(find);
  for (const element of document.querySelectorAll("[data-needs-script]")) element.hidden = false;

  // Equal for spellings that differ in case, diacritics and apostrophes only: shqiperi finds Shqipëri.
  const fold = (text) => text.normalize("NFKD").replace(/\p{M}+/gu, "").toLowerCase().replace(/[’‘ʼ`´]/g, "'");

  // What each story says, folded once: in slices while nothing else is to do, the rest when the first search needs it.
  const words = [];
  const index = (end) => {
    while (words.length < Math.min(end, stories.length)) {
      words.push(fold(stories[words.length].querySelector(".text").textContent));
    }
  };
  const later = window.requestIdleCallback || ((task) => setTimeout(task, 20));
  const work = () => {
    index(words.length + 100);
    if (words.length < stories.length) later(work);
  };
  later(work);

  const marks = stories.map((story) => [story.dataset.outlets.split(" "), story.dataset.flags.split(" ")]);
  const filter = () => {
    const terms = fold(query.value).split(/\s+/).filter(Boolean);
    if (terms.length) index(stories.length);
    let shown = 0;
    stories.forEach((story, number) => {
      const [outlets, flags] = marks[number];
      const fits = (!outlet.value || outlets.includes(outlet.value)) &&
        (!flag.value || flags.includes(flag.value)) &&
        terms.every((term) => words[number].includes(term));
      if (story.hidden === fits) story.hidden = !fits;
      shown += fits;
    });
    count.textContent = shown === stories.length ? count.dataset.all
      : shown ? `${shown.toLocaleString("en")} of ${count.dataset.all}` : "No story fits; Esc shows all again.";
    hide();
  };
  let waiting = 0;
  query.addEventListener("input", () => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(filter);
  });
  for (const choice of [outlet, flag]) choice.addEventListener("change", filter);

  // A mouse resting on a line shows what is behind it without moving the page; a tap, click or Enter opens it in place.
  let owner = null;
  let leaving = 0;
  const hide = () => {
    clearTimeout(leaving);
    owner = null;
    tip.hidden = true;
    tip.replaceChildren();
  };
  const show = (line) => {
    clearTimeout(leaving);
    if (line === owner) return;
    owner = line;
    tip.replaceChildren(...[...line.querySelectorAll(".pair")].map((pair) => pair.cloneNode(true)));
    tip.hidden = false;
    const place = line.firstElementChild.getBoundingClientRect();
    const below = place.bottom + tip.offsetHeight + 8 < window.innerHeight || place.top < tip.offsetHeight + 8;
    tip.style.top = `${below ? place.bottom + 4 : place.top - tip.offsetHeight - 4}px`;
    tip.style.left = `${Math.max(8, Math.min(place.left, window.innerWidth - tip.offsetWidth - 8))}px`;
  };
  document.addEventListener("pointerover", (event) => {
    if (event.pointerType !== "mouse") return;
    const line = event.target.closest && event.target.closest(".line > summary");
    if (line && !line.parentElement.open) show(line.parentElement);
    else if (tip.contains(event.target)) clearTimeout(leaving);
    else if (owner) {
      clearTimeout(leaving);
      leaving = setTimeout(hide, 150);
    }
  });
  document.addEventListener("toggle", hide, true);
  window.addEventListener("scroll", hide, { passive: true });

  // Light and dark: the system's choice until the reader makes one. Pages opened from a disk may not be let remember it.
  const remember = (value) => { try { localStorage.setItem("brief-theme", value); } catch { /* not kept */ } };
  const recall = () => { try { return localStorage.getItem("brief-theme"); } catch { return null; } };
  const dark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const label = () => { theme.textContent = dark() ? "Light page" : "Dark page"; };
  if (["light", "dark"].includes(recall())) root.dataset.theme = recall();
  label();
  theme.addEventListener("click", () => {
    root.dataset.theme = dark() ? "light" : "dark";
    remember(root.dataset.theme);
    label();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", label);

  // Printing opens what is behind the lines when the reader asked for it, and closes it again.
  let opened = [];
  window.addEventListener("beforeprint", () => {
    opened = evidence.checked ? [...document.querySelectorAll("article:not([hidden]) details:not([open])")] : [];
    for (const details of opened) details.open = true;
  });
  window.addEventListener("afterprint", () => {
    for (const details of opened) details.open = false;
  });

  const step = (by) => {
    const visible = stories.filter((story) => !story.hidden);
    if (!visible.length) return;
    const here = visible.indexOf(document.activeElement && document.activeElement.closest("article"));
    const next = here < 0 ? (by > 0 ? 0 : visible.length - 1) : Math.max(0, Math.min(visible.length - 1, here + by));
    visible[next].focus({ preventScroll: true });
    visible[next].scrollIntoView({ block: "start", behavior: "instant" });
  };
  const reveal = () => {
    const story = document.activeElement && document.activeElement.closest("article");
    if (!story) return;
    const lines = [...story.querySelectorAll(".line")];
    const open = lines.some((line) => !line.open);
    for (const line of lines) line.open = open;
  };
  const clear = () => {
    if (owner) return hide();
    query.value = outlet.value = flag.value = "";
    filter();
    if (document.activeElement === query) query.blur();
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") return clear();
    if (event.target.closest("input, select, textarea")) return;
    const actions = { "/": () => query.focus(), j: () => step(1), k: () => step(-1), e: reveal };
    if (!Object.hasOwn(actions, event.key)) return;
    event.preventDefault();
    actions[event.key]();
  });
  filter();
})();

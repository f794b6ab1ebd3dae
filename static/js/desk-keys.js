// The keys of the desk: where they lead stands in the page (templates/admin/_keys_list.html). None acts on a word
// that is being typed, none on the page made for writing, and none together with Ctrl, Alt or Meta but Ctrl+K. Who
// speaks to the machine, or hits keys unawares, turns those that act alone off (WCAG 2.1.4); Ctrl+K and the link to
// the keys stay.

const dialog = document.querySelector("[data-keys]");
const alone = dialog?.querySelector("[data-keys-alone]");
const finder = document.querySelector("[data-finder] input[type=search]");
const ways = new Map(
  [...document.querySelectorAll("[data-keys] [data-key]")].map((link) => [link.dataset.key, link.href]),
);
const WITHIN = 1200; // milliseconds between the two keys of a way
let first = "";
let until = 0;

function writing(target) {
  return (
    document.querySelector(".writing-page") ||
    target.closest?.("input, textarea, select, [contenteditable], [role=combobox], [role=tree], [role=grid]")
  );
}

const OFF = "desk-keys-off";

function turnedOff() {
  try {
    return localStorage.getItem(OFF) !== null;
  } catch {
    return false; // a browser may forbid it
  }
}

function turn(off) {
  try {
    if (off) localStorage.setItem(OFF, "yes");
    else localStorage.removeItem(OFF);
  } catch {
    alone.checked = true; // as said above
  }
}

if (alone) {
  alone.checked = !turnedOff();
  alone.addEventListener("change", () => turn(!alone.checked));
}

function openFinder() {
  finder?.focus();
  finder?.select();
}

// Of a list, of the board of languages, of the first page.
const LINES = ".results tbody tr, .board tbody tr, .alarms li, .timeline-list li li, .first-columns li";

function lines() {
  return [...document.querySelectorAll(LINES)].filter((line) => line.querySelector("a"));
}

function step(by) {
  const all = lines();
  const here = all.findIndex((line) => line.contains(document.activeElement));
  const next = all[Math.min(Math.max(here + by, 0), all.length - 1)];
  const link = next?.querySelector("a");
  link?.focus();
  return Boolean(link);
}

function tick() {
  const box = document.activeElement?.closest?.("tr")?.querySelector("input.action-select");
  box?.click();
  return Boolean(box);
}

const acts = {
  "/": () => (openFinder(), Boolean(finder)),
  "?": () => (dialog?.showModal(), Boolean(dialog)),
  j: () => step(1),
  k: () => step(-1),
  x: tick,
};

document.addEventListener("keydown", (event) => {
  if (event.key.toLowerCase() === "k" && (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey) {
    if (finder && !event.target.closest?.("[contenteditable]")) {
      event.preventDefault();
      openFinder();
    }
    return;
  }
  const modified = event.ctrlKey || event.metaKey || event.altKey;
  if (modified || event.isComposing || event.defaultPrevented) return;
  if (dialog?.open || writing(event.target) || turnedOff()) return;
  const two = first && event.timeStamp < until ? `${first} ${event.key}` : "";
  first = "";
  if (ways.has(two)) {
    event.preventDefault();
    location.assign(ways.get(two));
  } else if (event.key === "g") {
    first = "g";
    until = event.timeStamp + WITHIN;
  } else if (ways.has(event.key)) {
    event.preventDefault();
    location.assign(ways.get(event.key));
  } else if (Object.hasOwn(acts, event.key) && acts[event.key]()) {
    event.preventDefault();
  }
});

for (const opener of document.querySelectorAll("[data-keys-open]")) {
  opener.addEventListener("click", (event) => {
    if (!dialog || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    dialog.showModal();
  });
}

/* The writing page. Without it the page is a plain form that saves and merges at the press of its button.

   With it: what is typed is saved by itself and kept in this browser until it is; who else is here is told; what a
   colleague saves is merged. A save says which version it is based on, the site does the merging. */

import { carries } from "./desk-writing-carries.js";
import { checks } from "./desk-writing-checks.js";
import { filing } from "./desk-writing-filing.js";
import { parts } from "./desk-writing-parts.js";
import { preview } from "./desk-writing-preview.js";
import { remarks } from "./desk-writing-remarks.js";
import { pasted } from "./desk-pasting.js";
import { keep, kept, keyOf } from "./desk-kept.js";
import { fill, make, send } from "./desk-send.js";

const FIELDS = ["place", "headline", "lead", "body"];
const PAUSE = 1500; // milliseconds after the last key
const LONGEST = 10_000; // milliseconds that words wait while one types on
const BEAT = 15_000; // milliseconds between two signs of life
const KEEPALIVE = 60_000; // bytes that a browser sends for a page that is being closed

const page = document.querySelector(".writing-page");
const form = page.querySelector(".writing-form");
const words = page.querySelector(".writing-words").dataset;
const mayWrite = "mayWrite" in page.dataset;
const address = `${page.dataset.api}/texts/${page.dataset.language}`;
const key = keyOf(page.dataset.release, page.dataset.language, page.dataset.person);
const status = page.querySelector(".writing-saved");
const here = page.querySelector(".writing-here");

const text = {
  editor: null,
  read: () => Object.fromEntries(FIELDS.map((name) => [name, form.elements[name].value])),
  put(name, value) {
    form.elements[name].value = value;
    if (name === "body" && text.editor) {
      const { from } = text.editor.state.selection;
      const focused = text.editor.isFocused;
      text.editor.commands.setContent(value, { emitUpdate: false });
      form.elements.body.value = value;
      if (focused) text.editor.commands.setTextSelection(Math.min(from, text.editor.state.doc.content.size));
    }
    if (name === "place") dateline();
    if (name === "headline") count();
  },
};

// Saving.

let based = Number(form.elements.version.value) || 0;
let known = text.read();
let saving = null;
let timer = 0;
let waitingSince = 0;

const same = (one, other) => FIELDS.every((name) => one[name] === other[name]);
const clock = () => shows(page.dataset.zone).format(Date.now());

function changed() {
  if (!mayWrite) return;
  const said = text.read();
  if (same(said, known)) return;
  keep(key, { based, words: said });
  if (!saving) status.textContent = words.unsaved;
  waitingSince ||= Date.now();
  clearTimeout(timer);
  timer = setTimeout(save, Math.min(PAUSE, Math.max(0, LONGEST - (Date.now() - waitingSince))));
}

/* ``hidden``: the page may be closed next; ``leaving``: it is, and no answer will be heard. */
async function save({ automatic = true, hidden = false, leaving = false } = {}) {
  clearTimeout(timer);
  if (saving && !leaving) await saving.catch(() => null);
  const sent = text.read();
  if (same(sent, known) && automatic) return;
  waitingSince = 0;
  if (!leaving) status.textContent = words.saving;
  const small = new Blob([JSON.stringify(sent)]).size < KEEPALIVE;
  saving = send("PUT", address, { based_on: based, automatic, words: sent }, { keepalive: (hidden || leaving) && small });
  try {
    take(await saving, sent);
  } catch (problem) {
    const silent = problem.status === undefined || problem.status >= 500;
    const out = problem.status === 401 || problem.status === 403;
    status.textContent = silent ? words.offline : out ? words.signedOut : problem.message || words.offline;
    if (silent) timer = setTimeout(save, LONGEST);
  } finally {
    saving = null;
  }
}

/* What the site answers stands in each field that was not touched since. Where one was, the next save is based on
   what was sent, so that nothing typed since is taken for a change of what a colleague wrote. */
function take(told, sent) {
  const now = text.read();
  const touched = FIELDS.filter((name) => now[name] !== sent[name]);
  if (touched.length === 0) {
    for (const name of FIELDS) if (told.merged && told.words[name] !== sent[name]) text.put(name, told.words[name]);
    based = told.version;
    known = text.read();
    keep(key, null);
  } else {
    based = told.merged ? told.kept : told.version;
    known = sent;
    changed();
  }
  form.elements.version.value = based;
  const values = { time: clock(), number: told.version, name: told.saved_by || words.colleague };
  status.textContent = fill(words.saved, values);
  if (told.merged) status.textContent += `. ${fill(words.merged, { name: others(told) || words.colleague })}`;
  told.conflicts.forEach(conflict);
  people(told.here);
  form.dispatchEvent(new CustomEvent("writing:saved", { bubbles: true }));
}

const others = (told) => (told.here ?? []).map((one) => one.name).join(", ");

function people(list) {
  here.hidden = !list?.length;
  if (list?.length) here.textContent = fill(words.here, { names: list.map((one) => one.name).join(", ") });
}

/* A colleague's save stands here at once where nothing of one's own waits to be saved. */
async function follow(told) {
  people(told.here);
  const news = page.querySelector("[data-original]");
  if (news && told.original > Number(news.dataset.original)) {
    news.hidden = false;
    news.textContent = fill(words.original, { number: told.original });
  }
  if (told.version <= based || saving || !same(text.read(), known)) return;
  const fresh = await send("GET", address);
  if (saving || !same(text.read(), known) || fresh.version <= based) return;
  for (const name of FIELDS) if (fresh.words[name] !== form.elements[name].value) text.put(name, fresh.words[name]);
  based = fresh.version;
  form.elements.version.value = based;
  known = text.read();
  status.textContent = fill(words.followed, { name: fresh.saved_by || words.colleague, number: fresh.version });
  form.dispatchEvent(new CustomEvent("writing:saved", { bubbles: true }));
}

async function beat() {
  if (document.visibilityState !== "visible") return;
  await send("POST", `${address}/presence`, { version: based }).then(follow, () => null);
}

// What two wrote at once.

function conflict(one) {
  const box = page.querySelector(".writing-conflicts");
  const row = make("li", {}, make("h3", { textContent: one.label }));
  const both = make("div", { className: "writing-both" });
  for (const [whose, said] of [["yours", one.mine], ["theirs", one.theirs]]) {
    const side = make("div", {}, make("h4", { textContent: words[whose] }));
    const shown = make("p", { lang: page.dataset.language, textContent: plain(said) });
    side.append(shown);
    if (one.field !== "body") {
      const use = make("button", { type: "button", className: "button", textContent: words.use });
      use.addEventListener("click", () => {
        text.put(one.field, said);
        settle(row);
        changed();
      });
      side.append(use);
    }
    both.append(side);
  }
  const dismiss = make("button", { type: "button", className: "button", textContent: words.dismiss });
  dismiss.addEventListener("click", () => settle(row));
  row.append(both, dismiss);
  box.querySelector("ol").append(row);
  box.hidden = false;
  box.scrollIntoView({ block: "nearest" });
}

function settle(row) {
  const box = row.closest(".writing-conflicts");
  row.remove();
  box.hidden = !box.querySelector("li");
  form.elements.headline.focus();
}

const plain = (html) => new DOMParser().parseFromString(html, "text/html").body.textContent;

// The dateline that writes itself, and how long the headline is.

function dateline() {
  const told = form.querySelector(".writing-dateline output");
  const place = form.elements.place.value.trim();
  told.value = place ? `${place}, ${told.dataset.day} –` : `${told.dataset.day} –`;
}

function count() {
  const length = form.elements.headline.value.trim().length;
  form.querySelector(".writing-count").textContent = fill(words.characters, { count: length });
}

form.elements.place.addEventListener("change", () => {
  form.elements.place.value = form.elements.place.value.trim().toLocaleUpperCase(page.dataset.language);
  dateline();
  changed();
});

// The clocks in the bar, and how long it is until something goes out: by the site's clock, not this machine's.

const behind = Number(page.dataset.now) * 1000 - Date.now();
const shows = (zone) =>
  new Intl.DateTimeFormat(document.documentElement.lang, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
    timeZone: zone,
  });
const clocks = [...page.querySelectorAll(".writing-clock [data-zone]")].map((box) => [box, shows(box.dataset.zone)]);
const DAY = 86_400; // seconds

function tick() {
  const now = Date.now() + behind;
  for (const [box, format] of clocks) box.textContent = format.format(now);
  for (const left of page.querySelectorAll("[data-left]")) {
    const seconds = Math.ceil((Date.parse(left.previousElementSibling.dateTime) - now) / 1000);
    left.hidden = seconds < 0 || seconds > DAY;
    const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor((seconds % 3600) / 60)];
    const two = (number) => String(number).padStart(2, "0");
    left.textContent = `−${hours ? `${hours}:` : ""}${two(minutes)}:${two(seconds % 60)}`;
    left.classList.toggle("writing-alarm", seconds < 3600);
  }
}

// Beginning.

document.addEventListener("prose-editor:ready", (event) => {
  if (event.target !== form.elements.body) return;
  text.editor = event.detail.editor;
  text.editor.setOptions({ editorProps: { ...text.editor.options.editorProps, transformPastedHTML: pasted } });
  const unchanged = form.elements.body.value === known.body;
  page.querySelector(".writing-linking")?.removeAttribute("hidden");
  if (!unchanged) changed();
});

form.addEventListener("input", (event) => {
  if (event.target.name === "place") dateline();
  if (event.target.name === "headline") count();
  changed();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  save({ automatic: false });
});
document.addEventListener("keydown", (event) => {
  if ((event.ctrlKey || event.metaKey) && event.key === "s" && mayWrite) {
    event.preventDefault();
    save({ automatic: false });
  }
});
document.addEventListener("visibilitychange", () => {
  if (document.visibilityState === "hidden") save({ hidden: true });
  else beat();
});
document.addEventListener("desk:leaving", (event) => event.detail.push(save()));
window.addEventListener("pagehide", () => {
  save({ leaving: true });
  send("DELETE", `${address}/presence`, undefined, { keepalive: true }).catch(() => null);
});

/* What this browser kept when the page was closed last: saved now, if it did not arrive then. */
async function recover() {
  const found = kept(key);
  if (!found?.words || alike(found.words, known) || (await arrived(found).catch(() => false))) return keep(key, null);
  if (!same(text.read(), known)) {
    // One types already: what was kept is merged on the site, and so will be what is typed.
    return void send("PUT", address, { based_on: found.based, automatic: true, words: found.words });
  }
  based = found.based;
  for (const name of FIELDS) text.put(name, found.words[name] ?? "");
  await save();
  status.textContent += `. ${words.recovered}`;
}

const folded = (said) => plain(said ?? "").replace(/\s+/g, " ").trim();
const alike = (one, other) => FIELDS.every((name) => folded(one[name]) === folded(other[name]));

async function arrived(found) {
  const revisions = await send("GET", `${address}/revisions`);
  const own = revisions.find((one) => one.own && one.number > found.based);
  return Boolean(own) && alike((await send("GET", `${address}/revisions/${own.number}`)).words, found.words);
}

dateline();
count();
tick();
setInterval(tick, 1000);
const context = { page, form, text, words, api: page.dataset.api, address, changed };
parts(context);
checks(context);
filing(context);
carries(context);
preview(context);
remarks(context);
if (mayWrite) {
  recover();
  beat();
  setInterval(beat, BEAT);
}

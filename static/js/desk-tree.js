/* The tree at the desk: branches are fetched when they are opened, terms are found as one types, and what is
   to be moved is marked by keyboard or dragged. A move itself is a form: it needs a day and a reason.
   Without this script each branch is a link, and so is each move. */

const tree = document.querySelector(".tree");
const status = document.querySelector(".tree-status");

function say(text, about = "") {
  status.textContent = text.replace("%s", about);
}

async function fetched(address, parameters, signal) {
  const answer = await fetch(`${address}?${new URLSearchParams(parameters)}`, { signal });
  if (!answer.ok || answer.redirected) throw new Error(answer.statusText);
  const part = document.createElement("template");
  part.innerHTML = await answer.text();
  return part.content;
}

// What a line of the tree is made of.

const lineOf = (item) => item.querySelector(":scope > .tree-row");
const nameOf = (item) => lineOf(item).querySelector(".tree-name").textContent;
const toggleOf = (item) => lineOf(item).querySelector("a.tree-toggle");
const branchOf = (item) => item.querySelector(":scope > .tree-branch");
const aboveOf = (item) => item.parentElement.closest(".tree-item");
const isOpen = (item) => Boolean(branchOf(item)) && !branchOf(item).hidden;
const isTerm = (item) => item.hasAttribute("data-key") && Boolean(lineOf(item).querySelector("a.tree-name"));
const lines = () => [...tree.querySelectorAll(".tree-item, .tree-rest")].filter((item) => !item.closest("[hidden]"));
const itemOf = (key) => tree.querySelector(`.tree-item[data-key="${CSS.escape(key)}"]`);

function dress(root) {
  for (const branch of root.querySelectorAll(".tree-branch")) branch.setAttribute("role", "group");
  for (const item of root.querySelectorAll(".tree-item, .tree-rest")) {
    item.setAttribute("role", "treeitem");
    item.tabIndex = -1;
    for (const link of item.querySelectorAll(":scope > a, :scope > .tree-row a")) link.tabIndex = -1;
    const key = item.dataset.key;
    if (!key) continue;
    item.setAttribute("aria-labelledby", `name-${key} more-${key}`);
    if (item.dataset.below) item.setAttribute("aria-expanded", String(isOpen(item)));
  }
  place();
}

function place() {
  for (const branch of tree.querySelectorAll(".tree-branch")) {
    const items = [...branch.querySelectorAll(":scope > .tree-item")];
    for (const [n, item] of items.entries()) {
      item.setAttribute("aria-setsize", branch.dataset.total);
      item.setAttribute("aria-posinset", Number(branch.dataset.start) + n + 1);
    }
  }
}

// One line takes the focus; the arrows lead from there.

function focus(item, scroll = true) {
  for (const other of tree.querySelectorAll("[tabindex='0']")) other.tabIndex = -1;
  item.tabIndex = 0;
  item.focus({ preventScroll: true });
  if (scroll) (lineOf(item) ?? item).scrollIntoView({ block: "nearest" });
}

function remember(item) {
  history.replaceState(null, "", `?open=${item.dataset.key}`);
}

async function open(item, show) {
  if (!item.dataset.below) return;
  const shown = branchOf(item);
  if (!shown || (show && !itemOf(show))) {
    const parameters = { of: item.dataset.key, ...(show && { show }) };
    try {
      const part = await fetched(tree.dataset.branch, parameters);
      const branch = part.querySelector(".tree-branch");
      branchOf(item)?.remove();
      item.append(branch);
    } catch {
      say(tree.dataset.saidAway);
      return;
    }
    dress(item);
  }
  branchOf(item).hidden = false;
  tell(item);
  remember(item);
}

function close(item) {
  if (branchOf(item)) branchOf(item).hidden = true;
  tell(item);
  if (item.contains(tree.querySelector("[tabindex='0']"))) focus(item);
}

function tell(item) {
  item.setAttribute("aria-expanded", String(isOpen(item)));
  toggleOf(item).setAttribute("aria-expanded", String(isOpen(item)));
}

async function rest(item) {
  const link = item.querySelector("a");
  const branch = item.parentElement;
  const earlier = item.hasAttribute("data-earlier");
  try {
    const part = await fetched(tree.dataset.branch, { of: link.dataset.of, from: link.dataset.from });
    const more = part.querySelector(".tree-branch");
    more.querySelector(earlier ? "[data-later]" : "[data-earlier]")?.remove();
    if (earlier) branch.dataset.start = more.dataset.start;
    const first = more.querySelector(".tree-item");
    const last = [...more.querySelectorAll(".tree-item")].at(-1);
    item.replaceWith(...more.children);
    dress(branch);
    focus(earlier ? last : first);
  } catch {
    say(tree.dataset.saidAway);
  }
}

async function reveal(way) {
  const last = way.at(-1);
  for (const [n, key] of way.slice(0, -1).entries()) {
    const item = itemOf(key);
    if (!item) return;
    await open(item, way[n + 1]);
  }
  const found = itemOf(last);
  if (!found) return;
  remember(found);
  focus(found);
  lineOf(found).scrollIntoView({ block: "center" });
}

// Moving: what is marked or dragged goes to the form of its move.

let marked = null;

function mark(item) {
  if (marked) lineOf(marked).classList.remove("tree-row-marked");
  marked = item;
  if (item) lineOf(item).classList.add("tree-row-marked");
  say(item ? tree.dataset.saidMarked : tree.dataset.saidUnmarked, item ? nameOf(item) : "");
}

function refusal(moved, target) {
  if (target.dataset.vocabulary !== moved.dataset.vocabulary) return tree.dataset.saidVocabulary;
  return moved !== target && moved.contains(target) ? tree.dataset.saidBelow : "";
}

function move(moved, where, target) {
  if (!moved || moved === target) return;
  const refused = refusal(moved, target);
  if (refused) {
    say(refused);
    return;
  }
  const place = isTerm(target) ? { where, beside: target.dataset.key } : { where: "top" };
  location.href = `${lineOf(moved).querySelector(".tree-move").href}?${new URLSearchParams(place)}`;
}

const mayMove = (item) => isTerm(item) && Boolean(lineOf(item).querySelector(".tree-move"));

const keys = {
  ArrowDown: (item) => step(item, 1),
  ArrowUp: (item) => step(item, -1),
  Home: () => focus(lines()[0]),
  End: () => focus(lines().at(-1)),
  ArrowRight: (item) => (isOpen(item) ? step(item, 1) : item.dataset.below && open(item)),
  ArrowLeft: (item) => (isOpen(item) ? close(item) : aboveOf(item) && focus(aboveOf(item))),
  Enter: (item) => enter(item),
  m: (item) => mayMove(item) && mark(item),
  b: (item) => item.dataset.key && move(marked, "before", item),
  a: (item) => item.dataset.key && move(marked, "after", item),
  u: (item) => item.dataset.key && move(marked, "under", item),
  Escape: () => marked && mark(null),
};

function step(item, by) {
  const all = lines();
  const next = all[all.indexOf(item) + by];
  if (next) focus(next);
}

function enter(item) {
  if (!item.dataset.key) rest(item);
  else if (isTerm(item)) lineOf(item).querySelector(".tree-name").click();
  else if (isOpen(item)) close(item);
  else open(item);
}

tree.addEventListener("keydown", (event) => {
  const item = event.target.closest("[role=treeitem]");
  if (event.target !== item || event.ctrlKey || event.metaKey || event.altKey) return;
  const act = keys[event.key] ?? keys[event.key.toLowerCase()];
  if (!act) return;
  event.preventDefault();
  act(item);
});

tree.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || event.shiftKey) return;
  const item = event.target.closest("[role=treeitem]");
  const row = event.target.closest(".tree-row");
  if (event.target.closest(".tree-rest a")) {
    event.preventDefault();
    rest(item);
  } else if (event.target.closest("a.tree-toggle") || (row && !isTerm(item))) {
    event.preventDefault();
    focus(item, false);
    if (isOpen(item)) close(item);
    else open(item);
  } else if (row && !event.target.closest("a")) focus(item, false);
});

// By mouse.

let dragged = null;
let over = null;
let opening = 0;

function zone(event, item) {
  if (!isTerm(item)) return "under";
  const box = lineOf(item).getBoundingClientRect();
  const part = (event.clientY - box.top) / box.height;
  return part < 0.3 ? "before" : part > 0.7 ? "after" : "under";
}

function show(item, where) {
  for (const line of tree.querySelectorAll("[data-drop]")) delete line.dataset.drop;
  if (item) lineOf(item).dataset.drop = where;
  if (over === item) return;
  over = item;
  clearTimeout(opening);
  if (item && !isOpen(item)) opening = setTimeout(() => open(item), 700);
}

const target = (event) => {
  const item = event.target.closest?.(".tree-row")?.closest(".tree-item");
  return item && dragged && item !== dragged && !refusal(dragged, item) ? item : null;
};

tree.addEventListener("dragstart", (event) => {
  dragged = event.target.closest(".tree-row[draggable]")?.closest(".tree-item");
  if (!dragged) return;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData("text/plain", nameOf(dragged));
  lineOf(dragged).classList.add("tree-row-dragged");
});

tree.addEventListener("dragover", (event) => {
  const item = target(event);
  show(item, item && zone(event, item));
  if (!item) return;
  event.preventDefault();
  event.dataTransfer.dropEffect = "move";
});

tree.addEventListener("dragleave", (event) => {
  if (!tree.contains(event.relatedTarget)) show(null);
});

tree.addEventListener("drop", (event) => {
  const item = target(event);
  if (!item) return;
  event.preventDefault();
  move(dragged, zone(event, item), item);
});

tree.addEventListener("dragend", () => {
  if (dragged) lineOf(dragged).classList.remove("tree-row-dragged");
  show(null);
  dragged = null;
});

// Finding as one types. What was asked before is dropped when more is typed.

const form = document.querySelector(".tree-find");
const words = form.querySelector("input");
const found = form.querySelector(".tree-found");
let waiting = 0;
let asking = new AbortController();

async function find() {
  asking.abort();
  asking = new AbortController();
  if (!words.value.trim()) {
    found.replaceChildren();
    say("");
    return;
  }
  try {
    const part = await fetched(form.dataset.find, { q: words.value }, asking.signal);
    const said = part.querySelector("[data-said]");
    say(said.textContent.trim());
    said.remove();
    found.replaceChildren(part);
  } catch (error) {
    if (error.name !== "AbortError") say(tree.dataset.saidAway);
  }
}

words.addEventListener("input", () => {
  clearTimeout(waiting);
  waiting = setTimeout(find, 150);
});

found.addEventListener("click", (event) => {
  const link = event.target.closest("[data-way]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  reveal(link.dataset.way.split(" "));
});

form.addEventListener("keydown", (event) => {
  const links = [words, ...found.querySelectorAll("a")];
  const at = links.indexOf(document.activeElement);
  const by = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Escape" && words.value) {
    event.preventDefault();
    words.value = "";
    words.focus();
    find();
  } else if (by && links[at + by]) {
    event.preventDefault();
    links[at + by].focus();
  }
});

// The tree as it was sent becomes one that is led by keyboard.

tree.setAttribute("role", "tree");
document.querySelector(".tree-help").hidden = false;
dress(tree);
const first = (tree.dataset.open && itemOf(tree.dataset.open)) || tree.querySelector(".tree-item");
if (first) {
  first.tabIndex = 0;
  if (tree.dataset.open) {
    lineOf(first).classList.add("tree-row-current");
    lineOf(first).scrollIntoView({ block: "center" });
  }
}

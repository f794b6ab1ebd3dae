/* A box that offers what is called so as one types, and gives the one that is chosen: a combobox with a list
   (ARIA practices, "list autocomplete with manual selection"). */

import { fill, make } from "./desk-send.js";

const PAUSE = 150; // milliseconds without a key before it is asked for

export function choosing(box, words, find, choose) {
  const list = make("ul", { id: `${box.id}-list`, className: "choosing-list", role: "listbox", hidden: true });
  list.setAttribute("aria-label", box.labels[0]?.textContent ?? "");
  const status = make("p", { className: "visually-hidden", role: "status" });
  box.after(list, status);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", list.id);
  box.setAttribute("aria-expanded", "false");
  let offered = [];
  let at = -1;
  let timer = 0;
  let turn = 0;

  function show(open) {
    list.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) mark(-1);
  }

  function mark(to) {
    at = to;
    [...list.children].forEach((row, place) => row.setAttribute("aria-selected", String(place === at)));
    if (at < 0) return box.removeAttribute("aria-activedescendant");
    box.setAttribute("aria-activedescendant", list.children[at].id);
    list.children[at].scrollIntoView({ block: "nearest" });
  }

  async function ask() {
    const sought = box.value.trim();
    const mine = ++turn;
    if (!sought) return show(false);
    const found = await find(sought).catch(() => []);
    if (mine !== turn) return;
    offered = found;
    list.replaceChildren(
      ...offered.map((one, place) =>
        make(
          "li",
          { id: `${list.id}-${place}`, role: "option", "aria-selected": "false" },
          make("span", { className: "choosing-name", textContent: one.name }),
          make("span", { className: "choosing-detail", textContent: one.detail }),
        ),
      ),
    );
    status.textContent = offered.length ? fill(words.found, { count: offered.length }) : words.nothing;
    mark(-1);
    show(offered.length > 0);
  }

  function take(place) {
    const one = offered[place];
    turn += 1;
    clearTimeout(timer);
    box.value = "";
    show(false);
    if (one) choose(one);
  }

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const open = !list.hidden && offered.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return void ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      mark(at < 0 && step < 0 ? offered.length - 1 : (at + step + offered.length) % offered.length);
    } else if (event.key === "Enter") {
      event.preventDefault();
      if (open) take(Math.max(at, 0));
    } else if (event.key === "Escape" && open) {
      event.preventDefault();
      show(false);
    }
  });
  list.addEventListener("mousedown", (event) => event.preventDefault());
  list.addEventListener("click", (event) => {
    const row = event.target.closest("[role=option]");
    if (row) take([...list.children].indexOf(row));
  });
  box.addEventListener("blur", () => show(false));
}

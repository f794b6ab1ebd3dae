// Find anything by typing: the search form of the desk's head as a combobox with a list (ARIA practices, "list
// autocomplete with manual selection"). The hits are drawn by the server (templates/admin/find_hits.html).

const PAUSE = 160; // milliseconds without a key before it is asked for
const form = document.querySelector("[data-finder]");
if (form) begin(form.querySelector("input[type=search]"), form.querySelector("[data-finder-status]"));

function begin(box, status) {
  const popup = document.createElement("div");
  popup.id = "desk-found";
  popup.className = "desk-found";
  popup.setAttribute("role", "listbox");
  popup.setAttribute("aria-label", box.placeholder);
  popup.hidden = true;
  form.append(popup);
  box.setAttribute("role", "combobox");
  box.setAttribute("aria-autocomplete", "list");
  box.setAttribute("aria-controls", popup.id);
  box.setAttribute("aria-expanded", "false");
  let asked = null;
  let timer = 0;
  let at = -1;

  const options = () => [...popup.querySelectorAll("[role=option]")];

  function show(open) {
    popup.hidden = !open;
    box.setAttribute("aria-expanded", String(open));
    if (!open) mark(-1);
  }

  function mark(to) {
    const all = options();
    at = all.length ? Math.min(to, all.length - 1) : -1;
    all.forEach((one, place) => one.setAttribute("aria-selected", String(place === at)));
    if (at < 0) box.removeAttribute("aria-activedescendant");
    else {
      box.setAttribute("aria-activedescendant", all[at].id);
      all[at].scrollIntoView({ block: "nearest" });
    }
  }

  async function ask() {
    asked?.abort();
    const words = box.value.trim();
    if (!words) return show(false);
    asked = new AbortController();
    const address = new URL(form.action);
    address.search = new URLSearchParams({ q: words, part: "hits" });
    try {
      const answer = await fetch(address, { signal: asked.signal, headers: { Accept: "text/html" } });
      if (!answer.ok || answer.redirected) return show(false);
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      popup.replaceChildren(...page.body.childNodes);
      const count = options().length;
      status.textContent = count ? `${count} ${box.dataset.foundSome}` : box.dataset.foundNone;
      at = -1;
      show(count > 0 || Boolean(popup.textContent.trim()));
    } catch (error) {
      if (error.name !== "AbortError") show(false); // the form still leads to the page of what is found
    }
  }

  const open = () => !popup.hidden && options().length > 0;

  box.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  });
  box.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open()) return ask();
      const count = options().length;
      mark(event.key === "ArrowDown" ? (at + 1) % count : at <= 0 ? count - 1 : at - 1);
    } else if (event.key === "Enter" && open() && at >= 0) {
      event.preventDefault();
      location.assign(options()[at].dataset.href);
    } else if (event.key === "Escape") {
      event.preventDefault();
      if (popup.hidden) box.value = "";
      show(false);
    } else if (event.key === "Tab") show(false);
  });
  // A press keeps the focus in the box; the click that follows leads there.
  popup.addEventListener("mousedown", (event) => event.preventDefault());
  popup.addEventListener("click", (event) => {
    const hit = event.target.closest("[role=option]");
    if (!hit) return;
    if (event.ctrlKey || event.metaKey) open_elsewhere(hit.dataset.href);
    else location.assign(hit.dataset.href);
  });
  box.addEventListener("blur", () => show(false));
}

function open_elsewhere(href) {
  window.open(href, "_blank", "noopener");
}

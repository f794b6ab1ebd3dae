/* Suggestions below a search box, as a combobox with a list. Without this the form is sent as it is. */

const PAUSE = 150; // milliseconds after the last key

function suggest(form, number) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("div");
  let chosen = -1;
  let waiting = 0;
  let asking = null;

  list.id = `suggestions-${number}`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.querySelector("button[type=submit]").textContent.trim());
  form.append(list);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-autocomplete": "list",
    "aria-controls": list.id,
    "aria-expanded": "false",
  })) input.setAttribute(name, value);

  function show(open) {
    list.hidden = !open;
    input.setAttribute("aria-expanded", String(open));
    if (!open) choose(-1);
  }

  function choose(place) {
    chosen = place;
    [...list.children].forEach((option, at) => option.setAttribute("aria-selected", String(at === place)));
    const option = list.children[place];
    if (option) {
      input.setAttribute("aria-activedescendant", option.id);
      option.scrollIntoView({ block: "nearest" });
    } else input.removeAttribute("aria-activedescendant");
  }

  function option(suggestion, place) {
    const row = document.createElement("div");
    row.id = `${list.id}-${place}`;
    row.className = "suggestion";
    row.setAttribute("role", "option");
    row.setAttribute("aria-selected", "false");
    row.dataset.path = suggestion.path;
    const text = document.createElement("span");
    text.lang = suggestion.language;
    text.textContent = suggestion.text;
    const what = document.createElement("span");
    what.className = "suggestion__what";
    what.textContent = suggestion.what;
    row.append(text, what);
    return row;
  }

  async function ask() {
    const words = input.value.trim();
    asking?.abort();
    if (words.length < 2) return show(false);
    asking = new AbortController();
    try {
      const query = new URLSearchParams({ q: words });
      const answer = await fetch(`${form.dataset.suggestions}?${query}`, { signal: asking.signal });
      if (!answer.ok) return show(false);
      const { suggestions } = await answer.json();
      list.replaceChildren(...suggestions.map(option));
      choose(-1);
      show(suggestions.length > 0 && document.activeElement === input);
    } catch {
      if (!asking.signal.aborted) show(false); // away: the form still works
    }
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, PAUSE);
  });

  input.addEventListener("keydown", (event) => {
    const last = list.children.length - 1;
    if (event.key === "Escape" && !list.hidden) show(false);
    else if (event.key === "ArrowDown" && last >= 0) {
      show(true);
      choose(chosen < last ? chosen + 1 : -1);
    } else if (event.key === "ArrowUp" && !list.hidden) choose(chosen < 0 ? last : chosen - 1);
    else if (event.key === "Enter" && chosen >= 0) location.assign(list.children[chosen].dataset.path);
    else return;
    event.preventDefault();
    event.stopPropagation();
  });

  list.addEventListener("pointerdown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const row = event.target.closest(".suggestion");
    if (row) location.assign(row.dataset.path);
  });
  input.addEventListener("blur", () => {
    clearTimeout(waiting);
    show(false);
  });
}

document.querySelectorAll("form[data-suggestions]").forEach(suggest);

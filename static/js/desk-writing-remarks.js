/* Remarks: each bound to the passage that was selected when it was made; one click leads there. */

import { select } from "./desk-writing-checks.js";
import { fill, make, send } from "./desk-send.js";

const FIELDS = ["headline", "lead", "place"];

export function remarks({ page, form, text, words, api }) {
  const part = page.querySelector("[data-part=remarks]");
  const list = part.querySelector("ol");
  const asking = part.querySelector("form");
  const passage = asking.querySelector(".writing-passage");
  const number = page.querySelector("[aria-controls='part-remarks'] .writing-number");
  const language = page.dataset.language;
  let selected = { field: "", quote: "", start: -1 };
  let known = [];

  function show(told) {
    known = told;
    list.replaceChildren(...told.map(row));
    const open = told.filter((one) => !one.resolved_at).length;
    number.hidden = !open;
    number.textContent = open;
  }

  function row(one) {
    const said = make("li", { className: one.resolved_at ? "remark-resolved" : "" });
    if (one.quote) {
      const quote = make("q", { textContent: one.quote, lang: language });
      const show = make("button", { type: "button", className: "finding-show", title: words.show }, quote);
      show.addEventListener("click", () => point(one));
      said.append(show);
      if (one.was_changed) said.append(make("span", { className: "quiet", textContent: ` (${words.gone})` }));
    }
    said.append(make("p", { textContent: one.words }));
    const when = new Date(one.at).toLocaleString(document.documentElement.lang, {
      dateStyle: "medium",
      timeStyle: "short",
      hourCycle: "h23",
      timeZone: page.dataset.zone,
    });
    const foot = make("p", { className: "quiet", textContent: `${one.by}, ${when}` });
    if (one.resolved_at) foot.append(` · ${words.resolved}${one.resolved_by ? `: ${one.resolved_by}` : ""}`);
    else {
      const resolve = make("button", { type: "button", className: "finding-show", textContent: words.resolve });
      resolve.addEventListener("click", () => send("POST", `${api}/remarks/${one.id}/resolution`).then(ask, failed));
      foot.append(" ", resolve);
    }
    said.append(foot);
    return said;
  }

  function point(one) {
    if (one.field === "body" && text.editor) return void select(text.editor, one.quote);
    const box = form.elements[one.field];
    const at = box?.value?.indexOf(one.quote) ?? -1;
    box?.focus?.();
    if (at >= 0 && box.setSelectionRange) box.setSelectionRange(at, at + one.quote.length);
  }

  const failed = (problem) => {
    page.querySelector(".writing-saved").textContent = problem.message || words.offline;
  };
  const ask = () => send("GET", `${api}/remarks?language=${language}`).then(show, () => null);

  /* The passage that is selected stays chosen when one goes on to write the remark. */
  function choose(field, quote, start) {
    selected = quote.trim() ? { field, quote: quote.trim(), start } : { field: "", quote: "", start: -1 };
    passage.hidden = !selected.quote;
    passage.textContent = selected.quote ? fill(words.passage, { words: selected.quote }) : "";
  }

  for (const field of FIELDS) {
    form.elements[field].addEventListener("select", ({ target }) =>
      choose(field, target.value.slice(target.selectionStart, target.selectionEnd), target.selectionStart),
    );
  }
  document.addEventListener("prose-editor:ready", ({ detail: { editor } }) => {
    editor.on("selectionUpdate", () => {
      const { from, to } = editor.state.selection;
      if (editor.isFocused) choose("body", editor.state.doc.textBetween(from, to, "\n"), -1);
    });
  });

  asking.hidden = false;
  asking.addEventListener("submit", (event) => {
    event.preventDefault();
    const box = asking.elements.words;
    send("POST", `${api}/remarks`, { language, ...selected, words: box.value }).then(() => {
      box.value = "";
      choose("", "", -1);
      ask();
    }, failed);
  });
  page.addEventListener("writing:saved", () => known.length && ask());
  page.addEventListener("writing:part", ({ detail }) => detail === "remarks" && ask());
  ask();
}

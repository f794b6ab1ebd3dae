/* The checks at the side: asked again as one types, each with its reason and the way to its passage. */

import { fill, make, send } from "./desk-send.js";

const PAUSE = 1000; // milliseconds after the last key

export function checks({ page, form, text, words, address }) {
  const part = page.querySelector("[data-part=checks]");
  const list = part.querySelector("ol");
  const number = page.querySelector("[aria-controls='part-checks'] .writing-number");
  let timer = 0;
  let turn = 0;

  async function ask() {
    const mine = ++turn;
    const told = await send("POST", `${address}/checks`, text.read()).catch(() => null);
    if (!told || mine !== turn) return;
    show(told.findings);
    page.dispatchEvent(new CustomEvent("writing:suggested", { detail: told.suggestions }));
  }

  function show(findings) {
    const rows = findings.map(row);
    if (list.dataset.shown !== JSON.stringify(findings)) list.replaceChildren(...rows);
    list.dataset.shown = JSON.stringify(findings);
    number.hidden = !findings.length;
    number.textContent = findings.length;
    part.querySelector(".writing-clean").hidden = findings.length > 0;
  }

  function row(finding) {
    const said = make("li", { className: finding.blocking ? "finding finding-blocking" : "finding" });
    if (finding.blocking) said.append(make("strong", { textContent: words.blocking }), " ");
    said.append(make("span", { textContent: finding.message }));
    if (finding.quote) {
      const quote = make("q", { textContent: finding.quote, lang: page.dataset.language });
      const show = make("button", { type: "button", className: "finding-show", title: words.show }, quote);
      show.addEventListener("click", () => point(finding));
      said.append(" ", show);
    }
    if (finding.suggestion) {
      said.append(make("span", { className: "quiet", textContent: fill(words.instead, { words: finding.suggestion }) }));
    }
    return said;
  }

  function point({ field, quote, start }) {
    const box = form.elements[field];
    if (["body", "links"].includes(field) && text.editor) return select(text.editor, quote);
    if (!box?.setSelectionRange) return;
    const from = box.value.startsWith(quote, start) ? start : box.value.indexOf(quote);
    box.focus();
    if (from >= 0) box.setSelectionRange(from, from + quote.length);
  }

  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(ask, PAUSE);
  };
  form.addEventListener("input", later);
  page.addEventListener("writing:filed", later);
  page.addEventListener("writing:saved", later);
  ask();
}

/* Selects words in the rich text, wherever marks part them within a paragraph. */
export function select(editor, quote) {
  let found = null;
  editor.state.doc.descendants((node, position) => {
    if (found || !node.isTextblock) return !found;
    const at = node.textContent.replaceAll("\u00a0", " ").indexOf(quote.replaceAll("\u00a0", " "));
    if (at >= 0) found = { from: position + 1 + at, to: position + 1 + at + quote.length };
    return false;
  });
  if (found) editor.chain().focus().setTextSelection(found).scrollIntoView().run();
  return found !== null;
}

/* Filing: found as one types, suggested from the text, taken off; and links to our own pages. */

import { choosing } from "./desk-choosing.js";
import { fill, make, send } from "./desk-send.js";

export function filing({ page, text, words, api, changed }) {
  const part = page.querySelector("[data-part=filing]");
  const list = part.querySelector(".writing-filed");
  const mayFile = "mayFile" in page.dataset;

  function show(filed) {
    list.replaceChildren(...filed.map(row));
    page.dispatchEvent(new CustomEvent("writing:filed"));
  }

  function row(one) {
    const name = make("span", { className: "writing-name", textContent: one.name, title: one.where });
    if (one.mark) name.append(make("span", { className: "quiet", textContent: ` (${one.mark})` }));
    const said = make("li", {}, make("span", { className: "writing-role", textContent: one.role_name }), name);
    if (mayFile) said.append(remover(one));
    return said;
  }

  function remover(one) {
    const button = make("button", { type: "button", className: "writing-remove", textContent: "×" });
    button.setAttribute("aria-label", `${words.remove}: ${one.name}`);
    button.addEventListener("click", () =>
      act(send("DELETE", `${api}/filing/${one.role}/${one.term}`), () => box?.focus()),
    );
    return button;
  }

  const act = (asked, then) =>
    asked.then(
      (filed) => {
        show(filed);
        then?.();
      },
      (problem) => {
        page.querySelector(".writing-saved").textContent = problem.message || words.offline;
      },
    );
  const put = ({ term, role }) => act(send("POST", `${api}/filing`, { term, role }));

  const box = part.querySelector("input");
  if (mayFile && box) {
    part.querySelector(".writing-add").hidden = false;
    const find = async (sought) => {
      const found = await send("GET", `${api}/terms?${new URLSearchParams({ q: sought })}`);
      return found.map((one) => ({
        ...one,
        detail: `${one.role_name} · ${one.where}${one.mark ? ` · ${one.mark}` : ""}`,
      }));
    };
    choosing(box, words, find, put);
    send("GET", `${api}/filing`).then(show, () => null);
  }

  page.addEventListener("writing:suggested", (event) => {
    const area = part.querySelector(".writing-suggested");
    if (!area) return;
    area.hidden = !event.detail.length;
    area.querySelector("ul").replaceChildren(
      ...event.detail.map((one) => {
        const button = make("button", { type: "button", className: "button" }, `+ ${one.name}`);
        button.title = one.reason;
        button.setAttribute("aria-label", fill(words.add, { name: one.name }));
        button.addEventListener("click", () => put({ term: one.term_id, role: one.role }));
        return make("li", {}, button);
      }),
    );
  });

  linking({ page, text, words, api, changed });
}

/* The selected words lead to a term or a release of ours; the link follows renaming. */
function linking({ page, text, words, api, changed }) {
  const box = page.querySelector(".writing-linking input");
  if (!box) return;
  const find = async (sought) => {
    const found = await send("GET", `${api}/pages?${new URLSearchParams({ q: sought })}`);
    return found.map((one) => ({ ...one, detail: one.what }));
  };
  choosing(box, words, find, ({ href, name }) => {
    if (!text.editor) return;
    const chain = text.editor.chain().focus();
    if (text.editor.state.selection.empty) {
      chain.insertContent({ type: "text", text: name, marks: [{ type: "link", attrs: { href } }] }).run();
    } else chain.setLink({ href }).run();
    changed();
  });
}

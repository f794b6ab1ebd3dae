/* Photos and documents of the release: uploaded beside the text (desk-upload.js), put on, in order, taken off. */

import { choosing } from "./desk-choosing.js";
import { make, send } from "./desk-send.js";

export function carries({ page, words, api }) {
  const part = page.querySelector("[data-part=carries]");
  const photos = part.querySelector(".writing-photos");
  const documents = part.querySelector(".writing-documents");
  const mayFile = "mayFile" in page.dataset;
  let known = "";

  function show(carried) {
    const told = JSON.stringify(carried);
    if (told === known) return;
    if (known) page.dispatchEvent(new CustomEvent("writing:filed"));
    known = told;
    photos.replaceChildren(...carried.photos.map(photo));
    documents.replaceChildren(...carried.documents.map(paper));
  }

  const act = (asked) =>
    asked.then(show, (problem) => {
      page.querySelector(".writing-saved").textContent = problem.message || words.offline;
    });

  function photo(one, place, all) {
    const alt = one.alt[page.dataset.language] ?? Object.values(one.alt)[0] ?? "";
    const picture = make("img", { src: one.thumb, alt: "", width: 96, height: 64, loading: "lazy" });
    const row = line(one, alt || one.name, one.credit, `photos/${one.id}`);
    row.prepend(picture);
    if (mayFile && place > 0) row.append(earlier(one, alt || one.name, place, all));
    return row;
  }

  const paper = (one) => line(one, one.title, one.language, `documents/${one.id}`);

  function line(one, name, detail, what) {
    const link = make("a", { href: one.change, textContent: name });
    const told = make("span", { className: "writing-name" }, link, make("span", { className: "quiet", textContent: detail }));
    const row = make("li", {}, told);
    if (mayFile) {
      const off = make("button", { type: "button", className: "writing-remove", textContent: "×" });
      off.setAttribute("aria-label", `${words.remove}: ${name}`);
      off.addEventListener("click", () => act(send("DELETE", `${api}/${what}`)));
      row.append(off);
    }
    return row;
  }

  function earlier(one, name, place, all) {
    const up = make("button", { type: "button", className: "writing-earlier", textContent: "↑" });
    up.setAttribute("aria-label", `${words.earlier}: ${name}`);
    up.addEventListener("click", () => {
      const keys = all.map((row) => row.id);
      keys.splice(place - 1, 2, one.id, keys[place - 1]);
      act(send("PUT", `${api}/photos/order`, { keys })).then(() => {
        (photos.children[place - 1]?.querySelector(".writing-earlier, .writing-remove") ?? photos).focus();
      });
    });
    return up;
  }

  const ask = () => act(send("GET", `${api}/carries`));
  const box = part.querySelector("#attach");
  if (box) {
    part.querySelector(".writing-attach").hidden = false;
    const find = async (sought) => {
      const found = await send("GET", `${api}/attachments?${new URLSearchParams({ q: sought })}`);
      const shown = found.photos.map((one) => ({
        what: `photos/${one.id}`,
        name: Object.values(one.alt)[0] ?? one.name,
        detail: one.credit,
      }));
      return [...shown, ...found.documents.map((one) => ({ what: `documents/${one.id}`, name: one.title, detail: one.language }))];
    };
    choosing(box, words, find, ({ what }) => act(send("POST", `${api}/${what}`)));
  }
  ask();
  // The words of what was uploaded are given in a window of their own: it stands here when one comes back.
  window.addEventListener("focus", ask);
}

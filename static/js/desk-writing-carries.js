/* Photos and documents of the release: put in order, taken off. They are put on where they are uploaded or kept. */

import { make, send } from "./desk-send.js";

export function carries({ page, words, api }) {
  if (!("mayFile" in page.dataset)) return;
  const part = page.querySelector("[data-part=carries]");
  const photos = part.querySelector(".writing-photos");

  const told = () => page.dispatchEvent(new CustomEvent("writing:filed"));
  const failed = (problem) => {
    page.querySelector(".writing-saved").textContent = problem.message || words.offline;
  };

  function earlier(row) {
    const before = row.previousElementSibling;
    if (!before) return;
    before.before(row);
    const keys = [...photos.querySelectorAll("[data-photo]")].map((one) => Number(one.dataset.photo));
    send("PUT", `${api}/photos/order`, { keys }).then(told, failed);
    row.querySelector(".writing-earlier").focus();
  }

  for (const row of part.querySelectorAll("[data-photo], [data-document]")) {
    const name = row.querySelector("a").textContent.trim();
    if (row.dataset.photo) {
      const up = make("button", { type: "button", className: "writing-earlier", textContent: "↑" });
      up.setAttribute("aria-label", `${words.earlier}: ${name}`);
      up.addEventListener("click", () => earlier(row));
      row.append(up);
    }
    const off = make("button", { type: "button", className: "writing-remove", textContent: "×" });
    off.setAttribute("aria-label", `${words.remove}: ${name}`);
    const what = row.dataset.photo ? `photos/${row.dataset.photo}` : `documents/${row.dataset.document}`;
    off.addEventListener("click", () =>
      send("DELETE", `${api}/${what}`).then(() => {
        row.remove();
        told();
      }, failed),
    );
    row.append(off);
  }
}

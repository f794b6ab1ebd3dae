/* The parts at the side as tabs (ARIA practices); without scripts they stand one below the other. */

import { make } from "./desk-send.js";

const WIDE = ["original", "preview"];

export function parts({ page }) {
  const side = page.querySelector(".writing-side");
  const columns = page.querySelector(".writing-columns");
  const all = [...side.querySelectorAll(".writing-part")];
  const bar = make("div", { className: "writing-tabs", role: "tablist" });
  bar.setAttribute("aria-label", page.querySelector("h1, h2")?.textContent ?? "");
  const tabs = all.map((part) => {
    const heading = part.querySelector("h2");
    part.id = `part-${part.dataset.part}`;
    const tab = make("button", { type: "button", id: `tab-${part.dataset.part}`, role: "tab" });
    tab.setAttribute("aria-controls", part.id);
    tab.append(...heading.childNodes);
    heading.textContent = tab.firstChild.textContent.trim(); // still the head of what stands below it, to who hears it
    heading.className = "visually-hidden";
    part.setAttribute("role", "tabpanel");
    part.setAttribute("aria-labelledby", tab.id);
    part.tabIndex = 0;
    tab.addEventListener("click", () => choose(part));
    bar.append(tab);
    return tab;
  });

  function choose(part, { focus = false } = {}) {
    all.forEach((one, place) => {
      one.hidden = one !== part;
      tabs[place].setAttribute("aria-selected", String(one === part));
      tabs[place].tabIndex = one === part ? 0 : -1;
      if (one === part && focus) tabs[place].focus();
    });
    columns.toggleAttribute("data-wide", WIDE.includes(part.dataset.part));
    page.dispatchEvent(new CustomEvent("writing:part", { detail: part.dataset.part }));
  }

  bar.addEventListener("keydown", (event) => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    const at = tabs.indexOf(document.activeElement);
    if (!step || at < 0) return;
    event.preventDefault();
    choose(all[(at + step + all.length) % all.length], { focus: true });
  });
  side.prepend(bar);
  choose(all.find((part) => part.dataset.part === "original") ?? all[0]);
}

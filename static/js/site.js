/* What makes the site more comfortable; every page works without it. */

// The main menu: one branch open at a time, closed by Escape and by a click elsewhere.

const branches = [...document.querySelectorAll(".menu__branch")];

function closeBranches(except) {
  for (const branch of branches) if (branch !== except) branch.open = false;
}

for (const branch of branches) {
  branch.addEventListener("toggle", () => {
    if (!branch.open) return;
    closeBranches(branch);
    // In a sheet what was open above it is gone, and it may be out of sight.
    branch.querySelector("summary").scrollIntoView({ block: "nearest" });
  });
}

document.addEventListener("keydown", (event) => {
  const open = branches.find((branch) => branch.open);
  if (event.key !== "Escape" || !open) return;
  const held = open.contains(document.activeElement);
  open.open = false;
  if (held) open.querySelector("summary").focus();
  event.preventDefault();
});

document.addEventListener("click", (event) => {
  if (!event.target.closest(".menu")) closeBranches();
});

// What the keyboard leaves closes behind it, as it would cover what has the focus: a branch of the menu, a sheet.

const sheets = "popover" in HTMLElement.prototype ? [...document.querySelectorAll(".sheet[popover]")] : [];

document.addEventListener("focusin", ({ target }) => {
  const shown = sheets.find((sheet) => sheet.matches(":popover-open"));
  if (!target.matches(":focus-visible") || shown?.contains(target)) return;
  shown?.hidePopover();
  for (const branch of branches) if (!branch.contains(target)) branch.open = false;
});

// A window that grows wide has no sheets.

matchMedia("(width >= 62rem)").addEventListener("change", () => {
  for (const sheet of sheets) if (sheet.matches(":popover-open")) sheet.hidePopover();
});

// A box that narrows a list while one types: "bos her" finds "Bosnia and Herzegovina", "turk" finds "Türkiye".

const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

function narrow(list, words, none) {
  const items = [...list.querySelectorAll("li")];
  for (const item of items) {
    const text = plain(item.textContent);
    item.hidden = !words.every((word) => text.includes(word));
  }
  for (const group of list.querySelectorAll("[data-group]")) {
    group.hidden = words.length > 0 && !group.querySelector("li:not([hidden])");
  }
  none.textContent = items.some((item) => !item.hidden) ? "" : none.dataset.none;
}

for (const box of document.querySelectorAll("[data-filter]")) {
  const list = document.getElementById(box.dataset.filter);
  const input = box.querySelector("input");
  const none = box.querySelector("[data-none]");
  if (!list) continue;
  input.addEventListener("input", () => narrow(list, plain(input.value).split(/\s+/).filter(Boolean), none));
  box.hidden = false;
}

// Buttons that only a script can serve: copying and printing.

const read = async (address) => {
  const answer = await fetch(address);
  return answer.ok ? answer.text() : "";
};

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy], [data-copy-from]")) {
    const label = button.textContent;
    const { copy, copyFrom, done } = button.dataset;
    button.hidden = false;
    button.addEventListener("click", async () => {
      const text = copy ?? (await read(copyFrom));
      if (!text) return;
      await navigator.clipboard.writeText(text);
      button.textContent = done;
      setTimeout(() => (button.textContent = label), 2000);
    });
  }
}

for (const button of document.querySelectorAll("[data-print]")) {
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}

// A map wider than the screen opens where most of it lies.

for (const box of document.querySelectorAll("[data-open-at]")) {
  box.scrollLeft = (box.scrollWidth - box.clientWidth) * Number(box.dataset.openAt);
}

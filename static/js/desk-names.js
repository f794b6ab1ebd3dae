// Names for the fields that Django's admin leaves without one: those in the columns of a table of rows, the two halves
// of an instant, the boxes that find as one types. Read from what stands on the page: the column's head, the legend.
// Each cell is told the head of its column, too: where the window is narrow, a row stands as a card (desk-narrow.css).

const FIELDS = "input:not([type=hidden]), select, textarea";
const CELLS = ":is(.results, .tabular, .acts) tbody > tr > :is(td, th)";

function named(field) {
  return field.labels?.length > 0 || field.hasAttribute("aria-label") || field.hasAttribute("aria-labelledby");
}

function plain(node) {
  return (node?.textContent ?? "").replace(/[\s:]+/g, " ").trim();
}

/** The head of the column of a cell; empty where it has none. */
function headOf(cell) {
  const head = cell.closest("table")?.tHead?.rows[0]?.cells[cell.cellIndex];
  return plain(head?.querySelector(".text") ?? head);
}

/** The head of the column in which a field of a table of rows stands. */
function column(field) {
  const cell = field.closest(".tabular td, .results td");
  return cell ? headOf(cell) : "";
}

function tellHead(cell) {
  cell.dataset.head = headOf(cell);
  if (/^[-–]$/.test(plain(cell))) cell.dataset.none = "";
}

/** Of one half of an instant: what it is of, and the word that stands before the half. */
function half(field) {
  if (!field.closest(".datetime")) return "";
  const whole = field.closest("fieldset.flex-container, .form-row, .flex-container, td");
  const of = plain(whole?.querySelector("legend, label")) || column(field);
  return [of, plain(field.previousSibling)].filter(Boolean).join(", ");
}

function name(field) {
  const said = half(field) || column(field);
  if (said) field.setAttribute("aria-label", said);
}

function nameFinder(box) {
  const select = box.closest(".select2-container")?.previousElementSibling;
  const said = select?.labels?.length ? plain(select.labels[0]) : (select?.getAttribute("aria-label") ?? "");
  if (!said) return;
  for (const part of [box, box.querySelector(".select2-selection__rendered")]) {
    if (part?.getAttribute("aria-label") === said) continue;
    part?.removeAttribute("aria-labelledby");
    part?.setAttribute("aria-label", said);
  }
}

/** A rich text: by the label of its field, which is bound to what the editor hides. */
function nameText(text) {
  const label = text.closest(".form-row, .act div, form div:has(> label)")?.querySelector("label, legend");
  if (label) text.setAttribute("aria-label", plain(label));
}

function look() {
  for (const cell of document.querySelectorAll(CELLS)) if (!("head" in cell.dataset)) tellHead(cell);
  for (const field of document.querySelectorAll(FIELDS)) if (!named(field)) name(field);
  for (const box of document.querySelectorAll(".select2-selection[role=combobox]")) nameFinder(box);
  for (const text of document.querySelectorAll(".ProseMirror[role=textbox]")) if (!named(text)) nameText(text);
  for (const sign of document.querySelectorAll("span.help-tooltip[aria-label]:not([role])")) sign.role = "img";
  // The head of a column that says nothing is no head.
  for (const empty of document.querySelectorAll(".tabular thead th:empty")) {
    const cell = document.createElement("td");
    cell.className = empty.className;
    if (empty.colSpan > 1) cell.colSpan = empty.colSpan;
    empty.replaceWith(cell);
  }
}

let asked = 0;
function soon() {
  if (!asked) asked = requestAnimationFrame(() => ((asked = 0), look()));
}

look();
const form = document.querySelector(".change-form, .change-list, .desk");
if (form) new MutationObserver(soon).observe(form, { childList: true, subtree: true });

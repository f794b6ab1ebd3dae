/* The form of a term: rows for further names, and the terms that fit the relation chosen in a row.
   Without this script there is one empty row for each language, and the server refuses what does not fit. */

// Names: a further row in a language.

const names = document.querySelector(".names");
const total = names?.querySelector("[name$='-TOTAL_FORMS']");

function addName(group, button) {
  const row = names.querySelector("template").content.cloneNode(true);
  for (const part of row.querySelectorAll("[id], [name], [for]")) {
    for (const attribute of ["id", "name", "for"]) {
      const value = part.getAttribute(attribute);
      if (value) part.setAttribute(attribute, value.replace("__prefix__", total.value));
    }
  }
  row.querySelector("[name$='-language']").value = group.dataset.language;
  const text = row.querySelector("[name$='-text']");
  total.value = Number(total.value) + 1;
  button.before(row);
  text.focus();
}

for (const button of names?.querySelectorAll(".names-add") ?? []) {
  button.hidden = false;
  button.addEventListener("click", () => addName(button.closest(".names-language"), button));
}

// Relations: the box asks for what fits. It is the admin's own, which speaks jQuery.

const $ = window.django?.jQuery;

const linkIn = (box) => box.closest("tr").querySelector("select[name$='-kind']");

function offer(box) {
  const data = ({ term, page }) => ({
    term: term ?? "",
    page: page ?? 1,
    kind: linkIn(box).value,
    of: box.dataset.subject,
  });
  $(box).select2({ ajax: { data, cache: false } });
  linkIn(box).addEventListener("change", () => $(box).val(null).trigger("change"));
}

if ($) {
  for (const box of document.querySelectorAll(".fitting-term:not([name*=__prefix__])")) offer(box);
  document.addEventListener("formset:added", (event) => {
    for (const box of event.target.querySelectorAll(".fitting-term")) offer(box);
  });
}

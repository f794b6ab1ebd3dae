/* A file dropped on the form is put where it would have been chosen. The form works without. */

const form = document.querySelector("[data-verify]");
const field = form?.querySelector('input[type="file"]');

function over(event, is) {
  if (!event.dataTransfer?.types.includes("Files")) return false;
  event.preventDefault();
  form.toggleAttribute("data-over", is);
  return true;
}

if (field) {
  form.addEventListener("dragover", (event) => over(event, true));
  form.addEventListener("dragleave", (event) => over(event, false));
  form.addEventListener("drop", (event) => {
    if (!over(event, false) || event.dataTransfer.files.length === 0) return;
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}

/* The words of the rich-text editor in the officer's language (press/admin/editor_words.py). Runs before the editor,
   which asks for ``window.gettext`` as it is loaded, and says the rest, such as the names of its buttons, in English. */

const words = JSON.parse(document.getElementById("editor-words").textContent);
const said = (word) => words[word] ?? word;

window.gettext = said;

/* Only what the library has written: never the text that somebody writes. */
function tell(root) {
  for (const one of [root, ...root.querySelectorAll("[title], [aria-label]")]) {
    for (const name of ["title", "aria-label"]) {
      const known = one.getAttribute(name);
      if (known && said(known) !== known) one.setAttribute(name, said(known));
    }
  }
  for (const one of root.querySelectorAll(".prose-menubar__option > *, dialog option")) {
    if (one.localName === "option") one.value = one.value; // the editor reads the value, which stays its own word
    if (said(one.textContent) !== one.textContent) one.textContent = said(one.textContent);
  }
}

document.addEventListener("prose-editor:ready", ({ detail: { editor } }) => {
  const around = editor.view.dom.closest(".prose-editor") ?? editor.view.dom.parentElement;
  const menu = around.querySelector(".prose-menubar");
  const watch = { childList: true };
  const added = (changes) => {
    for (const { addedNodes } of changes) for (const one of addedNodes) if (one.nodeType === Node.ELEMENT_NODE) tell(one);
  };
  if (menu) {
    tell(menu);
    new MutationObserver(added).observe(menu, { ...watch, subtree: true });
  }
  new MutationObserver(added).observe(editor.view.dom.parentElement, watch); // its windows
});

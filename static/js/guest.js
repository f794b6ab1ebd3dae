// What a guest marks in the text stands in the form as the passage of his remark, unless he has written there himself.
const text = document.querySelector(".release");
const quote = document.querySelector("#quote");

if (text && quote) {
  let taken = "";
  document.addEventListener("selectionchange", () => {
    const marked = document.getSelection();
    const words = marked.toString().trim();
    const within = marked.anchorNode && text.contains(marked.anchorNode) && text.contains(marked.focusNode);
    if (words && within && quote.value.trim() === taken) {
      quote.value = taken = words.replace(/\s+/g, " ");
    }
  });
}

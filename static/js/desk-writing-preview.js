/* The page as readers will see it, beside the text, drawn by the site from what stands in the form. */

const PAUSE = 1200; // milliseconds after the last key

export function preview({ page, form, text }) {
  const part = page.querySelector("[data-part=preview]");
  const asking = part.querySelector("form");
  const frame = part.querySelector("iframe");
  const box = part.querySelector(".writing-frame");
  let timer = 0;
  let shown = "";
  let scrolled = 0;

  function draw() {
    if (!part.matches(".writing-part:not([hidden])") || box.getBoundingClientRect().width === 0) return;
    const said = text.read();
    const now = JSON.stringify(said);
    if (now === shown || !said.headline.trim()) return;
    shown = now;
    for (const [name, value] of Object.entries(said)) asking.elements[name].value = value;
    scrolled = frame.contentWindow?.scrollY ?? 0;
    asking.submit();
  }

  frame.addEventListener("load", () => {
    try {
      frame.contentWindow.scrollTo(0, scrolled);
    } catch {
      // The frame shows a page that does not let itself be touched: it begins at its top.
    }
  });
  const widths = part.querySelector(".writing-widths");
  widths.hidden = false;
  widths.addEventListener("click", (event) => {
    const button = event.target.closest("[data-width]");
    if (!button) return;
    box.dataset.width = button.dataset.width;
    for (const one of widths.children) one.setAttribute("aria-pressed", String(one === button));
  });
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(draw, PAUSE);
  };
  form.addEventListener("input", later);
  form.addEventListener("writing:saved", later);
  page.addEventListener("writing:filed", () => {
    shown = "";
    later();
  });
  page.addEventListener("writing:part", later);
  later();
}

/* What comes from a word processor, an office in the browser or a mail, made into what a body holds before the editor
   reads it: bold, italic, headings, lists, quotes, tables and links stay, all else goes.

   Those programs say bold and lists by styles, which the policy of our pages forbids to apply: they are read from
   the text of the attribute, under another name. */

const HIDDEN = /<!--\[if[\s\S]*?<!\[endif\]-->|<style[\s\S]*?<\/style>/gi;
const STYLE = /(<[a-z][^<>]*?\s)style=/gi;
const DROPPED = "script, style, meta, link, title, xml, img, object, iframe, input, button, svg, .gmail_signature, .moz-signature";

export function pasted(html) {
  const renamed = repeat(html.replace(HIDDEN, ""), STYLE, "$1data-style=");
  const page = new DOMParser().parseFromString(renamed, "text/html");
  for (const element of page.querySelectorAll(DROPPED)) element.remove();
  lists(page);
  for (const element of [...page.querySelectorAll("[data-style], b, strong, i, em")]) mark(page, element);
  for (const element of page.querySelectorAll("*")) {
    for (const { name } of [...element.attributes]) {
      if (!["href", "colspan", "rowspan"].includes(name)) element.removeAttribute(name);
    }
    // Tags of Office itself: <o:p>, <w:sdt>.
    if (element.tagName.includes(":")) element.replaceWith(...element.childNodes);
  }
  for (const heading of page.querySelectorAll("h1, h4, h5, h6")) {
    const meant = page.createElement(heading.matches("h1") ? "h2" : "h3");
    meant.append(...heading.childNodes);
    heading.replaceWith(meant);
  }
  for (const link of page.querySelectorAll("a:not([href])")) link.replaceWith(...link.childNodes);
  return page.body.innerHTML;
}

function repeat(text, pattern, by) {
  let before;
  do {
    before = text;
    text = text.replace(pattern, by);
  } while (text !== before);
  return text;
}

/* Bold and italic as elements; an element that says it is not bold is none. */
function mark(page, element) {
  const style = element.dataset.style ?? "";
  const weight = /(?<![\w-])font-weight:\s*(bold|[6-9]00)/i.test(style);
  const slant = /(?<![\w-])font-style:\s*italic/i.test(style);
  if (element.matches("b, strong") && /(?<![\w-])font-weight:\s*(normal|400)/i.test(style)) {
    element.replaceWith(...element.childNodes);
  } else if (element.matches("i, em") && /(?<![\w-])font-style:\s*normal/i.test(style)) {
    element.replaceWith(...element.childNodes);
  } else if (element.matches("span, font")) {
    if (weight) wrap(page, element, "strong");
    if (slant) wrap(page, element, "em");
  }
}

function wrap(page, element, tag) {
  if (!element.textContent.trim()) return;
  const around = page.createElement(tag);
  around.append(...element.childNodes);
  element.append(around);
}

/* Word writes a list as paragraphs with "mso-list" in their style and the bullet in their text. */
function lists(page) {
  for (const first of [...page.querySelectorAll("[data-style*='mso-list'], .MsoListBullet, .MsoListNumber")]) {
    if (!first.isConnected || !item(first)) continue;
    let list = null;
    let next = first;
    while (next && item(next)) {
      const following = next.nextElementSibling;
      const row = page.createElement("li");
      const numbered = unbullet(next);
      if (!list) {
        list = page.createElement(numbered ? "ol" : "ul");
        next.before(list);
      }
      row.append(...next.childNodes);
      list.append(row);
      next.remove();
      next = following;
    }
  }
}

const item = (element) =>
  element.matches("p, h1, h2, h3, h4, h5, h6, div") &&
  (/mso-list:\s*l\d/i.test(element.dataset.style ?? "") || element.matches(".MsoListBullet, .MsoListNumber"));

const BULLET = /^[\s\u00a0]*([·•o§\-–▪◦\u{f000}-\u{f0ff}]|\(?(\d+|[a-z]|[ivx]+)[.)])[\s\u00a0]+/iu;

/* Takes the bullet or the number off, and says whether it was a number. */
function unbullet(paragraph) {
  const ignored = [...paragraph.querySelectorAll("[data-style]")].find((one) => /mso-list:\s*ignore/i.test(one.dataset.style));
  const told = (ignored ?? paragraph).textContent.match(ignored ? /([\da-z]+)[.)]/i : BULLET);
  if (ignored) ignored.remove();
  else if (told) cut(paragraph, told[0].length);
  return Boolean(told && /[\da-z]/i.test(told[1] ?? "") && /[.)]/.test(told[0]));
}

function cut(element, characters) {
  const walker = element.ownerDocument.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  let left = characters;
  while (left > 0 && walker.nextNode()) {
    const taken = Math.min(left, walker.currentNode.data.length);
    walker.currentNode.data = walker.currentNode.data.slice(taken);
    left -= taken;
  }
}

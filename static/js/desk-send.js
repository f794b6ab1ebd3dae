/* Asking the desk's API: JSON both ways, with the token of the page. */

export async function send(method, path, said, options = {}) {
  const ask = () =>
    fetch(path, {
      method,
      headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token() },
      body: said === undefined ? undefined : JSON.stringify(said),
      credentials: "same-origin",
      ...options,
    });
  let answer = await ask();
  if (answer.status === 403 && (await renewed())) answer = await ask();
  const told = await answer.json().catch(() => null);
  if (!answer.ok) {
    const detail = typeof told?.detail === "string" ? told.detail : "";
    throw Object.assign(new Error(detail), { status: answer.status });
  }
  return told;
}

const tokens = () => document.querySelectorAll("[name=csrfmiddlewaretoken]");
const token = () => tokens()[0]?.value ?? "";

/* Who was signed out and signed in again in another window has another token; this page takes it over. */
async function renewed() {
  const page = await fetch(location.href, { credentials: "same-origin" }).catch(() => null);
  if (!page?.ok || page.redirected) return false;
  const fresh = new DOMParser().parseFromString(await page.text(), "text/html");
  const value = fresh.querySelector("[name=csrfmiddlewaretoken]")?.value;
  if (!value || fresh.querySelector(".writing-page")?.dataset.person !== document.querySelector(".writing-page")?.dataset.person) {
    return false;
  }
  for (const one of tokens()) one.value = value;
  return true;
}

export function fill(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

export function make(tag, properties = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (name.includes("-") || name === "role" || name === "for") element.setAttribute(name, value);
    else element[name] = value;
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

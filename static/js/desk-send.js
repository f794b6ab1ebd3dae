/* Asking the desk's API: JSON both ways, with the token of the page. */

export async function send(method, path, said, options = {}) {
  const token = document.querySelector("[name=csrfmiddlewaretoken]")?.value ?? "";
  const answer = await fetch(path, {
    method,
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
    body: said === undefined ? undefined : JSON.stringify(said),
    credentials: "same-origin",
    ...options,
  });
  const told = await answer.json().catch(() => null);
  if (!answer.ok) {
    const detail = typeof told?.detail === "string" ? told.detail : "";
    throw Object.assign(new Error(detail), { status: answer.status });
  }
  return told;
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

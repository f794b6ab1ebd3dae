// An act that is under way, told as it goes on: what the page says of it is fetched anew until it is settled, then the
// whole page. Without scripts the page refreshes itself.

const PAUSE = 2000; // milliseconds

async function fetched() {
  const answer = await fetch(location.href, { headers: { Accept: "text/html" } });
  if (!answer.ok) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html");
}

async function look(told) {
  const page = await fetched().catch(() => null); // no net: it is asked again
  const now = page?.querySelector("[data-under-way]");
  if (page && !now) {
    location.reload();
    return;
  }
  if (now && now.textContent !== told.textContent) told.replaceChildren(...now.childNodes);
  setTimeout(look, PAUSE, told);
}

const told = document.querySelector("[data-under-way]");
if (told) setTimeout(look, PAUSE, told);

/* Words that a writing page kept in this browser because they did not arrive (desk-writing.js). They may be under an
   embargo: they are there for who wrote them alone, some days at most, and not beyond his signing out. On every page
   of the desk: what another person left is removed as soon as somebody is signed in, what is old at once. */

const BEGINS = "writing:";
const DAYS = 7;
const OLDEST = DAYS * 86_400_000; // milliseconds
const WAIT = 3_000; // milliseconds for what is saved before one leaves

export const keyOf = (release, language, person) => `${BEGINS}${release}:${language}:${person}`;

/* ``words``: ``null`` when they have arrived. A browser may forbid it; then only the site keeps what is typed. */
export function keep(key, words) {
  try {
    if (words) localStorage.setItem(key, JSON.stringify({ ...words, at: Date.now() }));
    else localStorage.removeItem(key);
  } catch {
    // As said above.
  }
}

/* What was kept under a key; ``null`` where nothing was, or what nobody can read. */
export function kept(key) {
  try {
    return JSON.parse(localStorage.getItem(key) ?? "null");
  } catch {
    return null;
  }
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(BEGINS));
  } catch {
    return [];
  }
}

const isOld = (key) => !(Date.now() - (kept(key)?.at ?? 0) < OLDEST);
const told = document.querySelector("meta[name=desk-person]");
const mine = () => keys().filter((key) => told && key.endsWith(`:${told.content}`));

for (const key of keys()) if (isOld(key) || (told && !mine().includes(key))) keep(key, null);

/* Signing out: what can still be saved is saved first; what cannot is not dropped unasked. */
document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!told || event.defaultPrevented || !new URL(form.action).pathname.endsWith("/logout/")) return;
  event.preventDefault();
  const saving = [];
  if (mine().length) document.dispatchEvent(new CustomEvent("desk:leaving", { detail: saving }));
  await Promise.race([Promise.allSettled(saving), new Promise((go) => setTimeout(go, WAIT))]);
  if (mine().length && !confirm(told.dataset.unsaved)) return;
  for (const key of mine()) keep(key, null);
  form.submit();
});

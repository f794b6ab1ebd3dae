/* A release for the head of the home page is found by its headline as one types. Without this its number is given. */

import { choosing } from "./desk-choosing.js";
import { fill, send } from "./desk-send.js";

const part = document.querySelector(".pins-finding");
const number = document.getElementById("id_release");

if (part && number) {
  const status = part.querySelector("[data-chosen-status]");
  const find = async (sought) => {
    const found = await send("GET", `${part.dataset.address}?${new URLSearchParams({ q: sought, part: "releases" })}`);
    return found.map((one) => ({ ...one, detail: one.number }));
  };
  choosing(part.querySelector("input"), part.dataset, find, (one) => {
    number.value = one.number;
    status.textContent = fill(part.dataset.chosen, { name: one.name });
    number.closest("form").querySelector("[type=submit]").focus();
  });
  number.addEventListener("input", () => (status.textContent = ""));
  part.hidden = false;
}

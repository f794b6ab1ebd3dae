/* Clocks that run, a countdown, and what is chosen in a form by the clock of each zone.
   Without this script they stand as they were when the page was drawn. */

const boxes = [...document.querySelectorAll(".clocks")];
const language = document.documentElement.lang || "en";

const loadedAt = performance.now();
// The server's clock counts, not that of this machine.
const nowIn = (box) => new Date(Date.parse(box.dataset.now) + performance.now() - loadedAt);

function shownIn(zone, instant, seconds) {
  const parts = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    hourCycle: "h23",
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    ...(seconds ? { second: "2-digit" } : {}),
  }).formatToParts(instant);
  const part = (type) => parts.find((one) => one.type === type)?.value ?? "";
  const time = [part("hour"), part("minute"), ...(seconds ? [part("second")] : [])].join(":");
  return `${part("year")}-${part("month")}-${part("day")} ${time}`;
}

function left(milliseconds) {
  const seconds = Math.ceil(milliseconds / 1000);
  const days = Math.floor(seconds / 86400);
  const two = (number) => String(number).padStart(2, "0");
  const time = `${two(Math.floor((seconds % 86400) / 3600))}:${two(Math.floor((seconds % 3600) / 60))}:${two(seconds % 60)}`;
  if (!days) return time;
  const unit = new Intl.NumberFormat(language, { style: "unit", unit: "day", unitDisplay: "long" });
  return `${unit.format(days)} ${time}`;
}

function tick() {
  for (const box of boxes) {
    const now = nowIn(box);
    for (const clock of box.querySelectorAll("[data-zone]")) {
      clock.querySelector("[data-running]").textContent = shownIn(clock.dataset.zone, now, true);
    }
    const countdown = box.querySelector("[data-countdown]");
    if (countdown) {
      const rest = Date.parse(countdown.dateTime) - now;
      countdown.textContent = rest > 0 ? left(rest) : countdown.dataset.countdown;
      countdown.classList.toggle("countdown-soon", rest < 3600_000);
    }
  }
}

// The instants that a wall clock may mean: one, or two where summer time ends; none where it begins.
function meant(wall, zone) {
  const asIfUtc = Date.parse(`${wall}Z`);
  const found = new Set();
  for (let hours = -15; hours <= 15; hours += 0.25) {
    const instant = asIfUtc - hours * 3600_000;
    if (shownIn(zone, new Date(instant)) === wall.replace("T", " ").slice(0, 16)) found.add(instant);
  }
  return [...found];
}

function follow(input, box) {
  const own = box.querySelector("[data-zone]").dataset.zone; // the officer's stands first
  const show = () => {
    const instants = input.value ? meant(input.value, own) : [];
    for (const clock of box.querySelectorAll("[data-zone]")) {
      const chosen = clock.querySelector("[data-chosen]");
      chosen.hidden = instants.length !== 1;
      if (!chosen.hidden) chosen.textContent = `→ ${shownIn(clock.dataset.zone, new Date(instants[0]))}`;
    }
  };
  input.addEventListener("input", show);
  show();
}

for (const box of boxes) {
  const input = box.closest("form")?.querySelector("input[type='datetime-local']");
  if (input) follow(input, box);
}

if (boxes.length) {
  tick();
  setInterval(tick, 1000);
}

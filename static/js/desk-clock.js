// The clocks of the desk's first page and what is left until the next instants. They count from the server's clock,
// not from that of the machine; when an instant has come the page is fetched anew.

const clock = document.querySelector("[data-clock]");
if (clock) {
  const behind = Number(clock.dataset.clock) * 1000 - Date.now();
  const language = document.documentElement.lang;
  const time = (zone) => new Intl.DateTimeFormat(language, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone: zone });
  const own = time(clock.dataset.zone);
  const utc = time("UTC");
  const left = [...document.querySelectorAll("[data-until]")];
  const HOUR = 3600;

  function told(seconds) {
    const minutes = Math.floor(seconds / 60);
    return `${minutes}:${String(seconds % 60).padStart(2, "0")}`;
  }

  function tick() {
    const now = Date.now() + behind;
    clock.querySelector("[data-clock-own]").textContent = own.format(now);
    clock.querySelector("[data-clock-utc]").textContent = utc.format(now);
    for (const one of left) {
      const seconds = Math.ceil(Number(one.dataset.until) - now / 1000);
      if (seconds <= -1) {
        location.reload();
        return;
      }
      if (seconds < HOUR) one.textContent = `−${told(Math.max(seconds, 0))}`;
    }
    setTimeout(tick, 1000 - (now % 1000));
  }

  tick();
}

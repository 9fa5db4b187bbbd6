"use strict";
// Keeps the page live: fetches it again when the node says that something changed.
(() => {
  const world = document.documentElement.className, bar = id => document.getElementById(id);
  const rings = () => new Set([...document.querySelectorAll("[data-rings]")].map(e => e.dataset.rings));
  let known = rings(), sound = null;
  const beep = () => {
    if (!sound || sound.state !== "running") { bar("nosound").hidden = false; return; }
    for (let i = 0; i < 3; i++) {
      const o = sound.createOscillator(), at = sound.currentTime + i * 0.4;
      o.type = world === "live" ? "square" : "sine"; o.frequency.value = world === "live" ? 880 : 440;
      o.connect(sound.destination); o.start(at); o.stop(at + 0.25);
    }
  };
  bar("allow")?.addEventListener("click", () => { sound = new AudioContext(); bar("nosound").hidden = true; });
  if (known.size) bar("nosound").hidden = false;
  // What somebody is writing is not taken from under their hands.
  const busy = () => [...document.querySelectorAll("#main input:not([type=hidden]), #main textarea")]
    .some(f => f === document.activeElement || f.value !== f.defaultValue);
  const refresh = async () => {
    if (busy()) { later(1000); return; }
    const answer = await fetch(location.href);
    if (!answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
    const main = fresh.getElementById("main");
    if (!main) { location.reload(); return; }
    if (busy()) { later(1000); return; } // they began while it came
    document.getElementById("main").replaceWith(main);
    document.title = fresh.title;
    const now = rings();
    if ([...now].some(r => !known.has(r))) beep();
    known = now;
  };
  // The first event comes at once: what changed between drawing the page and
  // listening is not missed.
  let pending = 0;
  const later = ms => {
    clearTimeout(pending); pending = setTimeout(() => refresh().catch(() => { bar("notlive").hidden = false; }), ms);
  };
  const source = new EventSource("/api/v1/" + world + "/stream");
  source.addEventListener("changed", () => {
    bar("notlive").hidden = true;
    later(150);
  });
  source.onerror = () => { bar("notlive").hidden = false; };
  const shown = bar("utc").textContent.split(":").map(Number), start = Date.now();
  const base = shown[0] * 3600 + shown[1] * 60 + shown[2];
  setInterval(() => {
    const t = (base + Math.floor((Date.now() - start) / 1000)) % 86400, two = n => String(n).padStart(2, "0");
    bar("utc").textContent = two(Math.floor(t / 3600)) + ":" + two(Math.floor(t / 60) % 60) + ":" + two(t % 60);
  }, 1000);
})();

// A little comfort; every page works without it.
"use strict";
(() => {
  const told = document.getElementById("told");
  const say = (text) => {
    told.textContent = text;
    setTimeout(() => { told.textContent = ""; }, 6000);
  };

  // a decision without leaving the place
  document.addEventListener("submit", async (event) => {
    const button = event.submitter;
    if (!button?.dataset.verdict) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(event.target, button));
    try {
      const answer = await fetch(event.target.action, { method: "POST", body, headers: { Accept: "application/json" } });
      if (!answer.ok) return say((await answer.json()).trouble);
    } catch {
      return say(document.body.dataset.away);
    }
    const pressed = button.value === "keep";
    button.value = pressed ? "withdraw" : "keep";
    button.setAttribute("aria-pressed", pressed);
    if (button.dataset.verdict === "read") button.closest(".story")?.classList.toggle("is-read", pressed);
  });

  // the keyboard
  const items = [...document.querySelectorAll("[data-item]")];
  let place = -1;
  const link = () => items[place]?.querySelector("h2 a, h3 a, a");
  const go = (step) => {
    if (!items.length) return;
    items[place]?.classList.remove("at");
    place = Math.max(0, Math.min(items.length - 1, place + step));
    items[place].classList.add("at");
    link()?.focus({ preventScroll: true });
    items[place].scrollIntoView({ block: "nearest" });
  };
  const press = (kind) => (items[place] ?? document).querySelector(`[data-verdict=${kind}]`)?.click();
  const keys = {
    "/": () => document.querySelector("input[type=search]").focus(),
    j: () => go(1),
    k: () => go(-1),
    o: () => link()?.click(),
    s: () => press("star"),
    r: () => press("read"),
    m: () => press("mute"),
    h: () => { location.href = "/"; },
  };
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.closest("input, select, textarea")) {
      if (event.key === "Escape") event.target.blur();
    } else if (keys[event.key]) {
      event.preventDefault();
      keys[event.key]();
    }
  });
})();

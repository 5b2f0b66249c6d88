"use strict";
(() => {
  const find = (id) => document.getElementById(id);
  const screens = [...document.querySelectorAll(".slide")];
  const body = document.body;
  const speaking = new URLSearchParams(location.search).has("notes");
  const words = find("speaker").dataset;
  const titles = screens.map((screen) => screen.querySelector("h1,h2").textContent);
  const state = { at: 0, began: 0 };
  let listing = false;

  // ---- one slide at a time

  function show(at, tell = true) {
    state.at = Math.max(0, Math.min(screens.length - 1, at));
    screens.forEach((screen, number) => screen.classList.toggle("here", number === state.at));
    find("count").innerHTML = "";
    find("count").append(bold(state.at + 1), ` / ${screens.length}`);
    find("progress").setAttribute("aria-valuenow", state.at + 1);
    find("progress").style.setProperty("--done", `${(100 * (state.at + 1)) / screens.length}%`);
    find("previous").setAttribute("aria-disabled", state.at === 0);
    find("next").setAttribute("aria-disabled", state.at === screens.length - 1);
    find("aloud").textContent = `${state.at + 1} / ${screens.length}: ${titles[state.at]}`;
    document.querySelectorAll(".cards a").forEach((card, number) => {
      if (number === state.at) card.setAttribute("aria-current", "true");
      else card.removeAttribute("aria-current");
    });
    history.replaceState(null, "", `#${screens[state.at].id}`);
    scrollTo(0, 0);
    if (speaking) prompt();
    if (tell) say();
  }

  function bold(text) {
    const element = document.createElement("b");
    element.textContent = text;
    return element;
  }

  const next = () => show(state.at + 1);
  const previous = () => show(state.at - 1);

  function list(on) {
    listing = on;
    body.classList.toggle("listing", on);
    find("cards").hidden = !on;
    find("overview").setAttribute("aria-pressed", on);
    if (on) document.querySelector(".cards [aria-current]").focus();
    else find("overview").focus();
  }

  function note() {
    find("notes").setAttribute("aria-pressed", body.classList.toggle("noting"));
  }

  // ---- two windows in step: by the window that opened the other, and by a channel where the browser has one

  const channel = "BroadcastChannel" in window ? new BroadcastChannel(`slides ${location.pathname}`) : null;
  let other = window.opener;

  function say(message = { at: state.at, began: state.began }) {
    channel?.postMessage(message);
    if (other && !other.closed) other.postMessage(message, "*");
  }

  function hear({ at, began, hello }) {
    if (hello) return say();
    if (!Number.isInteger(at) || !Number.isFinite(began)) return;
    if (began !== state.began) {
      state.began = began;
      if (speaking) tick();
    }
    if (at !== state.at) show(at, false);
  }

  channel?.addEventListener("message", (event) => hear(event.data));
  window.addEventListener("message", (event) => {
    if (event.source && event.source === other && event.data) hear(event.data);
  });

  function open() {
    const page = `${location.href.split(/[?#]/)[0]}?notes#${screens[state.at].id}`;
    const opened = window.open(page, "speaker", "width=1100,height=760");
    if (opened) other = opened;
    find("blocked").hidden = Boolean(opened);
  }

  // ---- the speaker's side: notes, what comes next, and the clock of the plan

  function prompt() {
    const screen = screens[state.at];
    find("now").textContent = titles[state.at];
    find("spoken").textContent = screen.querySelector(".notes p")?.lastChild.textContent.trim() ?? "";
    find("coming").textContent = titles[state.at + 1] ?? words.end;
    find("part").textContent = screen.dataset.label;
    tick();
  }

  function tick() {
    const gone = state.began ? (Date.now() - state.began) / 1000 : 0;
    const left = Number(screens[state.at].dataset.end) * 60 - gone;
    find("elapsed").textContent = span(gone);
    find("left").textContent = left < 0 ? `${span(-left)} ${words.over}` : span(left);
    find("left").classList.toggle("late", left < 0);
    find("start").textContent = state.began ? words.restart : words.start;
  }

  function span(seconds) {
    const whole = Math.floor(seconds);
    const parts = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
    return (parts[0] ? parts : parts.slice(1)).map((part) => String(part).padStart(2, "0")).join(":");
  }

  function restart() {
    state.began = Date.now();
    tick();
    say();
  }

  // ---- keys, taps and swipes

  function scrolled(down) {
    const room = down ? document.documentElement.scrollHeight - innerHeight - scrollY : scrollY;
    if (room < 8) return false;
    scrollBy(0, (down ? 1 : -1) * 0.85 * innerHeight);
    return true;
  }

  const keys = {
    ArrowRight: next,
    ArrowLeft: previous,
    ArrowDown: () => scrolled(true) || next(),
    ArrowUp: () => scrolled(false) || previous(),
    PageDown: () => scrolled(true) || next(),
    PageUp: () => scrolled(false) || previous(),
    " ": (event) => (event.shiftKey ? scrolled(false) || previous() : scrolled(true) || next()),
    Home: () => show(0),
    End: () => show(screens.length - 1),
  };
  const letters = {
    n: note,
    s: open,
    o: () => list(!listing),
    f: () => (document.fullscreenElement ? document.exitFullscreen() : document.documentElement.requestFullscreen?.()),
    h: () => find("keys").showModal(),
    "?": () => find("keys").showModal(),
    Escape: () => listing && list(false),
  };

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || find("keys").open) return;
    if (event.key === " " && event.target.closest("button,a")) return;
    const inside = event.target.closest(".chart");
    if (inside && inside.scrollWidth > inside.clientWidth && /^Arrow(Left|Right)$/.test(event.key)) return;
    const act = (listing ? null : keys[event.key]) ?? letters[event.key];
    if (!act) return;
    event.preventDefault();
    act(event);
  });

  let from = null;
  find("deck").addEventListener("pointerdown", (event) => {
    const chart = event.target.closest(".chart");
    from = { x: event.clientX, y: event.clientY, scrolls: Boolean(chart && chart.scrollWidth > chart.clientWidth) };
  });
  find("deck").addEventListener("pointercancel", (event) => {
    if (from && event.pointerType === "touch") swipe(event);
    from = null;
  });
  find("deck").addEventListener("click", (event) => {
    if (speaking || event.target.closest("a,button") || String(getSelection())) return;
    if (!from || swipe(event)) return;
    (event.clientX < innerWidth / 3 ? previous : next)();
  });

  function swipe(event) {
    const across = event.clientX - from.x;
    if (from.scrolls || Math.abs(across) < 60 || Math.abs(across) < 2 * Math.abs(event.clientY - from.y)) return false;
    (across < 0 ? next : previous)();
    return true;
  }

  // ---- begin

  find("previous").addEventListener("click", previous);
  find("next").addEventListener("click", next);
  find("overview").addEventListener("click", () => list(!listing));
  find("notes").addEventListener("click", note);
  find("window").addEventListener("click", open);
  find("help").addEventListener("click", () => find("keys").showModal());
  find("close").addEventListener("click", () => find("keys").close());
  find("start").addEventListener("click", restart);
  find("cards").addEventListener("click", (event) => {
    const card = event.target.closest("a");
    if (!card) return;
    event.preventDefault();
    list(false);
    show(screens.findIndex((screen) => `#${screen.id}` === card.hash));
  });
  window.addEventListener("hashchange", () => show(asked()));

  function asked() {
    return Math.max(0, screens.findIndex((screen) => `#${screen.id}` === location.hash));
  }

  body.classList.add("show");
  find("cards").hidden = true;
  for (const id of ["bar", "progress"]) find(id).hidden = false;
  if (speaking) {
    body.classList.add("speaking");
    find("speaker").hidden = false;
    for (const id of ["window", "notes"]) find(id).hidden = true;
    setInterval(tick, 1000);
  }
  show(asked(), false);
  say({ hello: true });
})();

"use strict";
// The page reads the same without this. It marks where the reader is, opens what a link leads to, lets tables be sorted,
// searched and copied, and tells of every point in a figure whose it is.
(() => {
  const main = document.querySelector("main");
  const language = document.documentElement.lang;
  const order = new Intl.Collator(language, {numeric: true});
  const number = new Intl.NumberFormat(language);
  const say = (part, holes) => main.dataset[part].replace(/\{(\w+)\}/g, (_, name) => holes[name]);
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const set = (element, attributes) => {
    for (const [name, text] of Object.entries(attributes)) element.setAttribute(name, text);
    return element;
  };
  const written = element => {  // the text of a caption or heading, without its link to itself
    const copy = element.cloneNode(true);
    copy.querySelectorAll(".here, .tools").forEach(extra => extra.remove());
    return copy.textContent.trim().replace(/\s+/g, " ");
  };
  const cells = row => [...row.cells].map(cell => cell.textContent.trim());
  const unknown = text => text === "\u2013" || text === "";

  // a discreet link to every heading, finding, figure, table and action, for who wants to show it to somebody
  const GIST = 30;  // characters that tell which place it is
  const gist = text => text.length > GIST ? `${text.slice(0, GIST).replace(/\s+\S*$/, "")}\u2026` : text;
  main.querySelectorAll(":is(h2,h3,h4)[id], .finding > :first-child, .what, figcaption, caption > :first-child").forEach(place => {
    const link = make("a", {className: "here", href: `#${place.closest("[id]").id}`}, "#");
    place.append(" ", set(link, {"aria-label": say("link", {name: gist(written(place.querySelector("b") || place))})}));
  });

  // contents: where the reader is; on a phone a bar that folds out
  const nav = document.querySelector(".contents");
  const bar = set(make("button", {type: "button", className: "unfold"}), {"aria-expanded": "false", "aria-controls": "chapters"});
  const now = make("span", {});
  bar.append(make("b", {}, nav.querySelector("h2").textContent), now);
  nav.querySelector("h2").after(bar);
  nav.classList.add("folds");
  const narrow = () => getComputedStyle(bar).display !== "none";
  const fold = open => {
    nav.classList.toggle("open", open);
    bar.setAttribute("aria-expanded", open);
  };
  bar.addEventListener("click", () => fold(!nav.classList.contains("open")));
  nav.addEventListener("click", event => { if (event.target.closest("a")) fold(false); });
  nav.addEventListener("focusout", event => { if (event.relatedTarget && !nav.contains(event.relatedTarget)) fold(false); });
  nav.addEventListener("keydown", event => {
    if (event.key !== "Escape" || !nav.classList.contains("open")) return;
    fold(false);
    bar.focus();
  });
  document.addEventListener("click", event => { if (!nav.contains(event.target)) fold(false); });
  main.addEventListener("click", event => {
    if (!event.target.closest(".back")) return;
    event.preventDefault();
    if (narrow()) {
      event.stopPropagation();
      fold(true);
      bar.focus();
    } else {
      (nav.querySelector("[aria-current=true]") || nav.querySelector("a")).focus();
    }
  });

  const places = [...nav.querySelectorAll("a")].map(link => ({link, at: document.getElementById(link.hash.slice(1))})).filter(place => place.at);
  const chapters = places.filter(({at}) => at.tagName === "SECTION");
  const findings = places.filter(({at}) => at.tagName !== "SECTION");
  const last = list => list.filter(({at}) => at.getBoundingClientRect().top < innerHeight / 3).pop();
  const current = (list, here, value) => list.forEach(place => {
    if (place === here) place.link.setAttribute("aria-current", value);
    else place.link.removeAttribute("aria-current");
  });
  let before;
  const mark = () => {
    const chapter = last(chapters);
    current(chapters, chapter, "true");
    current(findings, chapter && last(findings.filter(({at}) => chapter.at.contains(at))), "location");
    if (chapter === before) return;
    for (const {link} of chapters) link.parentElement.classList.toggle("reading", chapter && link === chapter.link);
    now.textContent = chapter ? chapter.link.textContent : "";
    before = chapter;
    if (chapter && !narrow()) {  // keep it in sight within the contents
      const top = chapter.link.offsetTop;  // within the contents, which stay in place
      if (top < nav.scrollTop || top > nav.scrollTop + nav.clientHeight / 2) nav.scrollTop = top - nav.clientHeight / 4;
    }
  };
  let waiting = 0;
  const soon = () => { waiting ||= requestAnimationFrame(() => { waiting = 0; mark(); }); };
  addEventListener("scroll", soon, {passive: true});
  addEventListener("resize", soon);
  mark();

  // a link may lead into what is folded away
  const land = () => {
    const id = decodeURIComponent(location.hash.slice(1));
    if (!id) return;
    const target = document.getElementById(id) || document.querySelector(`#${CSS.escape(id.replace(/--how$/, ""))} .how`);
    if (!target) return;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) fold.open = true;
    if (target.tagName !== "SECTION") target.scrollIntoView();
  };
  addEventListener("hashchange", land);
  land();

  // how we know tells of its data in full: sentences that the page has at its end, by their numbers; paper has them there
  const data = document.querySelectorAll("#how-sources li");
  document.querySelectorAll(".on").forEach(on => on.before(
    make("ul", {}, ...on.querySelector("a").textContent.match(/\d+/g).map(nth => make("li", {}, data[nth - 1].textContent)))));

  // paper cannot be folded out
  const opened = [];
  addEventListener("beforeprint", () => document.querySelectorAll("details.how:not([open])").forEach(fold => {
    opened.push(fold);
    fold.open = true;
  }));
  addEventListener("afterprint", () => opened.splice(0).forEach(fold => { fold.open = false; }));

  // figures: the place nearest the pointer, or the next one by arrow key
  const STEPS = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity, End: Infinity};
  const AWAY = 40;  // pixels; a pointer further from every point means none of them
  document.querySelectorAll("figure:has([data-places])").forEach(figure => {
    const drawn = figure.querySelector("[data-places]");
    const table = figure.querySelector(".data table");
    if (!table) return;
    const near = figure.querySelector(".chart").dataset.near;
    const heads = cells(table.tHead.rows[0]);
    const rows = [...table.tBodies[0].rows].map(cells);
    const title = [...table.tBodies[0].rows[0].cells].findIndex(cell => cell.tagName === "TH");
    const points = drawn.dataset.places.split(";").map((place, row) => ({row, place: place.split(" ").map(Number)}))
      .filter(({place, row}) => place.length === 2 && !unknown(rows[row][title]));
    if (!points.length) return;
    points.sort((a, b) => near === "y" ? a.place[1] - b.place[1] : a.place[0] - b.place[0] || a.place[1] - b.place[1]);

    const told = ({row}) => rows[row].map((text, column) => [heads[column], text])
      .filter(([, text], column) => column !== title && !unknown(text));
    const probe = set(make("div", {className: "probe", tabIndex: 0}), {
      role: "slider", "aria-label": say("walk", {name: written(figure.querySelector("figcaption b"))}),
      "aria-valuemin": 1, "aria-valuemax": points.length,
    });
    const spot = make("span", {className: "spot", hidden: true});
    const tip = make("div", {className: "tip", hidden: true});
    const drawing = make("div", {className: "drawing"});
    drawn.before(drawing);
    drawing.append(drawn, spot, probe);
    figure.append(tip);

    let at = 0;
    const voice = () => set(probe, {"aria-valuenow": at + 1,
      "aria-valuetext": [rows[points[at].row][title], ...told(points[at]).map(pair => pair.join(" "))].join(", ")});
    const scale = () => probe.clientWidth / drawn.viewBox.baseVal.width;
    const hide = () => { spot.hidden = tip.hidden = true; };
    const show = index => {
      at = index;
      voice();
      const [x, y] = points[at].place.map(value => value * scale());
      Object.assign(spot.style, {left: `${x}px`, top: `${y}px`});
      tip.replaceChildren(make("b", {}, rows[points[at].row][title]),
        make("dl", {}, ...told(points[at]).flatMap(([head, text]) => [make("dt", {}, head), make("dd", {}, text)])));
      spot.hidden = tip.hidden = false;
      const outer = figure.getBoundingClientRect();
      const inner = probe.getBoundingClientRect();
      const left = inner.left - outer.left + x;
      const top = inner.top - outer.top + y;
      const [wide, high, gap] = [tip.offsetWidth, tip.offsetHeight, 16];
      const beside = near === "xy" && [left + gap, left - gap - wide].find(edge => edge >= 0 && edge + wide <= outer.width);
      const above = top - high - gap + outer.top > 0 ? top - high - gap : top + gap;
      tip.style.left = `${beside || Math.max(0, Math.min(left - wide / 2, outer.width - wide))}px`;
      tip.style.top = `${beside ? top - high / 2 : above}px`;
    };
    const distance = ({place}, x, y) => near === "x" ? Math.abs(place[0] - x) + Math.abs(place[1] - y) / 1e3
      : near === "y" ? Math.abs(place[1] - y) + Math.abs(place[0] - x) / 1e3 : Math.hypot(place[0] - x, place[1] - y);
    const within = (box, event) => event.clientX >= box.left && event.clientX <= box.right && event.clientY >= box.top && event.clientY <= box.bottom;
    const point = event => {
      if (!tip.hidden && within(tip.getBoundingClientRect(), event)) return;  // what stands there may be read at leisure
      const inner = probe.getBoundingClientRect();
      const [x, y] = [(event.clientX - inner.left) / scale(), (event.clientY - inner.top) / scale()];
      const away = points.map(place => distance(place, x, y));
      const nearest = away.indexOf(Math.min(...away));
      if (away[nearest] * scale() > AWAY) hide();
      else if (tip.hidden || nearest !== at) show(nearest);
    };
    voice();
    probe.addEventListener("pointermove", event => { if (event.pointerType === "mouse") point(event); });
    probe.addEventListener("click", point);
    figure.addEventListener("pointerleave", event => { if (event.pointerType === "mouse") hide(); });
    document.addEventListener("pointerdown", event => { if (!figure.contains(event.target)) hide(); });
    document.addEventListener("keydown", event => { if (event.key === "Escape") hide(); });
    probe.addEventListener("blur", hide);
    probe.addEventListener("focus", () => { if (probe.matches(":focus-visible")) show(at); });
    figure.querySelector(".chart").addEventListener("scroll", hide, {passive: true});
    probe.addEventListener("keydown", event => {
      const step = STEPS[event.key];
      if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
      event.preventDefault();
      const next = Math.max(0, Math.min(points.length - 1, tip.hidden && Math.abs(step) === 1 ? at : at + step));
      const chart = figure.querySelector(".chart");
      const x = points[next].place[0] * scale();
      if (x < chart.scrollLeft || x > chart.scrollLeft + chart.clientWidth) chart.scrollLeft = x - chart.clientWidth / 2;
      requestAnimationFrame(() => show(next));  // after the scrolling has been told
    });
  });

  // a drawing wider than a phone is scrolled by keyboard too
  const reach = () => document.querySelectorAll(".chart:not(:has(.probe))").forEach(chart => {
    const wide = chart.scrollWidth > chart.clientWidth;
    for (const [name, text] of [["tabindex", "0"], ["role", "group"], ["aria-label", chart.querySelector("title").textContent]]) {
      if (wide) chart.setAttribute(name, text);
      else chart.removeAttribute(name);
    }
  });
  addEventListener("resize", reach);
  reach();

  // tables
  const point = number.formatToParts(1.5).find(part => part.type === "decimal").value;
  const read = text => Number([...text.replace(/[\u2212\u2013]/g, "-")].filter(sign => /[\d-]/.test(sign) || sign === point).join("").replace(point, "."));
  const value = (row, column) => {
    const cell = row.cells[column];
    if (cell.dataset.value) return Number(cell.dataset.value);
    return cell.classList.contains("number") ? read(cell.textContent) : cell.textContent.trim();
  };
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : order.compare(a, b);

  const sort = (table, heading, original) => {
    const body = table.tBodies[0];
    const column = heading.cellIndex;
    const turns = heading.classList.contains("number") ? ["descending", "ascending"] : ["ascending", "descending"];
    const turn = turns[turns.indexOf(heading.getAttribute("aria-sort")) + 1];  // after both, the order of the report
    const known = original.filter(row => !unknown(row.cells[column].textContent.trim()));
    const rest = original.filter(row => !known.includes(row));
    const sign = turn === "ascending" ? 1 : -1;
    known.sort((a, b) => sign * compare(value(a, column), value(b, column)));
    body.append(...(turn ? [...known, ...rest] : original));
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    if (turn) heading.setAttribute("aria-sort", turn);
  };

  const shown = rows => say("shown", {shown: number.format(rows.filter(row => !row.hidden).length), n: number.format(rows.length)});
  const search = (rows, text) => {
    const words = text.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
    for (const row of rows) {
      const said = row.textContent.toLocaleLowerCase(language);
      row.hidden = !words.every(word => said.includes(word));
    }
  };

  // for a spreadsheet: text stays the text it is, whatever it begins with; numbers as they are written here
  const plain = text => text.trim().replace(/[\s\u00a0\u202f]+/g, " ");
  const isNumber = (cell, rows) => cell.classList.contains("number") && !rows.tHead.contains(cell);
  const safe = (text, counts) => !counts && /^[=+\-@]/.test(text) ? `'${text}` : text;
  const copy = table => {
    const rows = [...table.rows].filter(row => !row.hidden);
    const lines = rows.map(row => [...row.cells].map(cell => safe(plain(cell.textContent), isNumber(cell, table))).join("\t"));
    const grid = make("table", {}, ...rows.map(row => make("tr", {}, ...[...row.cells].map(cell => {
      const copied = make("td", {}, plain(cell.textContent));
      return isNumber(cell, table) ? copied : set(copied, {"data-text": ""});
    }))));
    const page = grid.outerHTML.replaceAll(' data-text=""', ` style='mso-number-format:"\\@"'`);
    const give = event => {
      event.clipboardData.setData("text/plain", lines.join("\r\n"));
      event.clipboardData.setData("text/html", page);
      event.preventDefault();
    };
    document.addEventListener("copy", give, {once: true});
    const done = document.execCommand("copy");
    document.removeEventListener("copy", give);
    return done;
  };

  document.querySelectorAll(".scroll > table").forEach((table, index) => {
    const figure = table.closest("figure");
    const title = table.caption && table.caption.firstElementChild;
    const name = figure ? figure.querySelector("summary").textContent : title ? written(title) : "";
    if (!name) return;
    table.setAttribute("aria-label", name);
    set(table.parentElement, {role: "region", "aria-label": name});
    const rows = [...table.tBodies[0].rows];
    const tools = make("div", {className: "tools"});
    const output = make("output", {});
    if (table.classList.contains("sorted")) {
      for (const heading of table.tHead.rows[0].cells) {
        if (!heading.textContent) continue;
        const button = make("button", {type: "button"}, ...heading.childNodes);
        button.addEventListener("click", () => sort(table, heading, rows));
        heading.append(button);
      }
    }
    if (table.classList.contains("long")) {
      const field = make("input", {type: "search", id: `filter-${index}`, autocomplete: "off"});
      field.addEventListener("input", () => {
        search(rows, field.value);
        output.textContent = shown(rows);
      });
      tools.append(make("label", {htmlFor: field.id}, main.dataset.filter), field);
      output.textContent = shown(rows);
    }
    const button = set(make("button", {type: "button", className: "copy"}, main.dataset.copy), {"aria-label": `${main.dataset.copy}: ${name}`});
    button.addEventListener("click", () => {
      output.textContent = copy(table) ? say("copied", {rows: shown(rows)}) : main.dataset.not_copied;
    });
    (title && !tools.hasChildNodes() ? title : tools).append(button, output);
    if (tools.hasChildNodes()) (table.caption || table.createCaption()).append(tools);
  });
})();

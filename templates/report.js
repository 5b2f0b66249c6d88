"use strict";
// The page reads the same without this: it marks where the reader is, and lets long tables be sorted and searched.
(() => {
  const main = document.querySelector("main");
  const language = document.documentElement.lang;
  const order = new Intl.Collator(language, {numeric: true});
  const number = new Intl.NumberFormat(language);

  const links = new Map([...document.querySelectorAll(".contents a")].map(a => [a.hash.slice(1), a]));
  const sections = [...main.querySelectorAll("section")].filter(section => links.has(section.id));
  const mark = () => {
    const here = sections.filter(section => section.getBoundingClientRect().top < innerHeight / 3).pop();
    for (const [id, link] of links) {
      if (here && id === here.id) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  addEventListener("scroll", mark, {passive: true});
  addEventListener("resize", mark);
  mark();

  // a drawing wider than a phone is scrolled, by keyboard too
  const reach = () => document.querySelectorAll(".chart").forEach(chart => {
    const wide = chart.scrollWidth > chart.clientWidth;
    for (const [name, text] of [["tabindex", "0"], ["role", "group"], ["aria-label", chart.querySelector("title").textContent]]) {
      if (wide) chart.setAttribute(name, text);
      else chart.removeAttribute(name);
    }
  });
  addEventListener("resize", reach);
  reach();

  const value = (row, column) => {
    const cell = row.cells[column];
    return cell.dataset.value === undefined ? cell.textContent.trim() : Number(cell.dataset.value);
  };
  const compare = (a, b) => typeof a === "number" && typeof b === "number" ? a - b : order.compare(a, b);
  const unknown = text => text === "\u2013" || text === "";

  const sort = (table, heading) => {
    const body = table.tBodies[0];
    const column = heading.cellIndex;
    const numeric = heading.classList.contains("number");
    const before = heading.getAttribute("aria-sort");
    const upward = before ? before === "descending" : !numeric;
    const known = [...body.rows].filter(row => !unknown(value(row, column)));
    const rest = [...body.rows].filter(row => unknown(value(row, column)));
    known.sort((a, b) => (upward ? 1 : -1) * compare(value(a, column), value(b, column)));
    body.append(...known, ...rest);
    for (const other of table.tHead.rows[0].cells) other.removeAttribute("aria-sort");
    heading.setAttribute("aria-sort", upward ? "ascending" : "descending");
  };

  const search = (table, text, output) => {
    const words = text.toLocaleLowerCase(language).split(/\s+/).filter(Boolean);
    const rows = [...table.tBodies[0].rows];
    for (const row of rows) {
      const said = row.textContent.toLocaleLowerCase(language);
      row.hidden = !words.every(word => said.includes(word));
    }
    const shown = rows.filter(row => !row.hidden).length;
    output.textContent = main.dataset.shown.replace("{shown}", number.format(shown)).replace("{n}", number.format(rows.length));
  };

  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  document.querySelectorAll("table.long").forEach((table, index) => {
    for (const heading of table.tHead.rows[0].cells) {
      const button = make("button", {type: "button"}, ...heading.childNodes);
      button.addEventListener("click", () => sort(table, heading));
      heading.append(button);
    }
    const output = make("output", {});
    const field = make("input", {type: "search", id: `filter-${index}`, autocomplete: "off"});
    field.addEventListener("input", () => search(table, field.value, output));
    const label = make("label", {htmlFor: field.id}, main.dataset.filter);
    const caption = table.caption || table.createCaption();
    const title = caption.firstElementChild || caption.appendChild(make("div", {}));
    if (title.textContent) {  // the table keeps the name it had
      title.id = `title-${index}`;
      table.setAttribute("aria-labelledby", title.id);
    }
    title.after(make("div", {className: "filter"}, label, field, output));
    search(table, "", output);
  });
})();

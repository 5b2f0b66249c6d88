// One question at a time, what was answered kept in the browser, and at the end the result and how to send it. Without
// this the page is a list of questions to read and print.
(() => {
  const {asked, lot, writeCode, shown, whole, writeLine, letters, score, open, sheet, json} = klantwerkboek;
  const find = selector => document.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const fill = (text, holes) => text.replace(/\{(\w+)\}/g, (hole, name) => name in holes ? holes[name] : hole);
  const make = (tag, properties, ...children) => {
    const element = Object.assign(document.createElement(tag), properties);
    element.append(...children);
    return element;
  };
  const form = find("form"), steps = all(".step"), errors = find(".errors"), root = document.documentElement, title = document.title;
  const START = 0, END = steps.length - 1;
  const coded = asked.returns === "code";

  // ---- what was answered, kept for this client, edition and person
  const token = () => {
    const given = location.hash.slice(1).toUpperCase();
    return new RegExp(`^(?:${asked.tokens})$`).test(given) ? given : asked.token;
  };
  const whose = asked.returns === "token" ? token() : "";
  const place = ["klantwerkboek", asked.client, asked.sheet.kind, asked.sheet.edition, whose].join("|");
  const stored = () => {
    try {
      return JSON.parse(localStorage.getItem(place)) || {};
    } catch {
      return {};
    }
  };
  const fresh = () => ({answers: {}, made: null, old: "", at: START});
  let kept = {...fresh(), ...stored()}, erased = null;
  const keep = () => {
    try {
      if (Object.keys(kept.answers).length) localStorage.setItem(place, JSON.stringify(kept));
      else localStorage.removeItem(place);
    } catch {
      find("#here").textContent = find("#here").dataset.not;
    }
  };
  const fields = all("input, textarea", form);
  const show = () => {
    for (const field of fields) {
      if (field.type === "radio") field.checked = kept.answers[field.name] === field.value;
      else field.value = kept.answers[field.name] || "";
    }
    steps.forEach(label);
    const given = Object.keys(kept.answers).length, begin = find("#begin");
    find("#kept").hidden = !given;
    find("#kept").textContent = fill(find("#kept").dataset.text, {n: given});
    begin.textContent = given ? begin.dataset.resume : begin.dataset.begin;
    find(".about .erase").hidden = !given;
  };
  const label = step => {
    const key = step.dataset.key, next = step.querySelector(".next"), clear = step.querySelector(".clear");
    if (!key) return;
    const question = asked.questions.find(other => other.key === key);
    const skip = question.optional && !kept.answers[key] && step !== steps[END - 1];
    next.textContent = returning ? next.dataset.finish : skip ? next.dataset.pass : next.dataset.next;
    if (clear) clear.hidden = !kept.answers[key];
  };
  const answer = (key, value) => {
    const said = whole(value).trim();
    if (said) kept.answers[key] = said;
    else delete kept.answers[key];
    erased = null;
    say("");
    mark(key, "");
    find(".about .erase").hidden = false;
    label(steps[now]);
    keep();
  };
  form.addEventListener("input", event => answer(event.target.name, event.target.value));

  // ---- one step at a time; the browser's own way back works too
  let now = START, returning = false;
  const status = find("main > .status");
  const say = (text, ...more) => status.replaceChildren(text, ...more);
  const turn = (to, back = false) => {
    now = to;
    returning = back;
    if (to !== START) kept.at = to;
    root.classList.toggle("ended", to === END);
    root.classList.toggle("asking", to !== START && to !== END);
    steps.forEach((step, place) => { step.hidden = place !== to; });
    find(".bar i").style.setProperty("--done", to / END);
    if (to === END) conclude();
    show();
    keep();
  };
  const arrive = () => {
    const head = steps[now].querySelector("h2");
    document.title = now === START ? title : `${head.textContent.trim().replace(/\s+/g, " ")} – ${title}`;
    scrollTo(0, 0);
    head.focus({preventScroll: true});
  };
  const go = (to, back) => {
    turn(to, back);
    history.pushState({step: to}, "");
    arrive();
  };
  const goTo = (key, back) => go(steps.findIndex(step => step.dataset.key === key), back);
  addEventListener("popstate", event => {
    if (!event.state) return;
    relieve();
    turn(event.state.step === END && open(kept.answers).length ? START : event.state.step);
    arrive();
  });

  // ---- what is not filled in yet
  const mark = (key, text) => {
    const wrong = document.getElementById(`${key}-error`), field = document.getElementById(`${key}-1`);
    wrong.replaceChildren(...(text ? [make("b", {}, `${asked.say.error.mark}: `), text] : []));
    if (field.type !== "radio") field.setAttribute("aria-invalid", Boolean(text));
    if (!text) all(`a[data-key="${CSS.escape(key)}"]`, errors).forEach(link => link.parentElement.remove());
    if (!errors.querySelector("li")) errors.hidden = true;
  };
  const relieve = () => asked.questions.forEach(({key}) => mark(key, ""));
  const complain = questions => {
    relieve();
    errors.querySelector("ul").replaceChildren(...questions.map(({key, wrong, here}) => {
      mark(key, here);
      const link = make("a", {href: `#${key}-1`}, wrong);
      link.dataset.key = key;
      return make("li", {}, link);
    }));
    errors.hidden = false;
    document.title = `${asked.say.error.mark}: ${title}`;
    errors.focus();
    errors.scrollIntoView({block: "nearest"});
  };
  errors.addEventListener("click", event => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    const key = link.dataset.key;
    if (steps[now].dataset.key !== key) turn(steps.findIndex(step => step.dataset.key === key));
    document.getElementById(`${key}-1`).focus();
  });

  const advance = () => {
    const missing = open(kept.answers), here = missing.filter(({key}) => key === steps[now].dataset.key);
    const to = returning ? END : now === START ? kept.at || 1 : now + 1;
    if (here.length) return complain(here);
    if (to === END && missing.length) {
      goTo(missing[0].key);
      return complain(missing);
    }
    relieve();
    go(to);
  };
  form.addEventListener("submit", event => {
    event.preventDefault();
    if (now !== END) advance();
  });
  form.addEventListener("click", event => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches(".back")) {
      relieve();
      go(returning ? END : now - 1);
    }
    if (button.matches(".clear")) {
      const key = steps[now].dataset.key;
      answer(key, "");
      show();
      document.getElementById(`${key}-1`).focus();
    }
    if (button.matches(".print")) print();
    if (button.matches(".change")) goTo(button.dataset.key, true);
  });

  // ---- nothing stays on this device but what its owner wants
  all(".erase").forEach(button => button.addEventListener("click", () => {
    erased = kept;
    kept = fresh();
    relieve();
    go(START);
    const undo = make("button", {type: "button", className: "quiet"}, button.dataset.undo);
    undo.addEventListener("click", () => {
      kept = erased;
      go(kept.at);
      say(button.dataset.undone);
    });
    say(`${button.dataset.done} `, undo);
    status.querySelector("button").focus();
  }));

  // ---- the end
  const given = () => JSON.stringify(asked.questions.map(({key}) => kept.answers[key] || ""));
  const today = () => {
    const day = new Date(), two = number => String(number).padStart(2, "0");
    return `${day.getFullYear()}-${two(day.getMonth() + 1)}-${two(day.getDate())}`;
  };
  const worded = ({key, options}) => {
    const value = kept.answers[key] || "", option = options.find(other => other[0] === value);
    return option ? option[1] : value;
  };
  const conclude = () => {
    const of = given();
    if (!kept.made || kept.made.of !== of) {
      const before = kept.made ? kept.made.id : kept.old;
      const id = coded ? writeCode(letters(kept.answers)) : whose || before || lot();
      kept.old = before;
      kept.made = {of, id, day: today()};
    }
    const made = sheet(kept.answers, kept.made.id, kept.made.day);
    if (coded) tell();
    list();
    send(made);
  };

  const tell = () => {
    const {result} = asked, found = score(letters(kept.answers)), {total, band, improve} = found, unknown = result.unknown[found.open.length];
    const put = (selector, text) => { find(selector).textContent = text; };
    all(".complete").forEach(part => { part.hidden = total === null; });
    const told = band ? result.told[band] : {text: unknown.why, advice: unknown.do, reading: ""};
    put("#verdict", band ? result.totals[total].title : unknown.title);
    put("#meaning", told.text);
    put("#advice", told.advice);
    put("#reading", told.reading);
    find("#open").hidden = !found.open.length;
    put("#open h3", found.open.length ? unknown.open : "");
    find("#open ul").replaceChildren(...found.open.map(key => make("li", {}, changing(key, result.short[key]))));
    find("#improve").hidden = !band && !improve.length;
    put("#improve h3", improve.length ? result.calls[improve.length] : result.none);
    find("#improve ol").replaceChildren(...improve.map(key => {
      const {text, advice} = result.steps[key + kept.answers[key]];
      return make("li", {}, make("p", {}, text), make("p", {className: "tip"}, advice));
    }));
    if (!band) return;
    find("#scale").setAttribute("aria-label", result.totals[total].scale);
    find("#scale").dataset.band = band;
    const every = Object.keys(result.totals).map(Number), least = Math.min(...every);
    find("#scale .at").style.setProperty("--at", (total - least + .5) / every.length);
    find("#scale .at").textContent = total;
    find("#points").replaceChildren(...Object.entries(found.counts).map(([letter, count]) => {
      const numbers = [count, result.points[letter], count * result.points[letter]].map(number => make("td", {}, number));
      const head = make("th", {scope: "row"}, letter);
      return make("tr", {}, head, ...numbers);
    }));
    put("#answered", asked.coded.length);
    put("#total", total);
  };

  const changing = (key, text) => {
    const button = make("button", {type: "button", className: "quiet change"}, text);
    button.dataset.key = key;
    return button;
  };
  const list = () => find(".answers").replaceChildren(...asked.questions.map(question => {
    const {key} = question, value = kept.answers[key], text = worded(question);
    const letter = find(`#step-${CSS.escape(key)} .mark`) && value !== asked.code.unknown && value;
    const button = changing(key, asked.say.result.change);
    button.setAttribute("aria-label", question.change);
    const said = make("p", {className: value ? "said" : "said none"}, ...(letter ? [make("b", {className: "mark"}, letter), " "] : []), text || asked.say.result.none);
    return make("li", {}, make("p", {className: "asked"}, question.text), said, button);
  }));

  // ---- sending: the reader's own mail program, the clipboard, or a file
  const written = made => new Date(`${made.day}T12:00`).toLocaleDateString(asked.locale, {dateStyle: "long"});
  const messages = made => {
    const {say} = asked, code = shown(made.id);
    const answered = asked.questions.filter(({key}) => kept.answers[key]);
    const letter = ({key, options}) => find(`#step-${CSS.escape(key)} .mark`) && kept.answers[key] !== asked.code.unknown ? kept.answers[key] : "";
    const full = question => [letter(question), worded(question)].filter(Boolean).join(" \u2013 ");
    const short = question => letter(question) || worded(question);
    const head = [fill(say.mail.hello, {day: written(made)}), ""];
    const named = asked.returns === "sheet" ? [] : [fill(coded ? say.mail.code : say.mail.token, {code}), ""];
    const tail = ["", say.mail.line, "", writeLine(made)];
    const answers = words => answered.map(question => `${question.number}. ${question.text} ${words(question)}`);
    return {
      whole: [...head, ...named, ...answers(full), ...tail].join("\n"),
      bodies: [[...head, ...named, ...answers(full), ...tail], [...head, ...named, ...answers(short), ...tail], [...named, ...tail.slice(1)], [...named, say.mail.paste]],
    };
  };
  const address = (made, bodies) => {
    const subject = encodeURIComponent(fill(coded ? asked.say.mail.subject_code : asked.say.mail.subject, {code: shown(made.id)}));
    const links = bodies.map(body => `mailto:${asked.mail}?subject=${subject}&body=${encodeURIComponent(body.join("\r\n"))}`);
    const fits = links.findIndex(link => link.length <= asked.longest);
    pasting = fits === links.length - 1;
    return links[fits];
  };
  let text = "", pasting = false;  // whether the text is too long for a link, and has to be pasted
  const send = made => {
    const found = messages(made), changed = find("#changed");
    text = found.whole;
    find("#text").textContent = text;
    find("#mail").href = address(made, found.bodies);
    find("#sent").textContent = "";
    changed.hidden = !kept.old;
    changed.textContent = fill(coded ? asked.say.send.changed : asked.say.send.changed_sheet, {code: shown(kept.old)});
    find("#filled").textContent = fill(asked.say.result.filled, {day: written(made)});
    if (!coded) return;
    find("#beside").hidden = Object.keys(made.answers).every(key => asked.coded.includes(key));
    all(".code").forEach(element => { element.textContent = shown(made.id); });
    find(".aloud").replaceChildren(...Array.from(made.id, sign => make("li", {}, asked.spelled[sign])));
  };
  const sent = text => { find("#sent").textContent = text; };
  const copy = (text, element) => {
    const select = () => {
      const fold = element.closest("details");
      if (fold) fold.open = true;
      getSelection().selectAllChildren(element);
      if (fold) element.focus();
      sent(asked.say.send.selected);
    };
    if (!navigator.clipboard) return select();
    navigator.clipboard.writeText(text).then(() => sent(asked.say.send.copied), select);
  };
  const save = () => {
    const made = sheet(kept.answers, kept.made.id, kept.made.day), file = `${made.kind}-${made.id}.json`;
    const link = make("a", {href: URL.createObjectURL(new Blob([json(made)], {type: "application/json"})), download: file});
    link.click();
    setTimeout(() => URL.revokeObjectURL(link.href), 60000);
    sent(fill(asked.say.send.saved, {file}));
  };
  find("#copy").addEventListener("click", () => copy(text, find("#text")));
  find("#save").addEventListener("click", save);
  if (coded) find("#copy-code").addEventListener("click", () => copy(shown(kept.made.id), find("#code")));
  find("#mail").addEventListener("click", () => { if (pasting) copy(text, find("#text")); });

  // ---- begin: a link within the page leaves the token in its address as it is
  document.addEventListener("click", event => {
    const link = event.target.closest("a[href^='#']");
    if (!link || errors.contains(link)) return;
    event.preventDefault();
    const at = find(link.hash === "#send" ? "#sending" : link.hash);
    at.scrollIntoView({block: "start"});
    at.focus({preventScroll: true});
  });
  addEventListener("hashchange", () => { if (asked.returns === "token" && token() !== whose) location.reload(); });
  if (asked.returns === "token") {
    find("#no-token").hidden = Boolean(whose);
    find("#token").hidden = !whose;
    find("#token dd").textContent = whose;
  }
  root.classList.add("scripted");
  const before = history.state && history.state.step;
  turn(before && !(before === END && open(kept.answers).length) ? Math.min(before, END) : START);
  history.replaceState({step: now}, "");
})();

"use strict";
// What can be reckoned without looking at the page: the code, the line, the score. Every rule and number comes from the
// definition in the page; klantlib/questionnaire/codes.py and line.py tell why they are as they are.
const klantwerkboek = (() => {
  const asked = JSON.parse(document.getElementById("definition").textContent);
  const {code, line, result} = asked;

  // a whole number below n, each as likely as the others
  const draw = n => {
    const most = Math.floor(2 ** 32 / n) * n;
    let drawn;
    do drawn = crypto.getRandomValues(new Uint32Array(1))[0]; while (drawn >= most);
    return drawn % n;
  };
  const lot = () => Array.from({length: asked.lot}, () => code.signs[draw(code.signs.length)]).join("");

  // the digits of a number, the first the highest
  const places = (number, count) => {
    const base = code.signs.length;
    return Array.from({length: count}, (_, place) => Math.floor(number / base ** (count - 1 - place)) % base);
  };
  const signs = digits => digits.map(digit => code.signs[digit]).join("");

  const writeCode = (answers, chance = draw(code.chances)) => {
    let number = chance * code.versions + asked.version;
    for (const answer of answers) number = number * code.letters.length + code.letters.indexOf(answer);
    const digits = places((number * code.stir + code.shift) % code.space, code.carrying);
    const total = digits.reduce((sum, digit, place) => sum + (place + 1) * digit, 0);
    const base = code.signs.length;
    return signs([...digits, (base - total % base) * code.undo % base]);
  };
  const shown = id => asked.returns === "code" ? `${id.slice(0, 3)}-${id.slice(3)}` : id;

  // text that every program can hold: no half of a pair of signs, as a paste may leave behind
  const whole = text => Array.from(text).filter(sign => sign.length > 1 || sign < "\ud800" || sign > "\udfff").join("");
  const encoded = text => encodeURIComponent(whole(text)).replace(/%3F/g, "?");
  const check = text => {
    let total = 0;
    for (const sign of new TextEncoder().encode(text)) total = (total * 257 + sign + 1) % line.check;
    return signs(places(total, 4));
  };
  const writeLine = sheet => {
    const answers = asked.questions.map(question => encoded(sheet.answers[question.key] || "")).join(",");
    const said = [line.name, sheet.kind, sheet.edition, sheet.language, sheet.day, sheet.id, answers].join("|");
    return `[${said}|${check(said)}]`;
  };

  const letters = answers => asked.coded.map(key => answers[key] || code.unknown);
  const score = answers => {
    const points = answers.map(answer => result.points[answer]);
    const counts = Object.fromEntries(Object.keys(result.points).map(letter => [letter, answers.filter(answer => answer === letter).length]));
    const where = good => asked.coded.filter((_, place) => good(answers[place]));
    const open = where(answer => !(answer in result.points));
    const total = open.length ? null : points.reduce((sum, worth) => sum + worth, 0);
    const band = total === null ? null : Object.keys(result.bands).find(name => total >= result.bands[name]);
    return {total, band, counts, open, improve: where(answer => result.better.includes(answer))};
  };

  const open = answers => asked.questions.filter(question => !question.optional && !answers[question.key]);
  const sheet = (answers, id, day) => {
    const given = asked.questions.map(({key}) => key).filter(key => answers[key]).map(key => [key, answers[key]]);
    return {...asked.sheet, day, id, answers: Object.fromEntries(given)};
  };
  const json = made => `${JSON.stringify(made, null, 1)}\n`;

  return {asked, draw, lot, writeCode, shown, whole, check, writeLine, letters, score, open, sheet, json};
})();
window.klantwerkboek = klantwerkboek;

"use strict";
/* Questions of a form, read as conditions see them, and shown where their condition holds: what the
   fields of engine/fields/ accept, as far as conditions go. The server judges all again. */
const questions = (() => {
  const all = (place, wanted) => [...place.querySelectorAll(wanted)];
  /* What is above may be the form, whose « closest » a question of that name hides. */
  const above = (one, wanted) => Element.prototype.closest.call(one.parentElement, wanted);

  const MONTHS = "janvier fevrier mars avril mai juin juillet aout septembre octobre novembre decembre".split(" ");
  const NUMBER = /^([+-]?)(\d{1,3}(?: \d{3})+|\d+)(?:[.,](\d+))?$/;
  const line = (box) => box.value.trim().replace(/\s+/g, " ");
  const plain = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const within = (found, least, most) =>
    (least === undefined || conditions.order(found, least) >= 0) &&
    (most === undefined || conditions.order(found, most) <= 0);

  const number = (text, type, limits) => {
    const bare = type === "money" ? text.replace(/ ?(€|euros?|eur)$/i, "") : text;
    const found = NUMBER.exec(bare.replace("\u2212", "-"));
    if (!found) return undefined;
    const part = (found[3] ?? "").replace(/0+$/, "");
    if (part.length > { integer: 0, money: 2 }[type]) return undefined;
    const sign = found[1] === "-" ? "-" : "";
    const read = conditions.number(sign + found[2].replace(/ /g, "") + (part && "." + part));
    const { min = type === "money" ? 0 : undefined, max } = limits;
    const bound = (one) => one === undefined ? one : conditions.number(String(one));
    return within(read, bound(min), bound(max)) ? read : undefined;
  };

  const month = (text) => {
    if (/^\d{1,2}$/.test(text)) return Number(text);
    const start = plain(text.replace(/\.$/, ""));
    const found = MONTHS.filter((name) => name.startsWith(start));
    return start.length > 2 && found.length === 1 ? MONTHS.indexOf(found[0]) + 1 : text && NaN;
  };
  const date = (boxes, limits, today) => {
    const [first, second, year] = boxes.map(line);
    const d = Number(first.replace(/er$/, "")), m = Number(month(second));
    if (!/^[1-9]\d{3}$/.test(year) || Number.isNaN(d + m) || (d && !m)) return undefined;
    if (!limits.partial && !(d && m)) return undefined;
    const last = new Date(Date.UTC(year, m || 12, 0));
    if (m > 12 || d > last.getUTCDate()) return undefined;
    if (d) last.setUTCDate(d);
    const found = { day: last / 864e5 };
    const bound = (one, by) => one && { day: (one === "today" ? today : conditions.day(one)).day + by };
    return within(found, bound(limits.after, 1), bound(limits.before, -1)) ? found : undefined;
  };

  const inside = (place) =>
    all(place, "[data-question]").filter((one) => above(one, "[data-question],[data-row]") === place);
  const boxes = (place) =>
    all(place, "input:not([type=hidden]),select,textarea").filter((one) => !one.closest("[hidden]"));
  const isBlank = (place) => boxes(place).every((one) =>
    /radio|checkbox/.test(one.type) && !one.checked || !one.value.trim());

  const answer = (question, look, path) => {
    const { control, type, limits = "{}" } = question.dataset, told = JSON.parse(limits);
    const held = all(question, "input:not([type=hidden]),select,textarea");
    switch (control) {
      case "text": case "long_text": return line(held[0]) || undefined;
      case "number": return number(line(held[0]), type, told);
      case "date": return date(held, told, look("today"));
      case "yes_no": case "one_of": {
        const one = held.find((box) => box.checked || box.tagName === "SELECT")?.value || undefined;
        return control === "yes_no" && one ? one === "oui" : one;
      }
      case "some_of": {
        const found = new Set(held.filter((box) => box.checked).map((box) => box.value));
        return found.size >= (told.min ?? 1) && found.size <= (told.max ?? 999) ? found : undefined;
      }
      case "parts": {
        const { found, isWhole } = settle(inside(question), look, path + ".");
        return isWhole && found.size ? found : undefined;
      }
      case "rows": {
        const rows = all(question, "[data-row]").map((row) => [row, settle(inside(row), look, "item.")]);
        const full = rows.filter(([row]) => !isBlank(row)).map(([, read]) => read);
        const isWhole = full.every((read) => read.isWhole) && full.length >= (told.min ?? 1);
        return isWhole ? full.map((read) => read.found) : undefined;
      }
    }
    return undefined;
  };

  /* In order, for a condition reads nothing but what stands above it. */
  const settle = (questions, look, prefix) => {
    const found = new Map(), see = (path) => found.get(path) ?? look(path);
    let isWhole = true;
    for (const one of questions) {
      const { when, question, optional } = one.dataset;
      const isAsked = !when || conditions.holds(JSON.parse(when), see);
      one.hidden = !isAsked;
      one.querySelector("fieldset").disabled = !isAsked;
      const path = prefix + question.split(".").pop(), read = answer(one, see, path);
      if (!isAsked) continue;
      if (read === undefined) isWhole &&= optional !== undefined && isBlank(one);
      else found.set(path, read);
      if (read instanceof Map) read.forEach((value, name) => found.set(name, value));
    }
    return { found, isWhole };
  };
  /* Of a document that one chooses among several, the places for the files of the one chosen. */
  const place = (form) => all(form, "[data-chosen]").forEach((one) => {
    const picked = one.closest(".document").querySelector("[name^='_chosen.']:checked")?.value;
    one.hidden = one.disabled = one.dataset.chosen !== picked;
  });
  const show = (form) => {
    place(form);
    const day = form.getAttribute("data-today");
    if (!day) return;
    const today = conditions.day(day);
    const mine = all(form, "[data-question]").filter((one) => !above(one, "[data-question]"));
    settle(mine, (path) => path === "today" ? today : undefined, "");
  };
  return { above, show };
})();

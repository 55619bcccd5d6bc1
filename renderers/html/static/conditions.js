"use strict";
/* Conditions as engine/expr/json.py writes them, judged as engine/expr/compile.py does: a name that
   is not answered stops the whole condition, which then does not hold. Numbers and days are exact.
   `look(path)` gives a text, a truth, a Set, rows as Maps, { value, scale } or { day }. */
const conditions = (() => {
  const LENGTH = 864e5, FIRST = -719162, LAST = 2932896;
  class Unanswered extends Error {}

  const number = (text) => {
    const [whole, part = ""] = text.split(".");
    return { value: BigInt(whole + part), scale: part.length };
  };
  const whole = (count) => ({ value: BigInt(count), scale: 0 });
  const at = (one, scale) => one.value * 10n ** BigInt(scale - one.scale);
  const day = (text) => ({ day: Date.parse(text + "T00:00:00Z") / LENGTH });
  const civil = ({ day }) => {
    const found = new Date(day * LENGTH);
    return [found.getUTCFullYear(), found.getUTCMonth(), found.getUTCDate()];
  };

  const order = (a, b) => {
    if (a.scale !== undefined) {
      const scale = Math.max(a.scale, b.scale);
      return Number(at(a, scale) - at(b, scale));
    }
    return a.day !== undefined ? a.day - b.day : a === b ? 0 : a < b ? -1 : 1;
  };
  const OPERATORS = {
    "==": (a, b) => order(a, b) === 0, "!=": (a, b) => order(a, b) !== 0,
    "<": (a, b) => order(a, b) < 0, "<=": (a, b) => order(a, b) <= 0,
    ">": (a, b) => order(a, b) > 0, ">=": (a, b) => order(a, b) >= 0,
    "*": (a, b) => ({ value: a.value * b.value, scale: a.scale + b.scale }),
  };
  const added = (a, b, sign) => {
    if (a.day === undefined) {
      const scale = Math.max(a.scale, b.scale);
      return { value: at(a, scale) + BigInt(sign) * at(b, scale), scale };
    }
    if (b.day !== undefined) return whole(a.day - b.day);
    return { day: Math.min(Math.max(a.day + sign * Number(b.value), FIRST), LAST) };
  };
  const SINCE = {
    age: ([y, m, d], [Y, M, D]) => Y - y - (M < m || (M === m && D < d)),
    months_since: ([y, m, d], [Y, M, D]) => (Y - y) * 12 + M - m - (D < d),
  };

  const called = (name, [first, second], look) => {
    const path = first[1];
    switch (name) {
      case "date": return day(path);
      case "answered": return look(path) !== undefined;
      case "count": return whole((look(path) ?? []).length);
      case "contains": return value(first, look).has(second[1]);
      case "any": case "all": {
        const inside = (row) => (asked) => asked.startsWith("item.") ? row.get(asked) : look(asked);
        const is = (row) => value(second, inside(row));
        const rows = look(path) ?? [];
        return name === "any" ? rows.some(is) : rows.every(is);
      }
      case "days_until": return whole(value(first, look).day - look("today").day);
    }
    return whole(SINCE[name](civil(value(first, look)), civil(look("today"))));
  };

  const value = ([op, ...rest], look) => {
    const of = (form) => value(form, look);
    switch (op) {
      case "name": {
        const found = look(rest[0]);
        if (found === undefined) throw new Unanswered();
        return found;
      }
      case "number": return number(rest[0]);
      case "text": return rest[0];
      case "and": return rest.every(of);
      case "or": return rest.some(of);
      case "not": return !of(rest[0]);
      case "in": case "not in": {
        const item = of(rest[0]);
        return rest[1].some((one) => order(item, of(one)) === 0) === (op === "in");
      }
      case "+": return added(of(rest[0]), of(rest[1]), 1);
      case "-":
        if (rest.length === 2) return added(of(rest[0]), of(rest[1]), -1);
        return added(whole(0), of(rest[0]), -1);
      case "call": return called(rest[0], rest.slice(1), look);
    }
    return OPERATORS[op](of(rest[0]), of(rest[1]));
  };

  const holds = (form, look) => {
    try {
      return Boolean(value(form, look));
    } catch (stop) {
      if (stop instanceof Unanswered) return false;
      throw stop;
    }
  };
  return { holds, number, day, order };
})();

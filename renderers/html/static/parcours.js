"use strict";
/* What a browser adds to pages that work without it: questions that appear and disappear, counts of
   characters, progress of sendings, drafts kept as one types. Nothing is stored in the browser. */
(() => {
  const all = (place, wanted) => [...place.querySelectorAll(wanted)];
  const said = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
  const make = (tag, more = {}) => Object.assign(document.createElement(tag), more);
  const lang = document.documentElement.lang;

  /* How many characters are left, seen at once and told once the typing rests. */
  const count = (area, words) => {
    const seen = make("p", { className: "hint counted", ariaHidden: "true" });
    const told = make("p", { className: "unseen" });
    told.setAttribute("role", "status");
    area.after(seen, told);
    let wait;
    const tell = () => {
      const left = area.dataset.most - [...area.value.trim()].length;
      seen.textContent = said(left < 0 ? words.over : words.left, { count: Math.abs(left) });
      seen.classList.toggle("error", left < 0);
      clearTimeout(wait);
      wait = setTimeout(() => { told.textContent = seen.textContent; }, 1500);
    };
    area.addEventListener("input", tell);
    tell();
    clearTimeout(wait);
  };

  /* What appears below is told to who does not see it, in one sentence. */
  const announce = (form, words) => {
    const told = make("p", { className: "unseen appeared" });
    told.setAttribute("role", "status");
    form.append(told);
    const seen = () => all(form, "[data-question]").filter((one) => !one.closest("[hidden]"));
    form.addEventListener("input", () => {
      const before = new Set(seen());
      questions.show(form);
      const more = seen().filter((one) => !before.has(one));
      const outer = more.filter((one) => !more.includes(one.parentElement.closest("[data-question]")));
      const labels = outer.map((one) => one.querySelector("legend,label").firstChild.textContent.trim());
      if (labels.length) told.textContent = said(words.appears, { labels: labels.join(", ") });
    });
  };

  const size = (bytes, words) => {
    const step = bytes < 1e3 ? 0 : bytes < 1e6 ? 1 : 2;
    const shown = (bytes / 1e3 ** step).toLocaleString(lang, { maximumFractionDigits: 1 });
    return said(words.units[step], { count: shown });
  };
  /* What was chosen; too heavy a file is refused before it travels. */
  const preview = (input, words) => {
    const list = make("div", { className: "chosen" });
    list.setAttribute("role", "status");
    input.after(list);
    input.addEventListener("change", () => {
      const kept = new DataTransfer(), most = Number(input.dataset.most);
      list.replaceChildren(...[...input.files].map((file) => {
        const isBig = file.size > most;
        if (!isBig) kept.items.add(file);
        const about = { name: file.name, size: size(file.size, words), type: file.type || words.type, most: size(most, words) };
        return make("p", { className: isBig ? "error" : "", textContent: said(isBig ? words.big : words.chosen, about) });
      }));
      input.files = kept.files;
    });
  };

  const status = (form) => {
    let place = form.querySelector(".status");
    if (!place) {
      place = make("p", { className: "status" });
      place.setAttribute("role", "status");
      form.append(place);
    }
    return place;
  };
  const sent = (form, submitter) => {
    const data = new FormData(form);
    if (submitter?.name) data.append(submitter.name, submitter.value);
    return data;
  };
  /* The page that comes back takes the place of this one. */
  const read = (text) => new DOMParser().parseFromString(text, "text/html");
  const replace = (text, address) => {
    const found = read(text);
    document.title = found.title;
    history.replaceState(null, "", address);
    document.querySelector("main").replaceWith(found.querySelector("main"));
    begin();
    (document.getElementById("erreurs") ?? document.querySelector("h1")).focus();
  };
  const upload = (form, submitter, words) => {
    const place = status(form), bar = make("progress", { max: 100, value: 0 }), call = new XMLHttpRequest();
    const fail = (why = "") => {
      place.textContent = `${why} ${words.unsent}`.trim();
      delete form.dataset.sent;
    };
    bar.setAttribute("aria-hidden", "true");
    call.upload.onprogress = ({ loaded, total }) => {
      bar.value = total ? (100 * loaded) / total : 0;
      place.replaceChildren(said(words.sending, { percent: 25 * Math.floor(bar.value / 25) }), bar);
    };
    call.onload = () => {
      if (call.status < 400 || call.status === 422) return replace(call.responseText, call.responseURL);
      fail(read(call.responseText).querySelector("h1")?.textContent);
    };
    call.onerror = () => fail();
    call.open("POST", form.action);
    call.send(sent(form, submitter));
  };

  /* Drafts: kept a moment after the last key, and tried again until they are. */
  const keep = (form, words) => {
    let wait, isChanged = false;
    const later = (delay) => { clearTimeout(wait); wait = setTimeout(now, delay); };
    const now = async () => {
      clearTimeout(wait);
      if (!isChanged || form.dataset.sent || !form.isConnected) return;
      isChanged = false;
      const data = sent(form);
      all(form, "[type=file],[type=password]").forEach((one) => data.delete(one.name));
      data.append("do", "keep");
      let isKept = false;
      try {
        const back = await fetch(form.action, { method: "POST", body: data, redirect: "manual", keepalive: true });
        isKept = back.status === 204;
      } catch { /* told below, and tried again */ }
      const time = new Date().toLocaleTimeString(lang, { hour: "2-digit", minute: "2-digit" });
      status(form).textContent = isKept ? said(words.kept, { time }) : words.unkept;
      if (isKept) return;
      isChanged = true;
      later(15e3);
    };
    form.addEventListener("input", () => { isChanged = true; later(2e3); });
    document.addEventListener("visibilitychange", () => { if (document.hidden) now(); });
  };

  const begin = () => {
    for (const form of all(document, "main form")) {
      const words = JSON.parse(form.dataset.words ?? "null");
      questions.show(form);
      if (words) announce(form, words);
      else form.addEventListener("input", () => questions.show(form));
      form.addEventListener("submit", (event) => {
        if (form.dataset.sent) return event.preventDefault();
        form.dataset.sent = "yes";
        const hasFiles = all(form, "[type=file]").some((one) => one.files.length);
        if (words && form.hasAttribute("action") && hasFiles) {
          event.preventDefault();
          return upload(form, event.submitter, words);
        }
        setTimeout(() => delete form.dataset.sent, 8e3);
      });
      if (!words) continue;
      all(form, "textarea[data-most]").forEach((one) => count(one, words));
      all(form, "[type=file][data-most]").forEach((one) => preview(one, words));
      if ("keeps" in form.dataset) keep(form, words);
    }
    document.getElementById("erreurs")?.focus();
  };
  /* A page that comes back by the Back button may be sent again. */
  addEventListener("pageshow", () => all(document, "main form").forEach((form) => {
    delete form.dataset.sent;
    questions.show(form);
  }));
  begin();
})();

"use strict";
/* What a browser adds to pages that work without it: questions that appear and disappear, counts of
   characters, progress of sendings, drafts kept as one types. Nothing is stored in the browser. */
(() => {
  const all = (place, wanted) => [...place.querySelectorAll(wanted)];
  const said = (text, values) => text.replace(/{(\w+)}/g, (_, name) => values[name]);
  const make = (tag, more = {}) => Object.assign(document.createElement(tag), more);
  /* What changes in it is told by screen readers. */
  const live = (tag, className) => {
    const made = make(tag, { className });
    made.setAttribute("role", "status");
    return made;
  };
  const lang = document.documentElement.lang;
  /* A question may bear the name of a property of forms (« action ») and hide it: of a form nothing is
     read but attributes, and nothing called but what is in camel case, as no question is. */
  const target = (form) => new URL(form.getAttribute("action") ?? "", location).href;
  const leaving = new WeakSet();

  /* How many characters are left, seen at once and told once the typing rests. */
  const count = (area, words) => {
    const seen = make("p", { className: "hint counted", ariaHidden: "true" });
    const told = live("p", "unseen");
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
    const told = form.appendChild(live("p", "unseen appeared"));
    const seen = () => all(form, "[data-question],.slot").filter((one) => !one.closest("[hidden]"));
    const label = (one) => one.dataset.label ?? one.querySelector("legend,label").firstChild.textContent.trim();
    form.addEventListener("input", () => {
      const before = new Set(seen());
      questions.show(form);
      const more = seen().filter((one) => !before.has(one));
      const outer = more.filter((one) => !more.includes(questions.above(one, "[data-question]")));
      if (outer.length) told.textContent = said(words.appears, { labels: outer.map(label).join(", ") });
    });
  };

  const size = (bytes, words) => {
    const step = bytes < 1e3 ? 0 : bytes < 1e6 ? 1 : 2;
    const shown = (bytes / 1e3 ** step).toLocaleString(lang, { maximumFractionDigits: 1 });
    return said(words.units[step], { count: shown });
  };
  const format = (file, words) => /\.(\w+)$/.exec(file.name)?.[1].toUpperCase() ?? words.type;
  /* What was chosen; too heavy a file is refused before it travels, and its name alone is sent, so
     that the page that follows tells of it too. */
  const preview = (input, words) => {
    const list = live("div", "chosen");
    input.after(list);
    input.addEventListener("change", () => {
      const kept = new DataTransfer(), most = Number(input.dataset.most);
      const heavy = (file) => make("input", { type: "hidden", className: "heavy", name: input.name.replace("_files.", "_heavy."), value: file.name });
      all(input.parentElement, ".heavy").forEach((one) => one.remove());
      list.replaceChildren(...[...input.files].map((file) => {
        const isBig = file.size > most;
        if (isBig) input.after(heavy(file));
        else kept.items.add(file);
        const about = { name: file.name, size: size(file.size, words), type: format(file, words), most: size(most, words) };
        return make("p", { className: isBig ? "error" : "", textContent: said(isBig ? words.big : words.chosen, about) });
      }));
      input.files = kept.files;
    });
  };

  const status = (form) => form.querySelector(".status") ?? form.appendChild(live("p", "status"));
  const sent = (form, submitter) => {
    const data = new FormData(form);
    data.delete("_follows"); /* a page that is not navigated to: its address is where it leads */
    if (submitter?.name) data.append(submitter.name, submitter.value);
    return data;
  };
  /* Sent again, later or lighter, it may pass: the form stays, and what is written in it. */
  const mayPass = (status) => status === 408 || status === 413 || status === 429 || status >= 500;
  /* The page that comes back takes the place of this one: a choice to make, whatever its status. */
  const read = (text) => new DOMParser().parseFromString(text, "text/html");
  const replace = (text, address) => {
    const found = read(text);
    document.title = found.title;
    history.replaceState(null, "", address);
    document.querySelector("main").replaceWith(found.querySelector("main"));
    begin();
    const first = document.querySelector("main [autofocus]") ?? document.querySelector("h1");
    if (!first.hasAttribute("tabindex")) first.tabIndex = -1;
    first.focus();
  };
  const upload = (form, submitter, words) => {
    const place = status(form), bar = make("progress", { max: 100, value: 0 }), call = new XMLHttpRequest();
    const fail = (why = "") => {
      place.textContent = why ? `${why}. ${words.unsent}` : words.unsent;
      leaving.delete(form);
    };
    bar.setAttribute("aria-hidden", "true");
    call.upload.onprogress = ({ loaded, total }) => {
      bar.value = total ? (100 * loaded) / total : 0;
      place.replaceChildren(said(words.sending, { percent: 25 * Math.floor(bar.value / 25) }), bar);
    };
    call.onload = () => {
      const address = call.responseURL;
      const isElsewhere = address !== target(form) && new URL(address).pathname !== location.pathname;
      if (isElsewhere) return location.assign(address); /* sent on to another page: Back leads here */
      const heading = read(call.responseText).querySelector("main h1")?.textContent;
      if (heading && !mayPass(call.status)) return replace(call.responseText, address);
      fail(heading);
    };
    call.onerror = () => fail();
    call.open("POST", target(form));
    call.send(sent(form, submitter));
  };

  /* Drafts: kept a moment after the last key, and tried again until they are. */
  const keep = (form, words) => {
    let wait, isChanged = false, isOver = false; /* changed elsewhere: only a button leads on */
    const later = (delay) => { clearTimeout(wait); wait = setTimeout(now, delay); };
    const now = async () => {
      clearTimeout(wait);
      if (!isChanged || isOver || leaving.has(form) || !form.isConnected) return;
      isChanged = false;
      const data = sent(form);
      all(form, "[type=file],[type=password],.heavy").forEach((one) => data.delete(one.name));
      data.append("_do", "keep");
      let back;
      try {
        back = await fetch(target(form), { method: "POST", body: data, redirect: "manual", keepalive: true });
      } catch { /* told below, and tried again */ }
      const isKept = back?.status === 204, isEnded = back?.type === "opaqueredirect"; /* to sign in */
      isOver = back?.status === 409;
      const at = new Date(), about = { hour: at.getHours(), minute: `${at.getMinutes()}`.padStart(2, 0) };
      about.button = form.querySelector("[value=press],[value=submit],[value=save]")?.textContent;
      status(form).textContent = said(isKept ? words.kept : isEnded ? words.ended : isOver ? words.changed : words.unkept, about);
      if (isKept || isEnded || isOver) return;
      isChanged = true;
      later(15e3);
    };
    form.addEventListener("input", () => { isChanged = true; later(2e3); });
    document.addEventListener("visibilitychange", () => { if (document.hidden) now(); });
  };

  const begin = () => {
    /* A page that answers a form is come back to by its address: sending it again would be asked. So
       the next page may be that answer, which forms ask for by « _follows ». Not one that alone holds
       what was typed: loaded again, it is to come back whole. */
    const address = document.querySelector("link[rel=canonical]")?.href ?? location.href;
    if (!document.querySelector("main [data-holds]")) history.replaceState(history.state, "", address);
    for (const form of all(document, "main form")) {
      const words = JSON.parse(form.getAttribute("data-words"));
      all(form, "[value^='choose:']").forEach((one) => { one.hidden = true; }); /* it shows at once */
      questions.show(form);
      if (words) announce(form, words);
      else form.addEventListener("input", () => questions.show(form));
      form.addEventListener("submit", (event) => {
        if (leaving.has(form)) return event.preventDefault();
        leaving.add(form);
        const hasFiles = all(form, "[type=file]").some((one) => one.files.length);
        if (words && form.hasAttribute("action") && hasFiles) {
          event.preventDefault();
          return upload(form, event.submitter, words);
        }
        if (!form.querySelector("[name=_follows]"))
          form.appendChild(make("input", { type: "hidden", name: "_follows", value: "1" }));
        setTimeout(() => leaving.delete(form), 8e3);
      });
      if (!words) continue;
      all(form, "textarea[data-most]").forEach((one) => count(one, words));
      all(form, "[type=file][data-most]").forEach((one) => preview(one, words));
      if (form.hasAttribute("data-keeps")) keep(form, words);
    }
    document.getElementById("erreurs")?.focus();
  };
  /* A page that comes back by the Back button may be sent again. */
  addEventListener("pageshow", ({ persisted }) => {
    /* One that the browser kept whole was left: what it would keep is late. */
    if (persisted && document.querySelector("main [data-keeps]")) return location.reload();
    for (const form of all(document, "main form")) {
      leaving.delete(form);
      questions.show(form);
    }
  });
  begin();
})();

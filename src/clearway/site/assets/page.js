// What a page can do more with a script: find a place while typing, pick what was told on a day, notice that the copy has
// grown old, and answer about a tapped point. It sends nothing and keeps nothing. A classic script on purpose: from a stick
// (file:) modules do not load, and an old copy must not look new there. The engine is a module; it loads at the first tap.
"use strict";

// ---------------------------------------------------------------------------------------- spelling (places/spelling.py)

/** The letters that people exchange, each as the one that stands for them. */
const CLEARWAY_LETTER = new Map([
  ...Object.entries({ ى: "ي", ة: "ه", ٱ: "ا", ی: "ي", ې: "ي", ک: "ك", ھ: "ه", ہ: "ه", ە: "ه", ء: "", ـ: "", ı: "i" }),
  ...[..."'’‘`´ʼʹʿʾ"].map((each) => [each, ""]),
]);
const CLEARWAY_ARTICLES = new Set(["al", "el", "ال"]);
const CLEARWAY_ASSIMILATED = new Set(
  [..."ae"].flatMap((vowel) => ["s", "sh", "r", "n", "t", "th", "d", "dh", "z"].map((letter) => vowel + letter)),
);
const CLEARWAY_FATHER = new Map(
  Object.entries({ ابو: "بو", abu: "bu", abou: "bu", aboo: "bu", bou: "bu", boo: "bu", bo: "bu" }),
);
const CLEARWAY_GENERIC = new Set(
  "حي قريه منطقه مدينه محله ضاحيه بلديه hai hay hayy qaryat qaryet mintaqat madinat".split(" "),
);
const CLEARWAY_GENERIC_BEHIND = new Set("district neighbourhood neighborhood quarter area suburb village".split(" "));
const CLEARWAY_GLUED = /^(?:[ae]l(?=[a-z]{4})|[ae](?:(sh|th|dh)(?=\1)|([srntdz])(?=\2)))(?=[a-z]{4})/;

/** One digit of any family as 0 to 9: each family stands in a row of ten. */
function clearwayDigit(char) {
  let value = 0;
  const code = char.codePointAt(0);
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value += 1;
  return String(value);
}

/** The words of a text, without marks, with one letter for those that people exchange. */
function clearwayWords(text) {
  const plain = [...text.normalize("NFKD")]
    .filter((char) => !/[\p{Mn}\p{Me}\p{Cf}]/u.test(char))
    .map((char) => CLEARWAY_LETTER.get(char) ?? char)
    .join("");
  const folded = plain.toLowerCase().replaceAll("ß", "ss").replaceAll("ς", "σ");
  return folded.replaceAll(/\p{Nd}/gu, clearwayDigit).match(/[\p{L}\p{N}]+/gu) ?? [];
}

/** A word without its article; one that is only an article becomes empty. */
function clearwayWord(word, behind) {
  const assimilated = CLEARWAY_ASSIMILATED.has(word) && behind.startsWith(word.slice(1));
  if (behind && (CLEARWAY_ARTICLES.has(word) || assimilated)) return "";
  if (word.startsWith("ال") && (word.length > 4 || /^\d+$/.test(word.slice(2)))) word = word.slice(2);
  if (CLEARWAY_FATHER.has(word) && behind) return CLEARWAY_FATHER.get(word);
  return word.startsWith("ابو") && word.length > 5 ? word.slice(1) : word;
}

function clearwayJoined(words) {
  return words.map((word, at) => clearwayWord(word, words[at + 1] ?? "")).join("");
}

/** The form in which all usual spellings of a name are equal. */
function clearwaySpelled(name) {
  return clearwayJoined(clearwayWords(name));
}

/** Looser forms of a name: without the noun that says what it is, without an article that is glued on. */
function clearwayLoosened(name) {
  const words = clearwayWords(name);
  let bare = words;
  if (words.length > 1 && CLEARWAY_GENERIC.has(words[0])) bare = words.slice(1);
  else if (words.length > 1 && CLEARWAY_GENERIC_BEHIND.has(words.at(-1))) bare = words.slice(0, -1);
  const unglued = (word) => word.replace(CLEARWAY_GLUED, "");
  const found = new Set([bare, words.map(unglued), bare.map(unglued)].map(clearwayJoined));
  found.delete("");
  found.delete(clearwaySpelled(name));
  return [...found].sort();
}

/** How many letters are wrong, missing, too many or swapped with their neighbour. */
function clearwayMistakes(wanted, typed) {
  const rows = [Array.from({ length: typed.length + 1 }, (_, j) => j)];
  for (let i = 1; i <= wanted.length; i += 1) {
    rows[i] = [i];
    for (let j = 1; j <= typed.length; j += 1) {
      const same = wanted[i - 1] === typed[j - 1] ? 0 : 1;
      rows[i][j] = Math.min(rows[i - 1][j] + 1, rows[i][j - 1] + 1, rows[i - 1][j - 1] + same);
      if (i > 1 && j > 1 && wanted[i - 1] === typed[j - 2] && wanted[i - 2] === typed[j - 1]) {
        rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
      }
    }
  }
  return rows[wanted.length][typed.length];
}

(() => {
  const body = document.body.dataset;
  const lang = document.documentElement.lang;

  /** Now, as the page counts it: the clock of a demonstration, else the device's. */
  function now() {
    return body.clock ? new Date(body.clock) : new Date();
  }

  // ------------------------------------------------------------------------------------------------ an old copy

  /** Show what this copy says by now: of each row of prepared answers, the last that has begun. */
  function grow() {
    for (const place of document.querySelectorAll("[data-grows]")) {
      const begun = [...place.parentElement.querySelectorAll("template[data-from]")]
        .filter((each) => new Date(each.dataset.from) <= now())
        .at(-1);
      if (begun && place.dataset.shown !== begun.dataset.from) {
        place.dataset.shown = begun.dataset.from;
        place.replaceChildren(begun.content.cloneNode(true));
      }
    }
    const old = document.getElementById("old-copy");
    if (old) old.hidden = now() <= new Date(body.validUntil);
  }

  grow();
  setInterval(grow, 60_000);

  // ------------------------------------------------------------------------------------------------ finding a place

  const search = document.querySelector("form[role=search]");
  const rows = [...document.querySelectorAll("[data-spelled]")];

  /** The rows whose name begins with what was typed, else those that hold it somewhere. */
  function found(words) {
    for (const key of [clearwaySpelled(words), ...clearwayLoosened(words)].filter(Boolean)) {
      for (const test of [(each) => each === key, (each) => each.startsWith(key), (each) => each.includes(key)]) {
        const hits = rows.filter((row) => row.dataset.spelled.split(" ").some(test));
        if (hits.length) return hits;
      }
    }
    return [];
  }

  /** The rows whose names have the fewest mistakes in what was typed: to be asked back, never chosen. */
  function near(words) {
    const typed = clearwaySpelled(words);
    let least = Math.min(3, Math.ceil(typed.length / 3));
    const mistakes = rows.map((row) => Math.min(...row.dataset.spelled.split(" ").map((each) => clearwayMistakes(each, typed))));
    least = Math.min(least, ...mistakes);
    return typed.length < 3 ? [] : rows.filter((_, n) => mistakes[n] === least);
  }

  if (search && rows.length) {
    const input = search.elements.namedItem("q");
    const state = document.getElementById("search-state");
    const narrow = () => {
      const typed = input.value.trim();
      const hits = typed ? found(typed) : rows;
      const alike = hits.length ? [] : near(typed);
      for (const row of rows) row.hidden = typed !== "" && !hits.includes(row) && !alike.includes(row);
      state.textContent = "";
      document.body.classList.toggle("searching", typed !== "");
      const { found: some, near: meant, none } = state.dataset;
      if (typed) state.append((hits.length ? some : alike.length ? meant : none).split("#")[0]);
      if (typed && hits.length) {
        const count = document.createElement("bdi");
        count.dir = "ltr";
        count.textContent = String(hits.length);
        state.append(count, some.split("#")[1] ?? "");
      }
      return { hits, alike };
    };
    input.addEventListener("input", narrow);
    search.addEventListener("submit", (event) => {
      event.preventDefault();
      const { hits, alike } = narrow();
      if (hits.length === 1) location.href = hits[0].querySelector("a").href;
      else [...hits, ...alike][0]?.querySelector("a").focus();
    });
  }

  // ------------------------------------------------------------------------------------------------ told on a day

  const asked = document.querySelector("form.on-day");
  const rowsTold = [...document.querySelectorAll("#rows > li")];
  const DAY_MS = 86_400_000;

  /** A place's page: open what was told on a day ("2017-10-01"), close the rest, and say it beside the form. */
  function pickPeriod(day) {
    const periods = [...document.querySelectorAll("#periods details")];
    const told = periods.filter((each) => each.dataset.fromDay <= day && (!each.dataset.untilDay || day <= each.dataset.untilDay));
    for (const each of periods) each.open = told.includes(each);
    const result = document.getElementById("on-result");
    result.replaceChildren(
      ...told.map((each) => {
        const line = document.createElement("a");
        line.href = `#${each.querySelector("[id]").id}`;
        line.className = each.querySelector("summary").className;
        line.append(...[...each.querySelector("summary").children].map((part) => part.cloneNode(true)));
        return line;
      }),
    );
    return told.length > 0;
  }

  /** All years: beside each place what was told of it on a day. */
  function pickRows(day) {
    let any = false;
    for (const row of rowsTold) {
      const told = row.dataset.told.split(";").map((each) => each.split(" ")).filter(([from]) => from <= day).at(-1);
      const then = row.querySelector(".then");
      then.hidden = !told;
      if (!told) continue;
      any = true;
      then.className = `then v-${told[1]}`;
      const meaning = document.querySelector(`.legend [data-verdict="${told[1]}"]`);
      then.replaceChildren(...[...meaning.childNodes].slice(1).map((part) => part.cloneNode(true)));
    }
    return any;
  }

  /** Say what was told on a day, and show the day on the line of years. */
  function pick(day) {
    const any = rowsTold.length ? pickRows(day) : pickPeriod(day);
    document.getElementById("before-first").hidden = any;
    const slider = document.getElementById("scrub");
    if (!slider) return;
    const number = Math.round((Date.parse(day) - Date.parse(slider.dataset.begins)) / DAY_MS);
    slider.value = String(number);
    slider.setAttribute("aria-valuetext", day);
    const line = slider.closest(".line");
    line.style.setProperty("--at", String((number + 0.5) / (Number(slider.max) + 1)));
    line.classList.add("scrubbed");
  }

  if (asked) {
    const input = asked.elements.namedItem("on");
    for (const each of document.querySelectorAll(".scrub, .with-script")) each.hidden = false;
    const slider = document.getElementById("scrub");
    const first = Date.parse(slider.dataset.begins);
    slider.value = String(Math.round((Date.parse(input.max) - first) / DAY_MS));
    slider.addEventListener("input", () => {
      const day = new Date(first + Number(slider.value) * DAY_MS).toISOString().slice(0, 10);
      input.value = day > input.max ? input.max : day;
      pick(input.value);
    });
    asked.addEventListener("submit", (event) => {
      event.preventDefault();
      pick(input.value);
    });
    const day = new URLSearchParams(location.search).get("on");
    if (/^\d{4}-\d\d-\d\d$/.test(day ?? "")) {
      input.value = day;
      pick(day);
    }
  }

  // ------------------------------------------------------------------------------------------------ a tapped point

  /** A sentence with the number that it names kept on one line; touched it is dialled (site/voice.py). */
  function dialled(html, number, opened, closed) {
    const shown = number.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
    // A group, not a lookbehind: old telephones have none.
    return html.replace(new RegExp(`(^|[^\\w:+])((?:<bdi dir="ltr">)?${shown}(?:</bdi>)?)(?![\\w:])`, "g"), `$1${opened}$2${closed}`);
  }

  /** The sentences about a point, laid out as a place's answer is. Each is the engine's own markup, escaped there. */
  function layOut({ answer, sentences }, words, number) {
    const dial = (number ?? "").replaceAll(/[^0-9+]/g, "");
    const links = dial.length >= 3;
    const call = `<a href="tel:${dial}">`;
    const of = (...roles) => sentences.filter(({ role }) => roles.includes(role));
    const lines = (said, name) => said.map(({ html }) =>
      `<p class="${name}">${links ? dialled(html, number, `<a class="number" href="tel:${dial}">`, "</a>") : html}</p>`).join("");
    const calls = of("call").map(({ html }) => `<p class="call">${links
      ? `${call}<svg class="icon" aria-hidden="true"><use href="#i-call"/></svg><span>${dialled(html, number, '<span class="number">', "</span>")}</span></a>`
      : html}</p>`).join("");
    const named = (/** @type {string} */ key) => words.message(`page.${key}`);
    return `<div class="answer v-${answer.verdict}">
<div class="band"><svg class="icon" aria-hidden="true"><use href="#v-${answer.verdict}"/></svg>${lines(of("verdict"), "verdict")}</div>
<div class="meaning">${lines(of("subject"), "small")}${lines(of("sentence"), "lead")}${lines(of("inside"), "inside")}${calls}${
      ["doubt", "corridor", "permit", "protection"].map((role) => lines(of(role), role)).join("")}</div>
<dl class="axes">${["closure", "hazard"].map((axis) => `<div class="axis a-${answer[axis]}"><dt>${named(`question_${axis}`)}</dt><dd>${words.message(`${axis}.${answer[axis]}`)}</dd></div>`).join("")}</dl>
<details class="fold"><summary>${named("records_fold")}</summary>${lines(of("record", "quote", "change"), "small")}</details>
<div class="age">${lines(of("age", "scope"), "small")}</div></div>`;
  }

  /** Draw the map and answer on the device about each point that is touched. */
  async function drawTheMap(section) {
    const root = new URL(body.root || "./", document.baseURI);
    const fetched = async (path) => {
      const response = await fetch(new URL(path, root));
      if (!response.ok) throw new Error(`${path}: ${response.status}`);
      return response.arrayBuffer();
    };
    const coming = new Map();
    const bytes = (path) => {
      if (!coming.has(path)) coming.set(path, fetched(path));
      return coming.get(path);
    };
    const parsed = (data) => JSON.parse(new TextDecoder().decode(data));
    // On a slow network each turn counts: what the scripts will ask for is on its way before they have come.
    const early = ["data/records.json", "data/places.json", `data/messages.${lang}.json`].map(bytes);
    early.push(bytes("data/site.json").then(parsed).then(({ snapshot }) => bytes(snapshot)));
    for (const each of early) each.catch(() => {}); // whoever needs it says so
    for (const module of section.dataset.modules?.split(" ") ?? []) {
      const link = document.createElement("link");
      link.rel = "modulepreload";
      link.href = new URL(module, root).href;
      document.head.append(link);
    }
    const [{ loadSite }, { drawMap }] = await Promise.all([import("./engine/index.js"), import("./map.js")]);
    const [site, places] = await Promise.all([loadSite(bytes, [lang]), bytes("data/places.json").then(parsed)]);
    const tapped = document.getElementById("tapped");
    section.hidden = false;
    section.addEventListener("clearway:asked", ({ detail: { lonE7, latE7, accuracyM } }) => {
      const told = site.ask({ lang, lonE7, latE7, accuracyM });
      tapped.innerHTML = layOut(told, site.words(lang), site.numberToCall(told.answer));
      tapped.scrollIntoView({ block: "nearest" });
    });
    const map = document.getElementById("map");
    await drawMap(map, site, { lang, places });
    map.after(tapped);
  }

  const section = document.getElementById("map-section");
  // Without its files the map says so; if the engine does not load, the list of places says all that the map would.
  if (section) drawTheMap(section).catch(() => { section.hidden = true; });

  const open = () => {
    const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
    const folded = target instanceof HTMLElement ? target.closest("details") : null;
    if (folded) folded.open = true;
  };
  addEventListener("hashchange", open);
  open();
})();

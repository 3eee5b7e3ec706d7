/** What is said of the records behind an answer: each restriction, its quoted words, what released it. */

import { join } from "./wording.js";

/** @typedef {import("./snapshot.js").Cover} Cover */
/** @typedef {import("./snapshot.js").Hold} Hold */
/** @typedef {import("./snapshot.js").Quote} Quote */
/** @typedef {import("./sentences.js").Sentence} Sentence */
/** @typedef {import("./wording.js").Text} Text */
/** @typedef {import("./wording.js").Values} Values */
/** @typedef {import("./wording.js").Wording} Wording */

const SHORT = 12;
// What Python takes for white space.
const SPACES = /[\t-\r\x1c-\x20\x85\xa0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/**
 * A restriction: who, since when, why, until when, and in which words.
 * @param {Wording} words
 * @param {Hold} hold
 * @param {"record" | "unplaced" | "upcoming"} how
 * @returns {Iterable<Sentence>}
 */
export function* holdSentences(words, hold, how) {
  const say = (/** @type {string} */ key, /** @type {Values} */ values) => (
    { role: /** @type {const} */ ("record"), text: words.render(`answer_line.${key}`, values) });
  const kind = words.has(`kind.${hold.kind}`) ? words.render(`kind.${hold.kind}`) : words.verbatim(hold.kind);
  yield say(how, { kind, office: words.office(hold.office), since: hold.since, id: shortId(words, hold.record) });
  if (hold.reasons.length) {
    yield say("reasons", { reasons: words.listing(hold.reasons.map((reason) => words.term("reason", reason))) });
  }
  if (hold.until !== null) yield say("until", { until: hold.until });
  if (hold.until_condition !== null) yield say("note", { note: words.term("until", hold.until_condition) });
  if (hold.next_start !== null) yield say("next_start", { start: hold.next_start });
  for (const label of hold.labels) yield say("note", { note: words.term("standing", label) });
  for (const quote of hold.quotes) yield quoteSentence(words, quote, hold.office);
}

/**
 * What took the restriction away somewhere here.
 * @param {Wording} words
 * @param {Cover} cover
 * @returns {Sentence}
 */
export function coverSentence(words, { axis, product, since, release }) {
  const text = words.render("answer_line.cover", {
    axis: words.term("label", axis), product: words.term("product", product), since, id: shortId(words, release),
  });
  return { role: "record", text };
}

/**
 * The exact words in their own language, with who said them (name, role, office) and when.
 * @param {Wording} words
 * @param {Quote} quote
 * @param {string} by the office of the record
 * @returns {Sentence}
 */
function quoteSentence(words, quote, by) {
  const said = quote.said_at;
  let text;
  if (quote.words !== null) {
    const spoken = words.verbatim(quote.words.split(SPACES).filter((word) => word).join(" "));
    text = words.render("answer_line.quote", { who: whoSpoke(words, quote, by), said, words: spoken });
  } else if (quote.speaker && !quote.statement) {
    text = words.render("answer_line.observed", { by: words.verbatim(quote.speaker), said });
  } else {
    text = words.render("answer_line.not_at_hand", { id: shortId(words, quote.statement) });
  }
  if (!quote.source) return { role: "quote", text };
  const source = words.render("answer_line.source", { source: words.verbatim(quote.source) });
  return { role: "quote", text: join([text, source], words.lang) };
}

/**
 * Name, role and office of whoever spoke; what an earlier part names already is not said again.
 * @param {Wording} words
 * @param {Quote} quote
 * @param {string} by
 * @returns {Text}
 */
function whoSpoke(words, quote, by) {
  /** @type {string[]} */
  const said = [];
  for (const part of [quote.speaker, quote.role, quote.office]) {
    if (part && !said.some((earlier) => earlier.includes(part))) said.push(part);
  }
  return said.length ? words.listing(said.map((part) => words.verbatim(part))) : words.office(by);
}

/**
 * @param {Wording} words
 * @param {string} id
 */
export function shortId(words, id) {
  return words.verbatim([...id.replace(/^sha256:/, "")].slice(0, SHORT).join(""));
}

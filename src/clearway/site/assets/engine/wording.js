/**
 * What people read, with every number and foreign name isolated: the port of clearway.wording.
 *
 * A `Text` keeps what was inserted apart from the sentence until it is written out. Its HTML is built from escaped
 * words and `<bdi dir>` alone, so it may be put into a page as it is.
 */

import { directionOf } from "./bidi.js";
import { micros } from "./instants.js";

/** @typedef {"ltr" | "rtl"} Direction */
/** @typedef {{parts: readonly Part[], direction: Direction}} Inserted what is read in a direction of its own */
/** @typedef {string | Inserted} Part */
/** @typedef {{parts: readonly Part[], lang: string}} Text */
/** @typedef {string | number | Text} Value an instant is given as records write it */
/** @typedef {Record<string, Value | null>} Values */

const LRI = "\u2066", RLI = "\u2067", PDI = "\u2069";
// A number with what belongs to it, an id, a Latin name: what must be read left to right inside Arabic.
const LEFT_TO_RIGHT =
  /[A-Za-z0-9+\-−#@/\u00c0-\u024f](?:[A-Za-z0-9\u00c0-\u024f_.,:;/@#%°+\-−'’ ]*[A-Za-z0-9°\u00c0-\u024f])?/g;
const ISOLATES = /([\u2066\u2067\u2068][^\u2066-\u2069]*\u2069)/;
const ISOLATE = /^[\u2066\u2067\u2068][^\u2066-\u2069]*\u2069$/;
// Marks that turn the reading around: in somebody else's words they could break out of the isolation.
const CONTROLS = /[\u202a-\u202e\u2066-\u2069\u200e\u200f\u061c]/g;
const PLACEHOLDER = /\{\{|\}\}|\{(\w+)(?::(\w+))?\}/g;
const ESCAPES = /** @type {Record<string, string>} */ (
  { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" });

/**
 * For a page: escaped, insertions inside `<bdi dir="…">`.
 * @param {Text} text
 */
export function html(text) {
  /** @type {(part: Part) => string} */
  const written = (part) => (typeof part === "string"
    ? part.replace(/[&<>"']/g, (char) => ESCAPES[char])
    : `<bdi dir="${part.direction}">${part.parts.map(written).join("")}</bdi>`);
  return text.parts.map(written).join("");
}

/**
 * For a message: insertions between U+2066 or U+2067 and U+2069.
 * @param {Text} text
 */
export function terminal(text) {
  /** @type {(part: Part) => string} */
  const written = (part) => (typeof part === "string"
    ? part
    : `${part.direction === "ltr" ? LRI : RLI}${part.parts.map(written).join("")}${PDI}`);
  return text.parts.map(written).join("");
}

/**
 * The letters alone, for searching; never for showing Arabic.
 * @param {Text} text
 */
export function plain(text) {
  /** @type {(part: Part) => string} */
  const written = (part) => (typeof part === "string" ? part : part.parts.map(written).join(""));
  return text.parts.map(written).join("");
}

/**
 * Sentences in a row, with a space between them.
 * @param {readonly Text[]} texts
 * @param {string} lang
 * @returns {Text}
 */
export function join(texts, lang) {
  return { parts: texts.flatMap((text, number) => (number ? [" ", ...text.parts] : text.parts)), lang };
}

/** The sentences of one language, with dates as they are in one zone. */
export class Wording {
  /**
   * @param {string} lang
   * @param {Readonly<Record<string, string>>} messages by dotted key
   * @param {string} zone a name of the IANA data base
   */
  constructor(lang, messages, zone) {
    this.lang = lang;
    this.messages = messages;
    this.format = new Intl.DateTimeFormat("en-u-ca-gregory-nu-latn", {
      timeZone: zone, hourCycle: "h23", era: "short",
      year: "numeric", month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit",
    });
  }

  /**
   * The sentence of `key` with `values` written in and isolated. A value that is null is one that nobody recorded: then
   * the sentence with the key `<key>_without_<name>` is taken.
   * @param {string} key
   * @param {Values} [values]
   * @returns {Text}
   */
  render(key, values = {}) {
    const absent = Object.keys(values).filter((name) => values[name] === null).sort();
    const wanted = absent.length ? `${key}_without_${absent.join("_")}` : key;
    const template = this.message(wanted);
    /** @type {Part[]} */
    const parts = [];
    let at = 0;
    for (const match of template.matchAll(PLACEHOLDER)) {
      if (match.index > at) parts.push(template.slice(at, match.index));
      at = match.index + match[0].length;
      if (match[1] === undefined) {
        parts.push(match[0][0]);
        continue;
      }
      const value = values[match[1]];
      if (value === undefined || value === null) throw new Error(`the sentence ${wanted} needs ${match[1]}`);
      parts.push(...(match[2] ? [this.date(value, match[2])] : this.insert(value)));
    }
    if (at < template.length) parts.push(template.slice(at));
    return { parts, lang: this.lang };
  }

  /**
   * @param {string} key
   * @returns {string}
   */
  message(key) {
    if (!this.has(key)) throw new Error(`no sentence ${key} in ${this.lang}`);
    return this.messages[key];
  }

  /** @param {string} key */
  has(key) {
    return Object.hasOwn(this.messages, key);
  }

  /**
   * The words for a code of the terms.
   * @param {string} group
   * @param {string} code
   */
  term(group, code) {
    return this.render(`${group}.${code}`);
  }

  /**
   * An office as people call it; one that the catalogue does not know is shown by its own code, isolated.
   * @param {string} code
   */
  office(code) {
    return this.has(`office.${code}`) ? this.render(`office.${code}`) : this.verbatim(code);
  }

  /**
   * Words that are not ours, isolated where they read in another direction.
   * @param {string} words
   * @returns {Text}
   */
  verbatim(words) {
    return { parts: this.insert(words), lang: this.lang };
  }

  /**
   * Several values in a row, separated as the language does it.
   * @param {readonly Value[]} items
   * @returns {Text}
   */
  listing(items) {
    const comma = this.lang === "ar" ? "، " : ", ";
    const parts = items.flatMap((item, number) => (number ? [comma, ...this.insert(item)] : this.insert(item)));
    return { parts, lang: this.lang };
  }

  /**
   * A finished sentence from elsewhere: its numbers and Latin words isolated, if it is Arabic. What is isolated in it
   * already is kept as it is.
   * @param {string} sentence
   * @returns {Text}
   */
  isolated(sentence) {
    if (this.lang !== "ar") return { parts: [sentence], lang: this.lang };
    const parts = sentence.split(ISOLATES).flatMap((piece) => {
      const words = piece.replace(CONTROLS, "");
      return ISOLATE.test(piece) ? [directed(words)] : splitLatin(words);
    });
    return { parts, lang: this.lang };
  }

  /**
   * A position in degrees, longitude first as it is typed, with seven decimals less trailing zeros.
   * @param {number} lonE7
   * @param {number} latE7
   */
  position(lonE7, latE7) {
    return this.verbatim(`${degrees(lonE7)}, ${degrees(latE7)}`);
  }

  /**
   * How long ago: in minutes under two hours, in hours under two days, then in days. Rounded down; never negative.
   * @param {bigint} span microseconds
   */
  age(span) {
    const minutes = span > 0n ? Number(span / 60_000_000n) : 0;
    const [unit, count] = minutes < 120 ? ["minute", minutes]
      : minutes < 2 * 24 * 60 ? ["hour", Math.floor(minutes / 60)] : ["day", Math.floor(minutes / (24 * 60))];
    return this.render(`age.${unit}_${plural(count)}`, { count });
  }

  /**
   * The parts that stand for a value: isolated unless they cannot disturb the sentence around them.
   * @param {Value} value
   * @returns {readonly Part[]}
   */
  insert(value) {
    if (typeof value === "object") {
      const whole = value.lang === this.lang || (value.parts.length === 1 && typeof value.parts[0] !== "string");
      return whole ? value.parts : [{ parts: value.parts, direction: value.lang === "ar" ? "rtl" : "ltr" }];
    }
    const words = String(value).replace(CONTROLS, "");
    const inserted = directed(words);
    return this.lang === "en" && inserted.direction === "ltr" && !hasArabic(words) ? [words] : [inserted];
  }

  /**
   * @param {Value} value
   * @param {string} spec day, moment or clock
   * @returns {Part}
   */
  date(value, spec) {
    if (typeof value !== "string") throw new Error(`${value} cannot be written as ${spec}`);
    const { year, month, day, clock } = this.local(value);
    if (spec === "clock") return this.lang === "ar" ? { parts: [clock], direction: "ltr" } : clock;
    const midnight = new Date(Date.UTC(2000, month - 1, day));
    midnight.setUTCFullYear(year);
    const weekday = this.message(`date.weekday_${midnight.getUTCDay() || 7}`);
    const written = `${weekday} ${day} ${this.message(`date.month_${month}`)} ${year}`;
    const [before, after = ""] = this.message("date.moment").replace("{day}", written).split("{clock}");
    if (this.lang === "en") return spec === "day" ? written : before + clock + after;
    if (spec === "day") return { parts: [written], direction: "rtl" };
    return { parts: [before, { parts: [clock], direction: "ltr" }, after], direction: "rtl" };
  }

  /**
   * The calendar and the clock of the zone.
   * @param {string} instant
   */
  local(instant) {
    const moment = micros(instant);
    const milliseconds = Number(moment / 1000n) - (moment % 1000n < 0n ? 1 : 0);
    const found = Object.fromEntries(this.format.formatToParts(milliseconds).map(({ type, value }) => [type, value]));
    return {
      year: Number(found.year), month: Number(found.month), day: Number(found.day),
      clock: `${found.hour}:${found.minute}`,
    };
  }
}

/**
 * @param {string} piece
 * @returns {Part[]}
 */
function splitLatin(piece) {
  /** @type {Part[]} */
  const parts = [];
  let at = 0;
  for (const match of piece.matchAll(LEFT_TO_RIGHT)) {
    if (match.index > at) parts.push(piece.slice(at, match.index));
    parts.push({ parts: [match[0]], direction: "ltr" });
    at = match.index + match[0].length;
  }
  if (at < piece.length) parts.push(piece.slice(at));
  return parts;
}

/**
 * Words isolated in the direction of their first letter; without any letter, left to right as numbers are.
 * @param {string} words
 * @returns {Inserted}
 */
function directed(words) {
  for (const char of words) {
    const direction = directionOf(char);
    if (direction === "ltr") break;
    if (direction === "rtl") return { parts: splitLatin(words), direction };
  }
  return { parts: [words], direction: "ltr" };
}

/** @param {string} words */
function hasArabic(words) {
  return [...words].some((char) => directionOf(char) === "rtl");
}

/** @param {number} e7 */
function degrees(e7) {
  const size = Math.abs(e7);
  const decimals = String(size % 10_000_000).padStart(7, "0").replace(/0+$/, "") || "0";
  return `${e7 < 0 ? "-" : ""}${Math.floor(size / 10_000_000)}.${decimals}`;
}

/**
 * The plural category of CLDR for Arabic, which both languages use: it tells apart all that English does.
 * @param {number} count
 */
function plural(count) {
  if (count <= 2) return ["zero", "one", "two"][count];
  const last = count % 100;
  if (last >= 3 && last <= 10) return "few";
  return last >= 11 ? "many" : "other";
}

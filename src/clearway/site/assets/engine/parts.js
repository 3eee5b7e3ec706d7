/**
 * The parts that a packed document is put together from, each of which learns how its own values go: the port of
 * clearway.publish.parts, of its reading side.
 */

import { Outlines } from "./outline.js";
import { Bits, Whole } from "./rangecoder.js";
import { fail } from "./schema.js";

/** @typedef {import("./rangecoder.js").Reader} Reader */
/** @typedef {import("./rangecoder.js").Letters} Letters */
/**
 * @template T
 * @typedef {(reader: Reader) => T} Part
 */

const MOST_ITEMS = 2 ** 21;
const MOST_LETTERS = 2 ** 24;
const EARLIEST = -62_135_596_800, LATEST = 253_402_300_799;

/** How much more a file may hold: so that a small one cannot ask for memory without end. */
export class Limits {
  constructor() {
    this.items = MOST_ITEMS;
    this.letters = MOST_LETTERS;
  }

  /** @param {number} count */
  takeItems(count) {
    this.items -= count;
    return this.items < 0 ? fail("", "more items than a snapshot may have") : count;
  }

  /** @param {number} count */
  takeLetters(count) {
    this.letters -= count;
    return this.letters < 0 ? fail("", "more text than a snapshot may have") : count;
  }
}

/** The texts of one sort that have occurred, each once. */
export class Vocabulary {
  /**
   * @param {Letters} letters
   * @param {Limits} limits
   */
  constructor(letters, limits) {
    this.letters = letters;
    this.limits = limits;
    /** @type {string[]} */
    this.known = [];
    /** @type {Set<string>} */
    this.seen = new Set();
    this.isHash = new Bits(1);
    this.length = new Whole();
  }

  /**
   * A field with texts of this sort: how many new ones ago it first occurred, or a new one in full.
   * @returns {Part<string>}
   */
  field() {
    const isNew = new Bits(1), ago = new Whole();
    return (reader) => {
      if (reader.bit(isNew, 0)) return this.add(this.fresh(reader));
      const back = ago.read(reader);
      return this.known[this.known.length - 1 - back] ?? fail("", "a text that did not occur");
    };
  }

  /** @param {Reader} reader */
  fresh(reader) {
    if (reader.bit(this.isHash, 0)) {
      const digits = Array.from({ length: 16 }, () => reader.direct(16).toString(16).padStart(4, "0"));
      return `sha256:${digits.join("")}`;
    }
    const length = this.limits.takeLetters(this.length.read(reader));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(this.letters.read(reader, length));
  }

  /** @param {string} text */
  add(text) {
    if (this.seen.has(text)) fail("", "a text twice");
    this.seen.add(text);
    this.known.push(text);
    return text;
  }
}

/** Instants, each by its distance from the first of the file. */
export class Instants {
  constructor() {
    /** @type {number | null} */
    this.base = null;
  }

  /**
   * A field with instants: whole minutes or seconds from the first, and what a clock with more says.
   * @returns {Part<string>}
   */
  field() {
    const inSeconds = new Bits(1), distance = new Whole(), more = new Whole();
    return (reader) => {
      const unit = reader.bit(inSeconds, 0) ? 1 : 60;
      const seconds = (this.base ?? 0) + unit * distance.readSigned(reader);
      const micros = more.read(reader);
      this.base ??= seconds;
      return written(seconds, micros);
    };
  }
}

/**
 * @param {number} seconds since 1970
 * @param {number} micros
 */
function written(seconds, micros) {
  if (seconds < EARLIEST || seconds > LATEST || micros >= 1_000_000) fail("", "an instant that is none");
  const fraction = micros ? `.${String(micros).padStart(6, "0")}` : "";
  return `${new Date(seconds * 1000).toISOString().slice(0, 19)}${fraction}Z`;
}

/** The shapes, which stand before what names them; they are named for the first time in their order. */
export class Shapes {
  /** @param {Limits} limits */
  constructor(limits) {
    this.limits = limits;
    this.count = 0;
    this.met = 0;
  }

  /** All shapes: polygons, rings, positions. */
  table() {
    const shapes = new Whole(), polygons = new Whole(), rings = new Whole(), outlines = new Outlines();
    const numbers = (/** @type {Reader} */ reader, /** @type {Whole} */ length) => (
      Array.from({ length: this.limits.takeItems(length.read(reader)) }, (_, number) => number));
    return (/** @type {Reader} */ reader) => {
      const all = numbers(reader, shapes);
      this.count = all.length;
      return all.map(() => numbers(reader, polygons).map((polygon) => (
        numbers(reader, rings).map((ring) => outlines.read(reader, ring ? 2 : polygon ? 1 : 0)))));
    };
  }

  /**
   * A field that names a shape: the next one that nothing has named, or how many before it.
   * @returns {Part<number>}
   */
  field() {
    const isNext = new Bits(1), back = new Whole();
    return (reader) => {
      let number = this.met;
      if (reader.bit(isNext, 0)) this.met += 1;
      else number -= 1 + back.read(reader);
      return number >= 0 && number < this.count ? number : fail("", "no such shape");
    };
  }

  /** Require that each was named. */
  finish() {
    if (this.met !== this.count) fail("/shapes", "a shape that nothing names");
  }
}

/**
 * A whole number of either sign.
 * @returns {Part<number>}
 */
export function whole() {
  const number = new Whole();
  return (reader) => number.readSigned(reader);
}

/**
 * True or false.
 * @returns {Part<boolean>}
 */
export function flag() {
  const bits = new Bits(1);
  return (reader) => reader.bit(bits, 0) === 1;
}

/**
 * A value or null.
 * @template T
 * @param {Part<T>} part
 * @returns {Part<T | null>}
 */
export function maybe(part) {
  const bits = new Bits(1);
  return (reader) => (reader.bit(bits, 0) ? part(reader) : null);
}

/**
 * A list.
 * @template T
 * @param {Part<T>} part
 * @param {Limits} limits
 * @returns {Part<T[]>}
 */
export function many(part, limits) {
  const length = new Whole();
  return (reader) => Array.from({ length: limits.takeItems(length.read(reader)) }, () => part(reader));
}

/**
 * An object with any names.
 * @template T
 * @param {Part<string>} key
 * @param {Part<T>} part
 * @param {Limits} limits
 * @returns {Part<Record<string, T>>}
 */
export function mapping(key, part, limits) {
  const items = many((reader) => /** @type {const} */ ([key(reader), part(reader)]), limits);
  return (reader) => {
    const found = items(reader);
    if (new Set(found.map(([name]) => name)).size !== found.length) fail("", "a name twice");
    return Object.fromEntries(found);
  };
}

/**
 * An object with exactly these fields, in this order.
 * @param {Record<string, Part<unknown>>} fields
 * @returns {Part<Record<string, unknown>>}
 */
export function record(fields) {
  const parts = Object.entries(fields);
  return (reader) => Object.fromEntries(parts.map(([name, part]) => [name, part(reader)]));
}

/**
 * Reads numbers that were written at the price of how likely each was: the port of clearway.publish.rangecoder, of its
 * reading side. It reads exactly what was written; bytes altered, cut or added do not come out even.
 */

import { fail } from "./schema.js";

export const MOST_BITS = 53;

const TOP = 2 ** 24;
const ONE = 2 ** 16;
const STEADY = 59;
const RATES = Array.from({ length: STEADY + 1 }, (_, seen) => Math.floor((2 * ONE) / (2 * seen + 3)));

/** Chances of several yes-or-no questions, and how often each was asked. */
export class Bits {
  /** @param {number} count */
  constructor(count) {
    this.chances = new Uint16Array(count).fill(ONE / 2);
    this.seen = new Uint8Array(count);
  }
}

/** Reads decisions out of bytes, from `at` on. */
export class Reader {
  /**
   * @param {Uint8Array} data
   * @param {number} at
   */
  constructor(data, at) {
    this.data = data;
    this.at = at;
    this.range = 2 ** 32 - 1;
    this.code = 0;
    for (let byte = 0; byte < 4; byte += 1) this.code = this.code * 256 + this.next();
    if (this.code >= this.range) fail("", "does not begin as it should");
  }

  next() {
    if (this.at >= this.data.length) fail("", "ends too early");
    this.at += 1;
    return this.data[this.at - 1];
  }

  /**
   * The answer to a question, as 0 or 1.
   * @param {Bits} bits
   * @param {number} at
   */
  bit({ chances, seen }, at) {
    const chance = chances[at];
    const rate = RATES[seen[at]];
    const bound = (this.range >>> 12) * (chance >>> 4 || 1);
    const found = this.code >= bound ? 1 : 0;
    if (found) {
      this.code -= bound;
      this.range -= bound;
      chances[at] = chance - ((chance * rate) >>> 16);
    } else {
      this.range = bound;
      chances[at] = chance + (((ONE - chance) * rate) >>> 16);
    }
    if (seen[at] < STEADY) seen[at] += 1;
    while (this.range < TOP) this.shift();
    return found;
  }

  /**
   * A number of so many binary digits of which nothing is known.
   * @param {number} width at most 53
   */
  direct(width) {
    let found = 0;
    for (let left = width; left > 0;) {
      const taken = Math.min(left, 16);
      left -= taken;
      this.range >>>= taken;
      const digits = Math.floor(this.code / this.range);
      if (digits >= 2 ** taken) fail("", "names no number");
      this.code -= digits * this.range;
      found = found * 2 ** taken + digits;
      while (this.range < TOP) this.shift();
    }
    return found;
  }

  shift() {
    this.range = (this.range << 8) >>> 0;
    this.code = ((this.code << 8) | this.next()) >>> 0;
  }

  /** Require that the writer stopped here. */
  finish() {
    if (this.code !== 0 || this.at !== this.data.length) fail("", "does not end where it should");
  }
}

/** What is learned of one sort of whole number. */
export class Whole {
  /** @param {number} [guess] how many binary digits it may have */
  constructor(guess = 0) {
    this.guess = Math.min(guess, MOST_BITS);
    this.up = new Bits(MOST_BITS);
    this.down = new Bits(MOST_BITS);
    this.second = new Bits(MOST_BITS + 1);
    this.sign = new Bits(1);
  }

  /**
   * A number that is not negative.
   * @param {Reader} reader
   */
  read(reader) {
    const size = this.size(reader);
    if (size < 2) return size;
    const second = reader.bit(this.second, size);
    return (2 + second) * 2 ** (size - 2) + reader.direct(size - 2);
  }

  /**
   * A number of either sign.
   * @param {Reader} reader
   */
  readSigned(reader) {
    const found = this.read(reader);
    return found && reader.bit(this.sign, 0) ? -found : found;
  }

  /** @param {Reader} reader */
  size(reader) {
    let at = this.guess;
    if (at < MOST_BITS && reader.bit(this.up, at)) {
      at += 1;
      while (at < MOST_BITS && reader.bit(this.up, at)) at += 1;
      return at;
    }
    while (at && !reader.bit(this.down, at - 1)) at -= 1;
    return at;
  }
}

/** What is learned of bytes of text: each by the one before it. */
export class Letters {
  constructor() {
    /** @type {Map<number, Bits>} */
    this.after = new Map();
  }

  /**
   * @param {Reader} reader
   * @param {number} length
   */
  read(reader, length) {
    const found = new Uint8Array(length);
    let before = 0;
    for (let at = 0; at < length; at += 1) {
      const bits = this.after.get(before) ?? new Bits(256);
      this.after.set(before, bits);
      let node = 1;
      for (let digit = 0; digit < 8; digit += 1) node = node * 2 + reader.bit(bits, node);
      before = node & 255;
      found[at] = before;
    }
    return found;
  }
}

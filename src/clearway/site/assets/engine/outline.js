/**
 * The positions of rings, each by how far it lies from where the ring seemed to be going: the port of
 * clearway.publish.outline, of its reading side. Doubles are added, multiplied, divided and cut in the same order.
 */

import { Whole } from "./rangecoder.js";
import { fail } from "./schema.js";
import { MAX_LONGITUDE } from "./shapes.js";

/** @typedef {import("./rangecoder.js").Reader} Reader */
/** @typedef {import("./shapes.js").Position} Position */

const MOST_POSITIONS = 2 ** 22;
const PI = 3.14159;
const BEND = 0.3;
const FADE = 0.15;

/** What is learned of rings: one object for all rings of a file, in their order. */
export class Outlines {
  constructor() {
    this.lengths = new Whole();
    this.starts = [0, 1, 2].map(() => [new Whole(), new Whole()]);
    /** @type {Map<number, Whole>} */
    this.firsts = new Map();
    /** @type {Map<number, Whole>} */
    this.misses = new Map();
    this.left = MOST_POSITIONS;
    /** @type {Position} */
    this.from = [0, 0];
  }

  /**
   * A closed ring. `sort` is 0 for the first ring of a shape, 1 for the outer ring of a further polygon, 2 for a hole.
   * @param {Reader} reader
   * @param {0 | 1 | 2} sort
   * @returns {Position[]}
   */
  read(reader, sort) {
    const length = this.lengths.read(reader) + 3;
    this.left -= length;
    if (this.left < 0) fail("/shapes", "more positions than a snapshot may have");
    const [startX, startY] = this.starts[sort];
    let x = this.from[0] + startX.readSigned(reader);
    let y = this.from[1] + startY.readSigned(reader);
    this.from = position(x, y);
    const found = [this.from];
    const course = new Course(this, length, sort === 2 ? -1 : 1);
    for (let at = 1; at < length; at += 1) {
      const [dx, dy] = course.read(reader, at);
      x += dx;
      y += dy;
      found.push(position(x, y));
    }
    found.push(this.from);
    return found;
  }

  /**
   * What is learned of first steps, by the binary digits of the ring's length or of the other axis.
   * @param {number} axis
   * @param {number} size
   */
  first(axis, size) {
    return learned(this.firsts, axis * 100 + size, 0);
  }

  /**
   * What is learned of misses, by the binary digits of their variance.
   * @param {number} axis
   * @param {number} age
   * @param {number} spread
   */
  miss(axis, age, spread) {
    return learned(this.misses, (axis * 3 + age) * 100 + spread, (spread + 1) >> 1);
  }
}

/** Where a ring seems to be going, and how far it has missed that so far. */
class Course {
  /**
   * @param {Outlines} outlines
   * @param {number} length
   * @param {1 | -1} turning
   */
  constructor(outlines, length, turning) {
    this.outlines = outlines;
    this.digits = digitsOf(length);
    const half = (turning * PI) / length;
    this.cos = (1 - half * half) / (1 + half * half);
    this.sin = (2 * half) / (1 + half * half);
    this.x = this.y = this.xx = this.yy = this.xy = 0;
  }

  /**
   * The step to the position `at`.
   * @param {Reader} reader
   * @param {number} at
   * @returns {Position}
   */
  read(reader, at) {
    return at === 1 ? this.begin(reader) : this.goOn(reader, at);
  }

  /**
   * @param {Reader} reader
   * @returns {Position}
   */
  begin(reader) {
    this.x = this.outlines.first(0, this.digits).readSigned(reader);
    this.y = this.outlines.first(1, digitsOf(Math.abs(this.x))).readSigned(reader);
    this.xx = this.yy = 0.5 * (this.x * this.x + this.y * this.y);
    return [this.x, this.y];
  }

  /**
   * @param {Reader} reader
   * @param {number} at
   * @returns {Position}
   */
  goOn(reader, at) {
    [this.x, this.y] = [this.x * this.cos - this.y * this.sin, this.x * this.sin + this.y * this.cos];
    const guessX = Math.floor(this.x + 0.5), guessY = Math.floor(this.y + 0.5);
    const [x, y] = this.miss(reader, at);
    const follow = Math.max(FADE, 1 / (at + 1));
    this.xx += (x * x - this.xx) * follow;
    this.yy += (y * y - this.yy) * follow;
    this.xy += (x * y - this.xy) * follow;
    const dx = guessX + x, dy = guessY + y;
    this.x += BEND * (dx - this.x);
    this.y += BEND * (dy - this.y);
    return [dx, dy];
  }

  /**
   * What the course missed by: the wider axis is read first, then what is left of the other.
   * @param {Reader} reader
   * @param {number} at
   * @returns {Position}
   */
  miss(reader, at) {
    const age = at < 3 ? 0 : at < 6 ? 1 : 2;
    const swapped = this.xx < this.yy;
    const [wide, narrow] = swapped ? [this.yy, this.xx] : [this.xx, this.yy];
    const slope = this.xy / (wide + 1);
    const one = this.outlines.miss(0, age, digitsOf(wide)).readSigned(reader);
    const along = Math.floor(one * slope + 0.5);
    const left = this.outlines.miss(1, age, digitsOf(Math.max(narrow - this.xy * slope, 0))).readSigned(reader);
    return swapped ? [along + left, one] : [one, along + left];
  }
}

/**
 * @param {Map<number, Whole>} known
 * @param {number} key
 * @param {number} guess
 */
function learned(known, key, guess) {
  const found = known.get(key) ?? new Whole(guess);
  known.set(key, found);
  return found;
}

/**
 * How many binary digits the whole part of a number has that is not negative.
 * @param {number} value
 */
function digitsOf(value) {
  let digits = 0;
  let left = Math.floor(value);
  for (; left >= 2 ** 16; digits += 16) left = Math.floor(left / 2 ** 16);
  return digits + 32 - Math.clz32(left);
}

/**
 * @param {number} x
 * @param {number} y
 * @returns {Position}
 */
function position(x, y) {
  if (Math.abs(x) > MAX_LONGITUDE || Math.abs(y) > MAX_LONGITUDE) fail("/shapes", "a coordinate that is none");
  return [x, y];
}

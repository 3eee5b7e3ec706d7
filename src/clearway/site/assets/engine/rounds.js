/**
 * A position with an accuracy, as a polygon that is never smaller than the true disc on WGS 84: the port of
 * clearway.geometry.rounds, whole numbers and fractions throughout, so that it is the same polygon.
 */

import { floorDivide, signOfDifference } from "./segments.js";
import { MAX_LATITUDE, MAX_LONGITUDE, boxRings, regionOf } from "./shapes.js";

/** @typedef {import("./shapes.js").Position} Position */
/** @typedef {import("./shapes.js").Region} Region */
/** @typedef {import("./shapes.js").Bbox} Bbox */
/** @typedef {readonly [bigint, bigint]} Fraction numerator and denominator, both positive (the first may be 0) */

const MERIDIAN_LEAST = 6_335_439n;
const ACROSS_LEAST = 6_378_137n;

const SCALE = 10n ** 40n;
const PI = 31_415_926_535_897_932_384_626_433_832_795_028_841_971n; // times SCALE, rounded down
const ERROR = 1_000n;
const HALF_TURN = 1_800_000_000n;

const QUARTER = 900_000_000;
const SIDE = 112_500_000; // 11.25 degrees, between two corners
const HALF_SIDE = SIDE / 2;

/**
 * The ground within `radiusMm` of `centre`, never smaller than that. At the 180th meridian it may be in two parts.
 * @param {Position} centre
 * @param {number} radiusMm a whole number of millimetres
 * @returns {Region}
 */
export function disc(centre, radiusMm) {
  const [x, y] = centre;
  const halfHeight = angle(BigInt(radiusMm), MERIDIAN_LEAST);
  const reachY = Math.max(...corners(halfHeight, halfHeight).map((corner) => corner[1]));
  const highest = Math.abs(y);
  const least = highest + reachY < QUARTER ? cosine(highest + reachY)[0] : 0n;
  if (least <= 0n) {
    // Near a pole every meridian may be within reach.
    const south = Math.max(y - reachY, -MAX_LATITUDE), north = Math.min(y + reachY, MAX_LATITUDE);
    return regionOf([boxRings([-MAX_LONGITUDE, south, MAX_LONGITUDE, north])]);
  }
  const [width, breadth] = angle(BigInt(radiusMm), ACROSS_LEAST);
  const around = corners([width * SCALE, breadth * least], halfHeight);
  const reachX = Math.max(...around.map((corner) => corner[0]));
  if (x - reachX < -MAX_LONGITUDE || x + reachX > MAX_LONGITUDE) {
    return regionOf(wrapped([x - reachX, y - reachY, x + reachX, y + reachY]));
  }
  return regionOf([[hull(around.flatMap(([dx, dy]) => placed(x, y, dx, dy)))]]);
}

/**
 * Bounds of the cosine of an angle from 0 to 90 degrees, times 10^40: one not above it, one not below.
 * @param {number} angleE7
 * @returns {readonly [bigint, bigint]}
 */
export function cosine(angleE7) {
  const radians = BigInt(angleE7) * PI / HALF_TURN;
  const square = radians * radians / SCALE;
  let total = 0n, term = SCALE, factor = 0n;
  while (term) {
    total += term;
    factor += 2n;
    term = floorDivide(-floorDivide(term * square, SCALE), factor * (factor - 1n));
    if (term >= -1n && term <= 1n) break;
  }
  const low = total - ERROR, high = total + ERROR;
  return [low > 0n ? low : 0n, high < SCALE ? high : SCALE];
}

/**
 * The angle in 1e-7 degree that a length spans on a circle, not below it.
 * @param {bigint} radiusMm
 * @param {bigint} curvatureM
 * @returns {Fraction}
 */
function angle(radiusMm, curvatureM) {
  return [radiusMm * HALF_TURN * SCALE, PI * curvatureM * 1000n];
}

/** @type {{scale: bigint, pairs: (readonly [bigint, bigint])[]} | null} */
let unitCorners = null;

function unitCircle() {
  if (!unitCorners) {
    const cosines = Array.from({ length: 8 }, (_, k) => cosine(k * SIDE)[1]).concat([0n]);
    const pairs = cosines.map((_, k) => /** @type {const} */ ([cosines[k], cosines[8 - k]]));
    unitCorners = { scale: cosine(HALF_SIDE)[0], pairs };
  }
  return unitCorners;
}

/**
 * Corners in the first quarter of a 32-gon around an ellipse, relative to its centre.
 * @param {Fraction} halfWidth
 * @param {Fraction} halfHeight
 * @returns {Position[]}
 */
function corners(halfWidth, halfHeight) {
  const { scale, pairs } = unitCircle();
  return pairs.map(([c, s]) => [ceiling(halfWidth, c, scale), ceiling(halfHeight, s, scale)]);
}

/**
 * @param {Fraction} value
 * @param {bigint} times
 * @param {bigint} over
 */
function ceiling([numerator, denominator], times, over) {
  return Number(-floorDivide(-(numerator * times), denominator * over));
}

/**
 * @param {number} x
 * @param {number} y
 * @param {number} dx
 * @param {number} dy
 * @returns {Position[]}
 */
function placed(x, y, dx, dy) {
  return [[x + dx, y + dy], [x + dx, y - dy], [x - dx, y + dy], [x - dx, y - dy]];
}

/**
 * The boundary of the smallest convex polygon that holds the positions, which do not all lie on a line.
 * @param {Position[]} positions
 * @returns {Position[]}
 */
function hull(positions) {
  const sorted = [...positions].sort((a, b) => a[0] - b[0] || a[1] - b[1]);
  const ordered = sorted.filter((at, k) => k === 0 || at[0] !== sorted[k - 1][0] || at[1] !== sorted[k - 1][1]);
  const lower = chain(ordered), upper = chain([...ordered].reverse());
  const ring = [...lower.slice(0, -1), ...upper.slice(0, -1)];
  return [...ring, ring[0]];
}

/**
 * @param {Position[]} positions
 * @returns {Position[]}
 */
function chain(positions) {
  /** @type {Position[]} */
  const found = [];
  for (const [x, y] of positions) {
    while (found.length > 1) {
      const [[ax, ay], [bx, by]] = found.slice(-2);
      if (signOfDifference(bx - ax, y - ay, by - ay, x - ax) > 0) break;
      found.pop();
    }
    found.push([x, y]);
  }
  return found;
}

/**
 * A box that reaches over the 180th meridian, as boxes on the map, in the order of a union.
 * @param {Bbox} bounds
 * @returns {Position[][][]}
 */
function wrapped([west, south, east, north]) {
  if (east - west >= 2 * MAX_LONGITUDE) return [boxRings([-MAX_LONGITUDE, south, MAX_LONGITUDE, north])];
  const [from, to] = west < -MAX_LONGITUDE ? [west + 2 * MAX_LONGITUDE, east + 2 * MAX_LONGITUDE] : [west, east];
  /** @type {Bbox[]} */
  const parts = [[-MAX_LONGITUDE, south, to - 2 * MAX_LONGITUDE, north], [from, south, MAX_LONGITUDE, north]];
  return parts.filter((part) => part[0] < part[2]).map(boxRings);
}

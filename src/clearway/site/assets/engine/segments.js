/**
 * Straight edges between whole-number positions, exactly: the port of clearway.geometry.segments.
 *
 * Coordinates are integers up to 1.8e9, their products up to 1.3e19: more than a double holds. A double with its error
 * bound settles nearly every question; the rest is done in whole numbers of any size. Nothing is rounded.
 */

/** @typedef {readonly [number, number, number, number]} Edge from (x1, y1) to (x2, y2); the inside lies to its left */
/** @typedef {readonly [number, number]} Direction in lowest terms */

/**
 * A point of the plane: `exact` is null for whole numbers (west = east = x, south = north = y); otherwise the point is
 * (X / W, Y / W) in lowest terms with W > 1, and the four are its coordinates rounded down and up.
 * @typedef {{exact: readonly [bigint, bigint, bigint] | null,
 *   west: number, south: number, east: number, north: number, key: string}} Spot
 */

const EXACT = 2 ** 53;
const BOUND = 2 ** -51;

/**
 * The sign of a·b − c·d, for whole numbers of up to 33 bits.
 * @param {number} a
 * @param {number} b
 * @param {number} c
 * @param {number} d
 * @returns {number} negative, 0 or positive
 */
export function signOfDifference(a, b, c, d) {
  const left = a * b, right = c * d, difference = left - right;
  const size = Math.abs(left) + Math.abs(right);
  if (Math.abs(difference) > size * BOUND || size < EXACT) return difference;
  const exact = BigInt(a) * BigInt(b) - BigInt(c) * BigInt(d);
  return exact > 0n ? 1 : exact < 0n ? -1 : 0;
}

/**
 * Positive if the position lies to the left of the edge's line, negative to the right, 0 on it.
 * @param {Edge} edge
 * @param {number} x
 * @param {number} y
 */
export function turn([x1, y1, x2, y2], x, y) {
  return signOfDifference(x2 - x1, y - y1, y2 - y1, x - x1);
}

/**
 * @param {Edge} edge
 * @param {number} x
 * @param {number} y
 * @returns {bigint}
 */
function exactTurn([x1, y1, x2, y2], x, y) {
  return BigInt(x2 - x1) * BigInt(y - y1) - BigInt(y2 - y1) * BigInt(x - x1);
}

/**
 * As `turn`, for any point.
 * @param {Edge} edge
 * @param {Spot} spot
 */
export function side(edge, spot) {
  if (!spot.exact) return turn(edge, spot.west, spot.south);
  const [x1, y1, x2, y2] = edge;
  const [x, y, w] = spot.exact;
  const found = BigInt(x2 - x1) * (y - BigInt(y1) * w) - BigInt(y2 - y1) * (x - BigInt(x1) * w);
  return found > 0n ? 1 : found < 0n ? -1 : 0;
}

/**
 * The spot of a whole-number position.
 * @param {number} x
 * @param {number} y
 * @returns {Spot}
 */
export function spotAt(x, y) {
  return { exact: null, west: x, south: y, east: x, north: y, key: `${x},${y}` };
}

/**
 * Where the insides of two edges cross in one point, or null. Touching and running along are no crossing.
 * @param {Edge} e
 * @param {Edge} f
 * @returns {Spot | null}
 */
export function findCrossing(e, f) {
  if (turn(e, f[0], f[1]) * turn(e, f[2], f[3]) >= 0) return null;
  if (turn(f, e[0], e[1]) * turn(f, e[2], e[3]) >= 0) return null;
  const start = exactTurn(f, e[0], e[1]);
  const w = start - exactTurn(f, e[2], e[3]);
  return reduced(
    BigInt(e[0]) * w + start * BigInt(e[2] - e[0]), BigInt(e[1]) * w + start * BigInt(e[3] - e[1]), w,
  );
}

/**
 * The point (x / w, y / w) in lowest terms, so that equal points have equal keys.
 * @param {bigint} x
 * @param {bigint} y
 * @param {bigint} w not 0
 * @returns {Spot}
 */
function reduced(x, y, w) {
  let divisor = gcdOf(gcdOf(x, y), w);
  if (w < 0n) divisor = -divisor;
  const [px, py, pw] = [x / divisor, y / divisor, w / divisor];
  if (pw === 1n) return spotAt(Number(px), Number(py));
  const west = Number(floorDivide(px, pw)), south = Number(floorDivide(py, pw));
  return {
    exact: [px, py, pw], west, south,
    east: px % pw === 0n ? west : west + 1, north: py % pw === 0n ? south : south + 1,
    key: `${px},${py},${pw}`,
  };
}

/**
 * @param {bigint} a
 * @param {bigint} b
 */
function gcdOf(a, b) {
  let [x, y] = [a < 0n ? -a : a, b < 0n ? -b : b];
  while (y) [x, y] = [y, x % y];
  return x;
}

/**
 * a / b rounded down, for b > 0.
 * @param {bigint} a
 * @param {bigint} b
 */
export function floorDivide(a, b) {
  return a >= 0n ? a / b : -((b - 1n - a) / b);
}

/**
 * The direction in lowest terms. The two may not both be 0.
 * @param {number} dx
 * @param {number} dy
 * @returns {Direction}
 */
export function lowest(dx, dy) {
  let [x, y] = [Math.abs(dx), Math.abs(dy)];
  while (y) [x, y] = [y, x % y];
  return [dx / x, dy / x];
}

/**
 * By angle from east, counter-clockwise, exactly: negative, 0 or positive.
 * @param {Direction} a
 * @param {Direction} b
 */
export function compareAngles(a, b) {
  const lowerA = a[1] < 0 || (a[1] === 0 && a[0] < 0);
  const lowerB = b[1] < 0 || (b[1] === 0 && b[0] < 0);
  if (lowerA !== lowerB) return lowerA ? 1 : -1;
  return signOfDifference(a[1], b[0], a[0], b[1]);
}

/**
 * The index pairs (i < j) of edges whose boxes meet, in the order of i and then j.
 * @param {readonly Edge[]} edges
 * @returns {[number, number][]}
 */
export function overlapping(edges) {
  const boxes = edges.map(([x1, y1, x2, y2]) => (
    [Math.min(x1, x2), Math.min(y1, y2), Math.max(x1, x2), Math.max(y1, y2)]));
  const fromWest = edges.map((_, number) => number).sort((a, b) => boxes[a][0] - boxes[b][0]);
  /** @type {[number, number][]} */
  const found = [];
  for (let at = 0; at < fromWest.length; at += 1) {
    const [, south, east, north] = boxes[fromWest[at]];
    for (let next = at + 1; next < fromWest.length && boxes[fromWest[next]][0] <= east; next += 1) {
      const other = boxes[fromWest[next]];
      if (other[1] > north || other[3] < south) continue;
      const [i, j] = [fromWest[at], fromWest[next]];
      found.push(i < j ? [i, j] : [j, i]);
    }
  }
  return found.sort((a, b) => a[0] - b[0] || a[1] - b[1]);
}

/**
 * Where a question about a shape must be asked so that its worst answer is found exactly: the port of
 * clearway.geometry.cells, in the same order, because the order of an answer's parts follows from it.
 */

import { germ, locate, rowsOf, sectors } from "./germ.js";
import { findCrossing, overlapping, spotAt } from "./segments.js";
import { boxOf, boxesMeet } from "./shapes.js";

/** @typedef {import("./segments.js").Spot} Spot */
/** @typedef {import("./segments.js").Edge} Edge */
/** @typedef {import("./shapes.js").Region} Region */
/** @typedef {import("./shapes.js").Polygon} Polygon */
/** @typedef {import("./germ.js").Border} Border */
/** @typedef {{x: number, y: number}} At one position, in 1e-7 degree */
/** @typedef {At | Region} Query */

/**
 * One place at which to ask. It lies in closed region i iff `masks[i] & star`, in its interior iff
 * `(masks[i] & star) === star`.
 * @typedef {{star: bigint, masks: bigint[]}} Cell
 */

/**
 * The places of the query at which membership of the regions must be looked at: every pattern that occurs, once.
 * @param {Query} query
 * @param {readonly Region[]} regions
 * @returns {Iterable<Cell>}
 */
export function* cells(query, regions) {
  if ("x" in query) {
    const { full, masks } = germ(spotAt(query.x, query.y), regions);
    yield { star: full, masks };
  } else if (query.polygons.length) {
    yield* cellsOfRegion(query, regions);
  }
}

/**
 * @param {Region} query
 * @param {readonly Region[]} regions
 * @returns {Iterable<Cell>}
 */
function* cellsOfRegion(query, regions) {
  // The query is bit 0, the regions follow: a sector is asked about iff its bit 0 is set.
  const bbox = boxOf(query);
  const ground = groundOf([query, ...regions], bbox);
  /** @type {Map<string, Spot>} */
  const spots = new Map();
  for (const spot of endsWithin(ground, bbox)) if (!spots.has(spot.key)) spots.set(spot.key, spot);
  for (const spot of crossings(ground)) if (!spots.has(spot.key)) spots.set(spot.key, spot);
  const told = new Told(regions.length);
  const plain = new Set();
  for (const spot of spots.values()) {
    const { inside, borders } = around(ground, spot);
    if (!(inside & 1n) && borders.every(({ bit }) => bit !== 1n)) continue;
    if (borders.every(({ bit }) => bit === 1n)) {
      // Only the query's own border passes: the regions are the same all around.
      if (plain.has(inside | 1n)) continue;
      plain.add(inside | 1n);
    }
    const { directions, columns } = sectors(spot, inside, borders);
    yield* told.fresh(columns, [...columns.keys()]);
    for (const number of columns.keys()) {
      if (columns[number] & 1n) yield* told.fresh(columns, [number]);
    }
    for (const number of directions.keys()) {
      const before = (number + columns.length - 1) % columns.length;
      if ((columns[before] | columns[number]) & 1n) yield* told.fresh(columns, [before, number]);
    }
  }
}

/** Tells each pattern once: which sets of regions cover the sectors next to a place is all that a cell tells. */
class Told {
  /** @param {number} count */
  constructor(count) {
    this.count = count;
    this.patterns = new Set();
  }

  /**
   * The cell of these sectors, unless an equal one was told.
   * @param {readonly bigint[]} columns with the query's bit
   * @param {readonly number[]} star
   * @returns {Iterable<Cell>}
   */
  *fresh(columns, star) {
    const numbers = [...new Set(star)];
    const pattern = [...new Set(numbers.map((number) => (columns[number] >> 1n).toString(36)))].sort().join();
    if (this.patterns.has(pattern)) return;
    this.patterns.add(pattern);
    const bits = numbers.reduce((sum, number) => sum | (1n << BigInt(number)), 0n);
    yield { star: bits, masks: rowsOf(columns.map((column) => column >> 1n), this.count) };
  }
}

/**
 * The polygons whose edges come near a box, each with its region's bit, and those edges with their polygon's number.
 * `everywhere` has the bits of the regions that hold the whole box by a polygon none of whose edges comes near.
 * @typedef {{everywhere: bigint, polygons: {bit: bigint, polygon: Polygon}[], edges: Edge[], owners: number[]}} Ground
 */

/**
 * What of the regions matters within the box.
 * @param {readonly Region[]} regions
 * @param {import("./shapes.js").Bbox} bbox
 * @returns {Ground}
 */
function groundOf(regions, bbox) {
  const corner = spotAt(bbox[0], bbox[1]);
  /** @type {Ground} */
  const ground = { everywhere: 0n, polygons: [], edges: [], owners: [] };
  regions.forEach((region, number) => {
    const bit = 1n << BigInt(number);
    for (const polygon of region.polygons) {
      if (!boxesMeet(polygon.bbox, bbox)) continue;
      const near = edgesNear(polygon, bbox);
      if (near.length) {
        for (const edge of near) {
          ground.edges.push(edge);
          ground.owners.push(ground.polygons.length);
        }
        ground.polygons.push({ bit, polygon });
      } else if (locate(polygon, corner).within) {
        ground.everywhere |= bit;
      }
    }
  });
  return ground;
}

/**
 * @param {Polygon} polygon
 * @param {import("./shapes.js").Bbox} bbox
 * @returns {Edge[]}
 */
function edgesNear({ edges }, [west, south, east, north]) {
  /** @type {Edge[]} */
  const near = [];
  for (let at = 0; at < edges.length; at += 4) {
    const x1 = edges[at], y1 = edges[at + 1], x2 = edges[at + 2], y2 = edges[at + 3];
    const apart = (x1 < west && x2 < west) || (x1 > east && x2 > east)
      || (y1 < south && y2 < south) || (y1 > north && y2 > north);
    if (!apart) near.push([x1, y1, x2, y2]);
  }
  return near;
}

/**
 * The ends of the edges that lie in the closed box.
 * @param {Ground} ground
 * @param {import("./shapes.js").Bbox} bbox
 * @returns {Iterable<Spot>}
 */
function* endsWithin({ edges }, [west, south, east, north]) {
  for (const [x1, y1, x2, y2] of edges) {
    if (west <= x1 && x1 <= east && south <= y1 && y1 <= north) yield spotAt(x1, y1);
    if (west <= x2 && x2 <= east && south <= y2 && y2 <= north) yield spotAt(x2, y2);
  }
}

/**
 * Where edges of different polygons cross; those of one polygon never do.
 * @param {Ground} ground
 * @returns {Iterable<Spot>}
 */
function* crossings({ edges, owners }) {
  for (const [i, j] of overlapping(edges)) {
    if (owners[i] === owners[j]) continue;
    const spot = findCrossing(edges[i], edges[j]);
    if (spot) yield spot;
  }
}

/**
 * The bits of the regions whose interior holds the point, and the polygons that pass through it.
 * @param {Ground} ground
 * @param {Spot} spot
 * @returns {{inside: bigint, borders: Border[]}}
 */
function around({ everywhere, polygons }, spot) {
  let inside = everywhere;
  /** @type {Border[]} */
  const borders = [];
  for (const { bit, polygon } of polygons) {
    const { within, through } = locate(polygon, spot);
    if (within) inside |= bit;
    else if (through.length) borders.push({ bit, edges: through });
  }
  return { inside, borders: borders.filter(({ bit }) => !(bit & inside)) };
}

/**
 * The exact view from one point: how the ground right around it is cut into sectors, and who covers which. The port of
 * clearway.geometry.germ; sets of regions and of sectors are bits of whole numbers, as there.
 */

import { compareAngles, lowest, side } from "./segments.js";

/** @typedef {import("./segments.js").Spot} Spot */
/** @typedef {import("./segments.js").Edge} Edge */
/** @typedef {import("./segments.js").Direction} Direction */
/** @typedef {import("./shapes.js").Polygon} Polygon */
/** @typedef {import("./shapes.js").Region} Region */
/** @typedef {{bit: bigint, edges: readonly Edge[]}} Border a region's bit, and one polygon's edges through the point */

/** @type {readonly Edge[]} */
const NO_EDGE = [];
const OUTSIDE = { within: false, through: NO_EDGE };
const INSIDE = { within: true, through: NO_EDGE };

/**
 * The neighbourhood of a point in each of the regions: a mask for each, and the bits of all sectors.
 * @param {Spot} spot
 * @param {readonly Region[]} regions
 * @returns {{full: bigint, masks: bigint[]}}
 */
export function germ(spot, regions) {
  let inside = 0n;
  /** @type {Border[]} */
  const borders = [];
  regions.forEach((region, number) => {
    /** @type {Border[]} */
    const found = [];
    for (const polygon of region.polygons) {
      const { within, through } = locate(polygon, spot);
      if (within) {
        inside |= 1n << BigInt(number);
        return;
      }
      if (through.length) found.push({ bit: 1n << BigInt(number), edges: through });
    }
    borders.push(...found);
  });
  const { columns } = sectors(spot, inside, borders);
  return { full: (1n << BigInt(columns.length)) - 1n, masks: rowsOf(columns, regions.length) };
}

/**
 * Whether the point lies in the polygon's interior, and otherwise the edges through it (none: it is outside).
 * @param {Polygon} polygon
 * @param {Spot} spot
 * @returns {{within: boolean, through: readonly Edge[]}}
 */
export function locate({ edges, bbox }, spot) {
  const { west, south, east, north } = spot;
  if (bbox[0] > west || bbox[1] > south || bbox[2] < east || bbox[3] < north) return OUTSIDE;
  let within = false;
  /** @type {Edge[] | null} */
  let through = null;
  for (let at = 0; at < edges.length; at += 4) {
    const y1 = edges[at + 1], y2 = edges[at + 3];
    const above1 = y1 > south, above2 = y2 > south;
    if ((above1 && above2) || (y1 < north && y2 < north)) continue;
    const x1 = edges[at], x2 = edges[at + 2];
    if (x1 < east && x2 < east) continue;
    if (x1 > west && x2 > west) {
      within = within !== (above1 !== above2);
      continue;
    }
    /** @type {Edge} */
    const edge = [x1, y1, x2, y2];
    const found = side(edge, spot);
    if (found === 0) (through ??= []).push(edge);
    else if (above1 !== above2 && found > 0 === above2) within = !within;
  }
  if (through) return { within: false, through };
  return within ? INSIDE : OUTSIDE;
}

/**
 * The directions around a point and, for each sector, the bits of the regions that cover it.
 * @param {Spot} spot
 * @param {bigint} inside bits of the regions whose interior holds the point
 * @param {readonly Border[]} borders the polygons that pass through
 * @returns {{directions: Direction[], columns: bigint[]}}
 */
export function sectors(spot, inside, borders) {
  const ends = borders.map((border) => endsAt(spot, border.edges));
  /** @type {Map<string, Direction>} */
  const found = new Map();
  for (const { leaving, arriving } of ends) {
    for (const direction of leaving) found.set(direction.join(), direction);
    for (const direction of arriving) found.set(direction.join(), direction);
  }
  const directions = [...found.values()].sort(compareAngles);
  const place = new Map(directions.map((direction, number) => [direction.join(), number]));
  const columns = Array(Math.max(1, directions.length)).fill(inside);
  const count = columns.length;
  borders.forEach(({ bit }, number) => {
    // Counter-clockwise of a leaving edge lies the inside, of an arriving one the outside.
    const turns = [
      ...ends[number].leaving.map((direction) => ({ at: place.get(direction.join()) ?? 0, opens: true })),
      ...ends[number].arriving.map((direction) => ({ at: place.get(direction.join()) ?? 0, opens: false })),
    ].sort((a, b) => a.at - b.at || Number(a.opens) - Number(b.opens));
    turns.forEach(({ at: start, opens }, turn) => {
      if (!opens) return;
      const stop = turns[(turn + 1) % turns.length].at;
      for (let sector = start; sector < (stop > start ? stop : stop + count); sector += 1) {
        columns[sector % count] |= bit;
      }
    });
  });
  return { directions, columns };
}

/**
 * Turn regions by sector into sectors by region: one mask for each of `count` regions.
 * @param {readonly bigint[]} columns
 * @param {number} count
 * @returns {bigint[]}
 */
export function rowsOf(columns, count) {
  const masks = Array(count).fill(0n);
  columns.forEach((column, sector) => {
    const bits = column.toString(2);
    const bit = 1n << BigInt(sector);
    for (let at = bits.indexOf("1"); at >= 0; at = bits.indexOf("1", at + 1)) {
      masks[bits.length - 1 - at] |= bit;
    }
  });
  return masks;
}

/**
 * Directions from the point along its edges: where each goes on to, and where each came from.
 * @param {Spot} spot
 * @param {readonly Edge[]} edges
 */
function endsAt(spot, edges) {
  const { exact, west: x, south: y } = spot;
  /** @type {Direction[]} */
  const leaving = [];
  /** @type {Direction[]} */
  const arriving = [];
  for (const [x1, y1, x2, y2] of edges) {
    const [dx, dy] = lowest(x2 - x1, y2 - y1);
    if (exact || x2 !== x || y2 !== y) leaving.push([dx, dy]);
    if (exact || x1 !== x || y1 !== y) arriving.push([0 - dx, 0 - dy]);
  }
  return { leaving, arriving };
}

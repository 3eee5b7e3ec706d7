/**
 * Polygons and regions, as clearway.geometry.shapes has them: whole numbers of 1e-7 degree, longitude first.
 */

/** @typedef {import("./segments.js").Edge} Edge */
/** @typedef {readonly [number, number]} Position */
/** @typedef {readonly [number, number, number, number]} Bbox west, south, east, north; a closed box */
/** @typedef {{edges: Int32Array, bbox: Bbox}} Polygon all edges, four numbers each; the inside is to their left */
/** @typedef {{polygons: readonly Polygon[], e7: readonly (readonly (readonly Position[])[])[]}} Region */

export const MAX_LONGITUDE = 1_800_000_000;
export const MAX_LATITUDE = 900_000_000;

/**
 * The region of these polygons (polygons, rings, positions), which must be sound.
 * @param {readonly (readonly (readonly Position[])[])[]} e7
 * @returns {Region}
 */
export function regionOf(e7) {
  return { polygons: e7.map(polygonOf), e7 };
}

/**
 * @param {readonly (readonly Position[])[]} rings the first is the outer one
 * @returns {Polygon}
 */
function polygonOf(rings) {
  const steps = rings.reduce((count, ring) => count + ring.length - 1, 0);
  const edges = new Int32Array(4 * steps);
  let at = 0;
  for (const ring of rings) {
    for (let step = 1; step < ring.length; step += 1) {
      edges.set(ring[step - 1], at);
      edges.set(ring[step], at + 2);
      at += 4;
    }
  }
  return { edges, bbox: boxAround(rings[0]) };
}

/**
 * The smallest box that holds the positions.
 * @param {readonly Position[]} positions
 * @returns {Bbox}
 */
export function boxAround(positions) {
  let [west, south] = positions[0];
  let [east, north] = [west, south];
  for (const [x, y] of positions) {
    west = Math.min(west, x);
    south = Math.min(south, y);
    east = Math.max(east, x);
    north = Math.max(north, y);
  }
  return [west, south, east, north];
}

/**
 * The smallest box that holds a region with ground.
 * @param {Region} region
 * @returns {Bbox}
 */
export function boxOf(region) {
  return boxAround(region.polygons.flatMap(({ bbox: [w, s, e, n] }) => [/** @type {Position} */ ([w, s]), [e, n]]));
}

/**
 * A box with an area, as a region's polygon.
 * @param {Bbox} bbox
 * @returns {Position[][]}
 */
export function boxRings([west, south, east, north]) {
  return [[[west, south], [east, south], [east, north], [west, north], [west, south]]];
}

/**
 * Whether two closed boxes have a point in common.
 * @param {Bbox} a
 * @param {Bbox} b
 */
export function boxesMeet(a, b) {
  return a[0] <= b[2] && b[0] <= a[2] && a[1] <= b[3] && b[1] <= a[3];
}

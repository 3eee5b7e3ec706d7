/** Where releases cover a restriction in a cell, and what they say was done: a part of clearway.projection.verdict. */

import { isWithdrawn } from "./release.js";
import { SURVEY_ORDER } from "./terms.js";

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {import("./snapshot.js").Cover} Cover */
/** @typedef {import("./terms.js").Axis} Axis */
/** @typedef {import("./terms.js").Product} Product */
/** @typedef {{cover: Cover, allOf: number[], noneOf: number[]}} PreparedCover regions by number */
/** @typedef {{product: Product | null, depth_mm: number | null, word_of: string | null}} Least */

/**
 * Whether the hold still stands in some sector, and the covers that say what it became where it does not.
 *
 * Where survey, search or reopening alone take it away, that is said; a withdrawal beside them adds nothing, so that
 * taking the withdrawal away could not open more than it. Otherwise ground that was withdrawn counts as never made.
 * @param {readonly PreparedCover[]} covers
 * @param {Axis} axis
 * @param {bigint} ground
 * @param {Cell} cell
 * @returns {{left: boolean, over: Cover[]}}
 */
export function coveredOf(covers, axis, ground, cell) {
  let left = ground, withdrawnMask = 0n;
  /** @type {Cover[]} */
  const done = [];
  /** @type {Cover[]} */
  const withdrawn = [];
  for (const each of covers) {
    if (each.cover.axis !== axis) continue;
    const mask = maskOf(each, cell) & ground;
    if (!mask) continue;
    if (isWithdrawn(axis, each.cover.product)) {
      withdrawn.push(each.cover);
      withdrawnMask |= mask;
    } else {
      done.push(each.cover);
      left &= ~mask;
    }
  }
  if (!left || !withdrawn.length) return { left: left !== 0n, over: done };
  return { left: (left & ~withdrawnMask) !== 0n, over: withdrawn };
}

/**
 * The sectors that the release covers.
 * @param {PreparedCover} cover
 * @param {Cell} cell
 */
function maskOf({ allOf, noneOf }, { star, masks }) {
  let mask = star;
  for (const number of allOf) mask &= masks[number];
  for (const number of noneOf) mask &= ~masks[number];
  return mask;
}

/**
 * Of several products the least searched is said, and with it the shallowest depth.
 * @param {readonly Cover[]} over
 * @param {Least} least
 * @returns {Least}
 */
export function leastSearched(over, { product, depth_mm, word_of }) {
  for (const cover of over) {
    const rank = SURVEY_ORDER.indexOf(cover.product);
    if (rank < 0) continue;
    const known = product === null ? SURVEY_ORDER.length : SURVEY_ORDER.indexOf(product);
    if (rank < known || (rank === known && (cover.depth_mm ?? 0) < (depth_mm ?? 0))) {
      product = cover.product;
      depth_mm = cover.depth_mm;
    }
    word_of = cover.on_the_word_of || word_of;
  }
  return { product, depth_mm, word_of };
}

/**
 * The one that says the least; the first of equals.
 * @param {readonly Least[]} points
 * @returns {Least}
 */
export function leastOf(points) {
  const rank = (/** @type {Least} */ point) => SURVEY_ORDER.indexOf(point.product || "cleared");
  return points.reduce((a, b) => (
    rank(b) < rank(a) || (rank(b) === rank(a) && (b.depth_mm ?? 0) < (a.depth_mm ?? 0)) ? b : a));
}

/**
 * Equal covers are one.
 * @param {Cover} cover
 */
export function keyOf(cover) {
  return JSON.stringify({
    ...cover, all_of: cover.all_of.map(({ number }) => number), none_of: cover.none_of.map(({ number }) => number),
  });
}

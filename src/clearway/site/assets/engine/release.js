/**
 * What opens ground: the port of `opened` and `verdict_of` of clearway.projection.release. Nowhere else does this
 * engine say `released` or `lifted`.
 */

import { SURVEY_ORDER } from "./terms.js";

/** @typedef {import("./terms.js").Axis} Axis */
/** @typedef {import("./terms.js").Product} Product */
/** @typedef {import("./terms.js").ClosureState} ClosureState */
/** @typedef {import("./terms.js").HazardState} HazardState */
/** @typedef {import("./terms.js").Verdict} Verdict */
/** @typedef {import("./terms.js").Doubt} Doubt */

/** @type {readonly Product[]} */
const NEVER_MADE = ["voided_in_error", "placed", "generalisation_ended"];

/**
 * What the closure axis says of a restriction that is covered on all sides of a point by covers of these products.
 * @param {readonly Product[]} products
 * @returns {ClosureState}
 */
export function openedClosure(products) {
  return products.some((product) => !NEVER_MADE.includes(product)) ? "lifted" : "none_recorded";
}

/**
 * What the hazard axis says of it.
 * @param {readonly Product[]} products
 * @returns {HazardState}
 */
export function openedHazard(products) {
  return products.some((product) => SURVEY_ORDER.includes(product)) ? "released" : "none_recorded";
}

/**
 * Whether a cover of this product makes a restriction count as never made on the axis.
 * @param {Axis} axis
 * @param {Product} product
 */
export function isWithdrawn(axis, product) {
  return (axis === "closure" ? openedClosure([product]) : openedHazard([product])) === "none_recorded";
}

/**
 * The verdict of a point, first that fits (DESIGN §3), with the doubts that it rests on.
 * @param {ClosureState} closure
 * @param {HazardState} hazard
 * @param {readonly Doubt[]} doubts all reasons that the point's records and logs give, in order
 * @param {boolean} permitBarred a permission here is doubtful or an unplaced restriction bars it
 * @returns {readonly [Verdict, readonly Doubt[]]}
 */
export function verdictOf(closure, hazard, doubts, permitBarred) {
  if (closure === "closed" || !(hazard === "released" || hazard === "none_recorded")) return ["do_not_enter", []];
  if (closure === "conditional") return permitBarred ? ["do_not_enter", doubts] : ["conditional", []];
  const free = closure === "lifted" || closure === "none_recorded";
  if (hazard === "released" && free && doubts.length === 0) return ["released", []];
  return ["not_confirmed", doubts];
}

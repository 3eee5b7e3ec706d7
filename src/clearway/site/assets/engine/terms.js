/** The field's words in their order: the port of what the check needs of clearway.terms. A test compares both. */

/** Worst first. @type {readonly ("closed" | "conditional" | "ended_by_its_term" | "lifted" | "none_recorded")[]} */
export const CLOSURE_ORDER = ["closed", "conditional", "ended_by_its_term", "lifted", "none_recorded"];

/**
 * Worst first.
 * @type {readonly ("confirmed" | "suspected" | "indication" | "precautionary" | "released" | "none_recorded")[]}
 */
export const HAZARD_ORDER = ["confirmed", "suspected", "indication", "precautionary", "released", "none_recorded"];

/** Worst first. @type {readonly ("do_not_enter" | "conditional" | "not_confirmed" | "released")[]} */
export const VERDICT_ORDER = ["do_not_enter", "conditional", "not_confirmed", "released"];

/**
 * In the order in which they are listed.
 * @type {readonly ("unplaced" | "ended_by_term" | "lifted_unsurveyed" | "outside_coverage" | "no_record" | "conflict"
 *   | "stale" | "position_unsure")[]}
 */
export const DOUBTS = [
  "unplaced", "ended_by_term", "lifted_unsurveyed", "outside_coverage", "no_record", "conflict", "stale",
  "position_unsure",
];

/**
 * What a release says was done.
 * @type {readonly ("cancelled" | "reduced" | "cleared" | "reopened" | "voided_in_error" | "placed"
 *   | "generalisation_ended")[]}
 */
export const PRODUCTS = [
  "cancelled", "reduced", "cleared", "reopened", "voided_in_error", "placed", "generalisation_ended",
];

/** Least searched first. @type {readonly Product[]} */
export const SURVEY_ORDER = ["cancelled", "reduced", "cleared"];

/** @type {readonly ("closure" | "hazard")[]} */
export const AXES = ["closure", "hazard"];

/** @type {readonly ("actual" | "exercise" | "test" | "demonstration")[]} */
export const REALMS = ["actual", "exercise", "test", "demonstration"];

/** @typedef {typeof CLOSURE_ORDER[number]} ClosureState */
/** @typedef {typeof HAZARD_ORDER[number]} HazardState */
/** @typedef {typeof VERDICT_ORDER[number]} Verdict */
/** @typedef {typeof DOUBTS[number]} Doubt */
/** @typedef {typeof PRODUCTS[number]} Product */
/** @typedef {typeof AXES[number]} Axis */
/** @typedef {typeof REALMS[number]} Realm */

/** Why a ground says what it says: the chain from the rule down to the words. A part of clearway.projection.verdict. */

/** @typedef {import("./check.js").Ground} Ground */
/** @typedef {import("./snapshot.js").Quote} Quote */
/** @typedef {import("./terms.js").Product} Product */
/** @typedef {{rule: string, record: string | null, quotes: readonly Quote[], parts: readonly Because[]}} Because */

/**
 * The chain from what a ground says down to the words: the rule, the record, its quotes, what released it.
 * @param {Ground} ground
 * @returns {Because}
 */
export function becauseOf(ground) {
  return {
    rule: ruleOf(ground),
    record: ground.hold.record,
    quotes: ground.hold.quotes,
    parts: ground.covers.map((cover) => ({
      rule: COVER_RULE[cover.product],
      record: cover.release,
      quotes: [],
      parts: cover.rests_on.map((record) => ({ rule: "B5", record, quotes: [], parts: [] })),
    })),
  };
}

/**
 * The rule by which a ground says what it says.
 * @param {Ground} ground
 */
function ruleOf({ hold, holds_closure, holds_hazard, ended }) {
  if (hold.unplaced) return "B10";
  if (hold.labels.includes("unknown_kind")) return "A5";
  if (hold.kind === "accident" || hold.kind === "find") return "B8";
  if ((hold.kind === "closure" || hold.kind === "hostilities") && holds_hazard) return "B7";
  return ended && !holds_closure ? "B4" : "A1";
}

/** @type {Record<Product, string>} */
const COVER_RULE = {
  cancelled: "B5",
  reduced: "B5",
  cleared: "B6",
  reopened: "B4",
  voided_in_error: "B2",
  placed: "B10",
  generalisation_ended: "E",
};

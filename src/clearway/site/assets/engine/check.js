/**
 * A question about a shape: the worst answer over its points, exactly. The port of clearway.projection.verdict, with
 * the same parts in the same order; fields that both languages share have Python's names.
 */

import { cells } from "./cells.js";
import { becauseOf } from "./chain.js";
import { coveredOf, keyOf, leastOf, leastSearched } from "./covered.js";
import { compareInstants } from "./instants.js";
import { openedClosure, openedHazard, verdictOf } from "./release.js";
import { CLOSURE_ORDER, DOUBTS, HAZARD_ORDER, VERDICT_ORDER } from "./terms.js";

/** What makes a permission doubtful, so that it is ignored. @type {readonly string[]} */
const BAR_PERMISSION = ["unplaced", "outside_coverage", "conflict", "stale", "position_unsure"];

/** @typedef {import("./cells.js").Cell} Cell */
/** @typedef {import("./cells.js").Query} Query */
/** @typedef {import("./snapshot.js").Situation} Situation */
/** @typedef {import("./snapshot.js").Shape} Shape */
/** @typedef {import("./snapshot.js").Hold} Hold */
/** @typedef {import("./snapshot.js").Cover} Cover */
/** @typedef {import("./terms.js").Axis} Axis */
/** @typedef {import("./terms.js").ClosureState} ClosureState */
/** @typedef {import("./terms.js").HazardState} HazardState */
/** @typedef {import("./terms.js").Verdict} Verdict */
/** @typedef {import("./terms.js").Doubt} Doubt */
/** @typedef {import("./covered.js").Least} Least */
/** @typedef {import("./covered.js").PreparedCover} PreparedCover */

/** @typedef {number | "unknown" | null} Accuracy metres; null for a place or a tapped point */
/**
 * @typedef {{verdict: Verdict, closure: ClosureState, hazard: HazardState, doubts: readonly Doubt[]} & Least} Point
 * @typedef {{hold: Hold, holds_closure: boolean, holds_hazard: boolean, ended: boolean, covers: Cover[]}} Ground
 * @typedef {{closure: boolean, hazard: boolean, ended: boolean, covers: Map<string, Cover>}} Touched
 * @typedef {{hold: Hold, ground: number, covers: PreparedCover[]}} PreparedHold
 */
/** @typedef {ReturnType<Question["answer"]>} Answer the fields of clearway.situation.Answer */

/** The regions that matter for a question, each once, by number. */
class Shapes {
  constructor() {
    /** @type {Shape[]} */
    this.regions = [];
    /** @type {Map<Shape, number>} */
    this.numbers = new Map();
  }

  /** @param {Shape} region */
  number(region) {
    const found = this.numbers.get(region);
    if (found !== undefined) return found;
    this.numbers.set(region, this.regions.length);
    return this.regions.push(region) - 1;
  }
}

/** A situation prepared for one shape, indoors or out. */
class Question {
  /**
   * @param {Situation} situation
   * @param {Query} query
   * @param {Accuracy} accuracyM
   * @param {string | null} unit
   */
  constructor(situation, query, accuracyM, unit) {
    this.situation = situation;
    this.query = query;
    this.unit = unit;
    this.unsure = accuracyM === "unknown" || (accuracyM !== null && accuracyM > situation.accuracy_limit_m);
    this.shapes = new Shapes();
    this.holds = situation.holds.map((hold) => this.prepare(hold));
    this.corridors = situation.corridors.map((each) => this.shapes.number(each.footprint));
    this.logs = situation.logs.map((log) => ({ number: this.shapes.number(log.remit), log }));
    this.dangling = situation.dangling.map((each) => this.shapes.number(each.footprint));
    /** @type {Map<string, Touched>} */
    this.touched = new Map();
    /** @type {Set<string>} */
    this.near = new Set();
    this.outside = false;
  }

  /**
   * B12: outdoors only releases without a unit count; indoors only those of that unit. A restriction that itself names
   * a unit is met by a release of the same unit.
   * @param {Hold} hold
   * @returns {PreparedHold}
   */
  prepare(hold) {
    const number = (/** @type {Shape} */ region) => this.shapes.number(region);
    const ground = number(hold.footprint);
    const counted = hold.covers.filter(({ unit }) => unit === this.unit || (unit !== null && unit === hold.unit));
    const covers = counted.map((cover) => (
      { cover, allOf: cover.all_of.map(number), noneOf: cover.none_of.map(number) }));
    return { hold, ground, covers };
  }

  /**
   * The answer in one cell, whose masks follow `shapes.regions`.
   * @param {Cell} cell
   * @returns {Point}
   */
  point(cell) {
    /** @type {ClosureState} */
    let closure = "none_recorded";
    /** @type {HazardState} */
    let hazard = "none_recorded";
    /** @type {Least} */
    let least = { product: null, depth_mm: null, word_of: null };
    let unplaced = false;
    const inCorridor = this.corridors.some((number) => (cell.masks[number] & cell.star) === cell.star);
    for (const prepared of this.holds) {
      const ground = cell.masks[prepared.ground] & cell.star;
      if (!ground) continue;
      const { hold } = prepared;
      const touched = this.touchedBy(hold);
      for (const axis of axesOf(hold)) {
        const { left, over } = coveredOf(prepared.covers, axis, ground, cell);
        for (const cover of over) touched.covers.set(keyOf(cover), cover);
        if (hold.unplaced) {
          unplaced ||= left;
          touched.closure ||= left;
        } else if (axis === "closure") {
          const state = closureState(hold, over, left, inCorridor);
          closure = worst(CLOSURE_ORDER, closure, state);
          touched.closure ||= state === "closed" || state === "conditional";
          touched.ended ||= state === "ended_by_its_term";
        } else {
          const state = left ? hold.hazard ?? "none_recorded" : openedHazard(over.map(({ product }) => product));
          hazard = worst(HAZARD_ORDER, hazard, state);
          touched.hazard ||= left;
          if (state === "released") least = leastSearched(over, least);
        }
      }
    }
    const doubts = this.doubts(cell, closure, hazard, unplaced);
    const barred = doubts.some((each) => BAR_PERMISSION.includes(each));
    const [verdict, reasons] = verdictOf(closure, hazard, doubts, barred);
    if (hazard !== "released") least = { product: null, depth_mm: null, word_of: null };
    return { verdict, closure, hazard, doubts: reasons, ...least };
  }

  /**
   * @param {Hold} hold
   * @returns {Touched}
   */
  touchedBy(hold) {
    let found = this.touched.get(hold.record);
    if (!found) {
      found = { closure: false, hazard: false, ended: false, covers: new Map() };
      this.touched.set(hold.record, found);
    }
    return found;
  }

  /**
   * Everything that keeps this cell from being `released`, in order.
   * @param {Cell} cell
   * @param {ClosureState} closure
   * @param {HazardState} hazard
   * @param {boolean} unplaced
   * @returns {readonly Doubt[]}
   */
  doubts(cell, closure, hazard, unplaced) {
    const logs = this.logs.filter(({ number }) => cell.masks[number] & cell.star).map(({ log }) => log);
    this.outside ||= logs.length === 0;
    for (const log of logs) this.near.add(log.origin);
    const dangling = this.dangling.some((number) => cell.masks[number] & cell.star);
    const found = {
      unplaced,
      ended_by_term: closure === "ended_by_its_term",
      lifted_unsurveyed: closure === "lifted" && hazard === "none_recorded",
      outside_coverage: logs.length === 0,
      no_record: closure === "none_recorded" && hazard === "none_recorded",
      conflict: dangling || logs.some((log) => log.conflict),
      stale: logs.some((log) => log.stale),
      position_unsure: this.unsure,
    };
    return DOUBTS.filter((doubt) => found[doubt]);
  }

  /** The worst answer over the shape, with all it rests on. */
  answer() {
    const points = Array.from(cells(this.query, this.shapes.regions), (cell) => this.point(cell));
    if (!points.length) throw new Error("a question needs ground to be about");
    const verdict = points.map((point) => point.verdict).reduce((a, b) => worst(VERDICT_ORDER, a, b));
    const hazard = points.map((point) => point.hazard).reduce((a, b) => worst(HAZARD_ORDER, a, b));
    const doubts = new Set(points.filter((point) => point.verdict === verdict).flatMap((point) => point.doubts));
    const least = hazard === "released" ? leastOf(points.filter(({ product }) => product !== null)) : null;
    const grounds = this.grounds();
    const { situation } = this;
    const logs = situation.logs.filter((log) => this.near.has(log.origin));
    return {
      at: situation.at,
      verdict,
      closure: points.map((point) => point.closure).reduce((a, b) => worst(CLOSURE_ORDER, a, b)),
      hazard,
      doubts: DOUBTS.filter((doubt) => doubts.has(doubt)),
      product: least?.product ?? null,
      depth_mm: least?.depth_mm ?? null,
      on_the_word_of: least?.word_of ?? null,
      unit: this.unit,
      grounds: grounds.filter(({ hold }) => !hold.unplaced),
      unplaced: grounds.filter((ground) => ground.hold.unplaced && ground.holds_closure).map(({ hold }) => hold),
      upcoming: situation.upcoming.filter((hold) => this.touches(hold.footprint)),
      corridors: situation.corridors.filter((corridor) => this.touches(corridor.footprint)),
      logs,
      dangling: situation.dangling.filter((each) => this.touches(each.footprint)),
      fresh_at: oldest(logs.map((log) => log.fresh_at)),
      because: grounds.map(becauseOf),
      position_unsure: this.unsure,
      outside_coverage: this.outside,
      announced: situation.announced.filter((each) => this.touches(each.footprint)),
    };
  }

  /** @returns {Ground[]} */
  grounds() {
    return this.holds.flatMap(({ hold }) => {
      const found = this.touched.get(hold.record);
      if (!found) return [];
      const { closure, hazard, ended, covers } = found;
      return [{ hold, holds_closure: closure, holds_hazard: hazard, ended, covers: [...covers.values()] }];
    }).sort(worstFirst);
  }

  /** @param {Shape} region */
  touches(region) {
    for (const { star, masks } of cells(this.query, [region])) if (masks[0] & star) return true;
    return false;
  }
}

/**
 * The answer about `query` in `situation`. The caller widens the shape by the accuracy; above the limit of the trust
 * file the position is unsure. `unit` names the building, floor, flat or room asked about; null is outdoors.
 * @param {Situation} situation
 * @param {Query} query
 * @param {{accuracyM?: Accuracy, unit?: string | null}} [how]
 * @returns {Answer}
 */
export function check(situation, query, { accuracyM = null, unit = null } = {}) {
  return new Question(situation, query, accuracyM, unit).answer();
}

/**
 * The one that stands first in the order; the first of equals.
 * @template T
 * @param {readonly T[]} order
 * @param {T} a
 * @param {T} b
 * @returns {T}
 */
function worst(order, a, b) {
  return order.indexOf(b) < order.indexOf(a) ? b : a;
}

/**
 * @param {Hold} hold
 * @returns {Axis[]}
 */
function axesOf(hold) {
  /** @type {Axis[]} */
  const axes = [];
  if (hold.closure !== null) axes.push("closure");
  if (hold.hazard !== null) axes.push("hazard");
  return axes;
}

/**
 * What one hold makes of the closure axis in a cell. An open corridor makes what is closed conditional.
 * @param {Hold} hold
 * @param {readonly Cover[]} over
 * @param {boolean} left
 * @param {boolean} inCorridor
 * @returns {ClosureState}
 */
function closureState(hold, over, left, inCorridor) {
  const state = left ? hold.closure ?? "none_recorded" : openedClosure(over.map(({ product }) => product));
  return inCorridor && state === "closed" ? "conditional" : state;
}

/**
 * @param {readonly (string | null)[]} instants
 * @returns {string | null} null if one of them is not known, or there is none
 */
function oldest(instants) {
  const all = instants.filter((each) => each !== null);
  return all.length < instants.length ? null : all.sort(compareInstants)[0] ?? null;
}

/**
 * @param {Ground} a
 * @param {Ground} b
 */
function worstFirst(a, b) {
  const rank = (/** @type {Ground} */ { hold: { hazard } }) => (
    hazard === null ? HAZARD_ORDER.length : HAZARD_ORDER.indexOf(hazard));
  return (
    Number(b.holds_closure) - Number(a.holds_closure)
    || Number(b.holds_hazard) - Number(a.holds_hazard)
    || rank(a) - rank(b)
    || compareInstants(a.hold.since, b.hold.since)
    || (a.hold.record < b.hold.record ? -1 : 1)
  );
}

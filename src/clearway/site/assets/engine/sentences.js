/** An answer as the sentences that a person reads, worst first, each with the part it plays. Port of answering. */

import { compareInstants, micros } from "./instants.js";
import { coverSentence, holdSentences, shortId } from "./recorded.js";
import { releasedSentences } from "./released.js";
import { join } from "./wording.js";

/** @typedef {import("./check.js").Answer} Answer */
/** @typedef {import("./snapshot.js").AnnouncedCorridor} AnnouncedCorridor */
/** @typedef {import("./terms.js").Doubt} Doubt */
/** @typedef {import("./wording.js").Wording} Wording */
/** @typedef {import("./wording.js").Text} Text */
/** @typedef {import("./wording.js").Values} Values */
/**
 * In this order, a quotation behind its record.
 * @typedef {"mark" | "subject" | "told" | "verdict" | "sentence" | "inside" | "doubt" | "axis" | "record" | "quote"
 *   | "corridor" | "permit" | "protection" | "change" | "call" | "age" | "scope" | "attribution"} Role
 */
/** @typedef {{role: Role, text: Text}} Sentence */
/**
 * What is said of a record that a release rests on (data/records.json).
 * @typedef {{kind: string, office: string, organisation?: string, recipient?: string,
 *   residual_risk?: {ar: string | null, en: string | null}}} SaidOf
 */
/**
 * @typedef {{id: string, name_ar: string, name_en: string, error_m: number, illustrative: boolean,
 *   attribution: string | null}} Place
 */
/**
 * The question beside the answer: the fields of clearway.answering.Asked that a published copy can have.
 * @typedef {{realm: string, now: string | null, place: Place | null, position: readonly [number, number] | null,
 *   contact: string | null, records: Readonly<Record<string, SaidOf>>, published_at: string | null,
 *   valid_until: string | null}} Asked
 */

/**
 * Everything a person must be told, in order; a page may leave out nothing above the role `record`.
 * @param {Answer} answer
 * @param {Asked} asked
 * @param {Wording} words
 * @returns {Sentence[]}
 */
export function sentences(answer, asked, words) {
  return [...new Telling(answer, asked, words).all()];
}

/**
 * What restricts: the worst that closes, the worst that endangers, then all of it, those two once more.
 * @param {Answer} answer
 */
function worstFirst({ grounds, unplaced }) {
  const worst = [grounds.find((ground) => ground.holds_closure), grounds.find((ground) => ground.holds_hazard)];
  return [...worst.flatMap((ground) => ground ?? []), ...grounds].map((ground) => ground.hold).concat(unplaced);
}

/**
 * The number that the sentences name: of the worst restriction that has one, else of a log, else `contact`.
 * @param {Answer} answer
 * @param {string | null} contact
 * @returns {string | null}
 */
export function numberToCall(answer, contact) {
  const numbers = [...worstFirst(answer).map((hold) => hold.contact), ...answer.logs.map((log) => log.contact), contact];
  return numbers.find((number) => number) ?? null;
}

/** An answer being told in one language. */
class Telling {
  /**
   * @param {Answer} answer
   * @param {Asked} asked
   * @param {Wording} words
   */
  constructor(answer, asked, words) {
    this.answer = answer;
    this.asked = asked;
    this.words = words;
    /** The worst restriction that closes the asked ground. */
    this.closing = answer.grounds.find((ground) => ground.holds_closure);
    /** The worst restriction that makes the asked ground dangerous. */
    this.endangering = answer.grounds.find((ground) => ground.holds_hazard);
    /** Whom to ask: the office of the worst restriction, else the owner of the log. */
    this.by = [...worstFirst(answer).map((hold) => hold.office), ...answer.logs.map((log) => log.owner)][0] ?? null;
    this.number = numberToCall(answer, asked.contact);
  }

  /**
   * @param {Role} role
   * @param {string} key
   * @param {Values} [values]
   * @returns {Sentence}
   */
  say(role, key, values = {}) {
    return { role, text: this.words.render(key, values) };
  }

  /** @returns {Iterable<Sentence>} */
  *all() {
    if (this.asked.realm !== "actual") yield this.say("mark", `mark.${this.asked.realm}`);
    yield* this.subject();
    if (this.asked.published_at !== null) yield this.say("told", "common.told", { at: this.asked.published_at });
    yield* this.verdict();
    yield* this.inside();
    yield* this.doubts();
    yield* this.axes();
    yield* this.records();
    yield* this.permissions();
    if (this.answer.grounds.some(({ hold, holds_closure, ended }) => hold.kind === "closure" && (holds_closure || ended))) {
      yield this.say("protection", "common.civilian_protection");
    }
    yield* this.changes();
    yield* this.call();
    yield* this.age();
    yield* this.scope();
  }

  /** @returns {Iterable<Sentence>} */
  *subject() {
    const { place, position } = this.asked;
    if (place) yield this.say("subject", "answer_line.place", { place: this.nameOf(place) });
    if (position) {
      yield this.say("subject", "answer_line.position", { position: this.words.position(...position) });
      yield this.say("subject", "common.position_private");
    }
  }

  /**
   * What the place is called; where one language has no name, the other's.
   * @param {Place} place
   */
  nameOf(place) {
    const [wanted, other] = this.words.lang === "ar" ? [place.name_ar, place.name_en] : [place.name_en, place.name_ar];
    return this.words.verbatim(wanted || other || place.id);
  }

  // --- the verdict -------------------------------------------------------------------------------------------------

  /** @returns {Iterable<Sentence>} */
  *verdict() {
    const { verdict } = this.answer;
    yield { role: "verdict", text: this.words.term("verdict", verdict) };
    if (verdict === "do_not_enter") {
      yield* this.doNotEnter();
    } else if (verdict === "conditional") {
      yield this.conditional();
    } else if (verdict === "not_confirmed") {
      yield this.say("sentence", "answer.not_confirmed.sentence", {
        office: this.by === null ? null : this.words.office(this.by), number: this.by === null ? null : this.number,
      });
    } else {
      for (const text of releasedSentences(this.answer, this.asked, this.words, this.number)) {
        yield { role: "sentence", text };
      }
    }
  }

  /** @returns {Iterable<Sentence>} */
  *doNotEnter() {
    const { closing, endangering } = this;
    if (!closing) {
      yield this.say("sentence", "answer.do_not_enter.hazard");
      return;
    }
    const { hold } = closing;
    const office = this.words.office(hold.office);
    if (hold.until_condition === "fully_searched") {
      const place = this.asked.place ? this.nameOf(this.asked.place) : null;
      yield this.say("sentence", "situation.closed_until_searched", { place, office, date: hold.since });
      if (endangering) yield this.say("sentence", "answer.do_not_enter.hazard");
      return;
    }
    const key = `answer.do_not_enter.${endangering ? "closure_and_hazard" : "closure"}`;
    yield this.say("sentence", key, { office, date: hold.since });
  }

  /** @returns {Sentence} */
  conditional() {
    const corridor = this.answer.corridors[0];
    const closing = this.answer.grounds.filter((ground) => ground.holds_closure);
    if (corridor && !closing.every((ground) => ground.hold.closure === "conditional")) {
      return this.say("sentence", "answer.conditional.corridor", { until: corridor.until });
    }
    const office = this.words.office(this.closing ? this.closing.hold.office : "unknown");
    return this.say("sentence", "answer.conditional.sentence", { office });
  }

  /** @returns {Iterable<Sentence>} */
  *inside() {
    if (this.answer.verdict !== "do_not_enter") return;
    const which = this.endangering ? "hazard" : "closure";
    yield this.say("inside", `answer.do_not_enter.inside_${which}`, { number: this.number });
  }

  /**
   * The sentence of each doubt, the first first; and of what lies somewhere in the area, whatever the verdict.
   * @returns {Iterable<Sentence>}
   */
  *doubts() {
    const { doubts, unplaced } = this.answer;
    /** @type {readonly Doubt[]} */
    const told = unplaced.length && !doubts.includes("unplaced") ? ["unplaced", ...doubts] : doubts;
    for (const doubt of told) yield this.say("doubt", `doubt.${doubt}`, this.doubtValues(doubt));
  }

  /**
   * @param {Doubt} doubt
   * @returns {Values}
   */
  doubtValues(doubt) {
    const { answer, number } = this;
    if (doubt === "unplaced") {
      const area = answer.unplaced.find((hold) => hold.place)?.place;
      return { area: area ? this.words.verbatim(area) : null };
    }
    if (doubt === "ended_by_term") {
      return { date: answer.grounds.find((ground) => ground.ended && ground.hold.until)?.hold.until ?? null };
    }
    if (doubt === "lifted_unsurveyed") {
      const lifted = answer.grounds.flatMap((g) => g.covers.filter((c) => c.axis === "closure").map((c) => c.since));
      return { date: lifted.sort(compareInstants).at(-1) ?? answer.at, number };
    }
    return doubt === "stale" ? { updated: answer.fresh_at, number } : {};
  }

  // --- the two questions, and the records behind them --------------------------------------------------------------

  /**
   * Closure and hazard apart: lifting one never lifts the other.
   * @returns {Iterable<Sentence>}
   */
  *axes() {
    for (const axis of /** @type {const} */ (["closure", "hazard"])) {
      const state = this.words.term(axis, this.answer[axis]);
      yield this.say("axis", "answer_line.axis", { axis: this.words.term("label", axis), state });
    }
  }

  /** @returns {Iterable<Sentence>} */
  *records() {
    const { answer, words } = this;
    for (const { hold, covers, ended } of answer.grounds) {
      // Hours that were lifted do not come back; where it only lies outside them, its next start is told.
      yield* holdSentences(words, ended ? hold : { ...hold, next_start: null }, "record");
      yield* covers.map((cover) => coverSentence(words, cover));
    }
    for (const hold of answer.unplaced) yield* holdSentences(words, hold, "unplaced");
    for (const hold of answer.upcoming) yield* holdSentences(words, hold, "upcoming");
    for (const { record } of answer.dangling) {
      yield this.say("record", "answer_line.dangling", { id: shortId(words, record) });
    }
  }

  // --- permissions, what to do -------------------------------------------------------------------------------------

  /** @returns {Iterable<Sentence>} */
  *permissions() {
    for (const announced of this.answer.announced) {
      yield this.announced(announced);
      if (announced.conditions !== null) {
        const conditions = this.words.verbatim(announced.conditions);
        yield this.say("corridor", "answer_line.corridor_conditions", { conditions });
      }
    }
    if (this.answer.verdict !== "conditional") {
      for (const { until } of this.answer.corridors) yield this.say("corridor", "answer_line.corridor_open", { until });
    }
    const hold = this.closing?.hold;
    if (hold?.closure === "conditional" && this.answer.closure === "conditional") {
      yield this.say("permit", "situation.permit_needed", { office: this.words.office(hold.office), appeal: null });
    }
  }

  /**
   * A corridor that does not count as open: because of one side's silence, or because of what else is wanting.
   * @param {AnnouncedCorridor} corridor
   * @returns {Sentence}
   */
  announced(corridor) {
    const { words } = this;
    const { others, intermediary } = corridor;
    const said = {
      party: words.verbatim(corridor.announced_by),
      from_place: words.verbatim(corridor.from_place),
      to_place: words.verbatim(corridor.to_place),
      from: corridor.starts,
      until: corridor.ends,
    };
    if (others && !others.length) {
      const reasons = corridor.findings.map((code) => words.isolated(words.message(`finding.${code}`)));
      return this.say("corridor", "answer_line.corridor_not_open", { ...said, reasons: join(reasons, words.lang) });
    }
    return this.say("corridor", "situation.corridor_one_side", {
      ...said,
      others: others ? words.listing(others.map((party) => words.verbatim(party))) : null,
      intermediary: intermediary ? words.verbatim(intermediary) : null,
    });
  }

  /**
   * What would change the answer, one sentence for each thing that stands in the way.
   * @returns {Iterable<Sentence>}
   */
  *changes() {
    const { answer, closing, words } = this;
    /** @type {[string, Values][]} */
    const changes = [];
    if (closing) {
      const which = answer.verdict === "conditional" ? "conditional" : "closure";
      changes.push([which, { office: words.office(closing.hold.office) }]);
    }
    if (answer.hazard !== "released" && answer.hazard !== "none_recorded") changes.push(["hazard", {}]);
    const ended = answer.grounds.find((ground) => ground.ended)?.hold.office ?? "unknown";
    for (const doubt of answer.doubts) {
      changes.push([doubt, doubt === "ended_by_term" ? { office: words.office(ended) } : {}]);
    }
    if (answer.unplaced.length && !answer.doubts.includes("unplaced")) changes.push(["unplaced", {}]);
    if (answer.verdict === "released") changes.push(["released", {}]);
    for (const [key, values] of changes) {
      yield this.say("change", "answer_line.change", { change: words.render(`change.${key}`, values) });
    }
  }

  /** @returns {Iterable<Sentence>} */
  *call() {
    const { by, number } = this;
    if (by !== null) yield this.say("call", "answer_line.call", { office: this.words.office(by), number });
    else if (number !== null) yield this.say("call", "answer_line.call_number", { number });
  }

  /** @returns {Iterable<Sentence>} */
  *age() {
    const { answer, asked } = this;
    yield this.say("age", "common.as_of", { at: answer.at });
    if (answer.logs.length) {
      const updated = answer.fresh_at;
      if (updated !== null && asked.now !== null) {
        const age = this.words.age(micros(asked.now) - micros(updated));
        yield this.say("age", "common.last_updated", { updated, age });
      } else if (updated !== null) {
        yield this.say("age", "answer_line.last_updated", { updated });
      } else {
        yield this.say("age", "common.last_updated", { updated: null, age: null });
      }
    }
    if (asked.valid_until !== null) yield this.say("age", "common.valid_until", { until: asked.valid_until });
  }

  /** @returns {Iterable<Sentence>} */
  *scope() {
    const { unit } = this.answer;
    if (unit === null) yield this.say("scope", "common.outdoors");
    else yield this.say("scope", "common.unit_only", { unit: this.words.verbatim(unit) });
    const { place } = this.asked;
    if (place?.illustrative) {
      yield this.say("scope", "common.extent_illustrative", { place: this.nameOf(place), error: place.error_m });
    }
    if (place?.attribution) {
      yield this.say("attribution", "common.attribution", { attribution: this.words.verbatim(place.attribution) });
    }
  }
}

/**
 * A published snapshot, and what it still says later: the port of clearway.publish.snapshot.
 *
 * Instants stay text. A region stands once and is the same object wherever it is named.
 */

import { compareInstants, micros } from "./instants.js";
import { Refused } from "./refused.js";
import { canonical, fail, flag, instant, list, mapping, maybe, one, shaped, text, whole } from "./schema.js";
import { regionOf } from "./shapes.js";
import { AXES, CLOSURE_ORDER, HAZARD_ORDER, PRODUCTS, REALMS } from "./terms.js";

const VERSION = 1;
const MOST = 1_800_000_000;

const quote = shaped({
  statement: text, start: whole, end: whole, words: maybe(text), office: maybe(text), speaker: maybe(text),
  said_at: maybe(instant), source: maybe(text), role: maybe(text),
});

const known = shaped({ size: whole, root: text });

/**
 * The document's checker over shapes that were read before. Fields stand in the order in which a snapshot is written,
 * so shapes must be met in the order of their numbers.
 * @param {(value: unknown, path: string) => Shape} shape
 */
function documentOver(shape) {
  const cover = shaped({
    release: text, axis: one(AXES), product: one(PRODUCTS), since: instant, all_of: list(shape), none_of: list(shape),
    depth_mm: maybe(whole), unit: maybe(text), on_the_word_of: maybe(text), rests_on: list(text),
  });
  const hold = shaped({
    record: text, kind: text, origin: text, office: text, footprint: shape, since: instant,
    closure: maybe(one(CLOSURE_ORDER)), hazard: maybe(one(HAZARD_ORDER)), unplaced: flag, unit: maybe(text),
    until: maybe(instant), next_start: maybe(instant), labels: list(text), reasons: list(text),
    until_condition: maybe(text), contact: maybe(text), place: maybe(text), error_m: maybe(whole), quotes: list(quote),
    covers: list(cover),
  });
  const situation = shaped({
    at: instant,
    within: maybe(list(whole)),
    holds: list(hold),
    upcoming: list(hold),
    corridors: list(shaped({ record: text, footprint: shape, until: instant, confirmed_at: instant })),
    logs: list(shaped({
      origin: text, owner: text, remit: shape, fresh_at: maybe(instant), stale: flag, conflict: maybe(text),
      contact: maybe(text),
    })),
    dangling: list(shaped({ record: text, footprint: shape, missing: list(text) })),
    accuracy_limit_m: whole,
    announced: list(shaped({
      record: text, footprint: shape, announced_by: text, from_place: text, to_place: text, starts: instant,
      ends: instant, others: maybe(list(text)), intermediary: maybe(text), conditions: maybe(text),
      findings: list(text),
    })),
  });
  return shaped({
    clearway_snapshot: whole, realm: one(REALMS), publisher: text, trust: text, frontier: mapping(known),
    valid_until: instant, corridor_s: whole, shapes: (value) => value, situation,
  });
}

/** @typedef {import("./shapes.js").Region & {number: number}} Shape a region with its number in the file */
/** @typedef {ReturnType<ReturnType<typeof documentOver>>} Document */
/** @typedef {Document["situation"]} Situation */
/** @typedef {Situation["holds"][number]} Hold */
/** @typedef {Hold["covers"][number]} Cover */
/** @typedef {Hold["quotes"][number]} Quote */
/** @typedef {Situation["corridors"][number]} OpenCorridor */
/** @typedef {Situation["announced"][number]} AnnouncedCorridor */
/** @typedef {Situation["logs"][number]} LogState */
/** @typedef {Situation["dangling"][number]} Dangling */
/** @typedef {Omit<Document, "clearway_snapshot" | "shapes">} Snapshot */

/**
 * Read a snapshot: its bytes as text (which must be exactly what Clearway writes), or a parsed document.
 * Refused: `publish.snapshot_unreadable`. No part of a snapshot is ever skipped.
 * @param {unknown} given
 * @returns {Snapshot}
 */
export function readSnapshot(given) {
  try {
    const value = typeof given === "string" ? JSON.parse(given) : given;
    if (value?.clearway_snapshot !== VERSION) fail("/clearway_snapshot", `not version ${VERSION}`);
    if (typeof given === "string" && canonical(value) !== given) fail("", "not canonical");
    return read(value);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new Refused("publish.snapshot_unreadable", error.message);
  }
}

/**
 * @param {any} value
 * @returns {Snapshot}
 */
function read(value) {
  const all = list(rings)(value.shapes, "/shapes");
  const spelled = new Set(all.map((each) => JSON.stringify(each)));
  if (spelled.size !== all.length) fail("/shapes", "one shape twice");
  const shapes = all.map((each, number) => ({ ...regionOf(each), number }));
  let met = 0;
  const document = documentOver((number, path) => {
    const found = shapes[whole(number, path)] ?? fail(path, "no such shape");
    if (found.number > met) fail(path, "a shape out of order");
    if (found.number === met) met += 1;
    return found;
  })(value, "");
  if (met !== shapes.length) fail("/shapes", "a shape that nothing names");
  if (document.situation.within !== null && document.situation.within.length !== 4) fail("/situation/within", "no box");
  const { realm, publisher, trust, frontier, valid_until, corridor_s, situation } = document;
  return { realm, publisher, trust, frontier, valid_until, corridor_s, situation };
}

/**
 * The polygons of a region as written. That they are valid, the publisher's signature answers for; that they have
 * ground, is checked.
 * @param {unknown} value
 * @param {string} path
 */
function rings(value, path) {
  return list((polygon, at) => {
    const found = list(ring)(polygon, at);
    return found.length ? found : fail(at, "a polygon without a ring");
  })(value, path);
}

/**
 * @param {unknown} value
 * @param {string} path
 */
function ring(value, path) {
  const positions = list((position, at) => {
    const pair = list(whole)(position, at);
    if (pair.length !== 2 || pair.some((each) => Math.abs(each) > MOST)) fail(at, "a coordinate that is none");
    return /** @type {const} */ ([pair[0], pair[1]]);
  })(value, path);
  const same = (/** @type {number} */ a, /** @type {number} */ b) => (
    positions[a][0] === positions[b][0] && positions[a][1] === positions[b][1]);
  const closed = positions.length >= 4 && same(0, positions.length - 1);
  if (!closed || positions.some((_, step) => step > 0 && same(step - 1, step))) fail(path, "a ring that is not closed");
  return positions;
}

/**
 * What this copy still says at an instant: never more open than what it said of its own moment.
 * @param {Snapshot} snapshot
 * @param {string} at
 * @returns {Situation}
 */
export function situationAt(snapshot, at) {
  const told = snapshot.situation;
  if (compareInstants(at, told.at) <= 0) return told;
  const now = micros(at);
  const lasting = BigInt(snapshot.corridor_s) * 1_000_000n;
  const begun = told.upcoming.filter((hold) => micros(hold.since) <= now).map((hold) => hasBegun(hold, at));
  const expired = now > micros(snapshot.valid_until);
  return {
    ...told,
    at,
    holds: [...told.holds.map((hold) => later(hold, at)), ...begun].sort(byRecord),
    upcoming: told.upcoming.filter((hold) => micros(hold.since) > now),
    corridors: told.corridors.filter((each) => (
      now < micros(each.until) && now < micros(each.confirmed_at) + lasting)),
    announced: told.announced.filter((each) => now < micros(each.ends)),
    logs: told.logs.map((log) => ({ ...log, stale: log.stale || expired })),
  };
}

/**
 * @param {Hold} a
 * @param {Hold} b
 */
function byRecord(a, b) {
  return a.record < b.record ? -1 : a.record > b.record ? 1 : 0;
}

/**
 * A curfew whose hours have come again is closed again; nothing else changes by itself.
 * @param {Hold} hold
 * @param {string} at
 * @returns {Hold}
 */
function later(hold, at) {
  const again = hold.next_start !== null && compareInstants(hold.next_start, at) <= 0
    && (hold.until === null || compareInstants(at, hold.until) < 0);
  return again ? { ...hold, closure: "closed", next_start: null } : hold;
}

/**
 * A restriction announced for later, which has begun. Outside its hours or not is not known here: it is closed.
 * @param {Hold} hold
 * @param {string} at
 * @returns {Hold}
 */
function hasBegun(hold, at) {
  const over = hold.until !== null && compareInstants(hold.until, at) <= 0;
  return hold.closure === "ended_by_its_term" && !over ? { ...hold, closure: "closed", next_start: null } : hold;
}

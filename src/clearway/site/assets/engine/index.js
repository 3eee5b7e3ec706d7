/**
 * The engine's public face: a published folder is loaded once; a tap is answered on the device and sent nowhere.
 *
 *     const site = await loadSite(async (path) => (await fetch(new URL(path, root))).arrayBuffer());
 *     const {answer, sentences} = site.ask({lonE7: 200700000, latE7: 321100000, lang: "ar"});
 *     for (const {role, html} of sentences) …
 */

import { check } from "./check.js";
import { instantOf } from "./instants.js";
import { readPacked } from "./packed.js";
import { Refused } from "./refused.js";
import { disc } from "./rounds.js";
import { numberToCall, sentences } from "./sentences.js";
import { regionOf } from "./shapes.js";
import { readSnapshot, situationAt } from "./snapshot.js";
import { Wording, html, plain, terminal } from "./wording.js";

/** @typedef {import("./check.js").Accuracy} Accuracy */
/** @typedef {import("./check.js").Answer} Answer */
/** @typedef {import("./cells.js").Query} Query */
/** @typedef {import("./sentences.js").Place} Place */
/** @typedef {import("./sentences.js").SaidOf} SaidOf */
/** @typedef {import("./snapshot.js").Snapshot} Snapshot */
/** @typedef {{role: string, html: string, plain: string, terminal: string}} Told */
/**
 * data/site.json, as far as the engine reads it.
 * @typedef {{zone: string, contact: string | null, clock: string | null, snapshot: string,
 *   languages: readonly string[]}} About
 */
/**
 * A question: a position in 1e-7 degree, or a place with its ground. `accuracyM` is what the device says of a measured
 * position (`accuracyOf`), null for a tap. `at` is the instant asked about (now if left out), `unit` a building, floor,
 * flat or room (outdoors if left out). `snapshot` is an earlier copy to ask instead of the site's own.
 * @typedef {{lang: string, lonE7?: number, latE7?: number, accuracyM?: Accuracy, at?: string, unit?: string | null,
 *   place?: Place & {e7: import("./shapes.js").Region["e7"]}, snapshot?: Snapshot}} Asking
 */

export const MOST_ACCURACY_M = 100_000;

/** A published folder at hand. */
export class Site {
  /**
   * @param {About} about
   * @param {Snapshot} snapshot
   * @param {Readonly<Record<string, Readonly<Record<string, string>>>>} messages by language and key
   * @param {Readonly<Record<string, SaidOf>>} records
   */
  constructor(about, snapshot, messages, records) {
    this.about = about;
    this.snapshot = snapshot;
    this.records = records;
    this.wordings = new Map(
      Object.entries(messages).map(([lang, said]) => [lang, new Wording(lang, said, about.zone)]));
  }

  /**
   * The sentences' own words, for labels of a page.
   * @param {string} lang
   * @returns {Wording}
   */
  words(lang) {
    const found = this.wordings.get(lang);
    if (!found) throw new Error(`no language ${lang}`);
    return found;
  }

  /** The present: the device's clock, or the scripted clock of a demonstration. */
  now() {
    return this.about.clock ?? instantOf(new Date());
  }

  /**
   * The number to call about an answer, the one that its sentences name; null where there is none.
   * @param {Answer} answer
   */
  numberToCall(answer) {
    return numberToCall(answer, this.about.contact);
  }

  /**
   * The answer, and everything that a person must be told, in order. Refused: `check.bad_position`,
   * `check.bad_accuracy`.
   * @param {Asking} asking
   * @returns {{answer: Answer, sentences: Told[]}}
   */
  ask(asking) {
    const { lang, accuracyM = null, unit = null, place, snapshot = this.snapshot } = asking;
    const words = this.words(lang);
    const now = this.now();
    const query = place ? regionOf(place.e7) : around(asking.lonE7, asking.latE7, accuracyM);
    const situation = situationAt(snapshot, asking.at ?? now);
    const answer = check(situation, query, { accuracyM: place ? null : accuracyM, unit });
    const told = sentences(answer, {
      realm: snapshot.realm,
      now,
      place: place ?? null,
      position: place ? null : [Number(asking.lonE7), Number(asking.latE7)],
      contact: this.about.contact,
      records: this.records,
      published_at: snapshot.situation.at,
      valid_until: snapshot.valid_until,
    }, words);
    return {
      answer,
      sentences: told.map(({ role, text }) => (
        { role, html: html(text), plain: plain(text), terminal: terminal(text) })),
    };
  }
}

/**
 * Load the published folder. `fetchBytes` gets a path in it and gives the file's bytes. `languages` are those that will
 * be asked for, all if left out.
 * Refused: `publish.snapshot_unreadable`, `publish.other_snapshot`.
 * @param {(path: string) => Promise<ArrayBuffer>} fetchBytes
 * @param {readonly string[]} [languages]
 * @returns {Promise<Site>}
 */
export async function loadSite(fetchBytes, languages) {
  const fetchJson = async (/** @type {string} */ path) => (
    JSON.parse(new TextDecoder().decode(await fetchBytes(path))));
  /** @type {About} */
  const about = await fetchJson("data/site.json");
  const wanted = languages ?? about.languages;
  const [snapshot, records, ...messages] = await Promise.all([
    fetchBytes(about.snapshot), fetchJson("data/records.json"),
    ...wanted.map((lang) => fetchJson(`data/messages.${lang}.json`)),
  ]);
  const byLanguage = Object.fromEntries(wanted.map((lang, number) => [lang, messages[number]]));
  return new Site(about, readPacked(new Uint8Array(snapshot)), byLanguage, records);
}

/**
 * The accuracy that a device gives for a position, as a question takes it: whole metres, rounded up.
 * @param {number | null | undefined} metres
 * @returns {number | "unknown"}
 */
export function accuracyOf(metres) {
  if (typeof metres !== "number" || !(metres >= 0) || metres > MOST_ACCURACY_M) return "unknown";
  return Math.ceil(metres);
}

/**
 * The ground that a position may be on: itself, or a disc that is never smaller than its accuracy.
 * @param {number | undefined} lonE7
 * @param {number | undefined} latE7
 * @param {Accuracy} accuracyM
 * @returns {Query}
 */
function around(lonE7, latE7, accuracyM) {
  const [x, y] = [Number(lonE7), Number(latE7)];
  const whole = Number.isInteger(x) && Number.isInteger(y);
  if (!whole || Math.abs(x) > 1_800_000_000 || Math.abs(y) > 900_000_000) {
    throw new Refused("check.bad_position", `${lonE7}, ${latE7}`);
  }
  if (accuracyM === null || accuracyM === "unknown" || accuracyM === 0) return { x, y };
  if (!Number.isInteger(accuracyM) || accuracyM < 0 || accuracyM > MOST_ACCURACY_M) {
    throw new Refused("check.bad_accuracy", String(accuracyM));
  }
  return disc([x, y], accuracyM * 1000);
}

export { Refused, check, html, instantOf, plain, readPacked, readSnapshot, situationAt, terminal };

/**
 * A packed snapshot's document, field by field in the order of the file: the port of clearway.publish.packing, of its
 * reading side. It gives the document as its JSON would be parsed; whether it is one, `snapshot.js` looks.
 */

import { Instants, Limits, Shapes, Vocabulary, flag, many, mapping, maybe, record, whole } from "./parts.js";
import { Letters, Reader } from "./rangecoder.js";
import { fail } from "./schema.js";

/** @typedef {import("./parts.js").Part<unknown>} Part */

const VERSION = 1;
const DOCUMENT = 1;

/**
 * @param {Uint8Array} packed
 * @returns {Record<string, unknown>}
 */
export function unpack(packed) {
  if (packed[0] !== VERSION) fail("", "packed by another version");
  const reader = new Reader(packed, 1);
  const schema = new Schema();
  const document = schema.head()(reader);
  schema.shapes.finish();
  reader.finish();
  return { clearway_snapshot: DOCUMENT, ...document };
}

/** What is learned in one file. Each call for a field makes one that learns for itself. */
class Schema {
  constructor() {
    this.letters = new Letters();
    this.limits = new Limits();
    this.shapes = new Shapes(this.limits);
    this.instants = new Instants();
    this.ids = this.vocabulary();
    this.origins = this.vocabulary();
    this.offices = this.vocabulary();
  }

  vocabulary() {
    return new Vocabulary(this.letters, this.limits);
  }

  text() {
    return this.vocabulary().field();
  }

  instant() {
    return this.instants.field();
  }

  /** @param {Part} part */
  many(part) {
    return many(part, this.limits);
  }

  head() {
    return record({
      realm: this.text(),
      publisher: this.origins.field(),
      trust: this.ids.field(),
      frontier: mapping(this.origins.field(), record({ size: whole(), root: this.ids.field() }), this.limits),
      valid_until: this.instant(),
      corridor_s: whole(),
      shapes: this.shapes.table(),
      situation: this.situation(),
    });
  }

  situation() {
    const hold = this.hold();
    return record({
      at: this.instant(),
      within: maybe(this.many(whole())),
      holds: this.many(hold),
      upcoming: this.many(hold),
      corridors: this.many(this.corridor()),
      logs: this.many(this.log()),
      dangling: this.many(this.dangling()),
      accuracy_limit_m: whole(),
      announced: this.many(this.announced()),
    });
  }

  hold() {
    return record({
      record: this.ids.field(),
      kind: this.text(),
      origin: this.origins.field(),
      office: this.offices.field(),
      footprint: this.shapes.field(),
      since: this.instant(),
      closure: maybe(this.text()),
      hazard: maybe(this.text()),
      unplaced: flag(),
      unit: maybe(this.text()),
      until: maybe(this.instant()),
      next_start: maybe(this.instant()),
      labels: this.many(this.text()),
      reasons: this.many(this.text()),
      until_condition: maybe(this.text()),
      contact: maybe(this.text()),
      place: maybe(this.text()),
      error_m: maybe(whole()),
      quotes: this.many(this.quote()),
      covers: this.many(this.cover()),
    });
  }

  quote() {
    return record({
      statement: this.ids.field(),
      start: whole(),
      end: whole(),
      words: maybe(this.text()),
      office: maybe(this.offices.field()),
      speaker: maybe(this.text()),
      said_at: maybe(this.instant()),
      source: maybe(this.text()),
      role: maybe(this.text()),
    });
  }

  cover() {
    return record({
      release: this.ids.field(),
      axis: this.text(),
      product: this.text(),
      since: this.instant(),
      all_of: this.many(this.shapes.field()),
      none_of: this.many(this.shapes.field()),
      depth_mm: maybe(whole()),
      unit: maybe(this.text()),
      on_the_word_of: maybe(this.offices.field()),
      rests_on: this.many(this.ids.field()),
    });
  }

  corridor() {
    return record({
      record: this.ids.field(),
      footprint: this.shapes.field(),
      until: this.instant(),
      confirmed_at: this.instant(),
    });
  }

  log() {
    return record({
      origin: this.origins.field(),
      owner: this.offices.field(),
      remit: this.shapes.field(),
      fresh_at: maybe(this.instant()),
      stale: flag(),
      conflict: maybe(this.text()),
      contact: maybe(this.text()),
    });
  }

  dangling() {
    return record({
      record: this.ids.field(),
      footprint: this.shapes.field(),
      missing: this.many(this.ids.field()),
    });
  }

  announced() {
    return record({
      record: this.ids.field(),
      footprint: this.shapes.field(),
      announced_by: this.text(),
      from_place: this.text(),
      to_place: this.text(),
      starts: this.instant(),
      ends: this.instant(),
      others: maybe(this.many(this.text())),
      intermediary: maybe(this.text()),
      conditions: maybe(this.text()),
      findings: this.many(this.text()),
    });
  }
}

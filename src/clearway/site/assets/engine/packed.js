/**
 * A published snapshot in its small form: a signed note, a zero byte, the packed document. Packed bytes and document
 * must be those that the note names by their hashes. The note's signature is not looked at here: whoever could alter the file could alter
 * this program, which comes from the same folder. `clearway verify` looks at it.
 */

import { Refused } from "./refused.js";
import { canonical, fail } from "./schema.js";
import { hashOf } from "./sha256.js";
import { readSnapshot } from "./snapshot.js";
import { unpack } from "./unpack.js";

/** @typedef {import("./snapshot.js").Snapshot} Snapshot */

const HEADER = "clearway-snapshot/1";
const LONGEST_NOTE = 65_536;

/**
 * Read the file. Refused: `publish.snapshot_unreadable`, `publish.other_snapshot`.
 * @param {Uint8Array} file
 * @returns {Snapshot}
 */
export function readPacked(file) {
  try {
    const end = file.subarray(0, LONGEST_NOTE).indexOf(0);
    if (end < 0) fail("", "without a note");
    const [header, publisher, named, , , packing] = textOf(file.subarray(0, end)).split("\n");
    if (header !== HEADER) fail("", "no note of a snapshot");
    const packed = file.subarray(end + 1);
    if (packing !== `packed ${hashOf(packed)}`) throw new Refused("publish.other_snapshot", publisher);
    const document = unpack(packed);
    if (hashOf(new TextEncoder().encode(canonical(document))) !== named) {
      throw new Refused("publish.other_snapshot", publisher);
    }
    return readSnapshot(document);
  } catch (error) {
    if (!(error instanceof TypeError || error instanceof RangeError)) throw error;
    throw new Refused("publish.snapshot_unreadable", error.message);
  }
}

/** @param {Uint8Array} bytes */
function textOf(bytes) {
  return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
}

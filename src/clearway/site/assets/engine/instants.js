/**
 * Instants as the records write them ("2016-11-17T13:05:00Z", UTC, up to six decimals), kept as text and compared
 * exactly. A `Date` knows milliseconds only.
 */

const WRITTEN = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,6}))?Z$/;

/**
 * Microseconds since 1970, or null for what is no instant.
 * @param {unknown} text
 * @returns {bigint | null}
 */
export function findMicros(text) {
  const match = typeof text === "string" ? WRITTEN.exec(text) : null;
  if (!match) return null;
  const whole = Date.parse(`${match[1]}Z`);
  // A day that no month has would be read as one of the next month.
  if (Number.isNaN(whole) || new Date(whole).toISOString().slice(0, 19) !== match[1]) return null;
  return BigInt(whole) * 1000n + BigInt((match[2] ?? "").padEnd(6, "0"));
}

/**
 * Microseconds since 1970.
 * @param {string} text
 * @returns {bigint}
 */
export function micros(text) {
  const found = findMicros(text);
  if (found === null) throw new Error(`${text} is no instant`);
  return found;
}

/**
 * Whether one instant is before the other, or both are the same: negative, positive or 0.
 * @param {string} a
 * @param {string} b
 * @returns {number}
 */
export function compareInstants(a, b) {
  const first = micros(a), second = micros(b);
  return first < second ? -1 : first > second ? 1 : 0;
}

/**
 * The instant of a clock, in whole seconds as records write it.
 * @param {Date} date
 * @returns {string}
 */
export function instantOf(date) {
  return `${date.toISOString().slice(0, 19)}Z`;
}

/**
 * What a published JSON document must look like, as small checkers that are put together: each returns what it was
 * given, or refuses. Nothing is skipped and nothing is filled in.
 */

import { findMicros } from "./instants.js";

/**
 * @template T
 * @typedef {(value: unknown, path: string) => T} Checker
 */

/**
 * @param {string} path
 * @param {string} what
 * @returns {never}
 */
export function fail(path, what) {
  throw new TypeError(`${path || "/"}: ${what}`);
}

/** @type {Checker<string>} */
export function text(value, path) {
  // A lone half of a surrogate pair is no Unicode text.
  if (typeof value !== "string" || /[\ud800-\udfff]/u.test(value)) return fail(path, "not text");
  return value;
}

/** @type {Checker<number>} */
export function whole(value, path) {
  return Number.isSafeInteger(value) ? /** @type {number} */ (value) : fail(path, "not a whole number");
}

/** @type {Checker<boolean>} */
export function flag(value, path) {
  return typeof value === "boolean" ? value : fail(path, "neither true nor false");
}

/** @type {Checker<string>} */
export function instant(value, path) {
  return findMicros(value) === null ? fail(path, "not an instant") : /** @type {string} */ (value);
}

/**
 * @template T
 * @param {Checker<T>} checker
 * @returns {Checker<T | null>}
 */
export function maybe(checker) {
  return (value, path) => (value === null ? null : checker(value, path));
}

/**
 * @template T
 * @param {Checker<T>} checker
 * @returns {Checker<T[]>}
 */
export function list(checker) {
  return (value, path) => (
    Array.isArray(value) ? value.map((each, number) => checker(each, `${path}/${number}`)) : fail(path, "not a list"));
}

/**
 * @template {string} T
 * @param {readonly T[]} values
 * @returns {Checker<T>}
 */
export function one(values) {
  return (value, path) => values.find((each) => each === value) ?? fail(path, "an unknown word");
}

/**
 * An object with exactly these fields, which are checked in this order.
 * @template {Record<string, Checker<any>>} F
 * @param {F} fields
 * @returns {Checker<{[K in keyof F]: ReturnType<F[K]>}>}
 */
export function shaped(fields) {
  const names = Object.keys(fields);
  return (value, path) => {
    const given = plain(value, path);
    for (const name of names) if (!Object.hasOwn(given, name)) fail(path, `without ${name}`);
    if (Object.keys(given).length !== names.length) fail(path, "a field too many");
    return /** @type {any} */ (
      Object.fromEntries(names.map((name) => [name, fields[name](given[name], `${path}/${name}`)])));
  };
}

/**
 * @template T
 * @param {Checker<T>} checker
 * @returns {Checker<Record<string, T>>}
 */
export function mapping(checker) {
  return (value, path) => Object.fromEntries(
    Object.entries(plain(value, path)).map(([key, each]) => [text(key, path), checker(each, `${path}/${key}`)]));
}

/**
 * @param {unknown} value
 * @param {string} path
 * @returns {Record<string, unknown>}
 */
function plain(value, path) {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return fail(path, "not an object");
  return /** @type {Record<string, unknown>} */ (value);
}

/**
 * Canonical JSON by RFC 8785, of a value without fractions: JavaScript writes texts and sorts keys as it asks.
 * @param {unknown} value
 * @returns {string}
 */
export function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join(",")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const given = /** @type {Record<string, unknown>} */ (value);
  return `{${Object.keys(given).sort().map((key) => `${JSON.stringify(key)}:${canonical(given[key])}`).join(",")}}`;
}

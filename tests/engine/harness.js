/**
 * Puts many questions to the engine and gives the answers as JSON, for tests/engine. Regions are given by their number
 * in the snapshot.
 */

import { cells } from "/engine/cells.js";
import { directionOf } from "/engine/bidi.js";
import { check } from "/engine/check.js";
import { accuracyOf, loadSite } from "/engine/index.js";
import { readPacked } from "/engine/packed.js";
import { disc } from "/engine/rounds.js";
import { canonical } from "/engine/schema.js";
import { sentences } from "/engine/sentences.js";
import { hashOf } from "/engine/sha256.js";
import { regionOf } from "/engine/shapes.js";
import { readSnapshot, situationAt } from "/engine/snapshot.js";
import * as terms from "/engine/terms.js";
import { unpack } from "/engine/unpack.js";
import { Wording, html, plain, terminal } from "/engine/wording.js";

const written = (value) => JSON.stringify(value, (_, each) => (
  typeof each === "bigint" ? Number(each) : each?.polygons !== undefined ? each.number : each));

const queryOf = (given) => {
  if (given.at) return { x: given.at[0], y: given.at[1] };
  return given.disc ? disc(given.disc.slice(0, 2), given.disc[2]) : regionOf(given.e7);
};

const bytesOf = (base64) => Uint8Array.from(atob(base64), (byte) => byte.charCodeAt(0));

const write = (text) => ({ html: html(text), plain: plain(text), terminal: terminal(text) });

/** The sentences about answers that were made elsewhere. */
function say({ messages, tellings }) {
  return tellings.map(({ answer, asked, lang }) => {
    const words = new Wording(lang, messages[lang], asked.zone);
    return sentences(answer, asked, words).map(({ role, text }) => ({ role, ...write(text) }));
  });
}

/** Answers in one situation; with `asked` also the sentences, in both languages. */
function ask({ snapshot, messages, questions }) {
  const copy = readSnapshot(snapshot);
  const wordings = {};
  return questions.map(({ query, at, accuracy, unit, asked }) => {
    const answer = check(situationAt(copy, at), queryOf(query), { accuracyM: accuracy, unit });
    if (!asked) return { answer };
    const said = Object.fromEntries(["ar", "en"].map((lang) => {
      const words = wordings[lang + asked.zone] ??= new Wording(lang, messages[lang], asked.zone);
      return [lang, sentences(answer, asked, words).map(({ role, text }) => ({ role, ...write(text) }))];
    }));
    return { answer, said };
  });
}

/** What a copy still says at each instant. */
function situations({ snapshot, instants }) {
  const copy = readSnapshot(snapshot);
  return instants.map((at) => situationAt(copy, at));
}

/** The patterns of membership that the cells of a region show, in order. */
function patterns({ query, regions }) {
  const all = regions.map(regionOf);
  return Array.from(cells(queryOf(query), all), ({ star, masks }) => [star, ...masks].map((mask) => mask.toString(16)));
}

/** Calls of the wording's methods. A number of more than 53 bits is given as text. */
function render({ lang, zone, messages, calls }) {
  const words = new Wording(lang, messages, zone);
  return calls.map(([method, ...values]) => (
    write(words[method](...(method === "age" ? values.map(BigInt) : values)))));
}

/** The code by which each text or document is refused, null for a snapshot. */
function refusals(given) {
  return given.map((snapshot) => {
    try {
      readSnapshot(snapshot);
      return null;
    } catch (error) {
      return error.code ?? String(error);
    }
  });
}

/** The documents of packed bytes as canonical text, or the code of the refusal. */
function unpacked(given) {
  return given.map((packed) => {
    try {
      return canonical(unpack(bytesOf(packed)));
    } catch (error) {
      return { refused: error instanceof TypeError ? "publish.snapshot_unreadable" : String(error) };
    }
  });
}

/** The code by which each signed file is refused, null for one that is read. */
function refusedFiles(given) {
  return given.map((file) => {
    try {
      readPacked(bytesOf(file));
      return null;
    } catch (error) {
      return error.code ?? String(error);
    }
  });
}

/** All that can differ between two answers from one situation: what a hold or a release is follows from its record. */
function brief(answer) {
  const records = (all) => all.map(({ record }) => record);
  const grounds = answer.grounds.map(({ hold, holds_closure, holds_hazard, ended, covers }) => (
    [hold.record, holds_closure, holds_hazard, ended, covers.map(({ release }) => release)]));
  return JSON.stringify([
    answer.verdict, answer.closure, answer.hazard, answer.doubts, answer.product, answer.depth_mm, answer.fresh_at,
    answer.on_the_word_of, grounds, records(answer.unplaced), records(answer.upcoming), records(answer.corridors),
    records(answer.announced), records(answer.dangling), answer.logs.map(({ origin }) => origin),
  ]);
}

/** What many points are told by a signed file: the answers that differ once each, and the number of each point's. */
function askPoints({ file, at, points }) {
  const situation = situationAt(readPacked(bytesOf(file)), at);
  const numbers = new Map();
  const answers = [];
  const told = points.map(([x, y]) => {
    const answer = check(situation, { x, y });
    const key = brief(answer);
    if (!numbers.has(key)) numbers.set(key, answers.push(answer) - 1);
    return numbers.get(key);
  });
  return { answers, numbers: told };
}

const filesOf = (files) => async (path) => bytesOf(files[path]).buffer;

/** Answers of a published folder, or the code of the refusal; `told` names the file of an earlier copy. */
async function askSite({ files, questions, languages }) {
  const site = await loadSite(filesOf(files), languages);
  return questions.map(({ told, ...question }) => {
    try {
      const copy = told && readSnapshot(new TextDecoder().decode(bytesOf(files[told])));
      return site.ask(told ? { ...question, snapshot: copy } : question);
    } catch (error) {
      return { refused: error.code ?? String(error) };
    }
  });
}

/** How long it takes to read a signed file and to answer about points, in milliseconds. */
function time({ file, at, points }) {
  const bytes = bytesOf(file);
  readPacked(bytes);
  const start = performance.now();
  const situation = situationAt(readPacked(bytes), at);
  const read = performance.now() - start;
  const first = performance.now();
  check(situation, { x: points[0][0], y: points[0][1] });
  const prepared = performance.now() - first;
  const spent = points.map(([x, y]) => {
    const before = performance.now();
    check(situation, { x, y });
    return performance.now() - before;
  }).sort((a, b) => a - b);
  return { read, prepared, median: spent[spent.length >> 1], worst: spent.at(-1) };
}

const calls = {
  ask, say, situations, patterns, render, refusals, askSite, time, unpacked, refusedFiles, askPoints,
  hashes: (given) => given.map((data) => hashOf(bytesOf(data))),
  discs: (given) => given.map(([x, y, radius]) => disc([x, y], radius).e7),
  directions: (given) => [...given].map(directionOf),
  accuracies: (given) => given.map(accuracyOf),
  terms: () => terms,
};

globalThis.call = async (name, given) => written(await calls[name](JSON.parse(given)));

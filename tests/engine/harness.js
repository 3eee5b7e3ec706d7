/**
 * Puts many questions to the engine and gives the answers as JSON, for tests/engine. Regions are given by their number
 * in the snapshot.
 */

import { cells } from "/engine/cells.js";
import { directionOf } from "/engine/bidi.js";
import { check } from "/engine/check.js";
import { Site, accuracyOf, loadSite } from "/engine/index.js";
import { disc } from "/engine/rounds.js";
import { sentences } from "/engine/sentences.js";
import { boxOf, regionOf } from "/engine/shapes.js";
import { readSnapshot, situationAt } from "/engine/snapshot.js";
import * as terms from "/engine/terms.js";
import { Wording, html, plain, terminal } from "/engine/wording.js";

const written = (value) => JSON.stringify(value, (_, each) => (
  typeof each === "bigint" ? Number(each) : each?.polygons !== undefined ? each.number : each));

const queryOf = (given) => {
  if (given.at) return { x: given.at[0], y: given.at[1] };
  return given.disc ? disc(given.disc.slice(0, 2), given.disc[2]) : regionOf(given.e7);
};

const write = (text) => ({ html: html(text), plain: plain(text), terminal: terminal(text) });

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

/** The patterns of membership that the cells of a region show, in order. */
function patterns({ query, regions }) {
  const all = regions.map(regionOf);
  return Array.from(cells(queryOf(query), all), ({ star, masks }) => [star, ...masks].map((mask) => mask.toString(16)));
}

function render({ lang, zone, messages, calls }) {
  const words = new Wording(lang, messages, zone);
  return calls.map(([method, ...values]) => write(words[method](...values)));
}

function refusal(snapshot) {
  try {
    readSnapshot(snapshot);
    return null;
  } catch (error) {
    return error.code ?? String(error);
  }
}

async function askSite({ files, questions }) {
  const site = await loadSite(async (path) => files[path]);
  return questions.map((question) => {
    try {
      return site.ask(question);
    } catch (error) {
      return { refused: error.code ?? String(error) };
    }
  });
}

function time({ files, questions, lang }) {
  const [about, snapshot, records, messages] = ["data/site.json", "snapshot.json", "data/records.json", `data/messages.${lang}.json`].map((path) => files[path]);
  const before = performance.now();
  const copy = readSnapshot(snapshot);
  const read = performance.now() - before;
  const site = new Site({ ...JSON.parse(about), languages: [lang] }, copy, { [lang]: JSON.parse(messages) }, JSON.parse(records));
  for (const question of questions) site.ask(question);
  const start = performance.now();
  for (const question of questions) site.ask(question);
  return { read, each: (performance.now() - start) / questions.length };
}

const calls = {
  ask, patterns, render, askSite, time,
  discs: (given) => given.map(([x, y, radius]) => disc([x, y], radius).e7),
  boxes: (given) => given.map((e7) => boxOf(regionOf(e7))),
  refusals: (given) => given.map(refusal),
  directions: (given) => [...given].map(directionOf),
  accuracies: (given) => given.map(accuracyOf),
  terms: () => terms,
};

globalThis.call = async (name, given) => written(await calls[name](JSON.parse(given)));

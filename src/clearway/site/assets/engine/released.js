/** What is said of released ground: who did what, on whose word, and what risk remains. Port of answering.released. */

/** @typedef {import("./wording.js").Wording} Wording */
/** @typedef {import("./wording.js").Text} Text */
/** @typedef {import("./check.js").Answer} Answer */
/** @typedef {import("./snapshot.js").Cover} Cover */
/** @typedef {import("./sentences.js").Asked} Asked */
/** @typedef {import("./sentences.js").SaidOf} SaidOf */

const MM_PER_CM = 10;

/**
 * The sentence of the least searched product, on whose word it stands, and the residual risk.
 * @param {Answer} answer
 * @param {Asked} asked
 * @param {Wording} words
 * @param {string | null} number
 * @returns {Iterable<Text>}
 */
export function* releasedSentences(answer, asked, words, number) {
  const cover = leastCover(answer);
  if (!cover) return;
  // Rounded down: a depth may be said too small, never too great.
  const depth = Math.floor((answer.depth_mm ?? 0) / MM_PER_CM);
  yield* done(cover, asked, words, depth);
  yield* residual(answer, cover, asked, words, number, depth);
}

/**
 * The release that the answer's product and depth speak of.
 * @param {Answer} answer
 * @returns {Cover | undefined}
 */
function leastCover(answer) {
  const covers = answer.grounds.flatMap((ground) => ground.covers.filter((cover) => cover.axis === "hazard"));
  const same = covers.filter((cover) => cover.product === answer.product);
  return same.find((cover) => cover.depth_mm === answer.depth_mm) ?? same[0];
}

/**
 * @param {Cover} cover
 * @param {Asked} asked
 * @param {Wording} words
 * @param {number} depth
 * @returns {Iterable<Text>}
 */
function* done(cover, asked, words, depth) {
  const { on_the_word_of: word, product, since: date } = cover;
  if (word !== null && product === "cleared") {
    yield words.render("released.cleared_on_word", { authority: words.office(word), depth_cm: depth, date });
    return;
  }
  const records = [cover.release, ...cover.rests_on].flatMap((id) => recordsOf(asked, id));
  const decision = records.find((record) => record.kind === "decision");
  const authority = words.office(word || (decision ? decision.office : "unknown"));
  if (word !== null) yield words.render("common.word_of", { authority });
  if (product === "cleared") {
    const search = records.find((record) => record.organisation !== undefined);
    const over = records.find((record) => record.recipient !== undefined);
    yield words.render("released.cleared", {
      operator: words.office(search?.organisation ?? "unknown"),
      depth_cm: depth,
      authority,
      recipient: over?.recipient !== undefined ? words.verbatim(over.recipient) : words.office("unknown"),
      date,
    });
  } else if (product === "reduced" || product === "cancelled") {
    yield words.render(`released.${product}`, { authority, date });
  }
}

/**
 * @param {Answer} answer
 * @param {Cover} cover
 * @param {Asked} asked
 * @param {Wording} words
 * @param {string | null} number
 * @param {number} depth
 * @returns {Iterable<Text>}
 */
function* residual(answer, cover, asked, words, number, depth) {
  if (answer.unit !== null) {
    yield words.render("released.residual_unit", { unit: words.verbatim(answer.unit), number });
  } else if (cover.product === "cleared") {
    yield words.render("released.residual_cleared", { number, depth_cm: depth });
  } else {
    yield words.render("released.residual_unsearched", { number });
  }
  for (const { residual_risk: risk } of recordsOf(asked, cover.release)) {
    const said = risk && (words.lang === "ar" ? risk.ar || risk.en : risk.en || risk.ar);
    if (said) yield words.verbatim(said);
  }
}

/**
 * @param {Asked} asked
 * @param {string} id
 * @returns {readonly SaidOf[]}
 */
function recordsOf(asked, id) {
  return Object.hasOwn(asked.records, id) ? [asked.records[id]] : [];
}

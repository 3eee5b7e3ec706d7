/** Refusals: what is wrong with data or a question, by a stable code. Anything else thrown is a fault of the engine. */

/** A refusal with the code that `clearway explain` knows. */
export class Refused extends Error {
  /**
   * @param {string} code
   * @param {string} detail
   */
  constructor(code, detail) {
    super(`${code}: ${detail}`);
    this.name = "Refused";
    this.code = code;
  }
}

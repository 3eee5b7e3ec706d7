/**
 * The ground that a situation forbids, as patterned areas: by order (hatched), by explosives (dotted), and somewhere
 * inside (outlined). An area that a release covers in part is cut by exactly what the release covers; where two cuts
 * meet, more is drawn and not less. Ground without a pattern is not said to be anything: whoever touches it is told.
 */

const E7 = 1e7;
const SVG = "http://www.w3.org/2000/svg";
const CLOSED = new Set(["closed", "conditional"]);
const HAZARDS = new Set(["confirmed", "suspected", "indication", "precautionary"]);
/** How far a mask reaches around the middle of the map, in pixels. */
const FAR = 1e5;

/** @typedef {import("./engine/shapes.js").Region} Region */
/** @typedef {import("./engine/snapshot.js").Situation} Situation */
/** @typedef {import("./engine/snapshot.js").Hold} Hold */
/** @typedef {import("./engine/snapshot.js").Cover} Cover */

/**
 * Draw it; which sorts there are, in the order of the legend.
 * @param {any} L Leaflet
 * @param {any} map
 * @param {Situation} situation
 * @returns {string[]}
 */
export function drawGround(L, map, situation) {
  const renderer = L.svg({ padding: 0.6 }).addTo(map);
  const drawing = new Drawing(L, map, renderer);
  const outdoors = situation.holds.filter((hold) => !hold.unit);
  const unplaced = outdoors.filter((hold) => hold.unplaced);
  const placed = outdoors.filter((hold) => !hold.unplaced);
  const byOrder = placed.filter((hold) => CLOSED.has(hold.closure ?? ""));
  const byHazard = placed.filter((hold) => HAZARDS.has(hold.hazard ?? ""));
  for (const hold of unplaced) drawing.area(hold.footprint, "unplaced");
  for (const hold of byHazard) drawing.area(hold.footprint, "hazard", coversOf(hold, "hazard"));
  for (const hold of byOrder) drawing.area(hold.footprint, "closure", coversOf(hold, "closure"));
  // Only corridors that every party agreed to: one that is merely announced is told in words and never drawn.
  for (const corridor of situation.corridors) drawing.area(corridor.footprint, "corridor");
  const found = { closure: byOrder, hazard: byHazard, unplaced, corridor: situation.corridors };
  return Object.entries(found).filter(([, holds]) => holds.length > 0).map(([sort]) => sort);
}

/** @param {Hold} hold @param {string} axis */
const coversOf = (hold, axis) => hold.covers.filter((cover) => cover.axis === axis && !cover.unit);

/** Areas in one SVG, with the patterns and masks that they use. */
class Drawing {
  /** @param {any} L @param {any} map @param {any} renderer */
  constructor(L, map, renderer) {
    this.L = L;
    this.map = map;
    this.renderer = renderer;
    this.count = 0;
    const svg = renderer._container;
    svg.setAttribute("aria-hidden", "true");
    this.defs = node("defs");
    this.defs.append(hatch(), dots());
    svg.prepend(this.defs);
  }

  /**
   * @param {Region} region
   * @param {string} sort
   * @param {readonly Cover[]} covers what is taken out of it
   */
  area(region, sort, covers = []) {
    const parts = [this.path(region, `map-${sort} map-filled`), this.outline(region, `map-${sort} map-outline`)];
    if (!covers.length) return;
    const mask = this.mask(covers);
    for (const part of parts) part.setAttribute("mask", `url(#${mask})`);
  }

  /** The edges of an area, less those at which two of its blocks touch. @param {Region} region @param {string} className */
  outline(region, className) {
    const lines = region.e7.length === 1 ? region.e7[0].map((ring) => ring.map(placed)) : chained(unshared(region));
    const drawn = this.L.polyline(lines, {
      renderer: this.renderer, interactive: false, noClip: true, smoothFactor: 0, className,
    }).addTo(this.map);
    return drawn.getElement();
  }

  /** White where the area stands, black where a cover takes it out. @param {readonly Cover[]} covers */
  mask(covers) {
    const mask = this.define("mask", { maskUnits: "userSpaceOnUse", ...everywhere });
    mask.append(node("rect", { ...everywhere, fill: "white" }));
    for (const cover of covers) {
      const [first, ...others] = cover.all_of;
      let inside = mask;
      for (const region of others) {
        const group = node("g", { "clip-path": `url(#${this.clip(region)})` });
        inside.append(group);
        inside = group;
      }
      inside.append(this.path(first, "map-cut"));
      for (const region of cover.none_of) inside.append(this.path(region, "map-kept"));
    }
    return mask.id;
  }

  /** @param {Region} region */
  clip(region) {
    const clip = this.define("clipPath", {});
    clip.append(this.path(region, "map-clip"));
    return clip.id;
  }

  /** An area as Leaflet keeps it up to date while the map moves. @param {Region} region @param {string} className */
  path(region, className) {
    const rings = region.e7.map((polygon) => polygon.map((ring) => ring.map(placed)));
    const drawn = this.L.polygon(rings, {
      renderer: this.renderer, interactive: false, noClip: true, smoothFactor: 0.5, className,
    }).addTo(this.map);
    return drawn.getElement();
  }

  /** @param {string} kind @param {Record<string, string>} attributes */
  define(kind, attributes) {
    this.count += 1;
    const made = node(kind, { id: `map-${kind}-${this.count}`, ...attributes });
    this.defs.append(made);
    return made;
  }
}

/** @param {import("./engine/shapes.js").Position} position @returns {[number, number]} latitude, longitude */
const placed = ([lon, lat]) => [lat / E7, lon / E7];

/** The edges of several polygons that are not those of two. @param {Region} region */
function unshared(region) {
  /** @type {Map<string, [number, number][]>} */
  const edges = new Map();
  for (const ring of region.e7.flat()) {
    for (let step = 1; step < ring.length; step += 1) {
      const ends = [placed(ring[step - 1]), placed(ring[step])];
      const key = ends.map(String).sort().join(" ");
      if (!edges.delete(key)) edges.set(key, ends);
    }
  }
  return [...edges.values()];
}

/** Edges put together into lines, so that dashes run on around corners. @param {[number, number][][]} edges */
function chained(edges) {
  /** @type {[number, number][][]} */
  const lines = [];
  for (const [from, to] of edges) {
    const last = lines.at(-1);
    if (last && String(last.at(-1)) === String(from)) last.push(to); else lines.push([from, to]);
  }
  return lines;
}

const everywhere = { x: String(-FAR), y: String(-FAR), width: String(2 * FAR), height: String(2 * FAR) };

/** Closed by order: slanting bars. */
function hatch() {
  const pattern = node("pattern", {
    id: "map-hatch", width: "10", height: "10", patternUnits: "userSpaceOnUse", patternTransform: "rotate(45)",
  });
  pattern.append(node("rect", { width: "10", height: "10", class: "map-hatch-ground" }));
  pattern.append(node("rect", { width: "4", height: "10", class: "map-hatch-bar" }));
  return pattern;
}

/** Explosives: dots. */
function dots() {
  const pattern = node("pattern", { id: "map-dots", width: "12", height: "12", patternUnits: "userSpaceOnUse" });
  pattern.append(node("rect", { width: "12", height: "12", class: "map-dots-ground" }));
  for (const [cx, cy] of [["3", "3"], ["9", "9"]]) {
    pattern.append(node("circle", { cx, cy, r: "2.2", class: "map-dot-mark" }));
  }
  return pattern;
}

/** @param {string} kind @param {Record<string, string>} [attributes] */
function node(kind, attributes = {}) {
  const made = document.createElementNS(SVG, kind);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  return made;
}

/**
 * The map: what the published copy forbids, the places' names, and a point to ask about. Nothing on it is fetched from
 * elsewhere, and nothing that is touched leaves the device.
 *
 *     const map = await drawMap(element, site, {lang: "ar", places});   // null where Leaflet was not brought
 *     element.addEventListener("clearway:asked", (event) => … event.detail.lonE7, .latE7, .accuracyM, .how);
 *
 * `element` is an empty block with a height; its `data-assets` names the folder of Leaflet's files, as seen from the
 * page, and is left out where there are none. `site` is the engine's. `accuracyM` is null for a touched point, and what
 * `accuracyOf` makes of a measured position. `how` is "touch", "keyboard" or "device".
 */

import { accuracyOf, html, situationAt } from "./engine/index.js";
import { drawGround } from "./map-ground.js";

const E7 = 1e7;
const FAR_OUT = 9, CLOSE_UP = 17, NEAR_A_PLACE = 14;
const RANKS = ["city", "town", "suburb", "village", "neighbourhood", "muhalla", "hamlet", "locality", "landmark"];
const SCALE_PX = 90;

/** @typedef {import("./engine/index.js").Site} Site */
/**
 * data/places.json, as far as the map reads it.
 * @typedef {{id: string, name_ar: string, name_en: string, kind: string, centre_e7: [number, number]}} Place
 */

/**
 * Draw the map into `element`. `focus` is a position to begin at; without one it begins with the city as a whole, never
 * with what is recorded.
 * @param {HTMLElement} element
 * @param {Site} site
 * @param {{lang: string, places: readonly Place[], focus?: readonly [number, number] | null}} options
 */
export async function drawMap(element, site, { lang, places, focus = null }) {
  const words = site.words(lang);
  const say = (/** @type {string} */ key, values = {}) => html(words.render(`map.${key}`, values));
  const spoken = (/** @type {string} */ key) => words.message(`map.${key}`);
  const L = await loadLeaflet(element.dataset.assets);
  element.hidden = false;
  if (!L) {
    element.classList.add("map-missing");
    element.innerHTML = `<p>${say("missing")}</p>`;
    return null;
  }
  await style(new URL("./map.css", import.meta.url));
  const towards = lang === "ar" ? "right" : "left";
  const map = L.map(element, {
    attributionControl: false, zoomControl: false, doubleClickZoom: false, minZoom: FAR_OUT, maxZoom: CLOSE_UP,
    maxBounds: boundsOf(L, site.about.bbox_e7).pad(0.5), fadeAnimation: false,
  });
  map.setView(...(focus ? [at(focus), NEAR_A_PLACE] : [[0, 0], FAR_OUT]));
  if (!focus) map.fitBounds(middleOf(L, places, site.about.bbox_e7), { animate: false });
  L.control.zoom({ position: `top${towards}`, zoomInTitle: spoken("zoom_in"), zoomOutTitle: spoken("zoom_out") })
    .addTo(map);
  const drawn = drawGround(L, map, situationAt(site.snapshot, site.now()));
  nameGround(L, map, places, lang);

  element.setAttribute("role", "application");
  element.setAttribute("aria-label", spoken("label"));
  element.setAttribute("aria-describedby", "map-help");
  element.append(crosshair());
  if (site.snapshot.realm !== "actual") element.append(mark(words.message(`mark.${site.snapshot.realm}`)));

  const point = askedPoint(L, map);
  const ask = (/** @type {any} */ spot, /** @type {string} */ how, accuracyM = null, radius = 0) => {
    const here = spot.wrap();
    point.show(here, radius);
    element.dispatchEvent(new CustomEvent("clearway:asked", {
      bubbles: true,
      detail: { lonE7: Math.round(here.lng * E7), latE7: Math.round(here.lat * E7), accuracyM, how },
    }));
  };
  map.on("click", (/** @type {any} */ event) => ask(event.latlng, "touch"));
  // The frame and the cross are for the keyboard; a finger needs neither.
  element.addEventListener("focus", () => element.classList.add("map-by-keys"));
  element.addEventListener("pointerdown", () => element.classList.remove("map-by-keys"));
  element.addEventListener("click", () => element.classList.remove("map-by-keys"));
  element.addEventListener("keydown", (event) => {
    element.classList.add("map-by-keys");
    if (event.key === "Enter" && event.target === element) ask(map.getCenter(), "keyboard");
  });
  element.after(below({ drawn, say, locate: () => locate(L, map, ask) }));
  measure(L, map, say, towards);
  return { map, show: (/** @type {readonly [number, number]} */ e7) => point.show(L.latLng(at(e7)), 0) };
}

/** @param {readonly [number, number]} e7 longitude, latitude */
const at = ([lon, lat]) => [lat / E7, lon / E7];

/** Leaflet, or null where its files were not brought. @param {string | undefined} assets */
async function loadLeaflet(assets) {
  if (!assets) return null;
  const base = new URL(`${assets}/`, document.baseURI);
  try {
    await Promise.all([style(new URL("leaflet.css", base)), import(new URL("leaflet.js", base).href)]);
    return /** @type {any} */ (globalThis).L ?? null;
  } catch {
    return null;
  }
}

/** Add a style sheet once. @param {URL} address */
function style(address) {
  if ([...document.styleSheets].some((sheet) => sheet.href === address.href)) return Promise.resolve();
  const link = document.createElement("link");
  link.rel = "stylesheet";
  link.href = address.href;
  return new Promise((done, failed) => {
    link.addEventListener("load", () => done(undefined));
    link.addEventListener("error", failed);
    document.head.append(link);
  });
}

/** @param {any} L @param {readonly number[]} bbox west, south, east, north in 1e-7 degree */
const boundsOf = (L, [west, south, east, north]) => L.latLngBounds(at([west, south]), at([east, north]));

/** Where most places are: the middle eight tenths in each direction. Records play no part in it. */
function middleOf(L, places, bbox) {
  if (places.length < 3) return boundsOf(L, bbox);
  const middle = (/** @type {0 | 1} */ axis) => {
    const sorted = places.map((place) => place.centre_e7[axis]).sort((a, b) => a - b);
    return [sorted[Math.floor(0.1 * (sorted.length - 1))], sorted[Math.ceil(0.9 * (sorted.length - 1))]];
  };
  const [[west, east], [south, north]] = [middle(0), middle(1)];
  return boundsOf(L, [west, south, east, north]);
}

/** The places' names, as many as have room; the list on the page has them all. */
function nameGround(L, map, places, lang) {
  map.getPane("markerPane").setAttribute("aria-hidden", "true");
  const ranked = [...places].sort((a, b) => rank(a) - rank(b) || a.id.localeCompare(b.id)).map((place) => {
    const name = document.createElement("span");
    name.className = "map-place";
    const inner = document.createElement("bdi");
    inner.textContent = (lang === "ar" ? place.name_ar || place.name_en : place.name_en || place.name_ar) || place.id;
    name.append(inner);
    const icon = L.divIcon({ className: "map-dot", html: name, iconSize: [0, 0] });
    const marker = L.marker(at(place.centre_e7), { icon, interactive: false, keyboard: false }).addTo(map);
    return { marker, name, size: null };
  });
  const makeRoom = () => {
    const taken = [];
    for (const each of ranked) {
      const element = each.marker.getElement();
      element.hidden = false;
      const { width, height } = (each.size ??= each.name.getBoundingClientRect());
      const { x, y } = map.latLngToLayerPoint(each.marker.getLatLng());
      const box = [x - width / 2 - 2, y - 6, x + width / 2 + 2, y + height + 4];
      const hides = taken.some((other) => box[0] < other[2] && other[0] < box[2] && box[1] < other[3] && other[1] < box[3]);
      element.hidden = hides;
      if (!hides) taken.push(box);
    }
  };
  map.on("zoomend", makeRoom);
  makeRoom();
}

/** @param {Place} place */
const rank = (place) => (RANKS.includes(place.kind) ? RANKS.indexOf(place.kind) : RANKS.length);

/** The point that was asked about: a ring, and a circle around everywhere that a measured position may be. */
function askedPoint(L, map) {
  const circle = L.circle([0, 0], { radius: 1, className: "map-accuracy", interactive: false });
  const icon = L.divIcon({ className: "map-asked", iconSize: [28, 28] });
  const ring = L.marker([0, 0], { icon, interactive: false, keyboard: false, zIndexOffset: 1000 });
  return {
    show(/** @type {any} */ spot, /** @type {number} */ radius) {
      ring.setLatLng(spot).addTo(map);
      circle.setLatLng(spot).setRadius(Math.max(1, radius));
      if (radius > 0) circle.addTo(map); else circle.remove();
    },
  };
}

/** Ask the device where it is, and ask about everywhere that it may be. Only the device knows. */
function locate(L, map, ask) {
  return new Promise((done) => {
    if (!navigator.geolocation) return done("no_position");
    const found = (/** @type {GeolocationPosition} */ { coords }) => {
      const accuracyM = accuracyOf(coords.accuracy);
      const radius = accuracyM === "unknown" ? 0 : accuracyM;
      const here = L.latLng(coords.latitude, coords.longitude);
      map.setView(here, Math.max(map.getZoom(), NEAR_A_PLACE), { animate: false });
      ask(here, "device", accuracyM, radius);
      done("here");
    };
    const options = { enableHighAccuracy: true, timeout: 20_000, maximumAge: 0 };
    navigator.geolocation.getCurrentPosition(found, () => done("no_position"), options);
  });
}

/** What stands below the map: "where am I", what the patterns mean, how the keys work. */
function below({ drawn, say, locate: find }) {
  const block = document.createElement("div");
  block.className = "map-below";
  const button = document.createElement("button");
  button.type = "button";
  button.className = "map-locate";
  button.innerHTML = say("locate");
  const state = document.createElement("p");
  state.className = "small";
  state.setAttribute("role", "status");
  button.addEventListener("click", async () => {
    button.disabled = true;
    state.innerHTML = say("locating");
    state.innerHTML = say(await find());
    button.disabled = false;
  });
  const legend = document.createElement("ul");
  legend.className = "map-legend";
  for (const sort of [...drawn, "plain"]) {
    const line = document.createElement("li");
    line.innerHTML = `<svg class="map-swatch" viewBox="0 0 36 24" aria-hidden="true" focusable="false">`
      + `<rect x="2" y="2" width="32" height="20" class="map-${sort}"/></svg><span>${say(sort)}</span>`;
    legend.append(line);
  }
  const help = document.createElement("p");
  help.id = "map-help";
  help.className = "small";
  help.innerHTML = say("help");
  block.append(button, state, legend, help);
  return block;
}

/** The middle of the map, shown while the keyboard moves it. */
function crosshair() {
  const cross = document.createElement("div");
  cross.className = "map-crosshair";
  cross.setAttribute("aria-hidden", "true");
  return cross;
}

/** What this is not, all over the map; the page says it in words. @param {string} words */
function mark(words) {
  const over = document.createElement("div");
  over.className = "map-mark";
  over.setAttribute("aria-hidden", "true");
  for (let line = 0; line < 12; line += 1) {
    const each = document.createElement("span");
    each.textContent = words;
    over.append(each);
  }
  return over;
}

/** A line of round length in metres, so that a finger's width is not taken for a street's. */
function measure(L, map, say, towards) {
  const scale = L.control({ position: `bottom${towards}` });
  const line = document.createElement("div");
  line.className = "map-scale";
  scale.onAdd = () => line;
  scale.addTo(map);
  const update = () => {
    const y = map.getSize().y / 2;
    const most = map.distance(map.containerPointToLatLng([0, y]), map.containerPointToLatLng([SCALE_PX, y]));
    const power = 10 ** Math.floor(Math.log10(most));
    const round = power * Math.max(...[1, 2, 5].filter((digit) => digit * power <= most));
    line.style.inlineSize = `${Math.round((SCALE_PX * round) / most)}px`;
    line.innerHTML = round >= 1000 ? say("kilometres", { count: round / 1000 }) : say("metres", { count: round });
  };
  map.on("zoomend moveend", update);
  update();
}

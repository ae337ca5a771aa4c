/**
 * The pin of a home. [data-pin=show] draws it; [data-pin=edit] lets a thumb set it, and writes into
 * the two inputs of the form, which stay usable without this script.
 */
import { circle, circleMarker, control, divIcon, map as leafletMap, marker, polygon, tileLayer } from "leaflet";

const HOME_ZOOM = 15;
const PLACE_ZOOM = 13;
const ICON = divIcon({
  className: "pin__mark",
  iconSize: [44, 52],
  iconAnchor: [22, 50],
  html: '<svg width="44" height="52" viewBox="0 0 44 52" aria-hidden="true"><path d="M22 2C12 2 5 9.5 5 19c0 12 17 31 17 31s17-19 17-31C39 9.5 32 2 22 2z" fill="#0b5394" stroke="#fff" stroke-width="3"/><circle cx="22" cy="19" r="7" fill="#fff"/></svg>',
});

/** "9,6123" and "9.6123" are one number; anything else is null. */
export function readDegrees(text) {
  const number = Number(String(text).trim().replace(",", "."));
  return String(text).trim() !== "" && Number.isFinite(number) ? number : null;
}

export function writeDegrees(number) {
  return String(Number(number.toFixed(6))).replace(".", ",");
}

function draw(element, data, options = {}) {
  const map = leafletMap(element, { zoomSnap: 0.5, attributionControl: Boolean(data.tiles), ...options });
  if (data.tiles) tileLayer(data.tiles, { maxZoom: 19, attribution: "© OpenStreetMap" }).addTo(map);
  const outline = polygon(JSON.parse(data.outline), { color: "#0b5394", weight: 2, fillColor: "#f7faf3", fillOpacity: data.tiles ? 0 : 0.9, interactive: false }).addTo(map);
  for (const hamlet of JSON.parse(data.hamlets)) {
    circleMarker(hamlet.slice(0, 2), { radius: 5, color: "#44494e", weight: 2, fillColor: "#fff", fillOpacity: 1, interactive: false })
      .bindTooltip(hamlet[2], { permanent: true, direction: "right", offset: [6, 0] })
      .addTo(map);
  }
  for (const home of JSON.parse(data.homes)) {
    circleMarker(home, { radius: 4, stroke: false, fillColor: "#0b5394", fillOpacity: 0.55, interactive: false }).addTo(map);
  }
  control.scale({ imperial: false }).addTo(map);
  if (data.lat && data.lon) map.setView([Number(data.lat), Number(data.lon)], PLACE_ZOOM);
  else map.fitBounds(outline.getBounds());
  return map;
}

function show(element) {
  const data = element.dataset;
  const map = draw(element, data, { scrollWheelZoom: false });
  if (!data.own) return;
  const home = [Number(data.lat), Number(data.lon)];
  if (data.accuracy) circle(home, { radius: Number(data.accuracy), color: "#0b5394", weight: 1, fillOpacity: 0.15 }).addTo(map);
  marker(home, { icon: ICON, keyboard: false, interactive: false }).addTo(map);
  map.setView(home, 14);
}

class Picker {
  constructor(element) {
    this.data = element.dataset;
    this.lat = document.getElementById(this.data.latInput);
    this.lon = document.getElementById(this.data.lonInput);
    this.accuracy = document.getElementById(this.data.accuracyInput);
    this.build(element);
    this.follow();
  }

  build(element) {
    const tools = document.createElement("div");
    tools.className = "pin__tools";
    if ("geolocation" in navigator) tools.append(this.button(this.data.sayHere, () => this.locate()));
    tools.append(this.button(this.data.sayClear, () => this.clear()));
    const ground = document.createElement("div");
    ground.className = "map pin pin--edit";
    ground.setAttribute("role", "group");
    ground.setAttribute("aria-label", this.data.sayMap);
    this.words = document.createElement("p");
    this.words.className = "pin__say quiet";
    this.words.setAttribute("role", "status");
    element.append(tools, ground, this.words);
    this.say(this.data.sayHint);
    this.map = draw(ground, this.data);
    this.map.on("click", (event) => this.set(event.latlng, null));
  }

  button(text, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--secondary";
    button.textContent = text;
    button.addEventListener("click", act);
    return button;
  }

  /** The inputs are the truth: typed numbers move the pin, and a form that came back shows its own. */
  follow() {
    const read = () => {
      const lat = readDegrees(this.lat.value);
      const lon = readDegrees(this.lon.value);
      if (lat === null || lon === null) return this.lift();
      this.place([lat, lon]);
      this.map.setView([lat, lon], Math.max(this.map.getZoom(), PLACE_ZOOM + 1));
    };
    for (const input of [this.lat, this.lon]) {
      input.addEventListener("change", () => ((this.accuracy.value = ""), read()));
    }
    read();
  }

  place(point) {
    if (this.pin) return this.pin.setLatLng(point);
    this.pin = marker(point, { icon: ICON, draggable: true, autoPan: true, title: this.data.sayPin, alt: this.data.sayPin }).addTo(this.map);
    this.pin.on("dragend", () => this.set(this.pin.getLatLng(), null));
    return this.pin;
  }

  lift() {
    this.pin?.remove();
    this.pin = null;
  }

  set(point, accuracy) {
    this.place(point);
    this.lat.value = writeDegrees(point.lat);
    this.lon.value = writeDegrees(point.lng);
    this.accuracy.value = accuracy === null ? "" : String(Math.round(accuracy));
    this.lat.dispatchEvent(new Event("input", { bubbles: true }));
    this.say(accuracy === null ? this.data.saySet : this.data.sayFound.replace("{n}", Math.round(accuracy)));
  }

  clear() {
    this.lift();
    this.lat.value = this.lon.value = this.accuracy.value = "";
    this.lat.dispatchEvent(new Event("input", { bubbles: true }));
    this.say(this.data.sayHint);
  }

  locate() {
    this.say(this.data.sayWait);
    navigator.geolocation.getCurrentPosition(
      (found) => {
        const coords = found.coords;
        this.set({ lat: coords.latitude, lng: coords.longitude }, coords.accuracy);
        this.map.setView([coords.latitude, coords.longitude], HOME_ZOOM);
      },
      () => this.say(this.data.sayDenied),
      { enableHighAccuracy: true, timeout: 20000, maximumAge: 0 },
    );
  }

  say(text) {
    this.words.textContent = text;
  }
}

for (const element of document.querySelectorAll("[data-pin]")) {
  if (element.dataset.pin === "edit") new Picker(element);
  else show(element);
}

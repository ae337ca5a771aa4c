/** The route on the commune's own layers; no tiles unless the server names some. */
import L from "leaflet";

/** The colours of the page, light or dark, as its style sheet has them. */
const colour = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();

const box = document.getElementById("map");
if (box) draw(box, JSON.parse(document.getElementById(box.dataset.layers).textContent));

function draw(box, layers) {
  const map = L.map(box, { preferCanvas: true, attributionControl: false, zoomSnap: 0.5 });
  if (box.dataset.tiles) L.tileLayer(box.dataset.tiles, { maxZoom: 18 }).addTo(map);
  L.polygon(layers.outline, { color: colour("--map-edge"), weight: 2, fillColor: colour("--map-land"), fillOpacity: box.dataset.tiles ? 0.1 : 1, interactive: false }).addTo(map);
  for (const [name, from, to] of layers.ferries) {
    L.polyline([from, to], { color: colour("--map-edge"), weight: 3, dashArray: "8 6", interactive: false }).addTo(map);
    label(name, [(from[0] + to[0]) / 2, (from[1] + to[1]) / 2], "hamlet hamlet--ferry").addTo(map);
  }
  L.polyline(layers.line, { color: colour("--map-line"), weight: 4, dashArray: "2 8", interactive: false }).addTo(map);
  for (const [name, lat, lon] of layers.hamlets) label(name, [lat, lon]).addTo(map);
  pin(layers.base, "⌂", "pin pin--base").addTo(map);
  for (const stop of layers.stops) stopPin(box, stop).addTo(map);
  show(map, layers);
  if (navigator.geolocation) ownPosition(box, map);
}

/** The whole route; or, from a stop's page ("#stop-12"), that home. */
function show(map, layers) {
  const wanted = layers.stops.find((stop) => location.hash === `#stop-${stop.visit}`);
  if (wanted) map.setView(wanted.at, 15);
  else map.fitBounds(L.latLngBounds(layers.line), { padding: [36, 36], maxZoom: 15 });
}

function label(name, at, className = "hamlet") {
  return L.marker(at, { interactive: false, keyboard: false, icon: L.divIcon({ className, html: text(name), iconSize: null, iconAnchor: [-14, 26] }) });
}

function pin(at, words, className) {
  return L.marker(at, { keyboard: false, icon: L.divIcon({ className, html: text(words), iconSize: [32, 32] }) });
}

function stopPin(box, stop) {
  const marker = L.marker(stop.at, {
    title: `${stop.number}. ${stop.name}`,
    alt: `${stop.number}. ${stop.name}`,
    icon: L.divIcon({ className: stop.open ? "pin" : "pin pin--told", html: text(String(stop.number)), iconSize: [32, 32] }),
  });
  const link = document.createElement("a");
  link.href = box.dataset.stop.replace("/stops/0", `/stops/${stop.visit}`);
  link.textContent = `${stop.number}. ${stop.name}`;
  return marker.bindPopup(link);
}

function ownPosition(box, map) {
  const control = L.control({ position: "topright" });
  control.onAdd = () => {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "button button--secondary button--small";
    button.textContent = box.dataset.here;
    L.DomEvent.disableClickPropagation(button);
    button.addEventListener("click", () => map.locate({ setView: true, maxZoom: 16, enableHighAccuracy: true }));
    return button;
  };
  control.addTo(map);
  let dot;
  map.on("locationfound", ({ latlng, accuracy }) => {
    dot?.remove();
    dot = L.layerGroup([
      L.circle(latlng, { radius: accuracy, weight: 1, color: "#0b5394", fillOpacity: 0.1 }),
      L.circleMarker(latlng, { radius: 8, weight: 3, color: "#ffffff", fillColor: "#0b5394", fillOpacity: 1 }),
    ]).addTo(map);
  });
}

function text(words) {
  const span = document.createElement("span");
  span.textContent = words;
  return span;
}

/** On the page of what was sent: what waits and what stands in its way, and what the office said of what it took. */
import { shortMoment } from "./words.js";

/** `stop`: why the last try to send ended early, or null. Each report opens to what was recorded. */
export function showWaiting(document, box, stop) {
  const section = document.querySelector("[data-outbox]");
  if (!section) return;
  const items = box.items.filter((item) => item.fate === null || item.message).reverse();
  const words = JSON.parse(section.dataset.words);
  const waits = items.some((item) => item.fate === null);
  section.hidden = !items.length;
  section.querySelector("[data-keeps]").hidden = !waits;
  const heading = section.querySelector("[data-heading]");
  heading.textContent = waits ? words.waits : heading.dataset.review;
  const why = section.querySelector("[data-stop]");
  Object.assign(why, { hidden: !waits || !words.stops[stop], textContent: words.stops[stop] ?? "" });
  section.querySelector("ul").replaceChildren(...items.map((item) => line(section, item, words)));
}

function line(section, item, words) {
  const one = section.querySelector("template").content.firstElementChild.cloneNode(true);
  const put = (name, text) => Object.assign(one.querySelector(`[data-${name}]`), { textContent: text, hidden: !text });
  put("name", item.label);
  put("at", shortMoment(new Date(item.outcome.recorded_at), new Date()));
  put("state", item.fate === null ? words.waits : words.fates[item.fate]);
  put("result", words.results[item.outcome.result] ?? "");
  put("note", item.outcome.note ?? "");
  put("message", item.message);
  return one;
}

/** Photos the office does not have yet: each goes by itself, after the reports. */
export function showPhotos(document, notes) {
  const section = document.querySelector("[data-album]");
  if (!section) return;
  const shown = notes.filter((note) => note.outcome_id && note.fate !== "stored");
  const words = JSON.parse(section.dataset.words);
  section.hidden = !shown.length;
  section.querySelector("ul").replaceChildren(...shown.map((note) => photo(section, note, words)));
}

function photo(section, note, words) {
  const one = section.querySelector("template").content.firstElementChild.cloneNode(true);
  const put = (name, text) => Object.assign(one.querySelector(`[data-${name}]`), { textContent: text, hidden: !text });
  put("name", note.label);
  put("at", shortMoment(new Date(note.taken_at), new Date()));
  put("what", `${words.kinds[note.kind]}, ${Math.ceil(note.size / 1024)} KB`);
  put("message", note.message);
  return one;
}

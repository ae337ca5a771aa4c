/** Sending photos: piece by piece, going on where the office says the last one ended. */
import { announcement, unsent } from "./photos.js";

export const PIECE = 64 * 1024;
const TIMEOUT = 30_000;

/** How the office is asked: each answer is its JSON, or {stop} where nothing more can be sent now. */
export function office(person, fetch, timeout = TIMEOUT) {
  const ask = async (address, options) => {
    const patience = new AbortController();
    const alarm = setTimeout(() => patience.abort(), timeout);
    try {
      return await heard(await fetch(address, { ...options, signal: patience.signal }));
    } catch {
      return { stop: "away" };
    } finally {
      clearTimeout(alarm);
    }
  };
  const whose = { "Fieldops-Person": String(person) };
  return {
    announce: (note) => ask("/api/v1/photos", { method: "POST", headers: { ...whose, "Content-Type": "application/json" }, body: JSON.stringify(announcement(note)) }),
    put: (id, offset, piece) => ask(`/api/v1/photos/${id}?offset=${offset}`, { method: "PUT", headers: { ...whose, "Content-Type": "application/octet-stream" }, body: piece }),
  };
}

async function heard(answer) {
  const said = await answer.json();
  if (answer.ok) return said;
  if (said.code === "photo.offset") return { again: true };
  if (said.code === "fieldops.conflict" || said.code === "photo.unreadable") return { fate: "refused", message: said.message };
  return { stop: said.code === "phone.other_person" ? "other" : "away" };
}

/** One photo until its fate is settled: its answer, or {stop}. It ends: an office that never has enough is left. */
export async function sendOne(note, bytes, office) {
  let said = await office.announce(note);
  for (let turns = Math.ceil(bytes.byteLength / PIECE) + 4; turns > 0; turns--) {
    if (said.stop || (said.fate && said.fate !== "coming")) return said;
    if (said.again) said = await office.announce(note);
    else said = await office.put(note.id, said.received, bytes.slice(said.received, said.received + PIECE));
  }
  return said.fate && said.fate !== "coming" ? said : { stop: "away" };
}

/** All that wait: a stored photo is kept on as such; a refused one stays as a note of why. Gives why it stopped, or null. */
export async function upload(album, office, epoch, at) {
  for (const note of unsent(await album.notes())) {
    const bytes = await album.bytes(note.id);
    if (!bytes) {
      await album.drop(note.id); // another tab was quicker
      continue;
    }
    const said = await sendOne(note, bytes, office);
    if (said.stop) return said.stop;
    if (said.fate === "stored") {
      await album.settle(note, epoch, at);
      continue;
    }
    await album.drop(note.id);
    await album.keep({ ...note, fate: said.fate, message: said.message });
  }
  return null;
}

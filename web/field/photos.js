/**
 * Photos of a visit: kept on the phone beside the outbox, each a record of its own. A note says of
 * each what it is and how far it has come: {id, visit_id, case_id, kind, about, step, taken_at, size,
 * sha256, outcome_id, fate, message, label}, and of one the office stored {settled_at, epoch}: it is
 * kept two weeks more, as reports are. Pure, but for `Album`, which keeps them in the store.
 */
import { uuid7, withOffset } from "./ids.js";

const NOTE = "photo-note";
const BYTES = "photo";

/** Which report each photo belongs to: the first of its visit that was recorded after it was taken. */
export function bound(notes, items) {
  return notes.map((note) => {
    if (note.outcome_id) return note;
    const after = items.find(({ outcome }) => outcome.visit_id === note.visit_id && Date.parse(outcome.recorded_at) >= Date.parse(note.taken_at));
    return after ? { ...note, outcome_id: after.id } : note;
  });
}

/** Those that can be sent; the others wait for their report to be recorded, or were answered for. */
export const unsent = (notes) => notes.filter((note) => note.outcome_id && note.fate === null);

/** What the office is told of a photo before its bytes. */
export function announcement({ id, outcome_id, visit_id, case_id, kind, about, taken_at, size, sha256 }) {
  return { schema: 1, id, outcome_id, visit_id, case_id, kind, about, agreed: true, taken_at, size, sha256 };
}

export class Album {
  constructor(store, crypto = globalThis.crypto) {
    Object.assign(this, { store, crypto });
  }

  /** All photos here, the oldest first. */
  async notes() {
    const ids = (await this.store.idsOf(NOTE)).sort();
    return Promise.all(ids.map((id) => this.#note(id)));
  }

  async #note(id) {
    return JSON.parse(new TextDecoder().decode(await this.store.bytes(NOTE, id)));
  }

  bytes(id) {
    return this.store.bytes(BYTES, id);
  }

  /** Safe on the phone once this resolves: the bytes first, a note never without them. */
  async add(facts, bytes, now = new Date()) {
    const id = uuid7(now.getTime(), this.crypto.getRandomValues(new Uint8Array(10)));
    const note = { ...facts, id, taken_at: withOffset(now), size: bytes.byteLength, sha256: await this.#hash(bytes), outcome_id: null, fate: null, message: "" };
    try {
      await this.withRoom(() => this.store.keepBytes(BYTES, id, bytes));
      await this.withRoom(() => this.keep(note));
    } catch (error) {
      await this.store.dropBytes(BYTES, id);
      throw error;
    }
    return note;
  }

  /**
   * Keep something new on a phone that may be full: photos the office has are let go for it, one by
   * one, the longest there first. What the office does not have is never given up.
   */
  async withRoom(keep) {
    for (;;) {
      try {
        return await keep();
      } catch (error) {
        if (error.name !== "QuotaExceededError" || !(await this.#letGoOne())) throw error;
      }
    }
  }

  async #letGoOne() {
    const stored = (await this.notes()).filter((note) => note.fate === "stored");
    const [oldest] = stored.sort((one, other) => Date.parse(one.settled_at) - Date.parse(other.settled_at));
    if (oldest) await this.drop(oldest.id);
    return Boolean(oldest);
  }

  keep(note) {
    return this.store.keepBytes(NOTE, note.id, new TextEncoder().encode(JSON.stringify(note)));
  }

  /** The office has it, in this epoch. Without room even to say so it goes at once. */
  async settle(note, epoch, at) {
    try {
      await this.withRoom(() => this.keep({ ...note, fate: "stored", message: "", settled_at: at, epoch }));
    } catch (error) {
      if (error.name !== "QuotaExceededError") throw error;
      await this.drop(note.id);
    }
  }

  /** An office in another epoch was put back from a backup: what it had goes to it again. What was stored before `before` goes from here. */
  async inEpoch(epoch, before) {
    for (const note of await this.notes()) {
      if (note.fate !== "stored") continue;
      if (Date.parse(note.settled_at) < Date.parse(before)) await this.drop(note.id);
      else if (epoch && note.epoch && note.epoch !== epoch) await this.keep({ ...note, fate: null });
    }
  }

  async drop(id) {
    await this.store.dropBytes(NOTE, id);
    await this.store.dropBytes(BYTES, id);
  }

  /** Photos find their reports, also where the phone died between recording and here. */
  async bind(items) {
    const before = await this.notes();
    const after = bound(before, items);
    await Promise.all(after.filter((note, index) => note !== before[index]).map((note) => this.keep(note)));
    return after;
  }

  async #hash(bytes) {
    const digest = new Uint8Array(await this.crypto.subtle.digest("SHA-256", bytes));
    return [...digest].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  }
}

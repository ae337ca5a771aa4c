/** What the phone says to the office about itself, and the answers: {ok, status, said}; null without a way there. */
const PATIENCE = 15_000;

async function say(path, body, fetch) {
  const patience = new AbortController();
  const alarm = setTimeout(() => patience.abort(), PATIENCE);
  try {
    const options = { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(body), signal: patience.signal };
    const answer = await fetch(`/api/v1/${path}`, options);
    return { ok: answer.ok, status: answer.status, said: await answer.json() };
  } catch {
    return null;
  } finally {
    clearTimeout(alarm);
  }
}

const here = (...sent) => globalThis.fetch(...sent);

/** "This phone is here": {state, now, person, idle_minutes, office, slip}. */
export const hello = (phone, unsent, fetch = here) => say("phones", { schema: 1, phone, unsent, version: document.body.dataset.version ?? "" }, fetch);

/** The data key in an envelope, for the person who made it and just gave their password: {key}. */
export const openEscrow = (escrow, fetch = here) => say("phones/key", { schema: 1, escrow }, fetch);

/** "Packs and keys are gone from this phone." */
export const sayWiped = (phone, fetch = here) => say("phones/wiped", { schema: 1, phone }, fetch);

/** Hand sealed boxes in: {answers}. */
export const handIn = (file, fetch = here) => say("outbox", file, fetch);

/** End the login on this phone. */
export const leave = (fetch = here) => say("leave", { schema: 1 }, fetch);

/** A key from a PIN, slow on purpose: argon2id, or PBKDF2 where the browser is too old to run it under our policy. */
import { argon2id } from "hash-wasm";
import { utf8 } from "../field/secret.js";

/** 32 MiB and 3 passes: about half a second on a slow desk machine (docs/adr says what that buys). */
const ARGON = { name: "argon2id", memory: 32_768, passes: 3 };
const PBKDF2 = { name: "pbkdf2", rounds: 1_000_000 };

/** {key, kdf} of a new PIN; `kdf` is what `keyOf` needs to make the key again. */
export async function newKeyOf(pin) {
  const salt = crypto.getRandomValues(new Uint8Array(16));
  for (const way of [ARGON, PBKDF2]) {
    const kdf = { ...way, salt };
    const key = await keyOf(pin, kdf).catch(() => null);
    if (key) return { key, kdf };
  }
  throw new Error("no way to derive a key");
}

export async function keyOf(pin, kdf) {
  const bits = await (kdf.name === "argon2id" ? byArgon : byPbkdf2)(pin, kdf);
  return crypto.subtle.importKey("raw", bits, "AES-GCM", false, ["encrypt", "decrypt"]);
}

function byArgon(pin, { salt, memory, passes }) {
  return argon2id({ password: pin, salt, parallelism: 1, iterations: passes, memorySize: memory, hashLength: 32, outputType: "binary" });
}

async function byPbkdf2(pin, { salt, rounds }) {
  const base = await crypto.subtle.importKey("raw", utf8(pin), "PBKDF2", false, ["deriveBits"]);
  return crypto.subtle.deriveBits({ name: "PBKDF2", hash: "SHA-256", salt, iterations: rounds }, base, 256);
}

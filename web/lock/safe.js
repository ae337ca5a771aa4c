/** Opening, making and wiping a person's vault. */
import { asKey, base64url, decrypt, encrypt, fromBase64url, newSecret, sealToOffice } from "../field/secret.js";
import { MOST_TRIES, pause } from "../field/tries.js";
import { changeVault, keepVault } from "../field/vaults.js";
import { keyOf, newKeyOf } from "./derive.js";

const NAME = "data-key";

/**
 * Try a PIN: {key}, {wrong: tries left}, {wait: ms} or {wiped: true}. A try counts before it is made,
 * so that ending the browser in between wins nothing.
 */
export async function tryPin(vault, pin, now, wipe) {
  const wait = pause(vault, now);
  if (wait) return { wait };
  const tried = await changeVault(vault.person, (kept) => ({ ...kept, tries: kept.tries + 1, triedAt: now }));
  if (!tried.wrapped) return { wiped: true };
  try {
    const secret = await decrypt(await keyOf(pin, tried.kdf), NAME, tried.wrapped);
    await changeVault(vault.person, (kept) => ({ ...kept, tries: 0 }));
    return { key: await asKey(secret) };
  } catch {
    if (tried.tries < MOST_TRIES) return { wrong: MOST_TRIES - tried.tries };
    await wipe(vault.person);
    return { wiped: true };
  }
}

/** A vault under a new PIN. `escrow`: the envelope of a key there was before; `recover` has the office open it. */
export async function makeVault({ person, pin, office, idle, slip, escrow }, recover) {
  const secret = escrow ? fromBase64url(await recover(escrow)) : newSecret();
  const { key, kdf } = await newKeyOf(pin);
  const wrapped = await encrypt(key, NAME, secret);
  const sealed = escrow ?? (await sealToOffice(office, { schema: 1, key: base64url(secret), slip }));
  await keepVault({ person, wrapped, kdf, escrow: sealed, idle, tries: 0, triedAt: 0 });
  return asKey(secret);
}

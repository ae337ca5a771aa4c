/** What lies on the phone lies as AES-GCM ciphertext: a random 12-byte iv, then the sealed bytes. */
const AES = "AES-GCM";
const IV = 12;

export const newSecret = () => crypto.getRandomValues(new Uint8Array(32));

/** A key that can be used, handed to another page of this phone, but never read out. */
export const asKey = (secret) => crypto.subtle.importKey("raw", secret, AES, false, ["encrypt", "decrypt"]);

/** `name` says where the value lies: ciphertext moved to another place no longer opens. */
export async function encrypt(key, name, bytes) {
  const iv = crypto.getRandomValues(new Uint8Array(IV));
  const sealed = await crypto.subtle.encrypt({ name: AES, iv, additionalData: utf8(name) }, key, bytes);
  const whole = new Uint8Array(IV + sealed.byteLength);
  whole.set(iv);
  whole.set(new Uint8Array(sealed), IV);
  return whole;
}

/** Rejects what was changed, moved, or sealed under another key. */
export async function decrypt(key, name, whole) {
  const bytes = new Uint8Array(whole);
  const way = { name: AES, iv: bytes.subarray(0, IV), additionalData: utf8(name) };
  return new Uint8Array(await crypto.subtle.decrypt(way, key, bytes.subarray(IV)));
}

export const lock = (key, name, value) => encrypt(key, name, utf8(JSON.stringify(value)));
export const unlock = async (key, name, whole) => JSON.parse(new TextDecoder().decode(await decrypt(key, name, whole)));
export const utf8 = (text) => new TextEncoder().encode(text);

export function base64url(bytes) {
  let text = "";
  for (const byte of new Uint8Array(bytes)) text += String.fromCharCode(byte);
  return btoa(text).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

export const fromBase64url = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

/**
 * Only the office opens it: a JWE in compact form (RFC 7516), RSA-OAEP-256 around A256GCM.
 * `office`: {kid, jwk} as `POST /api/v1/phones` gives it.
 */
export async function sealToOffice(office, value) {
  const header = base64url(utf8(JSON.stringify({ alg: "RSA-OAEP-256", enc: "A256GCM", kid: office.kid })));
  const publicKey = await crypto.subtle.importKey("jwk", office.jwk, { name: "RSA-OAEP", hash: "SHA-256" }, false, ["encrypt"]);
  const content = newSecret();
  const wrapped = await crypto.subtle.encrypt({ name: "RSA-OAEP" }, publicKey, content);
  const sealed = await encrypt(await asKey(content), header, utf8(JSON.stringify(value)));
  const tag = sealed.length - 16;
  return [header, base64url(wrapped), base64url(sealed.subarray(0, IV)), base64url(sealed.subarray(IV, tag)), base64url(sealed.subarray(tag))].join(".");
}

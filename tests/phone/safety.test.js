import assert from "node:assert/strict";
import { test } from "node:test";
import { contacted, LONGEST, looked, present, tooLong } from "../../web/field/marks.js";
import { asKey, base64url, decrypt, encrypt, fromBase64url, lock, newSecret, sealToOffice, unlock, utf8 } from "../../web/field/secret.js";
import { MOST_TRIES, pause, wrongWith } from "../../web/field/tries.js";
import { keyOf, newKeyOf } from "../../web/lock/derive.js";
import { answerOffline, becomes, clear, dayCache, keepFresh, stamped } from "../../web/worker/pages.js";

const HOUR = 3600 * 1000;
const contains = (bytes, text) => Buffer.from(bytes).includes(Buffer.from(text));

test("what is locked opens under its own key and name only, and shows nothing", async () => {
  const key = await asKey(newSecret());
  const whole = await lock(key, "items/1", { label: "Bà Bảy" });
  assert.equal(contains(whole, "Bảy"), false);
  assert.deepEqual(await unlock(key, "items/1", whole), { label: "Bà Bảy" });
  await assert.rejects(unlock(key, "items/2", whole));
  await assert.rejects(unlock(await asKey(newSecret()), "items/1", whole));
  whole[20] ^= 1;
  await assert.rejects(unlock(key, "items/1", whole));
});

test("the same value is never locked the same way twice", async () => {
  const key = await asKey(newSecret());
  assert.notDeepEqual(await encrypt(key, "n", utf8("một")), await encrypt(key, "n", utf8("một")));
});

test("a data key can be used but not read out", async () => {
  await assert.rejects(crypto.subtle.exportKey("raw", await asKey(newSecret())));
});

test("base64url carries every byte", () => {
  const bytes = Uint8Array.from({ length: 256 }, (_, index) => index);
  assert.deepEqual(fromBase64url(base64url(bytes)), bytes);
});

test("an envelope to the office is a JWE that its private key opens", async () => {
  const pair = await crypto.subtle.generateKey({ name: "RSA-OAEP", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" }, true, ["encrypt", "decrypt"]);
  const jwk = await crypto.subtle.exportKey("jwk", pair.publicKey);
  const [head, wrapped, iv, sealed, tag] = (await sealToOffice({ kid: "k1", jwk }, { key: "abc" })).split(".");
  const content = await crypto.subtle.decrypt({ name: "RSA-OAEP" }, pair.privateKey, fromBase64url(wrapped));
  const whole = Uint8Array.from([...fromBase64url(iv), ...fromBase64url(sealed), ...fromBase64url(tag)]);
  assert.deepEqual(JSON.parse(new TextDecoder().decode(await decrypt(await asKey(new Uint8Array(content)), head, whole))), { key: "abc" });
  assert.equal(JSON.parse(new TextDecoder().decode(fromBase64url(head))).kid, "k1");
});

test("a PIN makes the same key again, another PIN another, by both ways", async () => {
  const { key, kdf } = await newKeyOf("738205");
  assert.equal(kdf.name, "argon2id");
  for (const way of [kdf, { name: "pbkdf2", rounds: 1000, salt: kdf.salt }]) {
    const whole = await encrypt(await keyOf("738205", way), "n", utf8("x"));
    assert.equal(new TextDecoder().decode(await decrypt(await keyOf("738205", way), "n", whole)), "x");
    await assert.rejects(keyOf("738206", way).then((other) => decrypt(other, "n", whole)));
  }
  await assert.doesNotReject(encrypt(key, "n", utf8("x")));
});

test("a PIN has six digits and no pattern that everybody tries first", () => {
  for (const bad of ["", "12345", "1234567", "12a456", "１２３４５６"]) assert.equal(wrongWith(bad), "form", bad);
  for (const weak of ["123456", "654321", "111111", "000000", "121212", "738738", "012345"]) assert.equal(wrongWith(weak), "weak", weak);
  for (const good of ["738205", "190283", "112233"]) assert.equal(wrongWith(good), null, good);
});

test("wrong tries slow down, and neither a clock set back nor ahead makes the wait longer than it is", () => {
  assert.equal(pause({ tries: 3, triedAt: 1000 }, 1000), 0);
  assert.equal(pause({ tries: 4, triedAt: 1000 }, 2000), 4000);
  assert.equal(pause({ tries: 4, triedAt: 10 * HOUR }, 0), 5000);
  assert.equal(pause({ tries: MOST_TRIES - 1, triedAt: 0 }, 0), 300_000);
  assert.equal(pause({ tries: 0, triedAt: 0 }, 0), 0);
});

test("72 hours count from the office's clock, whatever the phone's own says", () => {
  const server = Date.parse("2026-11-24T01:00:00Z");
  const wrongClock = Date.parse("2020-01-01T00:00:00Z");
  const marks = contacted(server, wrongClock);
  assert.equal(present(marks, wrongClock), server);
  assert.equal(tooLong(marks, wrongClock + LONGEST - 1), false);
  assert.equal(tooLong(marks, wrongClock + LONGEST), true);
});

test("a clock set back wins no time, and the next contact makes all right", () => {
  const marks = looked(contacted(1000 * HOUR, 1000 * HOUR), 1071 * HOUR);
  assert.equal(present(marks, 900 * HOUR), 1071 * HOUR);
  assert.equal(tooLong(looked(marks, 1072 * HOUR), 900 * HOUR), true);
  assert.equal(tooLong(contacted(1073 * HOUR, 900 * HOUR), 900 * HOUR), false);
});

test("a phone that was never told the time opens nothing", () => {
  assert.equal(tooLong(undefined, 0), true);
});

/** Just enough of the browser's caches. */
function cachesLike() {
  const all = new Map();
  const open = async (name) => {
    if (!all.has(name)) all.set(name, new Map());
    const kept = all.get(name);
    return {
      match: async (url) => kept.get(String(url))?.clone(),
      put: async (url, answer) => void kept.set(String(url), answer),
    };
  };
  return { all, open, has: async (name) => all.has(name), keys: async () => [...all.keys()], delete: async (name) => all.delete(name) };
}

const STOP = "https://xa.example/field/stops/3";
const page = (person = "7") => new Response("<h1>Bà Bảy</h1>", { headers: { "Fieldops-Person": person, "Content-Type": "text/html" } });

async function packedPhone() {
  const caches = cachesLike();
  const key = await asKey(newSecret());
  await becomes(caches, "7");
  await (await caches.open(dayCache("7"))).put(STOP, await stamped(STOP, page(), 1000, key));
  return { caches, key };
}

test("a packed page lies sealed, and opens with the key", async () => {
  const { caches, key } = await packedPhone();
  const raw = await caches.all.get("pack-7").get(STOP).clone().arrayBuffer();
  assert.equal(contains(raw, "Bảy"), false);
  assert.equal(await (await answerOffline(caches, new URL(STOP), 2000, key)).text(), "<h1>Bà Bảy</h1>");
  assert.equal(await answerOffline(caches, new URL(STOP), 2000, null), null);
  assert.equal(await answerOffline(caches, new URL(STOP), 1000 + LONGEST, key), null);
});

test("a fresh page replaces the packed one, sealed; without the key nothing is written", async () => {
  const { caches, key } = await packedPhone();
  await keepFresh(caches, new URL(STOP), new Response("<h1>Ông Tám</h1>", { headers: { "Fieldops-Person": "7" } }), null);
  assert.match(await (await answerOffline(caches, new URL(STOP), 2000, key)).text(), /Bảy/);
  await keepFresh(caches, new URL(STOP), new Response("<h1>Ông Tám</h1>", { headers: { "Fieldops-Person": "7" } }), key);
  assert.match(await (await answerOffline(caches, new URL(STOP), 2000, key)).text(), /Tám/);
  assert.equal(contains(await caches.all.get("pack-7").get(STOP).clone().arrayBuffer(), "Tám"), false);
});

test("a page of a day to come leaves the packed one, which is made for its own day", async () => {
  const { caches, key } = await packedPhone();
  const tomorrow = `${STOP}?on=2026-12-08`;
  await (await caches.open(dayCache("7"))).put(tomorrow, await stamped(tomorrow, page(), 1000, key));
  const looked = async (at) => {
    const headers = { "Fieldops-Person": "7", "Fieldops-Day": "2026-12-08", "Fieldops-Now": String(Date.parse(at)) };
    await keepFresh(caches, new URL(tomorrow), new Response("<h1>Ông Tám</h1>", { headers }), key);
    return (await answerOffline(caches, new URL(tomorrow), 2000, key)).text();
  };
  assert.match(await looked("2026-12-07T22:00:00"), /Bảy/);
  assert.match(await looked("2026-12-08T06:00:00"), /Tám/);
});

test("a page for another person ends the pack; leaving without unsent work clears it", async () => {
  const { caches, key } = await packedPhone();
  await keepFresh(caches, new URL(STOP), page("8"), key);
  assert.equal(await caches.has("pack-7"), false);
  await clear(caches);
  assert.deepEqual(await caches.keys(), []);
});

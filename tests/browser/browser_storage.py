"""Scripts that look into what a browser keeps for this site, and spoil it."""

SEALED_DRAFT = """async () => {
  const done = (asked) => new Promise((then) => (asked.onsuccess = () => then(asked.result)));
  const db = await done(indexedDB.open(`fieldops-${document.body.dataset.person}`));
  const drafts = await done(db.transaction('drafts').objectStore('drafts').getAll());
  db.close();
  return drafts.map(({ locked }) => String(locked)).join();
}"""
"""Changes with each draft that is kept; nobody can read it."""

FIRST_APP = """async ([person, box, items]) => {
  const done = (asked) => new Promise((then) => (asked.onsuccess = () => then(asked.result)));
  const asked = indexedDB.open(`fieldops-${person}`, 1);
  asked.onupgradeneeded = () => {
    asked.result.createObjectStore('items', { keyPath: 'id' });
    asked.result.createObjectStore('box');
    asked.result.createObjectStore('drafts');
  };
  const db = await done(asked);
  const tx = db.transaction(['items', 'box'], 'readwrite');
  for (const item of items) tx.objectStore('items').put(item);
  tx.objectStore('box').put(box, 'box');
  await new Promise((then) => (tx.oncomplete = then));
  db.close();
}"""
"""An outbox as the first app left it: version 1, in clear, without epoch or turn."""

FILLED = """async () => {
  const asked = indexedDB.open('filler', 1);
  asked.onupgradeneeded = () => asked.result.createObjectStore('bytes', { autoIncrement: true });
  await new Promise((then) => (asked.onsuccess = then));
  const put = (size) => new Promise((then, fail) => {
    const tx = asked.result.transaction('bytes', 'readwrite');
    tx.objectStore('bytes').add(Uint8Array.from({ length: size }, () => Math.random() * 256));
    tx.oncomplete = then;
    tx.onabort = () => fail(tx.error);
  });
  for (let size = 1 << 20; size > 32; size >>= 1) for (;;) try { await put(size); } catch { break; }
  asked.result.close();
  return (await navigator.storage.estimate()).usage;
}"""
"""Fills all that the browser grants, as other things on the phone would."""

USED = "async () => (await navigator.storage.estimate()).usage"

REFUSED = """
IDBFactory.prototype.open = () => { throw new DOMException('denied', 'SecurityError'); };
"""

VERSIONS = "async () => (await caches.keys()).filter((name) => name.startsWith('assets-'))"
"""The builds of the app that are kept."""

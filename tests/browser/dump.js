/** Everything this site keeps in the browser, as text: [[where, what], …]. */
async () => {
  const found = [];
  const text = (bytes) => new TextDecoder().decode(bytes) + new TextDecoder("utf-16le").decode(bytes);
  const raw = (one) => one instanceof ArrayBuffer || ArrayBuffer.isView(one);
  const plain = (value) => JSON.stringify(value, (_, one) => (raw(one) ? text(one) : one));
  const done = (request) => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
  for (const { name } of await indexedDB.databases()) {
    const db = await done(indexedDB.open(name));
    for (const store of db.objectStoreNames) {
      const reading = db.transaction(store).objectStore(store);
      const [keys, values] = [await done(reading.getAllKeys()), await done(reading.getAll())];
      found.push([`${name}/${store}`, plain([keys, values])]);
    }
    db.close();
  }
  for (const name of await caches.keys()) {
    const cache = await caches.open(name);
    for (const request of await cache.keys()) {
      const answer = await cache.match(request);
      const body = await answer.arrayBuffer();
      found.push([`${name} ${request.url}`, request.url + plain([...answer.headers]) + text(body)]);
    }
  }
  for (const kept of [localStorage, sessionStorage]) found.push(["storage", plain({ ...kept })]);
  return found;
};

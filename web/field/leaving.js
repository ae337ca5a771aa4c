/** Logging out locks the phone; what is packed goes unless reports wait, which are spoken of first and stay. */
import { clear } from "../worker/pages.js";
import { Keeper } from "./keeper.js";
import { waitingLocked } from "./store.js";

export function lockOnLeaving(document) {
  const window = document.defaultView;
  const { person, unsent } = document.body.dataset;
  const form = document.querySelector('form[action$="/logout"]');
  if (!form || !person || !window.caches || !window.indexedDB || !window.navigator.serviceWorker) return;
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const waits = await waitingLocked(person).then((found) => found.length, () => 0);
    if (waits && !window.confirm(unsent.replace("{n}", waits))) return;
    await new Keeper(window, person).forget().catch(() => {});
    if (!waits) await clear(window.caches).catch(() => {});
    form.submit();
  });
}

/** Logging out ends what is packed on this phone; unsent work stays, and is spoken of first. */
import { lock } from "../worker/pages.js";

export function lockOnLeaving(document, unsent = async () => 0) {
  const window = document.defaultView;
  const form = document.querySelector('form[action$="/logout"]');
  form?.addEventListener("submit", async (event) => {
    event.preventDefault();
    const waits = await unsent().catch(() => 0);
    if (waits && !window.confirm(document.body.dataset.unsent.replace("{n}", waits))) return;
    if (window.caches) await lock(window.caches).catch(() => {});
    form.submit();
  });
}

/** No signal is normal: a calm bar says so, what waits and when the office last got something; nothing else changes. */
import { waiting } from "./outbox.js";
import { shortMoment } from "./words.js";

/** Gives a function that tells the bar what the outbox holds now. */
export function showSignal(document) {
  const bar = document.querySelector("[data-signal]");
  const window = document.defaultView;
  let [box, stop] = [null, null];
  if (!bar) return () => {};
  const show = () => {
    const away = window.navigator.onLine === false;
    const waits = box ? waiting(box).length : 0;
    bar.hidden = !away && !box?.last;
    bar.classList.toggle("signal--calm", !away && !waits);
    if (box) bar.querySelector("[data-signal-words]").textContent = phrase(bar.dataset, { away, waits, stop }, box.sentAt);
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
  return (now, why = null) => {
    [box, stop] = [now, why];
    show();
  };
}

/** What stands in the way, what waits, when something was last sent; a phone that recorded nothing yet has nothing to send. */
export function phrase(words, { away, waits, stop }, sentAt) {
  if (!waits && !sentAt) return away ? words.away : "";
  const last = sentAt ? words.last.replace("{at}", shortMoment(new Date(sentAt), new Date())) : words.never;
  const way = away ? words.away : (waits && stop === "login" && words.login) || "";
  return [way, waits ? words.waits.replace("{n}", waits) : words.none, last].filter(Boolean).join(" · ");
}

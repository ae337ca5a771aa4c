/** No signal is normal: a calm bar says so, and what waits; nothing else changes. */
import { waiting } from "./outbox.js";
import { shortMoment } from "./words.js";

/** Gives a function that tells the bar what the outbox holds now. */
export function showSignal(document) {
  const bar = document.querySelector("[data-signal]");
  const window = document.defaultView;
  let box = null;
  if (!bar) return () => {};
  const show = () => {
    const away = window.navigator.onLine === false;
    const waits = box ? waiting(box).length : 0;
    bar.hidden = !away && !waits;
    if (box) bar.querySelector("[data-signal-words]").textContent = phrase(bar.dataset, away, waits, box.sentAt);
  };
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
  return (now) => {
    box = now;
    show();
  };
}

export function phrase(words, away, waits, sentAt) {
  const last = sentAt ? words.last.replace("{at}", shortMoment(new Date(sentAt), new Date())) : words.never;
  return [...(away ? [words.away] : []), words.waits.replace("{n}", waits), last].join(" · ");
}

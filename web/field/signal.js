/** No signal is normal: a calm bar says so, and nothing else changes. */
export function showSignal(document) {
  const bar = document.querySelector("[data-signal]");
  const window = document.defaultView;
  if (!bar) return;
  const show = () => (bar.hidden = window.navigator.onLine !== false);
  window.addEventListener("online", show);
  window.addEventListener("offline", show);
  show();
}

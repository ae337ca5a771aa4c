/** The recording form: a point taken once if allowed, a name asked only when needed, sent once. */
export function recordAide(document) {
  const form = document.querySelector("[data-record]");
  if (!form) return;
  askNameWhenOther(form);
  takePoint(form, document.defaultView.navigator);
  form.addEventListener("submit", (event) => waitInWords(event.submitter));
  document.querySelector(".field__error")?.scrollIntoView({ block: "center" });
}

export function askNameWhenOther(form) {
  const more = form.querySelector(".when-other");
  if (!more) return;
  const show = () => (more.hidden = form.elements.met.value !== "other");
  form.addEventListener("change", show);
  show();
}

/** One point at the last screen, before sending; a refusal or a slow fix holds nothing up. */
export function takePoint(form, navigator) {
  const words = form.querySelector("[data-point-words]");
  if (!words || !navigator.geolocation || form.elements.lat.value) return;
  words.hidden = false;
  navigator.geolocation.getCurrentPosition(
    ({ coords }) => {
      form.elements.lat.value = coords.latitude.toFixed(6);
      form.elements.lon.value = coords.longitude.toFixed(6);
      form.elements.accuracy.value = String(Math.round(coords.accuracy));
    },
    () => {},
    { enableHighAccuracy: true, timeout: 15000, maximumAge: 60000 },
  );
}

/** The pressed button's value must still be sent, so it is disabled a moment later. */
function waitInWords(button) {
  if (!button) return;
  setTimeout(() => {
    button.disabled = true;
    if (button.dataset.busy) button.textContent = button.dataset.busy;
  });
}

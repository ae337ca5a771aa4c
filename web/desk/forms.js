/** Forms: sent once, with words while waiting; leaving with something typed asks first. */
export function guardForms(document) {
  const window = document.defaultView;
  let changed = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[method=post]:not([data-no-guard])")) changed = true;
  });
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    changed = false;
    waitInWords(event.target, event.submitter);
  });
  window.addEventListener("beforeunload", (event) => {
    if (changed) event.preventDefault(), (event.returnValue = "");
  });
  window.addEventListener("pageshow", (event) => event.persisted && window.location.reload());
}

/**
 * The pressed button's own name and value must still be sent, so it is disabled a moment later.
 * A form that answers in a tab of its own leaves this page as it is: its button can be pressed again.
 */
function waitInWords(form, button) {
  if (form.method !== "post" || form.target === "_blank" || !button) return;
  setTimeout(() => {
    button.disabled = true;
    if (!button.dataset.busy) return;
    button.textContent = button.dataset.busy;
    button.setAttribute("aria-live", "polite");
  });
}

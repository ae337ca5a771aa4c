/**
 * Renews the part of the page marked data-poll with what the server now says, each second, until it
 * is no longer marked. A redirect means that the plan is made: go there. A lost answer is no end.
 */
const EVERY = 1000;

export function follow(page, view, wait = (then) => view.setTimeout(then, EVERY)) {
  const shown = page.querySelector("[data-poll]");
  if (shown) wait(() => renew(page, view, shown, wait));
}

async function renew(page, view, shown, wait) {
  try {
    const answer = await view.fetch(view.location.href, { credentials: "same-origin" });
    if (answer.redirected) return view.location.assign(answer.url);
    const next = new view.DOMParser().parseFromString(await answer.text(), "text/html");
    const renewed = next.getElementById(shown.id);
    if (renewed && !shown.contains(page.activeElement)) {
      shown.replaceWith(page.importNode(renewed, true));
    }
  } catch {
    // No answer this time: the next one will come.
  }
  return follow(page, view, wait);
}

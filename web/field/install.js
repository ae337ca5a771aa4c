/** "Cài lên màn hình chính": offered where the browser can, told by hand where only its menu can. */
export function offerInstall(document) {
  const card = document.querySelector("[data-install]");
  const window = document.defaultView;
  if (!card || window.matchMedia("(display-mode: standalone)").matches || window.navigator.standalone) return;
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    show(card, event);
  });
  if (window.navigator.standalone === false) tellByHand(card);
}

function show(card, offer) {
  card.hidden = false;
  card.querySelector("button").onclick = async () => {
    await offer.prompt();
    card.hidden = true;
  };
}

/** iPhones have no offer a page could make. */
function tellByHand(card) {
  const words = card.querySelector("[data-install-words]");
  words.textContent = words.dataset.byHand;
  card.querySelector("button").hidden = true;
  card.hidden = false;
}

/** A button with data-print prints the page as the browser would. */
export function printOnDemand(document) {
  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-print]")) document.defaultView.print();
  });
}

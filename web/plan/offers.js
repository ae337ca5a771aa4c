/** Buttons that only work with JavaScript are hidden until it is there. */
export function offerCopy(page, clipboard) {
  for (const button of page.querySelectorAll("[data-copy]")) {
    button.hidden = !clipboard;
    button.addEventListener("click", async () => {
      const source = page.querySelector(button.dataset.copy);
      await clipboard.writeText(source.value);
      button.querySelector("span").textContent = button.dataset.copied;
    });
  }
}

export function offerPrint(page, view) {
  for (const button of page.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => view.print());
  }
}

/** Rows that lead somewhere: a click anywhere in one opens it, ↑ and ↓ go from row to row. */
const OWN_PURPOSE = "a, button, input, select, textarea, label, summary";

export function walkRows(document) {
  document.addEventListener("click", (event) => {
    const row = event.target.closest("tr[data-href]");
    if (!row || event.target.closest(OWN_PURPOSE) || String(document.getSelection())) return;
    open(row, event);
  });
  document.addEventListener("keydown", (event) => {
    const row = event.target.closest?.("tr[data-href]");
    if (!row || !["ArrowDown", "ArrowUp"].includes(event.key)) return;
    const next = neighbour(row, event.key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling");
    if (!next) return;
    event.preventDefault();
    next.querySelector("a")?.focus();
  });
}

function neighbour(row, direction) {
  let next = row[direction];
  while (next && !next.dataset.href) next = next[direction];
  return next;
}

function open(row, event) {
  const href = row.dataset.href;
  if (event.ctrlKey || event.metaKey || event.button === 1) row.ownerDocument.defaultView.open(href, "_blank", "noopener");
  else row.ownerDocument.defaultView.location.assign(href);
}

/** Under which address a packed page is kept: it names its day, and its parameters stand in order. */

/** The address of a page of `day` ("2026-12-07", or null), whether or not it names its day. */
export function keptAs(url, day = null) {
  const one = new URL(url);
  const dated = one.pathname !== "/field/sent";
  if (day && dated && !one.searchParams.has("on")) one.searchParams.set("on", day);
  one.searchParams.sort();
  return one.href;
}

/** Where to look for a page without signal, best first: an address without a day means each of `days` in turn. */
export function lookups(url, days) {
  const one = new URL(url);
  if (one.pathname.endsWith("/record")) one.searchParams.set("whole", "1");
  return [...new Set([...days.map((day) => keptAs(one, day)), keptAs(one)])];
}

/** The phone's own day, as addresses write it. */
export function localDay(now) {
  const date = new Date(now);
  const two = (number) => String(number).padStart(2, "0");
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

/** An instant in few words: "7:05" today, "07/12 7:05" on another day; the phone's own clock. */
export function shortMoment(date, now) {
  const clock = `${date.getHours()}:${String(date.getMinutes()).padStart(2, "0")}`;
  if (date.toDateString() === now.toDateString()) return clock;
  return `${String(date.getDate()).padStart(2, "0")}/${String(date.getMonth() + 1).padStart(2, "0")} ${clock}`;
}

/** "2026-12-07" as "07/12". */
export const shortDay = (day) => day.split("-").slice(1).reverse().join("/");

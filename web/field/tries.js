/** Which PIN will do, and how long to wait after a wrong one. Pure. */
export const DIGITS = 6;
export const MOST_TRIES = 10;
const SECOND = 1000;
const PAUSES = [0, 0, 0, 5, 15, 30, 60, 120, 300].map((seconds) => seconds * SECOND);

/** "form", "weak", or null for one that will do. Weak: one step repeated, or a group of digits repeated. */
export function wrongWith(pin) {
  if (!new RegExp(`^[0-9]{${DIGITS}}$`).test(pin)) return "form";
  const digits = [...pin].map(Number);
  const steps = new Set(digits.slice(1).map((digit, index) => digit - digits[index]));
  if (steps.size === 1) return "weak";
  return [2, 3].some((length) => pin === pin.slice(0, length).repeat(DIGITS / length)) ? "weak" : null;
}

/** Milliseconds still to wait before the next try; a clock set back waits no longer than the pause. */
export function pause({ tries, triedAt }, now) {
  const length = PAUSES[Math.min(tries, PAUSES.length) - 1] ?? 0;
  return Math.min(Math.max(triedAt + length - now, 0), length);
}

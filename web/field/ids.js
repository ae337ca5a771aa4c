/** UUIDv7 by RFC 9562: sorts by the millisecond it was made in; `chance` is ten random bytes. */
export function uuid7(millis, chance) {
  const bytes = [...chance.slice(0, 10)];
  bytes[0] = 0x70 | (bytes[0] & 0x0f);
  bytes[2] = 0x80 | (bytes[2] & 0x3f);
  const time = millis.toString(16).padStart(12, "0");
  const text = time + bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join("-");
}

/** The instant as the contract wants it: local time with its offset. */
export function withOffset(date) {
  const ahead = -date.getTimezoneOffset();
  const local = new Date(date.getTime() + ahead * 60_000).toISOString().slice(0, 19);
  const two = (number) => String(Math.floor(number)).padStart(2, "0");
  return `${local}${ahead < 0 ? "-" : "+"}${two(Math.abs(ahead) / 60)}:${two(Math.abs(ahead) % 60)}`;
}

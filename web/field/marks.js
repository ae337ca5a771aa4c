/**
 * What the phone knows of the time, for "72 hours without the office". Pure; all in milliseconds.
 *
 * Marks: `offset` of the office's clock to the phone's, `seen` the latest present ever reached,
 * `contact` when the office was last reached. The office's word is the truth; between two contacts
 * time never runs back, whatever is done to the phone's clock.
 */
export const LONGEST = 72 * 3600 * 1000;

export const contacted = (server, device) => ({ offset: server - device, seen: server, contact: server });

export const present = (marks, device) => Math.max(device + marks.offset, marks.seen);

export const looked = (marks, device) => ({ ...marks, seen: present(marks, device) });

/** Also for a phone that was never told the time: what is not known is not granted. */
export const tooLong = (marks, device) => !marks || present(marks, device) - marks.contact >= LONGEST;

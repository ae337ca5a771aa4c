/**
 * The open key lives in memory only: of the pages and of the service worker. A page that comes asks the
 * worker, a worker that was woken asks the pages; where nobody has it, the PIN is asked. When nobody has
 * touched the phone for the person's idle time, all of them forget it.
 */
const PATIENCE = 1_500;
const WATCH = 15_000;
export const LOCK_PAGE = "/field/lock";
export const HELP_PAGE = "/field/help";

/** Ask a page or worker something; null when it does not answer in time. */
export function ask(target, message, patience = PATIENCE) {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    const alarm = setTimeout(() => resolve(null), patience);
    port1.onmessage = ({ data }) => {
      clearTimeout(alarm);
      port1.close();
      resolve(data);
    };
    target.postMessage(message, [port2]);
  });
}

export class Keeper {
  constructor(window, person) {
    Object.assign(this, { window, person, held: null });
  }

  /** The open key, or null. `minutes`: how long the phone may lie untouched. */
  async key(minutes) {
    const held = await this.#worker({ ask: "key" });
    if (!held || held.person !== this.person) return null;
    this.held = { ...held, minutes };
    this.#watch();
    return held.key;
  }

  /** Hand a key just opened to the worker. */
  give(key, minutes) {
    return this.#worker({ person: this.person, key, usedAt: Date.now(), minutes });
  }

  /** Everybody forgets the key; pages go to the lock. */
  forget() {
    this.held = null;
    return this.#worker({ forget: true });
  }

  async #worker(message) {
    const registration = await this.window.navigator.serviceWorker.getRegistration("/field");
    return registration?.active ? ask(registration.active, message) : null;
  }

  #watch() {
    const { window } = this;
    window.navigator.serviceWorker.addEventListener("message", (event) => this.#told(event));
    for (const touch of ["pointerdown", "keydown", "scroll"]) window.addEventListener(touch, () => this.#touched(), { passive: true, capture: true });
    window.document.addEventListener("visibilitychange", () => this.#lookAtClock());
    window.setInterval(() => this.#lookAtClock(), WATCH);
  }

  #told({ data, ports }) {
    if (data.ask === "key") ports[0].postMessage(this.held);
    if (data.lock) this.#goToLock();
  }

  #touched() {
    if (this.held && !this.#idle()) this.held.usedAt = Date.now();
  }

  #idle() {
    return Date.now() - this.held.usedAt > this.held.minutes * 60_000;
  }

  async #lookAtClock() {
    if (!this.held) return;
    if (!this.#idle()) return this.#worker({ usedAt: this.held.usedAt });
    this.window.document.activeElement?.blur?.(); // what was being typed becomes part of its draft
    await new Promise((resolve) => setTimeout(resolve, 300));
    await this.forget();
    this.#goToLock();
  }

  #goToLock() {
    this.held = null;
    const { pathname, search } = this.window.location;
    this.window.location.replace(`${LOCK_PAGE}?next=${encodeURIComponent(pathname + search)}`);
  }
}

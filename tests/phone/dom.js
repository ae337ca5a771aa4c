/** Just enough of a page to run the small modules: elements that hear events. */
export class Target {
  #heard = {};

  addEventListener(name, hear) {
    (this.#heard[name] ??= []).push(hear);
  }

  dispatch(name, event = {}) {
    for (const hear of this.#heard[name] ?? []) hear(event);
    return event;
  }
}

export function keypress(key, target, more = {}) {
  return { key, target, prevented: false, preventDefault() { this.prevented = true; }, ...more };
}

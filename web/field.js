/** What phone pages gain where JavaScript runs: the signal bar, recording aids, and a day without signal. */
import { showSignal } from "./field/signal.js";
import { recordAide } from "./field/record.js";
import { Phone } from "./field/phone.js";

const tell = showSignal(document);
recordAide(document);
new Phone(document, tell).wake();

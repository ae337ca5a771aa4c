/** What phone pages gain where JavaScript runs: the signal bar, a point when recording, words while sending. */
import { showSignal } from "./field/signal.js";
import { recordAide } from "./field/record.js";

showSignal(document);
recordAide(document);

/** The lock of the phone: asks the PIN, makes one, or says why there is nothing to open. Without signal too. */
import { LockScreen } from "./lock/screen.js";

new LockScreen(document).wake();

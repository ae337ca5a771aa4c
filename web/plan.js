/** Plan pages: the progress page renews itself, a sheet is printed. */
import { follow } from "./plan/follow.js";
import { offerPrint } from "./plan/offers.js";

follow(document, window);
offerPrint(document, window);

/** Plan pages: the progress page renews itself, a text is copied, a sheet is printed. */
import { follow } from "./plan/follow.js";
import { offerCopy, offerPrint } from "./plan/offers.js";

follow(document, window);
offerCopy(document, navigator.clipboard);
offerPrint(document, window);

/** What desk pages gain where JavaScript runs. Each of these works without it, only slower. */
import { focusSearch } from "./desk/search.js";
import { walkRows } from "./desk/rows.js";
import { guardForms } from "./desk/forms.js";
import { printOnDemand } from "./desk/print.js";
import { lockOnLeaving } from "./field/leaving.js";
import { offerCopy } from "./plan/offers.js";

focusSearch(document);
walkRows(document);
guardForms(document);
printOnDemand(document);
lockOnLeaving(document);
offerCopy(document, navigator.clipboard);
document.querySelector("[data-autofocus]")?.focus();

/** The day's page as this phone knows it: what it recorded itself counts, sent or not. */
import { localDay } from "../worker/addresses.js";
import { shortMoment } from "./words.js";

const WRONG_FROM = 3 * 3600 * 1000;

/** Stops recorded here (`said` of a visit) look recorded; the bar counts them; the next one waits under the thumb. */
export function showDay(document, said) {
  const stops = [...document.querySelectorAll(".stop[data-visit]")];
  for (const stop of stops) if (said(Number(stop.dataset.visit))) stop.classList.add("stop--told");
  const told = stops.filter((stop) => stop.classList.contains("stop--told")).length;
  const bar = document.querySelector("[data-progress]");
  if (bar) count(bar, told, stops.length);
  const next = document.querySelector("[data-next]");
  if (next) point(next, stops.find((stop) => !stop.classList.contains("stop--told")));
}

function count(bar, told, all) {
  bar.querySelector("progress").value = told;
  bar.querySelector(".progress__words span:last-child").textContent = `${told}/${all}`;
}

function point(thumb, stop) {
  thumb.hidden = !stop;
  thumb.ownerDocument.body.classList.toggle("with-thumb", Boolean(stop));
  const link = thumb.querySelector("a");
  if (!stop || !link) return;
  link.href = stop.querySelector("a").href;
  link.lastChild.textContent = thumb.dataset.next.replace("{stop}", `${number(stop)}. ${name(stop)}`);
}

const number = (stop) => stop.querySelector(".stop__number").textContent;
const name = (stop) => stop.querySelector("strong").textContent;

/** "#recorded-12": said once, after recording; the page's address names nobody. */
export function sayRecorded(document) {
  const { location, history } = document.defaultView;
  const visit = /^#recorded-(\d+)$/.exec(location.hash)?.[1];
  const stop = visit && document.querySelector(`.stop[data-visit="${visit}"]`);
  const notice = document.querySelector("[data-recorded]");
  if (!stop || !notice) return;
  const words = notice.querySelector("p");
  words.textContent = words.textContent.replace("{name}", name(stop));
  notice.hidden = false;
  history.replaceState(null, "", location.pathname + location.search);
}

/** A page packed for its day looks as it will then: on another it says no "today", and before that day it records nothing. */
export function holdUntilItsDay(document, now) {
  const { day } = document.body.dataset;
  if (!day) return;
  for (const words of document.querySelectorAll("[data-today]")) words.hidden = day !== localDay(now);
  if (day <= localDay(now)) return;
  for (const link of document.querySelectorAll("[data-begin]")) link.hidden = true;
  for (const words of document.querySelectorAll("[data-not-yet]")) words.hidden = false;
}

/** A phone that runs wrong by hours writes wrong days: `ahead` is how far (ms) it is before the office's clock. */
export function showWrongClock(document, ahead, now) {
  const notice = document.querySelector("[data-wrong-clock]");
  if (!notice || ahead === undefined) return;
  notice.hidden = Math.abs(ahead) < WRONG_FROM;
  const say = (millis) => shortMoment(new Date(millis), new Date(0));
  notice.querySelector("p").textContent = notice.dataset.words.replace("{phone}", say(now)).replace("{office}", say(now - ahead));
}

/** What to bring: each tick is kept on this phone, for this day. */
export async function keepTicks(document, store) {
  const list = document.querySelector("[data-ticks]");
  if (!list) return;
  const key = `ticks-${list.dataset.ticks}`;
  const boxes = [...list.querySelectorAll("input")];
  const ticked = new Set((await store.draft(key)) ?? []);
  for (const box of boxes) box.checked = ticked.has(box.value);
  const say = () => {
    const done = boxes.filter((box) => box.checked).length;
    const words = done === boxes.length ? list.dataset.ready : list.dataset.words;
    list.querySelector("summary").lastChild.textContent = words.replace("{n}", done).replace("{all}", boxes.length);
  };
  list.addEventListener("change", () => {
    say();
    store.keepDraft(key, boxes.filter((box) => box.checked).map((box) => box.value)).catch(() => {});
  });
  say();
}

// The keys w (answer as the newsroom), f (editor's pick) and c (to the newsroom) of the queue. Without this file the same
// forms stand on the comment's own page.

import "./canned.js";
import { post } from "./colleagues.js";

const list = document.getElementById("cards");
const toast = document.getElementById("toast");
const dialog = /** @type {HTMLDialogElement | null} */ (document.getElementById("answer"));
const UNDO_FOR = 10_000;
const current = () => list.querySelector(".card.current");
const mayBeSeen = (card) => card?.dataset.status === "published";

/** @type {{at: number, back: () => void}[]} what u takes back, the newest last */
const done = [];

/** The newest that can still be taken back. */
export function latest() {
  const last = done.at(-1);
  return last && Date.now() - last.at < UNDO_FOR ? last : undefined;
}

function undoable(text, undo) {
  const act = { at: Date.now(), back: () => (done.splice(done.indexOf(act), 1), undo()) };
  done.push(act);
  toast.textContent = `${text} u undoes it.`;
}

/** Another form's own: what tells a second click from a second answer. */
const aWord = () => crypto.getRandomValues(new Uint32Array(4)).join("-");

function say(text) {
  toast.textContent = text;
  toast.classList.add("bad");
}

export function answer() {
  if (!dialog || !current()) return;
  if (!mayBeSeen(current())) return say("Readers do not see this comment: publish it first.");
  dialog.querySelector(".about").textContent = current().querySelector(".who bdi").textContent;
  dialog.showModal();
  dialog.querySelector("textarea").focus();
}

dialog?.addEventListener("submit", async (event) => {
  event.preventDefault();
  const form = event.target;
  const [card, base] = [current(), "comments/"];
  const said = await post(`${base}${card.dataset.comment}/answer`, Object.fromEntries(new FormData(form)));
  if (!said) return; // the words stay in the dialog
  dialog.close();
  form.reset();
  form.elements.once.value = aWord();
  card.focus({ preventScroll: true });
  undoable("Answered.", async () => {
    if (await post(`${base}${said.reply}/take-back`, {})) toast.textContent = "The answer is taken back.";
  });
});

export async function pick() {
  const card = current();
  const badge = card?.querySelector(".badge.pick");
  if (!card?.querySelector("a[data-key=f]")) return mayBeSeen(card) || !card ? undefined : say("Readers do not see this comment: publish it first.");
  await set(card, badge, badge.hidden);
}

async function set(card, badge, on) {
  if (!(await post(`comments/${card.dataset.comment}/pick`, { on: on ? "1" : "" }))) return;
  badge.hidden = !on;
  card.querySelector("a[data-key=f] span").textContent = on ? "Pick no longer" : "Pick";
  undoable(on ? "Picked." : "Picked no longer.", () => set(card, badge, !on));
}

// --- To the newsroom ---------------------------------------------------------------------------

const kinds = /** @type {HTMLDialogElement | null} */ (document.getElementById("correct"));

export function correct() {
  if (!kinds || !current()) return;
  kinds.querySelector(".about").textContent = current().querySelector(".who bdi").textContent;
  kinds.showModal();
}

kinds?.addEventListener("keydown", (event) => {
  const button = kinds.querySelectorAll("ol button")[Number(event.key) - 1];
  if (!/^[1-3]$/.test(event.key) || !button) return;
  event.preventDefault();
  button.click();
});

kinds?.addEventListener("click", async (event) => {
  const button = event.target.closest("ol button");
  if (!button) return;
  kinds.close();
  const [card, path] = [current(), `comments/${current().dataset.comment}/correct`];
  const said = await post(path, { kind: button.value });
  if (!said) return;
  mark(card, said.line);
  undoable("To the newsroom.", async () => {
    if (!(await post(path, { kind: "" }))) return;
    mark(card, "");
    toast.textContent = "The mark is taken back.";
  });
});

function mark(card, text) {
  const line = card.querySelector(".marked");
  line.querySelector("b").textContent = text;
  line.hidden = !text;
}

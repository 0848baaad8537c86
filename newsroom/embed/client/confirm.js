// An address to confirm, or a slip in it: its author is asked, and the page notices the answer.
import { asProblem, newKey } from "./api.js";
import { further } from "./further.js";
import { sentence } from "./i18n.js";
import { button, h } from "./safe_dom.js";
import { keep, recall } from "./storage.js";

/** @typedef {import("./own.js").OwnComment} OwnComment */

// Seconds between two looks while the author reads mail: soon at first, then seldom.
const SOONEST = 4;
const SLOWEST = 60;
/** @type {WeakSet<OwnComment>} */
const watched = new WeakSet();

/** @param {OwnComment} own @param {HTMLElement} drawn its card */
export async function attend(own, drawn) {
  const { proof, suggestion, status } = own.answer;
  if (proof) remember(own, proof);
  await further(own.view);
  const notice = drawn.querySelector(".notice");
  if (status === "unconfirmed") {
    notice?.after(codeForm(own));
    if (!watched.has(own)) watch(own);
  }
  if (suggestion) notice?.after(slip(own, suggestion));
}

/**
 * A browser that knows its writer, with their consent, also knows that the address is theirs.
 * @param {OwnComment} own @param {string} proof
 */
function remember({ values }, proof) {
  const author = recall("author");
  if (author && (values.email ?? author.email) === author.email) keep("author", { ...author, proof });
}

/** Looks after the comment while its author may confirm it elsewhere. @param {OwnComment} own */
async function watch(own) {
  watched.add(own);
  const { signal } = own.view;
  for (let wait = SOONEST; ; wait = Math.min(wait * 1.5, SLOWEST)) {
    await pause(wait, signal);
    if (signal.aborted || own.answer?.status !== "unconfirmed" || !own.desk.own.includes(own)) break;
    const answer = (await own.tell("GET").catch(() => null)) || own.answer;
    if (answer.status !== "unconfirmed" && own.answer.status === "unconfirmed") settle(own, answer);
  }
  watched.delete(own);
}

/**
 * Nothing is asked while nobody looks; who comes back from their mail need not wait.
 * @param {number} seconds @param {AbortSignal} signal
 */
const pause = (seconds, signal) =>
  new Promise((resolve) => {
    const look = () => document.hidden || resolve(0);
    setTimeout(look, seconds * 1000);
    document.addEventListener("visibilitychange", look, { signal });
  });

/** @param {OwnComment} own @param {import("./contract").OwnAnswer} answer */
function settle(own, answer) {
  own.update(answer);
  own.view.say(`${own.words.t("confirmed")} ${own.why()}`);
  own.poll();
}

/** For who reads mail on another device. @param {OwnComment} own */
function codeForm(own) {
  const { t } = own.words;
  const id = `code-${own.answer.id}`;
  const error = h("p", { class: "error", id: `${id}-error`, role: "alert" });
  const input = h("input", {
    id,
    class: "input",
    inputmode: "numeric",
    autocomplete: "one-time-code",
    maxlength: 20,
    "aria-describedby": error.id,
  });
  const tell = async (/** @type {object} */ said) => {
    error.textContent = "";
    const { answer, view } = own;
    const path = `comments/${answer.id}/confirm?receipt=${encodeURIComponent(answer.receipt)}`;
    try {
      return await view.api.ask(path, "POST", said);
    } catch (problem) {
      const { code, fields } = asProblem(problem);
      error.textContent = sentence(own.words, fields.code?.[0] || asProblem(problem));
      if (/^code/.test(code)) input.focus();
    }
  };
  const again = async () => {
    if (!(await tell({ again: true }))) return;
    more.textContent = t("mail_sent");
    own.view.say(t("mail_sent"));
  };
  const more = button(t("mail_again"), again, "quiet");
  const onsubmit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const answer = await tell({ code: input.value });
    if (answer) settle(own, answer);
  };
  // The page's own one-key shortcuts must not fire while somebody types.
  const onkeydown = (/** @type {Event} */ event) => event.stopPropagation();
  return h(
    "form",
    { class: "code", novalidate: "", onsubmit, onkeydown },
    h("p", { class: "note" }, t("confirm_wait")),
    h("label", { for: id }, t("code_label")),
    h("div", { class: "bar" }, input, h("button", { class: "button" }, t("code_send")), more),
    error,
  );
}

/** @param {OwnComment} own @param {string} address */
function slip(own, address) {
  const { t } = own.words;
  // Kept over failures: a second click after a lost answer is the same comment.
  const key = newKey();
  const use = async () => {
    if (yes.ariaBusy) return;
    yes.ariaBusy = "true";
    await repost(own, address, key).catch((problem) => {
      alert.textContent = sentence(own.words, asProblem(problem));
    });
    yes.ariaBusy = null;
  };
  const yes = button(t("meant_yes"), use);
  const alert = h("p", { class: "error", role: "alert" });
  const text = h("span", {}, t("meant", { address }));
  return h("div", { class: "notice" }, h("div", { class: "bar" }, text, yes), alert);
}

/**
 * The same comment with the address that was meant; the first goes when the second has arrived.
 * @param {OwnComment} own @param {string} email @param {string} key
 */
async function repost(own, email, key) {
  const { answer, desk, node, values } = own;
  const { author, parent } = answer.comment;
  const { proof: _, ...typed } = { name: author?.name, website: author?.website || undefined, ...values };
  const said = { ...typed, email, parent: parent || undefined, body: answer.body || values.body };
  const posted = await desk.send(said, key);
  const known = recall("author");
  if (known && known.email === values.email) keep("author", { ...known, email });
  // What stays where this fails waits for a person, who sees both.
  await own.tell("DELETE").catch(() => {});
  desk.forget(own);
  node.remove();
  desk.posted(posted, said);
}

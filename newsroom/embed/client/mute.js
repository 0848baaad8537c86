// Authors whom this reader no longer wants to see, in this browser only. Nobody is told.
import { authorOf } from "./acts.js";
import { button, h } from "./safe_dom.js";
import { keep } from "./storage.js";

/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("./contract").Comment} Comment */

// The oldest go first: more than anybody reads about.
const MOST = 200;

/** @param {Acts} acts @param {Comment} comment */
export function mute(acts, comment) {
  const author = authorOf(comment);
  const name = comment.author?.name || "";
  const others = acts.muted.filter((one) => one.author !== author);
  keep(`muted:${acts.site}`, [...others, { author, name }].slice(-MOST));
  acts.equipped.forEach((one) => hide(acts, one.comment));
  acts.view.say(acts.view.words.t("muted", { name }));
  acts.view.find(comment.id)?.focus({ preventScroll: true });
}

/**
 * Puts a line in the place of a comment whose author is muted.
 * @param {Acts} acts @param {Comment} comment
 */
export function hide(acts, comment) {
  const { view } = acts;
  const isMuted = () => acts.muted.some((one) => one.author === authorOf(comment));
  if (!isMuted()) return;
  list(acts);
  const node = view.find(comment.id);
  const card = /** @type {HTMLElement | null | undefined} */ (node?.querySelector(":scope > .card"));
  if (!node || !card || card.hidden || !isMuted()) return;
  const { t } = view.words;
  const name = comment.author?.name || "";
  const show = () => {
    line.remove();
    card.hidden = false;
    node.focus({ preventScroll: true });
  };
  const line = h(
    "p",
    { class: "stub unseen" },
    t("muted", { name }),
    button(t("muted_show"), show, "quiet"),
    button(t("unmute"), () => unmute(acts, authorOf(comment), node), "quiet"),
  );
  card.hidden = true;
  card.before(line);
}

/** @param {Acts} acts @param {string} author @param {HTMLElement} [next] gets the focus */
function unmute(acts, author, next) {
  const { view } = acts;
  const rest = acts.muted.filter((one) => one.author !== author);
  keep(`muted:${acts.site}`, rest.length ? rest : null);
  for (const { comment } of acts.equipped.values()) {
    if (authorOf(comment) !== author) continue;
    const node = view.find(comment.id);
    node?.querySelector(":scope > .unseen")?.remove();
    const card = node?.querySelector(":scope > .card");
    if (card) /** @type {HTMLElement} */ (card).hidden = false;
  }
  list(acts);
  view.say(view.words.t("unmuted"));
  (next || view.title).focus({ preventScroll: true });
}

/** Below the thread: who is muted, and the way back. @param {Acts} acts */
function list(acts) {
  const { view, muted } = acts;
  const { t } = view.words;
  const known = view.box.querySelector(".mutes");
  const open = !!known?.hasAttribute("open");
  known?.remove();
  if (!muted.length) return;
  const lines = muted.map(({ author, name }) =>
    h("li", {}, h("bdi", {}, name), button(t("unmute"), () => unmute(acts, author), "quiet")),
  );
  const title = h("summary", {}, t("muted_list", { n: muted.length }));
  view.tail.after(h("details", { class: "mutes", open: open && "" }, title, h("ul", {}, ...lines)));
}

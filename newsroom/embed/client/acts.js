// What a reader may do with a comment: vote, answer with an emoji, and a door to the rest.
import { asProblem, newKey } from "./api.js";
import { further } from "./further.js";
import { sentence } from "./i18n.js";
import { button, h } from "./safe_dom.js";
import { keep, recall } from "./storage.js";

/** @typedef {import("./contract").Comment} Comment */
/** @typedef {import("./comments.js").Conversation} Conversation */
/** @typedef {{comment: Comment, bar: HTMLElement}} Equipped */

// So many comments' votes are remembered, the latest: the browser's room is not ours.
const MOST_REMEMBERED = 500;

/** @param {Comment} comment whom it is by, for this browser */
export const authorOf = ({ author }) => author?.avatar || author?.name || "";

export class Acts {
  /** @param {Conversation} view */
  constructor(view) {
    this.view = view;
    this.site = view.api.context.site;
    /** @type {Map<number, Equipped>} */
    this.equipped = new Map();
    /** @type {Record<string, {vote?: number, kinds?: string[]}>} */
    this.done = recall(`acts:${this.site}`) || {};
    this.ready = further(view).then(() => this);
    // Links to what people of this thread said lead there without another page.
    view.box.addEventListener("click", (event) => this.follow(event));
  }

  /** Once it is ready. @param {Comment} comment @param {HTMLElement} bar an empty place in its card */
  equip(comment, bar) {
    // Only one's own comments say how they stand, and others judge them.
    const own = !!comment.status;
    if (own && comment.status !== "published") return;
    this.equipped.set(comment.id, { comment, bar });
    bar.append(...this.votes(comment, own), ...this.reactions(comment, own));
    if (own) return;
    const { t } = this.view.words;
    let chosen = "";
    const open = async () => (await import("./menu.js")).toggle(this, comment, more, chosen);
    const more = button("⋯", open, "quiet tool");
    more.ariaLabel = t("acts");
    more.ariaExpanded = "false";
    // A click ends the selection: what is to be quoted is taken before.
    more.addEventListener("pointerdown", () => (chosen = this.selected(more)));
    bar.append(more);
    if (this.muted.length) import("./mute.js").then(({ hide }) => hide(this, comment));
  }

  /** @returns {{author: string, name: string}[]} */
  get muted() {
    return recall(`muted:${this.site}`) || [];
  }

  /** @param {HTMLElement} node in a card @returns {string} what is selected of its words */
  selected(node) {
    const root = /** @type {any} */ (node.getRootNode());
    const selection = root.getSelection?.() || document.getSelection();
    const words = node.closest(".card")?.querySelector(".prose");
    return words?.contains(selection?.anchorNode) ? String(selection) : "";
  }

  /** @param {Comment} comment @param {boolean} own @returns {HTMLElement[]} */
  votes(comment, own) {
    const { words } = this.view;
    const count = h("span", { class: "count" });
    /** @param {string} sign @param {number} value @param {string} word */
    const voice = (sign, value, word) => {
      const cast = () => this.vote(comment, this.of(comment).vote === value ? 0 : value, draw);
      const node = button(sign, cast, "quiet tool");
      node.ariaLabel = words.t(word);
      return Object.assign(node, { worth: value });
    };
    const voices = [voice("▲", 1, "vote_up"), voice("▼", -1, "vote_down")];
    const draw = () => {
      const { vote } = this.of(comment);
      count.textContent = comment.score ? words.number(comment.score) : "";
      voices.forEach((node) => (node.ariaPressed = String(node.worth === vote)));
    };
    draw();
    return own ? [count] : [voices[0], count, voices[1]];
  }

  /** @param {Comment} comment @param {boolean} own @returns {HTMLElement[]} */
  reactions(comment, own) {
    const { words } = this.view;
    const kinds = this.view.page.config.reactions || [];
    if (!kinds.length) return [];
    let wide = false;
    const chips = kinds.map((kind) =>
      button(kind, () => !own && this.react(comment, kind, draw), "quiet tool"),
    );
    const draw = () => {
      const mine = this.of(comment).kinds || [];
      chips.forEach((chip, at) => {
        const n = comment.reactions?.[kinds[at]] || 0;
        chip.textContent = n ? `${kinds[at]} ${words.number(n)}` : kinds[at];
        if (own) chip.ariaDisabled = "true";
        else chip.ariaPressed = String(mine.includes(kinds[at]));
        chip.hidden = !n && !wide;
      });
      more.ariaExpanded = String(wide);
    };
    const more = button("☺", () => ((wide = !wide), draw()), "quiet tool");
    more.ariaLabel = words.t("react");
    draw();
    return own ? chips : [...chips, more];
  }

  /** What this browser did with it. @param {Comment} comment */
  of(comment) {
    return this.done[comment.id] || {};
  }

  /** @param {Comment} comment @param {number} value @param {() => void} draw */
  async vote(comment, value, draw) {
    const said = { value: value > 0 ? "up" : value < 0 ? "down" : "none" };
    const { vote = 0 } = this.of(comment);
    const { score = 0 } = comment;
    // Shown at once; taken back where the server will not have it.
    const show = (/** @type {number} */ mine, /** @type {number} */ sum) => {
      comment.score = sum;
      this.note(comment, { vote: mine });
      draw();
    };
    show(value, score + value - vote);
    if (await this.tell(comment, "vote", said)) draw();
    else show(vote, score);
  }

  /** @param {Comment} comment @param {string} kind @param {() => void} draw */
  async react(comment, kind, draw) {
    const { kinds = [] } = this.of(comment);
    const on = !kinds.includes(kind);
    if (!(await this.tell(comment, "react", { kind, on }))) return;
    this.note(comment, { kinds: on ? [...kinds, kind] : kinds.filter((one) => one !== kind) });
    draw();
  }

  /**
   * To the server, with the token by which it knows this browser again.
   * @param {Comment} comment @param {string} act @param {object} said
   * @returns {Promise<boolean>} whether it was taken; its figures then stand in the comment
   */
  async tell(comment, act, said) {
    const guest = recall("guest") || newKey();
    keep("guest", guest);
    const card = this.view.find(comment.id)?.querySelector(".card");
    card?.querySelector(".wrong")?.remove();
    try {
      const answer = await this.view.api.ask(`comments/${comment.id}/${act}`, "POST", {
        ...said,
        guest,
      });
      Object.assign(comment, answer);
      return true;
    } catch (error) {
      const text = sentence(this.view.words, asProblem(error));
      card?.append(h("p", { class: "error wrong", role: "alert" }, text));
      return false;
    }
  }

  /** @param {Comment} comment @param {{vote?: number, kinds?: string[]}} what */
  note(comment, what) {
    const all = { ...this.done, [comment.id]: { ...this.of(comment), ...what } };
    this.done = Object.fromEntries(Object.entries(all).slice(-MOST_REMEMBERED));
    keep(`acts:${this.site}`, this.done);
  }

  /** @param {Event} event */
  follow(event) {
    const [link] = /** @type {Element[]} */ (event.composedPath());
    const [, id] = /#comment-(\d+)$/.exec(/** @type {any} */ (link).href || "") || [];
    if (!id || !link.closest(".prose") || !this.view.find(id)) return;
    event.preventDefault();
    location.hash = `comment-${id}`;
  }
}

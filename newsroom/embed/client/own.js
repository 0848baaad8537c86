// A guest's own comment, from the moment it is posted until it is judged.
import { card, commentNode } from "./comment.js";
import { h, safeUrl } from "./safe_dom.js";

/** @typedef {import("./contract").OwnAnswer} OwnAnswer */

const POLL_SECONDS = [1, 2, 4, 8];
const isPublished = (/** @type {OwnAnswer} */ answer) => answer.status === "published";

export class OwnComment {
  /**
   * @param {import("./desk.js").Desk} desk @param {OwnAnswer} answer
   * @param {import("./contract").Values} values as they were typed, as far as this tab knows
   */
  constructor(desk, answer, values) {
    this.desk = desk;
    this.view = desk.view;
    this.words = desk.view.words;
    this.answer = answer;
    this.values = values;
  }

  get node() {
    return /** @type {HTMLElement} */ (this.view.find(this.answer.id));
  }

  /** Draw it where it belongs, over an older state of itself. */
  show() {
    const { comment, status } = this.answer;
    const { view } = this;
    const parent = comment.parent && view.find(comment.parent)?.querySelector(".replies");
    if (!this.node) (parent || view.list).append(commentNode(comment, view));
    const drawn = card({ ...comment, status }, view);
    this.node.firstElementChild?.replaceWith(drawn);
    if (!isPublished(this.answer)) this.explain(drawn);
    // Few change what they wrote, or are asked for more: the code for it comes when it is needed.
    import("./change.js").then(({ offer }) => offer(this, drawn));
    view.recount(0);
  }

  /** @param {HTMLElement} drawn */
  explain(drawn) {
    const { t } = this.words;
    const { status, receipt_url } = this.answer;
    const refused = /rejected|spam|removed/.test(status);
    const badge = h("span", { class: "badge" }, t(refused ? "refused" : "waiting"));
    const link = safeUrl(receipt_url);
    drawn.querySelector("header")?.append(badge);
    drawn.querySelector(".prose")?.after(
      h(
        "p",
        { class: refused ? "notice bad" : "notice" },
        `${this.why()} ${t("only_you")} `,
        link && h("a", { href: link }, t("private_link")),
      ),
    );
  }

  /** One sentence or two on where the comment stands. */
  why() {
    const { t, has } = this.words;
    const { status, reason } = this.answer;
    const state = t(status === "published" ? status : `s_${status}`);
    if (!reason || status !== "held") return state;
    const coded = `r_${reason.code}`;
    return `${state} ${has(coded) ? t(coded) : reason.text}`;
  }

  /** @param {"GET" | "PATCH" | "DELETE"} method @param {object} [body] */
  tell(method, body) {
    return this.view.api.own(this.answer.id, this.answer.receipt, method, body);
  }

  /** Ask after the verdict while it may come at any moment; later a reload tells. */
  async poll() {
    for (const seconds of POLL_SECONDS) {
      if (this.answer.status !== "pending") return;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      if (this.view.signal.aborted) return;
      const answer = await this.tell("GET").catch(() => this.answer);
      if (answer.status === this.answer.status) continue;
      this.update(answer);
      this.view.say(this.why());
    }
  }

  /** @param {OwnAnswer} answer */
  update(answer) {
    const focused = this.node.matches(":focus-within");
    this.view.recount(Number(isPublished(answer)) - Number(isPublished(this.answer)));
    // The receipt comes once; later answers may leave it out.
    this.answer = { ...this.answer, ...answer };
    this.show();
    if (focused) this.node.focus({ preventScroll: true });
  }
}

// Where a reader writes: the form under the thread, the one in place, and what was posted.
import { asProblem } from "./api.js";
import { Composer } from "./composer.js";
import { OwnComment } from "./own.js";
import { h } from "./safe_dom.js";
import { emit } from "./shell.js";
import { keep, recall } from "./storage.js";

/** @typedef {import("./contract").OwnAnswer} OwnAnswer */
/** @typedef {import("./contract").Values} Values */

// Longer than this a reader should decide, not the script.
const PATIENCE_SECONDS = 10;
// A comment sent sooner than this after its form was made looks like a machine's.
const FRESH_FORM_SECONDS = 3;

export class Desk {
  /** @param {import("./comments.js").Conversation} view */
  constructor(view) {
    this.view = view;
    this.name = `${view.api.context.site}:${view.page.article.id}`;
    /** @type {OwnComment[]} */
    this.own = [];
    this.closeReply = () => {};
    view.place.replaceChildren(
      view.isOpen ? this.composer().form : h("p", { class: "notice" }, view.closed),
    );
    if (recall(this.name)) import("./again.js").then((file) => file.remember(this));
    if (view.element.hasAttribute("token")) import("./member.js").then((file) => file.signIn(this));
  }

  /** @param {number} [parent] @param {Partial<import("./composer.js").Task>} [more] */
  composer(parent, more) {
    const { words, page } = this.view;
    const { policy, fields } = page.config;
    const waits = page.thread.mode === "held" ? "all" : policy;
    return new Composer(words, {
      view: this.view,
      title: words.t("leave"),
      submit: words.t("post"),
      note: words.has(`policy_${waits}`) ? words.t(`policy_${waits}`) : "",
      fields,
      draft: `draft:${this.name}:${parent || 0}`,
      send: (values, key) => this.send({ ...values, parent }, key),
      done: (answer, values) => this.posted(answer, values),
      ...more,
    });
  }

  /** @param {number} parent @param {string} name */
  reply(parent, name) {
    const { words } = this.view;
    const node = this.view.find(parent);
    this.closeReply();
    const composer = this.composer(parent, {
      title: words.t("reply_to", { name }),
      cancel: () => this.closeReply(),
      done: (answer, values) => {
        this.closeReply();
        this.posted(answer, values);
      },
    });
    this.closeReply = () => {
      this.closeReply = () => {};
      composer.form.remove();
      node?.querySelector("button")?.focus();
    };
    node?.firstElementChild?.after(composer.form);
    composer.body.focus();
  }

  /**
   * Post, and see to what needs no reader: a form token that ran out, a moment to wait.
   * @param {Values & {parent?: number}} values @param {string} key
   * @returns {Promise<OwnAnswer>}
   */
  async send(values, key, tries = 0) {
    const { api, page } = this.view;
    try {
      return await api.post({ ...values, form: page.config.form }, key);
    } catch (error) {
      const { code, retryAfter } = asProblem(error);
      const expired = code === "form_expired";
      const soon = code === "too_fast" && retryAfter <= PATIENCE_SECONDS;
      if (tries > 1 || !(soon || expired)) throw error;
      if (expired) page.config = (await api.first(true)).config;
      const seconds = retryAfter || FRESH_FORM_SECONDS;
      await new Promise((resolve) => setTimeout(resolve, seconds * 1000));
      return this.send(values, key, tries + 1);
    }
  }

  /** @param {OwnAnswer} answer @param {Values} values */
  posted(answer, values) {
    const { view } = this;
    const { id, status, receipt } = answer;
    keep(this.name, { ...recall(this.name), [id]: receipt });
    const own = this.add(answer, values);
    view.recount(status === "published" ? 1 : 0);
    own.node.focus();
    view.say(own.why());
    emit(view.element, "posted", { id, status });
  }

  /** @param {OwnAnswer} answer @param {Values} values */
  add(answer, values) {
    const own = new OwnComment(this, answer, values);
    this.own.push(own);
    own.show();
    own.poll();
    return own;
  }

  /** Again, after the list was drawn anew. */
  show() {
    this.own.forEach((own) => own.show());
  }

  /** @param {OwnComment} own */
  forget(own) {
    this.own = this.own.filter((other) => other !== own);
    this.drop(own.answer.id);
  }

  /** @param {number | string} id */
  drop(id) {
    const { [id]: _, ...kept } = recall(this.name);
    keep(this.name, kept);
  }
}

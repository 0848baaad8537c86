// <newsroom-comments>: reads and shows the conversation of one article.
import { Api, asProblem } from "./api.js";
import { commentNode } from "./comment.js";
import { button, h } from "./safe_dom.js";
import { emit, shell } from "./shell.js";
import { turn } from "./turns.js";

/** @typedef {import("./contract").Comment} Comment */
/** @typedef {import("./contract").Page} Page */

/**
 * @param {HTMLElement} element @param {import("./contract").Context} context
 * @param {AbortSignal} signal ends with the element's time in the page
 */
export async function mount(element, context, signal) {
  const api = new Api(context, context.key(element));
  const language = async () => (await api.first()).config.language;
  const { box, show, words } = await shell(element, context, "comments", "", language);
  if (signal.aborted) return;
  // Server HTML is worth more to a reader than a promise that something will come.
  const served = element.firstElementChild && !element.shadowRoot;
  const view = new Conversation(element, box, api, words, signal);
  if (!served) {
    view.wait();
    show();
  }
  if (!(await view.open(!served)) && served) return;
  show();
  // "3 minutes ago" stays true while the page stays open.
  const times = () =>
    box.querySelectorAll("time").forEach((node) => (node.textContent = words.ago(node.dateTime)));
  const clock = setInterval(times, 60000);
  signal.addEventListener("abort", () => clearInterval(clock));
  addEventListener("hashchange", () => view.seek(), { signal });
  await view.seek();
  // The room kept for the element is given up only when the form stands, too.
  await view.desk;
}

export class Conversation {
  /**
   * @param {HTMLElement} element @param {HTMLElement} box @param {Api} api
   * @param {import("./contract").Words} words @param {AbortSignal} signal
   */
  constructor(element, box, api, words, signal) {
    this.element = element;
    this.box = box;
    this.api = api;
    this.words = words;
    this.signal = signal;
    this.sort = "";
    this.count = 0;
    this.page = /** @type {Page} */ ({});
    this.title = h("h2", { id: "title", tabindex: -1 });
    /** @type {Node | string} what an editor says above the comments */
    this.note = "";
    this.closed = words.t("closed");
    this.empty = h("p", { class: "empty" }, words.t("empty"));
    this.list = h("ol", { class: "list" });
    this.tail = h("div", { class: "tail" });
    this.place = h("div", { class: "desk" });
    this.status = h("p", { class: "sr", role: "status" });
    /** The drawing that goes on, or went on last. */
    this.drawn = Promise.resolve();
    this.drawing = {};
    /** @type {Promise<import("./desk.js").Desk> | undefined} */
    this.desk = undefined;
    /** @type {Promise<import("./acts.js").Acts> | undefined} */
    this.acts = undefined;
  }

  get isOpen() {
    return this.page.thread.status === "open" && !this.page.thread.refusal;
  }

  /** Tell a screen reader what a sighted reader sees happen. @param {string} text */
  say(text) {
    this.status.textContent = text;
  }

  wait() {
    const bones = [1, 2, 3].map(() => h("div", { class: "bone" }));
    this.box.replaceChildren(this.status, ...bones);
    this.say(this.words.t("loading"));
  }

  /**
   * Read and draw everything; false where it could not be read.
   * @param {boolean} tell show the error: no server HTML stands there
   * @param {boolean} [fresh] past the caches
   */
  async open(tell, fresh) {
    try {
      this.page = /** @type {Page} */ (await this.api.first(fresh));
      const { thread, article: { id } } = this.page;
      if (thread.note || thread.refusal) await (await import("./mode.js")).prepare(this);
      // From here on by the article's id: the page's own address may have many forms.
      this.api.key = `article=${encodeURIComponent(id)}`;
      this.draw();
      // Server HTML gives way to the whole of it, not to its first comment.
      await this.drawn;
      emit(this.element, "ready", { article: id, count: this.count });
      return true;
    } catch (error) {
      const { code, status } = asProblem(error);
      if (tell) this.broken(status === 404);
      emit(this.element, "error", { code, status });
      return false;
    }
  }

  /** @param {boolean} gone */
  broken(gone) {
    const { t } = this.words;
    const again = async () => {
      this.wait();
      if (await this.open(true, true)) this.title.focus();
    };
    const text = h("p", {}, t(gone ? "not_here" : "not_loaded"));
    this.box.replaceChildren(
      h("div", { class: "notice bad", role: "alert" }, text, !gone && button(t("again"), again)),
    );
  }

  draw() {
    const { t } = this.words;
    const { config, thread } = this.page;
    this.sort = config.sort;
    this.count = thread.count;
    this.fill(thread);
    const { drawn } = this;
    const jump = () => this.place.querySelector("textarea")?.focus();
    const head = h("header", { class: "bar" }, this.title, this.sorter(config.sorts));
    if (this.isOpen) head.append(button(t("leave"), jump));
    this.say("");
    this.box.setAttribute("aria-labelledby", "title");
    this.box.replaceChildren(head, this.note, this.empty, this.list, this.tail, this.place, this.status);
    // Reading comes first: the form's code is fetched when the thread already stands.
    this.desk = drawn.then(() => import("./desk.js")).then(({ Desk }) => new Desk(this));
    drawn.then(() => import("./live.js")).then((file) => file.follow(this));
  }

  /** @param {number} change */
  recount(change) {
    this.count += change;
    this.title.textContent = this.words.t("comments", { n: this.count });
    this.empty.hidden = !!this.list.firstChild;
  }

  /** @param {string[]} sorts */
  sorter(sorts) {
    if (this.count < 2) return "";
    const { t } = this.words;
    const options = sorts.map((sort) =>
      h("option", { value: sort, selected: sort === this.sort || null }, t(`sort_${sort}`)),
    );
    const onchange = () => import("./sorting.js").then((file) => file.resort(this, select.value));
    const select = h("select", { class: "select", onchange }, ...options);
    return h("label", { class: "sort" }, h("span", {}, t("sort")), select);
  }

  /** Draw a page instead of what stands there. @param {{results: Comment[], next: string | null}} page */
  fill(page) {
    this.list.replaceChildren();
    this.tail.replaceChildren();
    this.drawn = this.add(page, (this.drawing = {}));
    this.recount(0);
  }

  /**
   * The first comment at once, the others in turns, until somebody draws another page.
   * @param {{results: Comment[], next: string | null}} page @param {object} drawing
   */
  async add({ results, next }, drawing) {
    const { list, sort, tail } = this;
    for (const comment of results) {
      if (list.firstChild) await turn();
      if (drawing !== this.drawing) return;
      list.append(commentNode(comment, this));
    }
    if (next) tail.append(this.moreButton(this.words.t("load_more"), list, { sort, cursor: next }));
  }

  /**
   * A button that adds page after page to a list, and goes when nothing is left.
   * @param {string} label @param {HTMLOListElement} list
   * @param {Record<string, string | number | undefined>} query
   */
  moreButton(label, list, query) {
    const { t } = this.words;
    const load = async () => {
      if (more.ariaBusy) return;
      more.ariaBusy = "true";
      try {
        const page = await this.api.comments(query);
        const fresh = page.results.filter(({ id }) => !this.find(id));
        const nodes = [];
        for (const comment of fresh) {
          await turn();
          nodes.push(commentNode(comment, this));
          list.append(...nodes.slice(-1));
        }
        if (more.matches(":focus")) (nodes[0] || this.title).focus({ preventScroll: true });
        query = { ...query, cursor: page.next || "" };
        if (page.next) more.textContent = t("load_more");
        else more.remove();
        this.say(t("added", { n: nodes.length }));
      } catch {
        more.textContent = t("more_failed");
      }
      more.ariaBusy = null;
    };
    const more = button(label, load, "more");
    return more;
  }

  /** @param {number | string} id @returns {HTMLElement | null} */
  find(id) {
    return this.box.querySelector(`#comment-${id}`);
  }

  /** @param {Comment} comment */
  mayReply({ status = "published" }) {
    return this.isOpen && status === "published";
  }

  /** How a reader acts on it, a moment after the words stand. @param {Comment} comment */
  tools(comment) {
    const bar = h("span", { class: "tools" });
    this.acts ??= import("./acts.js").then(({ Acts }) => new Acts(this).ready);
    this.acts.then(async (acts) => {
      await turn();
      acts.equip(comment, bar);
    });
    return bar;
  }

  /** @param {Comment} comment @param {string} name */
  async reply(comment, name) {
    (await this.desk)?.reply(comment.id, name);
  }

  /** Show the comment that the page's address points to. */
  async seek() {
    const [, id] = /^#comment-(\d+)$/.exec(location.hash) || [];
    // Most come to the beginning: the way into the middle of a thread is fetched when needed.
    if (!id) return;
    await this.drawn;
    if (!this.find(id)) await (await import("./seek.js")).seek(this, id);
    this.find(id)?.scrollIntoView({ block: "center" });
    this.find(id)?.focus({ preventScroll: true });
  }
}

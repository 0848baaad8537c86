// An author's second thoughts: change what was posted within the window, or take it back.
import { asProblem } from "./api.js";
import { Composer } from "./composer.js";
import { further } from "./further.js";
import { sentence } from "./i18n.js";
import { button, h } from "./safe_dom.js";

/** @typedef {import("./own.js").OwnComment} OwnComment */

/** @type {[string, number][]} */
const UNITS = [["day", 86400], ["hour", 3600], ["minute", 60], ["second", 1]];
const A_WHILE = 60_000;

/** What the author may still do. @param {OwnComment} own @param {HTMLElement} drawn its card */
export async function offer(own, drawn) {
  const { proof, status, suggestion } = own.answer;
  await further(own.view);
  if (proof || suggestion || status === "unconfirmed")
    import("./confirm.js").then(({ attend }) => attend(own, drawn));
  if (/spam|removed|withdrawn/.test(status)) return;
  const { t } = own.words;
  const bar = h("span", { class: "own" });
  const until = Date.parse(own.answer.editable_until || "");
  if (until > Date.now()) {
    const change = button(t("edit"), () => edit(own, drawn, bar), "quiet");
    const left = h("span", { class: "muted", "aria-hidden": true });
    bar.append(change, left);
    countDown(own, until, left, () => [change, left].forEach((node) => node.remove()));
  }
  bar.append(button(t("withdraw"), (event) => withdraw(own, drawn, bar, event), "quiet"));
  drawn.querySelector("footer")?.append(bar);
}

/**
 * By the minute, and by the second in the last one.
 * @param {OwnComment} own @param {number} until @param {HTMLElement} left @param {() => void} over
 */
function countDown({ view, words }, until, left, over) {
  const tick = () => {
    const seconds = Math.ceil((until - Date.now()) / 1000);
    if (seconds < 1) return over();
    const [unit, size] = UNITS.find(([, size]) => seconds >= size) || UNITS[3];
    const style = { style: "unit", unit, unitDisplay: "short" };
    const number = new Intl.NumberFormat(words.language, /** @type {any} */ (style));
    left.textContent = number.format(Math.ceil(seconds / size));
    timer = setTimeout(tick, seconds > 61 ? Math.min(A_WHILE, (seconds - 60) * 1000) : 1000);
  };
  /** @type {ReturnType<typeof setTimeout>} */
  let timer;
  tick();
  view.signal.addEventListener("abort", () => clearTimeout(timer));
}

/** @param {OwnComment} own @param {HTMLElement} drawn @param {HTMLElement} bar */
function edit(own, drawn, bar) {
  const { t } = own.words;
  const hidden = /** @type {HTMLElement[]} */ ([
    ...drawn.querySelectorAll(":scope > :is(.prose, .notice, .code, footer)"),
  ]);
  const close = () => {
    composer.form.remove();
    hidden.forEach((node) => (node.hidden = false));
    bar.querySelector("button")?.focus();
  };
  const composer = new Composer(own.words, {
    view: own.view,
    title: t("edit_title"),
    submit: t("save"),
    fields: { body: own.view.page.config.fields.body },
    initial: own.values.body,
    send: ({ body, mentions }) => own.tell("PATCH", { body, mentions }),
    done: (answer, { body }) => {
      own.values.body = body;
      own.update(answer);
      own.node.focus();
      own.view.say(t("saved"));
      own.poll();
    },
    cancel: close,
  });
  hidden.forEach((node) => (node.hidden = true));
  drawn.append(composer.form);
  composer.body.focus();
}

/**
 * Ask before what cannot be undone.
 * @param {OwnComment} own @param {HTMLElement} drawn @param {HTMLElement} bar @param {Event} event
 */
function withdraw(own, drawn, bar, { currentTarget }) {
  const { t } = own.words;
  const before = [...bar.children];
  const keep = () => {
    bar.replaceChildren(...before);
    /** @type {HTMLElement} */ (currentTarget).focus();
  };
  const yes = button(t("withdraw_yes"), () => takeBack(own, drawn), "quiet");
  bar.replaceChildren(t("withdraw_sure"), yes, button(t("keep"), keep, "quiet"));
  yes.focus();
}

/** @param {OwnComment} own @param {HTMLElement} drawn */
async function takeBack(own, drawn) {
  const text = own.words.t("withdrawn");
  try {
    await own.tell("DELETE");
    drawn.replaceWith(h("p", { class: "stub" }, text));
    own.node.focus();
    own.desk.forget(own);
    own.view.recount(own.answer.status === "published" ? -1 : 0);
    own.view.say(text);
  } catch (error) {
    const told = sentence(own.words, asProblem(error));
    drawn.append(h("p", { class: "notice bad", role: "alert" }, told));
  }
}

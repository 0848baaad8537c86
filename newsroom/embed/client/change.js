// An author's second thoughts: change or take back what was posted, within the edit window.
import { asProblem } from "./api.js";
import { Composer } from "./composer.js";
import { sentence } from "./i18n.js";
import { button, h } from "./safe_dom.js";

/** @typedef {import("./own.js").OwnComment} OwnComment */

/** @param {OwnComment} own @param {HTMLElement} drawn its card @param {HTMLElement} bar */
export function edit(own, drawn, bar) {
  const { t } = own.words;
  const hidden = /** @type {HTMLElement[]} */ ([...drawn.querySelectorAll(".prose, .notice, footer")]);
  const close = () => {
    composer.form.remove();
    hidden.forEach((node) => (node.hidden = false));
    bar.querySelector("button")?.focus();
  };
  const composer = new Composer(own.words, {
    title: t("edit_title"),
    submit: t("save"),
    fields: { body: own.view.page.config.fields.body },
    initial: own.body,
    send: ({ body }) => own.tell("PATCH", { body }),
    done: (answer, { body }) => {
      own.body = body;
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
 * @param {OwnComment} own @param {HTMLElement} drawn @param {HTMLElement} bar
 */
export function withdraw(own, drawn, bar) {
  const { t } = own.words;
  const before = [...bar.children];
  const keep = () => {
    bar.replaceChildren(...before);
    /** @type {HTMLElement} */ (before[1]).focus();
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

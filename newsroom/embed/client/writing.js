// What a form offers once somebody begins to write in it.
import { asProblem } from "./api.js";
import { further } from "./further.js";
import { mentions } from "./mention.js";
import { button, h, prose } from "./safe_dom.js";
import { recall } from "./storage.js";

/** @typedef {import("./composer.js").Composer} Composer */

/** @param {Composer} composer */
export async function equip(composer) {
  await further(composer.task.view);
  const subscription = composer.fields.email ? follow(composer) : () => ({});
  const named = mentions(composer);
  composer.extra = () => {
    const found = named();
    return { ...subscription(), ...(found[0] && { mentions: found }) };
  };
  preview(composer);
}

/**
 * Mail about what is written next, asked for beside the address; and the proof that the address
 * was confirmed, where this browser has it.
 * @param {Composer} composer
 */
function follow({ words, fields, form, id, task }) {
  const email = fields.email.control;
  const kinds = ["none", ...(task.view.page.config.subscribe || [])];
  const choices = kinds.map((kind) => h("option", { value: kind }, words.t(`mail_${kind}`)));
  const select = h(
    "select",
    { id: `${id}-mail`, class: "input", name: "subscribe", "aria-describedby": `${id}-mail-note` },
    ...choices,
  );
  const note = h("p", { id: `${id}-mail-note`, class: "note", hidden: "" }, words.t("mail_note"));
  select.addEventListener("change", () => (note.hidden = select.value === "none"));
  const label = h("label", { for: select.id }, words.t("mail_me"));
  if (choices[1])
    form.querySelector(".fields")?.append(h("div", { class: "field mail" }, label, select, note));
  return () => {
    const author = recall("author");
    const proof = author?.email === email.value && author.proof;
    return {
      ...(select.value !== "none" && { subscribe: select.value }),
      ...(proof && { proof }),
    };
  };
}

/** The text as the server will draw it; gone with the next change. @param {Composer} composer */
function preview(composer) {
  const { words, task, alert } = composer;
  const { api } = task.view;
  const label = words.t("preview");
  const box = h("div", { class: "prose preview", role: "group", "aria-label": label, tabindex: -1, dir: "auto", hidden: "" });
  const show = async () => {
    if (look.ariaBusy) return;
    look.ariaBusy = "true";
    alert.textContent = "";
    try {
      const path = `sites/${encodeURIComponent(api.context.site)}/preview`;
      const { html } = await api.ask(path, "POST", { body: composer.body.value });
      box.replaceChildren(prose(html));
      box.hidden = false;
      box.focus();
    } catch (error) {
      composer.fail(asProblem(error));
    }
    look.ariaBusy = null;
  };
  const look = button(label, show, "button");
  composer.body.addEventListener("input", () => (box.hidden = true));
  composer.button.after(look);
  alert.before(box);
}

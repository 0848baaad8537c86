// What a form offers once somebody begins to write in it.
import { further } from "./further.js";
import { h } from "./safe_dom.js";
import { recall } from "./storage.js";

/** @typedef {import("./composer.js").Composer} Composer */

/** @param {Composer} composer */
export async function equip(composer) {
  await further(composer.task.view);
  if (composer.fields.email) follow(composer);
}

/**
 * Mail about what is written next, asked for beside the address; and the proof that the address
 * was confirmed, where this browser has it.
 * @param {Composer} composer
 */
function follow(composer) {
  const { words, fields, form, id, task } = composer;
  const email = fields.email.control;
  const kinds = ["none", ...(task.view.page.config.subscribe || [])];
  const choices = kinds.map((kind) => h("option", { value: kind }, words.t(`mail_${kind}`)));
  const select = h(
    "select",
    { id: `${id}-mail`, class: "input", name: "subscribe", "aria-describedby": `${id}-mail-note` },
    ...choices,
  );
  composer.extra = () => {
    const author = recall("author");
    const proof = author?.email === email.value && author.proof;
    return {
      ...(select.value !== "none" && { subscribe: select.value }),
      ...(proof && { proof }),
    };
  };
  if (!choices[1]) return;
  const note = h("p", { id: `${id}-mail-note`, class: "note", hidden: "" }, words.t("mail_note"));
  select.addEventListener("change", () => (note.hidden = select.value === "none"));
  const label = h("label", { for: select.id }, words.t("mail_me"));
  form.querySelector(".fields")?.append(h("div", { class: "field mail" }, label, select, note));
}

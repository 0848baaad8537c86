// @ completes the names of people in the loaded thread.
import { h } from "./safe_dom.js";

/** @typedef {import("./composer.js").Composer} Composer */
/** @typedef {{name: string, id: number}} Person */

const MOST_SHOWN = 6;
const MOST_NAMED = 10;
// A name may have a blank in it; what stands before the @ must not be a letter.
const BEGUN = /(?<![\p{L}\p{N}])@([^\s@]{0,40}(?: [^\s@]{0,40})?)$/u;

/** Everybody whose words stand in the thread, each once. @param {Composer} composer @returns {Person[]} */
function people({ task }) {
  /** @type {Map<string, Person>} */
  const found = new Map();
  for (const label of task.view.box.querySelectorAll(".author bdi")) {
    const name = label.textContent || "";
    const [, id] = /^comment-(\d+)$/.exec(label.closest(".comment")?.id || "") || [];
    if (name && id) found.set(name, { name, id: Number(id) });
  }
  return [...found.values()];
}

/**
 * @param {Composer} composer
 * @returns {() => number[]} the comments whose authors the text names, when it is sent
 */
export function mentions(composer) {
  const { words, id, task } = composer;
  const area = /** @type {HTMLTextAreaElement} */ (composer.body);
  const list = h("ul", { id: `${id}-people`, class: "people", role: "listbox", "aria-label": words.t("people"), hidden: "" });
  area.after(list);
  area.setAttribute("aria-autocomplete", "list");
  area.setAttribute("aria-controls", list.id);
  let at = 0;
  /** @type {Person[]} */
  let shown = [];

  const show = (/** @type {Person[]} */ found) => {
    shown = found;
    at = 0;
    list.hidden = !found.length;
    list.replaceChildren(...found.map((person, number) => option(person, number)));
    mark();
  };
  const option = (/** @type {Person} */ person, /** @type {number} */ number) =>
    h(
      "li",
      {
        id: `${list.id}-${number}`,
        role: "option",
        // Before the click takes the focus, and the place in the text, away.
        onpointerdown: (/** @type {Event} */ event) => (event.preventDefault(), choose(person)),
      },
      h("bdi", {}, person.name),
    );
  const mark = () => {
    [...list.children].forEach((node, number) => (node.ariaSelected = String(number === at)));
    if (shown[0]) area.setAttribute("aria-activedescendant", `${list.id}-${at}`);
    else area.removeAttribute("aria-activedescendant");
  };
  const choose = (/** @type {Person} */ { name }) => {
    const caret = area.selectionStart;
    const [begun] = BEGUN.exec(area.value.slice(0, caret)) || [""];
    area.setRangeText(`@${name} `, caret - begun.length, caret, "end");
    show([]);
    area.dispatchEvent(new Event("input"));
  };
  const look = () => {
    const [, begun] = BEGUN.exec(area.value.slice(0, area.selectionStart)) || [];
    if (begun === undefined) return shown[0] && show([]);
    const wanted = begun.toLocaleLowerCase();
    const found = people(composer).filter(({ name }) => begins(name.toLocaleLowerCase(), wanted));
    show(found.slice(0, MOST_SHOWN));
    if (shown[0]) task.view.say(words.t("people_found", { n: shown.length }));
  };
  area.addEventListener("input", look);
  area.addEventListener("blur", () => show([]));
  area.addEventListener("keydown", (event) => {
    if (event.isComposing || !shown[0]) return;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) at = (at + step + shown.length) % shown.length;
    else if (/^(Enter|Tab)$/.test(event.key)) choose(shown[at]);
    else if (event.key === "Escape") show([]);
    else return;
    mark();
    event.preventDefault();
    event.stopPropagation();
  });
  return () =>
    people(composer)
      .filter(({ name }) => area.value.includes(`@${name}`))
      .map((person) => person.id)
      .slice(0, MOST_NAMED);
}

/** The whole name or one word of it. @param {string} name @param {string} wanted */
const begins = (name, wanted) =>
  name !== wanted && (name.startsWith(wanted) || name.includes(` ${wanted}`));

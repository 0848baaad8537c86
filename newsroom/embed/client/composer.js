// The form: for a new comment, a reply, or a change to one's own.
import { asProblem, newKey } from "./api.js";
import { sentence } from "./i18n.js";
import { button, h } from "./safe_dom.js";
import { emit } from "./shell.js";
import { keep, recall } from "./storage.js";

/** @typedef {import("./contract").Values} Values */
/** @typedef {import("./contract").FieldRule} FieldRule */
/** @typedef {{control: HTMLInputElement | HTMLTextAreaElement, error: HTMLElement,
 *   rule: FieldRule}} Field */

/**
 * @typedef {object} Task
 * @property {import("./comments.js").Conversation} view
 * @property {string} title
 * @property {string} submit label of the button
 * @property {Record<string, FieldRule>} fields which to ask for, with their limits
 * @property {string} [note] one line on what happens to the comment
 * @property {string} [initial] text to begin with
 * @property {string} [draft] name under which an unsent text is kept
 * @property {(values: Values, key: string) => Promise<any>} send
 * @property {(answer: any, values: Values) => void} done
 * @property {() => void} [cancel]
 */

const AUTHOR = ["name", "email", "website"];
/** @type {Record<string, string>} */
const INPUT_MODE = { email: "email", website: "url" };
let made = 0;

export class Composer {
  /** @param {import("./contract").Words} words @param {Task} task */
  constructor(words, task) {
    this.words = words;
    this.task = task;
    this.id = `write-${++made}`;
    this.busy = false;
    /** @type {() => Partial<Values>} what else goes with the fields */
    this.extra = () => ({});
    /** @type {Promise<void> | undefined} */
    this.equipped = undefined;
    /** @type {Record<string, Field>} */
    this.fields = {};
    this.alert = h("p", { class: "notice bad", role: "alert" });
    this.counter = h("span", { class: "counter" });
    this.button = h("button", { class: "primary" }, task.submit);
    this.known = recall("author");
    const onchange = () => this.consent.checked || keep("author", null);
    this.consent = h("input", { type: "checkbox", checked: this.known && "", onchange });
    this.form = this.build();
    const draft = task.draft && recall(task.draft);
    this.key = draft?.key || newKey();
    this.body.value = draft?.body || task.initial || "";
    this.count();
  }

  get body() {
    return this.fields.body.control;
  }

  build() {
    const { t } = this.words;
    const { fields, title, note, cancel } = this.task;
    const asked = AUTHOR.filter((name) => fields[name] && fields[name].shown !== false);
    // Outside the shadow root a keystroke seems to come from a plain element, and the page's
    // own one-key shortcuts would fire while somebody writes.
    const stop = (/** @type {Event} */ event) => event.stopPropagation();
    return h(
      "form",
      {
        class: "composer",
        novalidate: "",
        "aria-labelledby": this.id,
        onkeyup: stop,
        onkeypress: stop,
        onkeydown: (/** @type {KeyboardEvent} */ event) => this.shortcut(event),
        onsubmit: (/** @type {Event} */ event) => this.submit(event),
        onfocusin: () => (this.equipped ??= import("./writing.js").then((file) => file.equip(this))),
      },
      h("h3", { id: this.id }, title),
      asked[0] && h("p", { class: "note" }, t("note")),
      h("div", { class: "fields" }, ...["body", ...asked].map((name) => this.field(name))),
      asked[0] && h("label", { class: "check" }, this.consent, h("span", {}, t("remember"))),
      note && h("p", { class: "note" }, note),
      this.alert,
      h("div", { class: "bar" }, this.button, cancel && button(t("cancel"), cancel, "quiet"), this.counter),
    );
  }

  /** @param {string} name */
  field(name) {
    const rule = this.task.fields[name];
    const id = `${this.id}-${name}`;
    const mode = INPUT_MODE[name];
    const control = h(name === "body" ? "textarea" : "input", {
      id,
      name,
      class: "input",
      dir: "auto",
      "aria-required": !!rule.required,
      value: this.known?.[name],
      autocomplete: name !== "body" && (mode || name),
      inputmode: mode,
      oninput: () => {
        this.mark(name);
        this.count();
      },
    });
    const error = h("p", { class: "error", id: `${id}-error` });
    const label = h("label", { for: id }, this.words.t(name));
    if (rule.required) label.append(h("span", { class: "mark", "aria-hidden": true }, " *"));
    this.fields[name] = { control, error, rule };
    return h("div", { class: `field ${name}` }, label, control, error);
  }

  /** @param {KeyboardEvent} event */
  shortcut(event) {
    event.stopPropagation();
    // Enter and Escape first belong to the input method of Japanese and Chinese writers.
    if (event.isComposing) return;
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.submit(event);
    if (event.key === "Escape") this.task.cancel?.();
  }

  count() {
    const { task, key } = this;
    const { control, rule } = this.fields.body;
    const { max = 0 } = rule;
    const n = [...control.value].length;
    this.counter.textContent = this.words.t("counter", { n, max });
    this.counter.classList.toggle("over", n > max);
    if (task.draft) keep(task.draft, n && { body: control.value, key });
  }

  /** @returns {Values} */
  values() {
    const entries = Object.entries(this.fields).map(([name, { control }]) => [name, control.value]);
    const values = Object.fromEntries(entries.filter(([, value]) => value));
    // People write "example.org"; the server rightly wants to know the scheme.
    if (/^[^:/]+\./.test(values.website)) values.website = `https://${values.website}`;
    return values;
  }

  /** What can be said without asking; the server has the last word. */
  check() {
    return Object.entries(this.fields).flatMap(([name, { control, rule }]) => {
      const missing = rule.required && !control.value.trim();
      if (missing) return [[name, { code: name === "body" ? "body_empty" : `${name}_required` }]];
      const long = rule.max && [...control.value].length > rule.max;
      return long ? [[name, { code: `${name}_too_long` }]] : [];
    });
  }

  /** @param {Event} event */
  async submit(event) {
    event.preventDefault();
    if (this.busy) return;
    this.alert.textContent = "";
    if (this.show(this.check())) return;
    const values = { ...this.values(), ...this.extra() };
    let label = this.task.submit;
    let answer;
    this.setBusy(true, this.words.t("posting"));
    try {
      answer = await this.task.send(values, this.key);
    } catch (error) {
      if (!this.fail(asProblem(error))) label = this.words.t("again");
    }
    this.setBusy(false, label);
    if (answer) this.succeed(answer, values);
  }

  /** @param {any} answer @param {Values} values */
  succeed(answer, values) {
    if (this.consent.checked) keep("author", { ...values, body: "", subscribe: "" });
    this.body.value = "";
    this.key = newKey();
    this.count();
    this.task.done(answer, values);
  }

  /** @param {import("./api.js").Problem} problem @returns {boolean} a field is to blame */
  fail(problem) {
    const { code, fields, status } = problem;
    // The text was changed after a try whose answer was lost on the way, and that try had
    // arrived: only the reader can say whether this one is wanted too.
    if (code === "idempotency_mismatch") this.key = newKey();
    /** @type {any[][]} */
    const found = Object.entries(fields).map(([name, [first]]) => [name, first]);
    // "email_invalid" names its field by itself.
    if (!found[0]) found.push([code.split("_")[0], problem]);
    if (this.show(found)) return true;
    const passing = status === 0 || status === 429 || status >= 500;
    const kept = passing ? ` ${this.words.t("kept")}` : "";
    this.alert.textContent = sentence(this.words, problem) + kept;
    emit(this.form, "error", { code, status });
    return false;
  }

  /** @param {any[][]} found pairs of field and coded error; the first gets the focus */
  show(found) {
    const bad = found.filter(([name]) => this.fields[name]);
    bad.forEach(([name, coded]) => this.mark(name, sentence(this.words, coded)));
    if (bad[0]) this.fields[bad[0][0]].control.focus();
    return bad.length > 0;
  }

  /** @param {string} name @param {string} [text] none: nothing is wrong with it */
  mark(name, text = "") {
    const { control, error } = this.fields[name];
    error.textContent = text;
    control.setAttribute("aria-invalid", String(!!text));
    control.setAttribute("aria-describedby", text && error.id);
  }

  /** @param {boolean} busy @param {string} label */
  setBusy(busy, label) {
    this.busy = busy;
    // Not `disabled`, which would throw the focus back to the top of the page.
    this.button.ariaDisabled = String(busy);
    this.button.textContent = label;
  }
}

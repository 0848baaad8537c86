// The rarer acts on a comment: quote it, report it, no longer see its author.
import { button, h } from "./safe_dom.js";

/** @typedef {import("./acts.js").Acts} Acts */
/** @typedef {import("./contract").Comment} Comment */

// What is quoted whole is at most so long: the comment itself stands right above.
const LONGEST_QUOTE = 600;
const REASONS = ["spam", "abuse", "off_topic", "false", "privacy", "other"];

/**
 * Opens the row of acts below a card's foot, or closes it.
 * @param {Acts} acts @param {Comment} comment @param {HTMLElement} trigger @param {string} chosen
 */
export function toggle(acts, comment, trigger, chosen) {
  const { view } = acts;
  const foot = /** @type {HTMLElement} */ (trigger.closest("footer"));
  const known = foot.parentElement?.querySelector(".menu");
  const close = () => {
    row.remove();
    trigger.ariaExpanded = "false";
    trigger.focus();
  };
  if (known) return known.dispatchEvent(new CustomEvent("leave"));
  const { t } = view.words;
  const name = comment.author?.name || "";
  const onkeydown = (/** @type {KeyboardEvent} */ event) => {
    event.stopPropagation();
    if (event.key === "Escape") close();
  };
  const row = h("div", { class: "menu", onkeydown, onleave: close });
  const quoting = () => (close(), quote(acts, comment, chosen));
  const muting = async () => {
    close();
    (await import("./mute.js")).mute(acts, comment);
  };
  row.append(
    ...(view.mayReply(comment) ? [button(t("quote"), quoting, "quiet")] : []),
    button(t("report"), () => report(acts, comment, row, close), "quiet"),
    button(t("mute", { name }), muting, "quiet"),
  );
  trigger.ariaExpanded = "true";
  foot.after(row);
  row.querySelector("button")?.focus();
}

/** @param {Acts} acts @param {Comment} comment @param {string} chosen */
async function quote({ view }, comment, chosen) {
  const node = view.find(comment.id);
  const text = chosen.trim() || whole(node?.querySelector(".prose"));
  await view.reply(comment, comment.author?.name || "");
  const area = node?.querySelector("textarea");
  if (!area || !text) return;
  area.value = `${text.replace(/^/gm, "> ").replace(/^> $/gm, ">")}\n\n${area.value}`;
  area.dispatchEvent(new Event("input"));
  area.setSelectionRange(area.value.length, area.value.length);
}

/** Its own words, without what it quotes itself. @param {Element | null | undefined} prose */
function whole(prose) {
  const parts = [...(prose?.children || [])].filter((part) => part.localName !== "blockquote");
  const text = parts.map((part) => /** @type {HTMLElement} */ (part).innerText).join("\n\n");
  return text.length > LONGEST_QUOTE ? `${text.slice(0, LONGEST_QUOTE).trimEnd()} …` : text;
}

/**
 * @param {Acts} acts @param {Comment} comment @param {HTMLElement} row @param {() => void} close
 */
function report(acts, comment, row, close) {
  const { view } = acts;
  const { t } = view.words;
  const id = `report-${comment.id}`;
  const choices = REASONS.map((reason) => h("option", { value: reason }, t(`report_${reason}`)));
  const why = h("select", { id, class: "input" }, ...choices);
  const note = h("textarea", { id: `${id}-note`, class: "input", maxlength: 500, rows: 2 });
  const onsubmit = async (/** @type {Event} */ event) => {
    event.preventDefault();
    const said = { reason: why.value, note: note.value };
    if (!(await acts.tell(comment, "report", said))) return;
    close();
    const thanks = h("p", { class: "notice", tabindex: -1 }, t("report_done"));
    view.find(comment.id)?.querySelector("footer")?.after(thanks);
    thanks.focus();
  };
  const form = h(
    "form",
    { class: "report", "aria-label": t("report_title"), onsubmit },
    h("label", { for: id }, t("report_why")),
    why,
    h("label", { for: note.id }, t("report_note")),
    note,
    h(
      "div",
      { class: "bar" },
      h("button", { class: "primary" }, t("report_send")),
      button(t("cancel"), close, "quiet"),
    ),
  );
  row.replaceChildren(form);
  why.focus();
}

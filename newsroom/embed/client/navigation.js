// <newsroom-navigation>, <newsroom-related>, <newsroom-section>: the way onward.
import { Api, asProblem } from "./api.js";
import { h, safeUrl, svg } from "./safe_dom.js";
import { emit, shell, timeNode } from "./shell.js";
import onwardLooks from "./navigation.css";

/** @typedef {import("./contract").NavigationItem} Item */
/** @typedef {import("./contract").Navigation} Navigation */
/** @typedef {import("./contract").Words} Words */

/** @type {Record<string, (navigation: Navigation, words: Words) => Node[]>} */
const VIEWS = { navigation: neighbours, related, section };

/**
 * @param {HTMLElement} element @param {import("./contract").Context} context
 * @param {AbortSignal} signal
 */
export async function mount(element, context, signal) {
  const name = element.localName.replace("newsroom-", "");
  const api = new Api(context, context.key(element));
  try {
    const language = async () => (await api.first()).config?.language;
    const frame = await shell(element, context, name, onwardLooks, language);
    const answer = await api.first();
    if (signal.aborted) return;
    const nodes = VIEWS[name](answer.navigation || answer, frame.words);
    frame.box.append(...nodes);
    if (nodes.length) frame.show();
    if (nodes.length && name === "related") note(frame.box, answer, api.key, context, signal);
    emit(element, "ready", { count: nodes.length });
  } catch (error) {
    const { code, status } = asProblem(error);
    emit(element, "error", { code, status });
  }
}

/**
 * Counts what was shown and chosen; where it cannot, nothing is missing from the page.
 * @param {HTMLElement} box @param {any} answer @param {string} key
 * @param {import("./contract").Context} context @param {AbortSignal} signal
 */
function note(box, answer, key, context, signal) {
  const id = answer.article?.id || new URLSearchParams(key).get("article");
  /** @type {Item[]} */
  const items = (answer.navigation || answer).related;
  const ids = items.map((item) => item.id);
  if (!id) return;
  import("./seen.js").then(
    ({ watch }) => watch(box, id, ids, context, signal),
    () => {},
  );
}

const local = (/** @type {string | undefined} */ address) => safeUrl(address, document.baseURI);

/** @param {Navigation} navigation @param {Words} words */
function neighbours({ previous, next }, { t }) {
  const links = [
    previous && neighbour(previous, "prev", [arrow("M13 8H3m4-4L3 8l4 4"), t("previous")]),
    next && neighbour(next, "next", [t("next"), arrow("M3 8h10M9 4l4 4-4 4")]),
  ].filter((link) => link !== null);
  return links.length ? [h("nav", { "aria-label": t("articles") }, ...links)] : [];
}

/** @param {Item} item @param {string} rel @param {(Node | string)[]} label */
const neighbour = (item, rel, label) =>
  h(
    "a",
    { class: rel, rel, href: local(item.url) },
    h("span", { class: "label" }, ...label),
    h("b", { class: "headline", dir: "auto" }, item.title),
  );

/** @param {string} d */
const arrow = (d) =>
  svg("svg", { class: "arrow", viewBox: "0 0 16 16", "aria-hidden": true }, svg("path", { d }));

/** @param {Navigation} navigation @param {Words} words */
function related({ related: items }, words) {
  return listed(items, words, words.t("related"), true);
}

/** @param {Navigation} navigation @param {Words} words */
function section({ section: named, more_in_section: items }, words) {
  const name = named?.name || items?.[0]?.section?.name || "";
  return listed(items, words, words.t("more_in", { section: name }), false);
}

/** @param {Item[]} items @param {Words} words @param {string} heading @param {boolean} full */
function listed(items, words, heading, full) {
  if (!items?.length) return [];
  const cards = items.map((item) => h("li", { class: "item" }, ...card(item, words, full)));
  return [h("h2", {}, heading), h("ul", { class: "cards" }, ...cards)];
}

/** @param {Item} item @param {Words} words @param {boolean} full with section and reasons */
function card({ title, url, image, section, published_at, comment_count: n, why }, words, full) {
  const src = local(image?.url);
  // The headline says where the link leads: a picture beside it is decoration.
  const picture = src && h("img", { src, alt: "", loading: "lazy", decoding: "async" });
  const meta = [published_at && timeNode(words, published_at), n > 0 && words.t("comments", { n })];
  const shown = meta.filter(Boolean).flatMap((part, index) => (index ? [" · ", part] : [part]));
  return [
    h("div", { class: picture ? "thumb" : "thumb none" }, picture),
    h(
      "div",
      { class: "text" },
      full && section && h("p", { class: "label" }, section.name),
      h("h3", { dir: "auto" }, h("a", { class: "link", href: local(url) }, title)),
      h("p", { class: "muted" }, ...shown),
      full && why?.length > 0 && h("p", { class: "why" }, why.join(" · ")),
    ),
  ];
}

// <newsroom-latest>: what was last said on the whole site.
import { Api, asProblem } from "./api.js";
import { avatar } from "./avatar.js";
import latestLooks from "./latest.css";
import { h, safeUrl } from "./safe_dom.js";
import { emit, shell, timeNode } from "./shell.js";

/**
 * @param {HTMLElement} element @param {import("./contract").Context} context
 * @param {AbortSignal} signal
 */
export async function mount(element, context, signal) {
  const api = new Api(context, "");
  const limit = Number(element.getAttribute("limit")) || 5;
  const path = `sites/${encodeURIComponent(context.site)}/latest?limit=${Math.min(limit, 30)}`;
  try {
    /** @type {Promise<import("./contract").Latest>} */
    const asked = api.ask(path);
    const language = async () => (await asked).language;
    const { box, show, words } = await shell(element, context, "latest", latestLooks, language);
    const { results } = await asked;
    if (signal.aborted) return;
    const items = results.map((one) => item(one, words));
    const title = h("h2", { id: "latest" }, words.t("latest"));
    box.setAttribute("aria-labelledby", "latest");
    box.append(title, h("ol", { class: "said" }, ...items));
    if (items.length) show();
    emit(element, "ready", { count: items.length });
  } catch (error) {
    const { code, status } = asProblem(error);
    emit(element, "error", { code, status });
  }
}

/** @param {import("./contract").Latest["results"][0]} one @param {import("./contract").Words} words */
const item = ({ author, excerpt, created_at, url, article }, words) =>
  h(
    "li",
    { class: "item" },
    avatar(author),
    h(
      "div",
      { class: "text" },
      h("p", { class: "muted" }, h("bdi", { class: "author" }, author.name), " · ", timeNode(words, created_at)),
      h("p", { class: "excerpt", dir: "auto" }, excerpt),
      h("p", { class: "label", dir: "auto" }, h("a", { class: "link", href: safeUrl(url) || null }, article.title)),
    ),
  );

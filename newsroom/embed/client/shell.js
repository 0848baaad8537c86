// What every element shares: its shadow root, its styles, its words, its events.
import { words } from "./i18n.js";
import { languageOf } from "./languages.js";
import { h } from "./safe_dom.js";
import looks from "./style.css";

/** @type {Record<string, CSSStyleSheet>} */
const sheets = {};

/** A constructed sheet is the page's own object: `style-src 'self'` allows it, a <style> not. */
export function styles(/** @type {string} */ css) {
  if (!sheets[css]) (sheets[css] = new CSSStyleSheet()).replaceSync(css);
  return sheets[css];
}

/**
 * Make the element ready to draw in. Its server HTML stays visible until `show` is called.
 * @param {HTMLElement} element
 * @param {import("./contract").Context} context
 * @param {string} name of the outermost class and part
 * @param {string} more styles beside those that all share
 * @param {() => Promise<string>} otherwise the language, where the page does not say it
 */
export async function shell(element, context, name, more, otherwise) {
  const language = languageOf(element) || (await otherwise().catch(() => "en"));
  const w = await words(language, context.base);
  const box = h("section", { class: `newsroom ${name}`, lang: w.language, dir: w.direction });
  const show = () => {
    // Native controls follow the page's own ground, which few pages declare.
    const [r, g, b] = (getComputedStyle(element).color.match(/[\d.]+/g) || []).map(Number);
    box.style.colorScheme = r + 2 * g + b > 560 ? "dark" : "light";
    const root = element.shadowRoot || element.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [styles(looks), styles(more)];
    root.replaceChildren(box);
  };
  return { box, show, words: w };
}

/**
 * Tell the page: crosses the shadow root and bubbles.
 * @param {EventTarget} element @param {"ready" | "posted" | "error" | "token"} name @param {object} detail
 */
export const emit = (element, name, detail) =>
  element.dispatchEvent(
    new CustomEvent(`newsroom:${name}`, { bubbles: true, composed: true, detail }),
  );

/** @param {import("./contract").Words} w @param {string} iso */
export const timeNode = (w, iso) =>
  h("time", { datetime: iso, title: w.exact(iso) }, w.ago(iso));

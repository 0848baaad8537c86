// What every element shares: its shadow root, its styles, its words, its events.
import { languageOf, words } from "./i18n.js";
import { h } from "./safe_dom.js";

/** @type {Record<string, Promise<CSSStyleSheet>>} */
const sheets = {};

/** A constructed sheet is the page's own object: `style-src 'self'` allows it, a <style> not. */
export const styles = (/** @type {string} */ url) =>
  (sheets[url] ??= fetch(url, { credentials: "omit" })
    .then((response) => response.text())
    .then((css) => new CSSStyleSheet().replace(css)));

/**
 * Make the element ready to draw in. Its server HTML stays visible until `show` is called.
 * @param {HTMLElement} element
 * @param {import("./contract").Context} context
 * @param {string} name of the outermost class and part
 * @param {string[]} css files
 * @param {() => Promise<string>} otherwise the language, where the page does not say it
 */
export async function shell(element, context, name, css, otherwise) {
  const language = languageOf(element) || (await otherwise().catch(() => "en"));
  const [w, ...adopted] = await Promise.all([
    words(language, context.base),
    ...css.map((file) => styles(context.base + file)),
  ]);
  const box = h("section", { class: `newsroom ${name}`, lang: w.language, dir: w.direction });
  const show = () => {
    // Native controls follow the page's own ground, which few pages declare.
    const [r, g, b] = (getComputedStyle(element).color.match(/[\d.]+/g) || []).map(Number);
    box.style.colorScheme = r + 2 * g + b > 560 ? "dark" : "light";
    const root = element.shadowRoot || element.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = adopted;
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

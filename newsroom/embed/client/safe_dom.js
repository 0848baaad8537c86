// Every node the client shows is made here, by name. No string is ever handed to the browser's
// own HTML parser: under `require-trusted-types-for 'script'` innerHTML, insertAdjacentHTML and
// DOMParser all throw, and without it they are where stored XSS comes from.

const PROSE = /^(p|br|em|strong|a|code|pre|blockquote|ul|ol|li)$/;
const TOKEN = /<(\/?)([a-z][a-z0-9]*)((?:"[^"]*"|'[^']*'|[^'">])*)>|[^<]+|</gi;
const HREF = /\shref\s*=\s*("[^"]*"|'[^']*')/i;
/** @type {Record<string, string>} */
const NAMED = Object.assign(Object.create(null), { amp: "&", lt: "<", gt: ">", quot: '"', nbsp: "\xa0" });
// Deeper than any writer needs; a browser lays out a thousand nested quotes only slowly.
const DEEPEST = 24;

/** @param {string} text */
const decode = (text) =>
  text.replace(/&(#x?)?(\w{1,7});/gi, (whole, mark, name) => {
    const point = parseInt(name, mark === "#" ? 10 : 16);
    if (mark) return point <= 0x10ffff ? String.fromCodePoint(point) : whole;
    return NAMED[name] ?? whole;
  });

/**
 * The address as the browser reads it, or "" where it is none that may be followed.
 * @param {string | null | undefined} address
 * @param {string} [base] what a relative one starts from; none are allowed without
 */
export function safeUrl(address, base) {
  try {
    const { href, protocol } = new URL(address || "", base);
    return address && /^(https?|mailto):$/.test(protocol) ? href : "";
  } catch {
    return "";
  }
}

/** @param {string} attributes */
function link(attributes) {
  const href = safeUrl(decode(HREF.exec(attributes)?.[1].slice(1, -1) || ""));
  return h("a", { href: href || null, rel: "nofollow ugc noopener" });
}

/**
 * The server's comment HTML as nodes. Unknown tags are dropped and their text kept.
 * @param {string} html
 */
export function prose(html) {
  const fragment = document.createDocumentFragment();
  /** @type {Element[]} */
  const open = [];
  for (const [token, closing, tag = "", attributes] of html.matchAll(TOKEN)) {
    const parent = open.at(-1) || fragment;
    const name = tag.toLowerCase();
    if (!name) parent.append(decode(token));
    else if (!PROSE.test(name)) continue;
    else if (closing) {
      const from = open.findLastIndex((element) => element.localName === name);
      if (from >= 0) open.length = from;
    } else {
      const element = name === "a" ? link(attributes) : document.createElement(name);
      parent.append(element);
      if (name !== "br" && open.length < DEEPEST) open.push(element);
    }
  }
  return fragment;
}

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * @template {Element} E
 * @param {E} element @param {Record<string, unknown>} attributes @param {Child[]} children
 */
function build(element, attributes, children) {
  for (const [key, value] of Object.entries(attributes)) {
    if (value == null || value === false) continue;
    if (typeof value === "function") {
      element.addEventListener(key.slice(2), /** @type {EventListener} */ (value));
    } else element.setAttribute(key, String(value));
    // What our own styles can name, a publisher's can: `newsroom-comments::part(author)`.
    if (key === "class") element.setAttribute("part", String(value));
  }
  const shown = children.filter((child) => child != null && child !== false);
  element.append(.../** @type {(Node | string)[]} */ (shown));
  return element;
}

/**
 * An element by name. Functions are listeners ("onclick"); null and false are left out.
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} name @param {Record<string, unknown>} [attributes] @param {...Child} children
 */
export const h = (name, attributes = {}, ...children) =>
  build(document.createElement(name), attributes, children);

/**
 * The same for SVG.
 * @param {string} name @param {Record<string, unknown>} attributes @param {...Child} children
 */
export const svg = (name, attributes, ...children) =>
  build(document.createElementNS("http://www.w3.org/2000/svg", name), attributes, children);

/** @param {string} label @param {(event: Event) => unknown} onclick @param {string} [kind] */
export const button = (label, onclick, kind = "button") =>
  h("button", { type: "button", class: kind, onclick }, label);

// Numbers of comments beside links, for a whole page at once.
import { languageOf, nearest } from "./languages.js";

// The server refuses more in one request.
const MOST = 100;

/**
 * @param {NodeListOf<Element>} links each names its article in data-newsroom-count
 * @param {string} path of the site in the API @param {string} base folder of the client
 */
export async function fill(links, path, base) {
  const ids = [...new Set([...links].map((link) => link.getAttribute("data-newsroom-count") || ""))];
  for (let from = 0; from < ids.length; from += MOST) {
    const some = ids.slice(from, from + MOST).map(encodeURIComponent).join(",");
    const asked = await fetch(`${path}counts?articles=${some}`, { credentials: "omit" });
    const { counts } = await asked.json();
    for (const link of links) write(link, counts, base);
  }
}

/**
 * @param {Element} link @param {Record<string, number>} counts @param {string} base
 */
async function write(link, counts, base) {
  const id = link.getAttribute("data-newsroom-count") || "";
  if (!Object.hasOwn(counts, id)) return;
  const language = nearest(languageOf(link));
  const { default: forms } = await import(`${base}i18n/counts/${language}.js`);
  const n = counts[id];
  const form = forms[new Intl.PluralRules(language).select(n)] || forms.other;
  // A browser's first number in a language's own writing costs a slow phone a frame or more, and
  // up to a thousand only Persian, of ours, writes it otherwise.
  const plain = n < 1000 && language !== "fa";
  link.textContent = form.replace("{n}", plain ? n : new Intl.NumberFormat(language).format(n));
}

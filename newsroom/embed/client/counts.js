// Numbers of comments beside links, for a whole page at once.
import { languageOf, nearest } from "./i18n.js";

// The server refuses more in one request.
const MOST = 100;

/**
 * @param {NodeListOf<Element>} links each names its article in data-newsroom-count
 * @param {string} path of the site in the API @param {string} base folder of the client
 */
export async function fill(links, path, base) {
  const ids = [...new Set([...links].map((link) => link.getAttribute("data-newsroom-count") || ""))];
  const words = ask(`${base}i18n/counts.json`);
  for (let from = 0; from < ids.length; from += MOST) {
    const some = ids.slice(from, from + MOST).map(encodeURIComponent).join(",");
    const { counts } = await ask(`${path}counts?articles=${some}`);
    for (const link of links) write(link, counts, await words);
  }
}

/** @param {string} url @returns {Promise<any>} */
const ask = (url) => fetch(url, { credentials: "omit" }).then((response) => response.json());

/**
 * @param {Element} link @param {Record<string, number>} counts
 * @param {Record<string, Record<string, string>>} words
 */
function write(link, counts, words) {
  const id = link.getAttribute("data-newsroom-count") || "";
  if (!Object.hasOwn(counts, id)) return;
  const language = nearest(languageOf(link));
  const forms = words[language];
  const form = forms[new Intl.PluralRules(language).select(counts[id])] || forms.other;
  link.textContent = form.replace("{n}", new Intl.NumberFormat(language).format(counts[id]));
}

// Which language an element speaks, of those there are words in.

// Listed here so that a page in another language costs no failed request.
const LANGUAGES = "en ar cs da de el es fa fr he id it ja ko nl pl pt ro ru sv tr uk ur zh".split(" ");

/** @param {string} wanted a language tag @returns {string} the nearest catalogue */
export function nearest(wanted) {
  const base = wanted.toLowerCase().split("-")[0];
  return LANGUAGES.includes(base) ? base : "en";
}

/** @param {Element} element @returns {string} what the page says, or "" */
export const languageOf = (element) => element.closest("[lang]")?.getAttribute("lang") || "";

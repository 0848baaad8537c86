// Words, numbers and times in the reader's language.
import { nearest } from "./languages.js";

const RIGHT_TO_LEFT = /^(ar|fa|he|ur)/;
/** @type {[Intl.RelativeTimeFormatUnit, number][]} */
const STEPS = [["day", 86400], ["hour", 3600], ["minute", 60]];

/** @type {Record<string, Promise<any>>} */
const catalogues = {};

/**
 * @param {string} wanted a language tag @param {string} base folder of the client
 * @returns {Promise<import("./contract").Words>}
 */
export async function words(wanted, base) {
  const language = nearest(wanted);
  const catalogue = (/** @type {string} */ name) =>
    (catalogues[name] ??= import(`${base}i18n/${name}.js`).then((file) => file.default));
  const texts = await catalogue(language);
  // "en-GB" writes its dates in its own way; other tags may be none that Intl accepts.
  const locale = /^[a-z]{2}-[a-z]{2}$/i.test(wanted) ? wanted : language;
  const plural = new Intl.PluralRules(language);
  const number = new Intl.NumberFormat(locale);
  const relative = new Intl.RelativeTimeFormat(language, { numeric: "auto" });
  const day = new Intl.DateTimeFormat(locale, { dateStyle: "medium" });
  const moment = new Intl.DateTimeFormat(locale, { dateStyle: "full", timeStyle: "short" });

  return {
    language,
    direction: RIGHT_TO_LEFT.test(language) ? "rtl" : "ltr",
    t(key, values = {}) {
      const entry = texts[key] || key;
      const text = entry[plural.select(+values.n)] || entry.other || entry;
      return text.replace(/\{(\w+)\}/g, (/** @type {string} */ _, /** @type {string} */ name) => {
        const value = values[name];
        return typeof value === "number" ? number.format(value) : value;
      });
    },
    has: (key) => key in texts,
    more: async () => Object.assign(texts, await catalogue(`more/${language}`)),
    number: number.format,
    exact: (iso) => moment.format(Date.parse(iso) || 0),
    ago(iso) {
      const seconds = (Date.now() - Date.parse(iso)) / 1000;
      if (seconds > 30 * 86400) return day.format(Date.parse(iso));
      const step = STEPS.find(([, size]) => seconds >= size);
      return step ? relative.format(-Math.trunc(seconds / step[1]), step[0]) : texts.now;
    },
  };
}

/**
 * A server's code as a sentence in the reader's language, or its own text. (English leaves most
 * of them to the server, which says the same.)
 * @param {import("./contract").Words} w
 * @param {{code: string, text?: string, retryAfter?: number}} coded
 */
export function sentence(w, { code, text, retryAfter }) {
  // "name_too_long" has no sentence of its own: "too_long" says it for every field.
  const keys = [`e_${code}`, `f_${code.replace(/^[a-z]+_/, "")}`];
  const key = keys.find(w.has);
  const said = key ? w.t(key) : text || w.t("e_invalid");
  return retryAfter ? `${said} ${w.t("retry_in", { n: retryAfter })}` : said;
}

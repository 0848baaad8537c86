// For who builds the page: `?newsroom-debug` in its address, or `data-debug` on the script tag.
// Says in plain words what keeps the widgets from working, on the page itself. English alone.
import { h } from "./safe_dom.js";

/**
 * @typedef {object} Seen
 * @property {HTMLScriptElement} script
 * @property {string} [site]
 * @property {string} api @property {string} base
 * @property {string | false | undefined} fault what the loader found wrong with its own tag
 * @property {string} [serves] the site that an earlier tag serves
 * @property {SecurityPolicyViolationEvent[]} blocked so far
 */

// A clock that is off by less does no harm.
const TOLERATED_SECONDS = 120;
/** @type {Set<string>} what all tags of the page found */
const all = new Set();
const WIDGETS = /^newsroom-(comments|navigation|related|section|latest)$/;

/** @param {Seen} seen */
export async function examine(seen) {
  if (document.readyState === "loading")
    await new Promise((done) => addEventListener("DOMContentLoaded", done, { once: true }));
  const found = [...tag(seen), ...page(seen), ...(await service(seen))];
  // What was asked above may have been blocked, too, and a browser tells that a moment later.
  await new Promise((later) => setTimeout(later, 100));
  found.push(...seen.blocked.map(blockage));
  found.forEach((text) => all.add(text));
  show([...all]);
  if (found.length) console.warn(["Newsroom:", ...found].join("\n- "));
}

/** @param {Seen} seen @returns {string[]} */
function tag({ site, fault, serves, api }) {
  const said = [];
  if (fault === "no_site") said.push("The script tag has no data-site: add data-site=\"your site's key\".");
  if (fault === "twice") said.push("The script is included twice: remove one of the two tags.");
  if (fault === "two_sites")
    said.push(`Two sites on one page: “${serves}” is served, “${site}” is refused. Keep one script tag.`);
  if (location.protocol === "https:" && api.startsWith("http:"))
    said.push(`Mixed content: this page is https and the script comes from ${api}. Serve Newsroom over https.`);
  return said;
}

/** @param {Seen} seen @returns {string[]} */
function page({ site }) {
  const said = [];
  const links = document.querySelectorAll("link[rel=canonical]");
  const canonical = /** @type {HTMLLinkElement | undefined} */ (links[0])?.href;
  const widgets = [...document.querySelectorAll("*")].filter(({ localName }) => /^newsroom-/.test(localName));
  const unknown = widgets.map(({ localName }) => localName).filter((name) => !WIDGETS.test(name));
  unknown.forEach((name) => said.push(`There is no element <${name}>: check its spelling.`));
  if (site && !widgets.length && !document.querySelector("[data-newsroom-count]"))
    said.push("There is no widget on this page: add <newsroom-comments></newsroom-comments>.");
  if (links.length > 1) said.push("There are several <link rel=canonical>: the first is used.");
  if (canonical && new URL(canonical).host !== location.host)
    said.push(
      `Canonical URL mismatch: the page is at ${location.host} and says it is ${canonical}. ` +
        "Comments belong to the canonical address; name the article by article=\"…\" if that is not meant.",
    );
  return said;
}

/** What the server says, asked as the widgets ask. @param {Seen} seen */
async function service({ site, api, script }) {
  if (!site) return [];
  const path = `${api}sites/${encodeURIComponent(site)}/`;
  const asked = await ask(`${path}counts?articles=x`);
  if (!asked) return [unreachable(new URL(api).origin)];
  const said = clock(asked);
  if (asked.status === 404) said.push(`Wrong site key: this newsroom has no site “${site}”.`);
  if (asked.status >= 500) said.push(`The newsroom answers ${asked.status}: run “./run manage doctor” on it.`);
  const element = document.querySelector("newsroom-comments");
  const known = element && asked.ok && (await ask(`${path}page?${nameOf(element)}`));
  if (known && known.status === 404)
    said.push(
      `The newsroom knows no article by ${decodeURIComponent(nameOf(/** @type {Element} */ (element)))}: ` +
        `either ${location.host} is not registered among the domains of “${site}”, ` +
        "or the article was not published there. “./run manage doctor --page …” says which.",
    );
  if (script.type === "module") said.push("The script tag says type=module: remove that.");
  return said;
}

/** @param {string} url @returns {Promise<Response | null>} */
const ask = (url) => fetch(url, { credentials: "omit", cache: "no-store" }).catch(() => null);

/** @param {string} origin */
const unreachable = (origin) =>
  `${origin} cannot be reached from this page. Is it up, is its certificate good, does an ad blocker or the ` +
  "page's Content-Security-Policy stand in the way?";

/** @param {Response} answer @returns {string[]} */
function clock(answer) {
  const off = Math.round((Date.now() - Date.parse(answer.headers.get("Date") || "")) / 1000);
  if (!(Math.abs(off) > TOLERATED_SECONDS)) return [];
  return [`Clock off: this device and the server differ by ${Math.abs(off)} seconds; forms may be refused.`];
}

/** @param {Element} element as the loader names it */
function nameOf(element) {
  const article = element.getAttribute("article");
  if (article) return `article=${encodeURIComponent(article)}`;
  const canonical = /** @type {HTMLLinkElement | null} */ (document.querySelector("link[rel=canonical]"));
  const url = element.getAttribute("url") || canonical?.href || location.href;
  return `url=${encodeURIComponent(url.split("#")[0])}`;
}

/** @param {SecurityPolicyViolationEvent} event */
function blockage({ blockedURI, effectiveDirective }) {
  const directive = effectiveDirective.replace(/-(elem|attr)$/, "");
  const origin = /^\w+:\/\//.test(blockedURI) ? new URL(blockedURI).origin : blockedURI;
  return `CSP blocked ${blockedURI}. Add to the page's Content-Security-Policy: ${directive} ${origin}`;
}

/** @param {string[]} found */
function show(found) {
  const host = document.createElement("newsroom-debug-report");
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(
    ":host{all:initial;position:fixed;inset:auto 1em 1em auto;z-index:2147483647;max-width:min(34em,calc(100vw - 2em));" +
      "max-height:60vh;overflow:auto;padding:1em;font:14px/1.5 system-ui,sans-serif;color:#111;background:#fff;" +
      "border:2px solid #1d4ed8;border-radius:8px}li{margin-block:.5em;overflow-wrap:anywhere}h2{font-size:1em;margin:0}",
  );
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet];
  const items = found.map((text) => h("li", {}, text));
  root.append(
    h("h2", {}, found.length ? `Newsroom: ${found.length} to mend` : "Newsroom: all is well"),
    found.length ? h("ol", {}, ...items) : h("p", {}, "Script, site key, address, policy and clock are in order."),
  );
  host.setAttribute("role", "status");
  document.querySelector("newsroom-debug-report")?.remove();
  document.body.append(host);
}

// <newsroom-comments mode="frame">: the conversation on an origin of its own, for pages that want
// nothing of ours to run in theirs. The two windows talk by messages that each checks for sender,
// origin and shape; what crosses is a height, events without words, and where to scroll to.

/** @typedef {import("./contract").Context} Context */

const PASSED = ["theme", "density", "avatars", "lang"];
const EVENTS = ["ready", "posted", "error"];
const TALLEST = 200_000;

/** @param {HTMLElement} element @param {Context} context @param {AbortSignal} signal */
export async function mount(element, context, signal) {
  const origin = new URL(context.base).origin;
  const query = new URLSearchParams(context.key(element));
  query.set("holder", location.origin);
  for (const name of PASSED) {
    const value = element.getAttribute(name) || (name === "lang" && document.documentElement.lang);
    if (value) query.set(name, value);
  }
  const frame = document.createElement("iframe");
  frame.src = `${origin}/sites/${encodeURIComponent(context.site)}/frame?${query}`;
  frame.title = "Comments";
  frame.setAttribute("sandbox", "allow-scripts allow-same-origin allow-forms allow-popups");
  // Set by property, which `style-src 'self'` allows.
  Object.assign(frame.style, { width: "100%", border: "0", display: "block", minHeight: "20rem" });

  const hear = (/** @type {MessageEvent} */ event) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    const { newsroom, height, name, detail } = event.data || {};
    if (newsroom !== 1) return;
    if (Number.isFinite(height)) frame.style.height = `${Math.min(Math.max(height, 0), TALLEST)}px`;
    if (EVENTS.includes(name))
      element.dispatchEvent(new CustomEvent(`newsroom:${name}`, { bubbles: true, composed: true, detail: plain(detail) }));
  };
  addEventListener("message", hear, { signal });

  const root = element.shadowRoot || element.attachShadow({ mode: "open" });
  root.replaceChildren(frame);
  const seek = () => {
    const [, id] = /^#comment-(\d+)$/.exec(location.hash) || [];
    if (id) frame.contentWindow?.postMessage({ newsroom: 1, seek: Number(id) }, origin);
  };
  frame.addEventListener("load", seek, { signal });
  addEventListener("hashchange", seek, { signal });
}

/** Numbers, codes and flags: nothing else of a message reaches the page. @param {any} detail */
export function plain(detail) {
  const entries = Object.entries(detail || {}).filter(
    ([, value]) => typeof value === "number" || /^[\w.:-]{1,200}$/.test(String(value)),
  );
  return Object.fromEntries(entries);
}

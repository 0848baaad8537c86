// Newsroom's widgets as React components: thin, typed, and safe to render on a server. No build
// step and no JSX, so the file can be used as it is.
import { createElement, useEffect, useRef } from "react";

const EVENTS = { onReady: "newsroom:ready", onPosted: "newsroom:posted", onError: "newsroom:error", onToken: "newsroom:token" };

/** The script, once on a page; a second one for another site is refused by the loader itself. */
export function NewsroomScript({ server, site, nonce, debug }) {
  const src = `${server}/embed/v1.js`;
  return createElement("script", { async: true, src, nonce, "data-site": site, "data-debug": debug ? "" : undefined });
}

function element(tag) {
  return function NewsroomElement({ html, onReady, onPosted, onError, onToken, ...attributes }) {
    const node = useRef(null);
    const latest = useRef({});
    latest.current = { onReady, onPosted, onError, onToken };
    useEffect(() => {
      const { current } = node;
      const heard = Object.entries(EVENTS).map(([prop, name]) => {
        const listen = (event) => latest.current[prop]?.(event.detail, event);
        current.addEventListener(name, listen);
        return () => current.removeEventListener(name, listen);
      });
      return () => heard.forEach((end) => end());
    }, []);
    // Server HTML stands inside until the script takes over; it comes from Newsroom, sanitised.
    const inside = html ? { dangerouslySetInnerHTML: { __html: html } } : {};
    return createElement(tag, { ref: node, suppressHydrationWarning: true, ...attributes, ...inside });
  };
}

export const Comments = element("newsroom-comments");
export const Navigation = element("newsroom-navigation");
export const Related = element("newsroom-related");
export const Section = element("newsroom-section");
export const Latest = element("newsroom-latest");

/** A link with the number of comments of an article. */
export const Count = ({ article, href, ...more }) =>
  createElement("a", { "data-newsroom-count": article, href, ...more });

/** The conversation as HTML, on the server: `await threadHtml(…)`; "" where Newsroom does not answer. */
export async function threadHtml({ server, site, article, url, seconds = 1, ...fetching }) {
  const query = new URLSearchParams({ fragment: "1", ...(article ? { article } : { url }) });
  const address = `${server}/sites/${encodeURIComponent(site)}/comments?${query}`;
  try {
    const answer = await fetch(address, { signal: AbortSignal.timeout(seconds * 1000), ...fetching });
    return answer.ok ? await answer.text() : "";
  } catch {
    return "";
  }
}

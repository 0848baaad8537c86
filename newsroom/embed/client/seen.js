// Which related links came into view and which one was chosen: told once, as the page goes away,
// and by nobody in particular. Loaded where there are such links.

/**
 * @param {HTMLElement} box holds the list @param {string} article @param {string[]} ids in order
 * @param {import("./contract").Context} context @param {AbortSignal} signal
 */
export function watch(box, article, ids, context, signal) {
  /** @type {{ shown?: string[], clicked?: string, position?: number }} */
  let news = {};
  const items = [...box.querySelectorAll("li")];
  const sight = new IntersectionObserver(
    (entries) => {
      if (!entries.some((entry) => entry.isIntersecting)) return;
      sight.disconnect();
      news.shown = ids;
    },
    { threshold: 0.5 },
  );
  if (items.length) sight.observe(items[0]);
  signal.addEventListener("abort", () => sight.disconnect());

  const chosen = (/** @type {Event} */ event) => {
    const link = /** @type {Element} */ (event.target).closest("a");
    const position = items.findIndex((item) => item.contains(link));
    if (link && ids[position]) news = { ...news, clicked: ids[position], position };
  };
  const tell = () => {
    if (!news.shown && !news.clicked) return;
    const path = `${context.api}sites/${encodeURIComponent(context.site)}/seen`;
    // A text: another origin may be sent that without a question first, for which no time is left.
    navigator.sendBeacon(path, JSON.stringify({ article, ...news }));
    news = {};
  };
  box.addEventListener("click", chosen, { signal });
  box.addEventListener("auxclick", chosen, { signal });
  addEventListener("pagehide", tell, { signal });
  document.addEventListener("visibilitychange", () => document.hidden && tell(), { signal });
}

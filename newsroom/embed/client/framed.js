// Inside the frame: tells the page that holds it how tall it is and what happened, and listens to
// nobody else. Loaded by the frame's page beside the loader.
(() => {
  const script = /** @type {HTMLScriptElement} */ (document.currentScript);
  const holder = script.dataset.holder;
  if (!holder || parent === window) return;
  const tell = (/** @type {object} */ what) => parent.postMessage({ newsroom: 1, ...what }, holder);
  const measure = () => tell({ height: Math.ceil(document.documentElement.getBoundingClientRect().height) });
  addEventListener("DOMContentLoaded", () => {
    new ResizeObserver(measure).observe(document.documentElement);
    measure();
  });
  for (const name of ["ready", "posted", "error"])
    addEventListener(`newsroom:${name}`, (event) => {
      const { error: _, ...detail } = /** @type {CustomEvent} */ (event).detail;
      tell({ name, detail });
    });
  addEventListener("message", (event) => {
    if (event.source !== parent || event.origin !== holder || event.data?.newsroom !== 1) return;
    if (Number.isInteger(event.data.seek)) location.hash = `comment-${event.data.seek}`;
  });
})();

// What is remembered in the reader's own browser, and nowhere else. Every access may throw:
// browsers refuse storage in private windows, in frames and by policy.

/** What outlives the tab: who writes, with the writer's consent; and what a reader did on purpose. */
const area = (/** @type {string} */ key) =>
  /^(author|guest|acts|muted)/.test(key) ? localStorage : sessionStorage;

/** @param {string} key @returns {any} */
export function recall(key) {
  try {
    return JSON.parse(area(key).getItem(`newsroom:${key}`) || "null");
  } catch {
    return null;
  }
}

/** @param {string} key @param {unknown} value null forgets */
export function keep(key, value) {
  try {
    if (value) area(key).setItem(`newsroom:${key}`, JSON.stringify(value));
    else area(key).removeItem(`newsroom:${key}`);
  } catch {
    // Not remembered; nothing else is lost.
  }
}

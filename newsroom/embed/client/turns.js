// Long work in short turns, so that the page answers its reader meanwhile.
const TURN_MS = 10;

let queue = Promise.resolve();
let until = 0;

/** Resolves at once while the turn lasts, else in the browser's next task; first come, first served. */
export const turn = () =>
  (queue = queue.then(async () => {
    if (performance.now() < until) return;
    const { scheduler } = /** @type {any} */ (globalThis);
    await (scheduler?.yield ? scheduler.yield() : new Promise((go) => setTimeout(go)));
    until = performance.now() + TURN_MS;
  }));

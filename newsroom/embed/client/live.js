// What others write meanwhile: a button says how many, and nothing moves until it is pressed.
import { commentNode } from "./comment.js";
import { further } from "./further.js";
import { button, h } from "./safe_dom.js";

/** @typedef {import("./contract").Comment} Comment */
/** @typedef {import("./comments.js").Conversation} Conversation */

// Seconds between two looks where the server offers no stream; readers do not ask in step.
const EVERY = 10;
const SPREAD = 4;

/** @param {Conversation} view a drawn thread */
export function follow(view) {
  const { api, page, signal } = view;
  let version = page.thread.version || 0;
  const pill = button("", () => bring(view, pill), "fresh");
  pill.hidden = true;
  view.list.before(h("div", { class: "pill" }, pill));

  /** @param {{version?: number, count: number}} thread as it stands by now */
  const hear = async (thread) => {
    if (!thread.version || thread.version <= version) return;
    version = thread.version;
    const n = thread.count - view.count;
    await further(view);
    pill.hidden = n < 1;
    if (n < 1) return;
    pill.textContent = view.words.t("new_comments", { n });
    view.say(pill.textContent);
  };
  // An answer that was cut off is as good as none: the next look is soon.
  const look = () =>
    api
      .comments({ limit: 1 })
      .then(({ thread }) => hear(thread))
      .catch(() => {});

  /** @type {EventSource | undefined} */
  let stream;
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const poll = () => {
    timer = setTimeout(() => look().then(poll), (EVERY + Math.random() * SPREAD) * 1000);
  };
  const listen = () => {
    stream = new EventSource(new URL(page.config.live || "", api.context.api));
    stream.onmessage = ({ data }) => hear(JSON.parse(data));
    stream.onerror = () => {
      // The browser tries again by itself, unless the server wants no more streams.
      if (stream?.readyState !== EventSource.CLOSED) return;
      stream = undefined;
      poll();
    };
  };
  const rest = () => {
    stream?.close();
    clearTimeout(timer);
  };
  const wake = () => {
    rest();
    if (document.hidden || signal.aborted) return;
    if (page.config.live && globalThis.EventSource) listen();
    else poll();
  };
  document.addEventListener(
    "visibilitychange",
    () => {
      wake();
      if (!document.hidden) look();
    },
    { signal },
  );
  signal.addEventListener("abort", rest);
  wake();
}

/**
 * Puts what is new where it belongs; what is being written or read stays as it is.
 * @param {Conversation} view @param {HTMLButtonElement} pill
 */
async function bring(view, pill) {
  if (pill.ariaBusy) return;
  pill.ariaBusy = "true";
  try {
    // The newest hold new comments; the page as it is ordered holds new answers to older ones.
    const newest = await view.api.comments({ sort: "newest" });
    const shown = view.sort === "newest" ? newest : await view.api.comments({ sort: view.sort });
    const found = [...(shown === newest ? [] : shown.results), ...newest.results.reverse()];
    const added = found.flatMap((one) => add(view, one));
    view.count = newest.thread.count;
    view.recount(0);
    pill.hidden = true;
    view.say(view.words.t("added", { n: added.length }));
    (added[0] || view.title).focus();
  } catch {
    pill.textContent = view.words.t("more_failed");
  }
  pill.ariaBusy = null;
}

/** @param {Conversation} view @param {Comment} comment @returns {HTMLElement[]} what was added */
function add(view, comment) {
  if (view.find(comment.id)) return (comment.replies || []).flatMap((reply) => add(view, reply));
  const node = commentNode(comment, view);
  const above = comment.parent && view.find(comment.parent)?.querySelector(".replies");
  if (comment.parent && !above) return [];
  if (above || view.sort !== "newest") (above || view.list).append(node);
  else view.list.prepend(node);
  return [node];
}

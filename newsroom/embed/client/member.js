// A reader whom the publisher has signed in: the element's `token` goes with what they write.
import { Problem } from "./api.js";
import { further } from "./further.js";
import { emit } from "./shell.js";
import { recall } from "./storage.js";

/** @typedef {import("./desk.js").Desk} Desk */

// How long a page may take to get a new token from its server.
const PATIENCE_SECONDS = 10;

/** @param {Desk} desk of an element with a `token` attribute, which may be empty still */
export function signIn(desk) {
  const { view } = desk;
  const { element, api, signal } = view;
  const plain = { ask: api.ask.bind(api), composer: desk.composer.bind(desk) };
  const token = () => element.getAttribute("token");

  /** @type {typeof api.ask} */
  api.ask = async (path, method, body, headers) => {
    const signed = () => ({ ...headers, ...(token() && { Authorization: `Bearer ${token()}` }) });
    if (!body) return plain.ask(path, method, body, headers);
    try {
      return await plain.ask(path, method, body, signed());
    } catch (error) {
      // It may have run out while somebody wrote: the page is asked for another, once.
      if (!(await renewed(error, element, signal))) throw error;
      return plain.ask(path, method, body, signed());
    }
  };

  const look = async () => {
    const said = token();
    const member = said && (await whoIs(desk, said));
    if (token() !== said || signal.aborted) return;
    desk.composer = member ? (parent, more) => composer(parent, more, member) : plain.composer;
    redraw(desk);
    for (const own of (member && member.comments) || []) {
      const known = recall(desk.name)?.[own.id] || desk.own.some(({ answer }) => answer.id === own.id);
      if (!known) desk.add(own, { body: own.body || "" });
    }
  };

  /**
   * The form without what the publisher knows already.
   * @param {number | undefined} parent @param {Partial<import("./composer.js").Task> | undefined} more
   * @param {any} member
   */
  const composer = (parent, more, { name }) => {
    const { body } = view.page.config.fields;
    const note = view.words.t("signed_in", { name });
    const made = plain.composer(parent, { ...more, fields: { body }, note });
    made.consent.checked = false;
    return made;
  };

  const observer = new MutationObserver(look);
  observer.observe(element, { attributeFilter: ["token"] });
  signal.addEventListener("abort", () => observer.disconnect());
  look();
}

/**
 * Whom the server takes the token for; undefined where it is no good, which the page is told.
 * @param {Desk} desk @param {string} token
 */
async function whoIs({ view }, token) {
  const { element, api, signal } = view;
  await further(view);
  const path = `sites/${encodeURIComponent(api.context.site)}/me?${api.key}`;
  try {
    const response = await fetch(api.context.api + path, {
      credentials: "omit",
      signal,
      headers: { Authorization: `Bearer ${token}` },
    });
    const body = await response.json();
    if (response.ok) return body;
    if (response.status === 401) emit(element, "token", { code: body.code });
  } catch {
    // Unreachable: the form stays a guest's, and posting will tell.
  }
}

/**
 * Whether the page has set another token after one was refused.
 * @param {unknown} error @param {HTMLElement} element @param {AbortSignal} signal
 * @returns {Promise<boolean>}
 */
function renewed(error, element, signal) {
  const refused = error instanceof Problem && error.status === 401;
  if (!refused || !element.getAttribute("token")) return Promise.resolve(false);
  return new Promise((resolve) => {
    const end = (/** @type {boolean} */ found) => {
      observer.disconnect();
      clearTimeout(timer);
      resolve(found);
    };
    const observer = new MutationObserver(() => end(!!element.getAttribute("token")));
    observer.observe(element, { attributeFilter: ["token"] });
    const timer = setTimeout(() => end(false), PATIENCE_SECONDS * 1000);
    signal.addEventListener("abort", () => end(false));
    emit(element, "token", { code: error.code });
  });
}

/** The form under the thread anew, with the words that stand in it. @param {Desk} desk */
function redraw(desk) {
  const { place, isOpen } = desk.view;
  const old = place.querySelector("textarea");
  if (!isOpen || !old) return;
  const { form, body } = desk.composer();
  const focused = old.matches(":focus");
  body.value = old.value;
  place.replaceChildren(form);
  if (focused) body.focus();
}

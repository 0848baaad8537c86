// What an editor says above a thread, and why one may not write in it: most have neither.
import { sentence } from "./i18n.js";
import { h, prose } from "./safe_dom.js";
import { recall } from "./storage.js";

/**
 * Before the thread is drawn. A browser that holds the proof of its reader's address belongs to a
 * member, and so does one that the page has signed in.
 * @param {import("./comments.js").Conversation} view
 */
export async function prepare(view) {
  const { thread } = view.page;
  const member = recall("author")?.proof || view.element.hasAttribute("token");
  if (thread.mode === "members" && member) thread.refusal = null;
  // Why one may not write is among the words that few come to need.
  if (thread.refusal) await view.words.more();
  if (thread.refusal) view.closed = sentence(view.words, thread.refusal);
  if (thread.note) view.note = h("div", { class: "notice prose" }, prose(thread.note));
}

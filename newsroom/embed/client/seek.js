// The way to one comment in the middle of a thread, however long.
import { further } from "./further.js";
import { button } from "./safe_dom.js";
import { resort } from "./sorting.js";

/**
 * Draw the page that holds the comment with all above it, and a way back to the beginning.
 * @param {import("./comments.js").Conversation} view @param {string} id
 */
export async function seek(view, id) {
  const page = await view.api.comments({ around: id }).catch(() => null);
  if (!page) return;
  await further(view);
  view.sort = "oldest";
  view.fill(page);
  await view.drawn;
  const all = () => resort(view, view.page.config.sort);
  view.tail.append(button(view.words.t("show_all"), all, "more"));
  (await view.desk)?.show();
}

// What only some readers need, their words and their looks: fetched when somebody does.
import { styles } from "./shell.js";

/**
 * Once it resolves, all words can be asked for and everything looks as it should.
 * @param {import("./comments.js").Conversation} view
 */
export async function further({ box, words, api }) {
  const [sheet] = await Promise.all([styles(`${api.context.base}further.css`), words.more()]);
  const root = /** @type {ShadowRoot} */ (box.getRootNode());
  const known = root.adoptedStyleSheets || [];
  if (!known.includes(sheet)) root.adoptedStyleSheets = [...known, sheet];
}

// What only some readers need, their words and their looks: fetched when somebody does.
import extra from "./further.css";
import { styles } from "./shell.js";

/**
 * Once it resolves, all words can be asked for and everything looks as it should.
 * @param {import("./comments.js").Conversation} view
 */
export async function further({ box, words }) {
  await words.more();
  const sheet = styles(extra);
  // Where server HTML stands until we show ourselves, the styles given before that are lost.
  if (!box.isConnected) await new Promise((resolve) => setTimeout(resolve));
  const root = /** @type {ShadowRoot} */ (box.getRootNode());
  const known = root.adoptedStyleSheets || [];
  if (!known.includes(sheet)) root.adoptedStyleSheets = [...known, sheet];
}

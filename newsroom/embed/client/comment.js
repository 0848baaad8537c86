// One comment as nodes, with its replies folded after those the server sent.
import { avatar } from "./avatar.js";
import { button, h, prose, safeUrl } from "./safe_dom.js";
import { timeNode } from "./shell.js";

/** @typedef {import("./contract").Comment} Comment */
/** @typedef {import("./comments.js").Conversation} Conversation */

/** @param {Comment} comment @param {Conversation} view */
export function commentNode(comment, view) {
  const { t } = view.words;
  const { id, depth, reply_count: replies = 0 } = comment;
  // What stands deeper from an earlier time of the site does not move further in.
  const deep = depth >= view.page.config.reply_depth;
  const list = h("ol", { class: deep ? "replies flat" : "replies" });
  list.append(...(comment.replies || []).map((reply) => commentNode(reply, view)));
  const left = replies - list.children.length;
  return h(
    "li",
    { id: `comment-${id}`, class: "comment", tabindex: -1 },
    comment.author ? card(comment, view) : h("p", { class: "stub" }, t("removed")),
    list,
    comment.has_more &&
      view.moreButton(t("more_replies", { n: left }), list, { parent: id, sort: view.sort }),
  );
}

/** @param {Comment} comment @param {Conversation} view */
export function card(comment, view) {
  const { t } = view.words;
  const to = comment.in_reply_to;
  const author = /** @type {import("./contract").Author} */ (comment.author);
  const { name } = author;
  const website = safeUrl(author.website);
  const label = h("bdi", {}, name);
  const badge = (/** @type {string | false | null | undefined} */ text, kind = "badge") =>
    text && h("span", { class: kind }, text);
  const reply = () => button(t("reply"), () => view.reply(comment, name), "quiet");
  return h(
    "article",
    { class: comment.picked ? "card picked" : "card", "aria-label": t("by", { name }) },
    avatar(author),
    h(
      "header",
      {},
      h("b", { class: "author" }, website ? h("a", { href: website, rel: "nofollow ugc" }, label) : label),
      badge(author.badge),
      badge(comment.pinned && t("pinned")),
      badge(comment.picked && t("picked"), "badge pick"),
      h("a", { class: "time", href: `#comment-${comment.id}` }, timeNode(view.words, comment.created_at)),
      comment.edited_at &&
        h("span", { class: "muted" }, t("edited"), " ", timeNode(view.words, comment.edited_at)),
      to && h("a", { class: "time", href: `#comment-${to.id}` }, t("in_reply_to", to)),
    ),
    h("div", { class: "prose", dir: "auto" }, prose(comment.html)),
    h("footer", {}, view.mayReply(comment) && reply(), view.tools(comment)),
  );
}

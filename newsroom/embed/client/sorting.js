// The thread in another order.

/** @param {import("./comments.js").Conversation} view @param {string} sort */
export async function resort(view, sort) {
  const { t } = view.words;
  try {
    const page = await view.api.comments({ sort });
    view.sort = sort;
    view.fill(page);
    await view.drawn;
    (await view.desk)?.show();
    view.say(t("sorted"));
  } catch {
    view.say(t("more_failed"));
  }
}

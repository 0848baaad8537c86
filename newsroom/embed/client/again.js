// After a reload: what this tab posted, which is not in the thread for everybody.
import { asProblem } from "./api.js";
import { recall } from "./storage.js";

/** @param {import("./desk.js").Desk} desk */
export async function remember(desk) {
  /** @type {Record<string, string>} */
  const receipts = recall(desk.name) || {};
  for (const [id, receipt] of Object.entries(receipts)) {
    try {
      const answer = await desk.view.api.own(id, receipt);
      if (answer.status === "withdrawn") desk.drop(id);
      else desk.add({ ...answer, receipt }, { body: answer.body || "" });
    } catch (error) {
      if (/403|404|410/.test(String(asProblem(error).status))) desk.drop(id);
    }
  }
}

// A face for a name, drawn here: no picture service learns who reads what.
import { svg } from "./safe_dom.js";

/** @param {import("./contract").Author} author */
export function avatar({ avatar: seed, name }) {
  let hash = 0;
  for (const letter of seed || name) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x2c1b3c6d);
  hash = (hash ^ (hash >>> 15)) >>> 0;
  // Even lightness in every hue keeps the white initial readable.
  const fill = `oklch(.5 .09 ${hash % 360})`;
  const shade = { cx: hash % 41, cy: 34, r: 18, fill: `oklch(.43 .09 ${(hash + 50) % 360})` };
  return svg(
    "svg",
    { class: "avatar", viewBox: "0 0 40 40", "aria-hidden": true },
    svg("rect", { width: 40, height: 40, fill }),
    svg("circle", shade),
    svg("text", { x: 20, y: 21 }, [...name.trim()][0]?.toUpperCase()),
  );
}

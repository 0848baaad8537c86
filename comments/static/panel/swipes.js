// The queue by touch, beside buttons and keys: to the right publishes, to the left asks why to
// reject. It presses what is there already: a button of the card, or a key.

const list = document.getElementById("cards");
const back = document.getElementById("take-back");
const FAR = 90; // pixels that are no slip
const FLAT = 50; // more up or down than this is scrolling
const UNDO_FOR = 10_000;

let begun = null;
let timer = 0;

const press = (key) => document.dispatchEvent(new KeyboardEvent("keydown", { key }));

function undoable() {
  back.hidden = false;
  clearTimeout(timer);
  timer = setTimeout(() => (back.hidden = true), UNDO_FOR);
}

list.addEventListener("touchstart", (event) => {
  const [touch] = event.touches;
  const card = event.target.closest(".card");
  // What scrolls sideways by itself, such as code, keeps its own movement.
  const own = event.target.closest("pre, select, input, textarea");
  begun = event.touches.length === 1 && card && !own ? { card, x: touch.clientX, y: touch.clientY } : null;
}, { passive: true });

list.addEventListener("touchend", (event) => {
  if (!begun || !list.dataset.decides) return;
  const [touch] = event.changedTouches;
  const { card, x, y } = begun;
  begun = null;
  const across = touch.clientX - x;
  if (Math.abs(across) < FAR || Math.abs(touch.clientY - y) > FLAT) return;
  if (card.classList.contains("decided")) return;
  card.focus({ preventScroll: true });
  if (across > 0) card.querySelector("button[value=publish]").click();
  else press("r");
}, { passive: true });

// A touch has no u: whatever is decided by one may be taken back by one.
if (matchMedia("(pointer: coarse)").matches)
  new MutationObserver((changes) => {
    if (changes.some((one) => one.target.classList.contains("decided"))) undoable();
  }).observe(list, { subtree: true, attributes: true, attributeFilter: ["class"] });

back.addEventListener("click", () => {
  back.hidden = true;
  press("u");
});

// A ready-made answer goes into the field beside its list, with the name and the headline of the card.
// The server fills in what is left, and counts what was used.

// A reader's name that would be read as markup is left to the server, which knows how to quote it.
const SYNTAX = /[\\`*_[\]<>()!:@/#~]/;

/** @param {string} text @param {Element | null} card */
function filled(text, card) {
  const values = {
    "{name}": card?.querySelector(".who bdi")?.textContent ?? "{name}",
    "{headline}": card?.querySelector("a.thread")?.textContent ?? "{headline}",
  };
  return text.replace(/\{(?:name|headline)\}/g, (found) =>
    SYNTAX.test(values[found]) ? found : values[found],
  );
}

document.addEventListener("change", (event) => {
  const list = event.target.closest("select[data-into]");
  const text = list?.selectedOptions[0]?.dataset.text;
  if (!text) return;
  const field = document.getElementById(list.dataset.into);
  const card = list.closest(".card") ?? document.querySelector(".card.current") ?? document.querySelector(".card");
  field.value = filled(text, card);
  field.focus();
});

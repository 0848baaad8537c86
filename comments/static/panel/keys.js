// Which key means what: a moderator's own choice, kept in this browser. Keys are named by what they
// are at first; whoever changed none has the first ones.

const KEPT = "panel-keys";

function chosen() {
  try {
    return JSON.parse(localStorage.getItem(KEPT) ?? "{}");
  } catch {
    return {};
  }
}

/** The first key that this one stands for; "" where it was given away. */
export function meaning(pressed) {
  const own = chosen();
  const named = Object.keys(own).find((first) => own[first] === pressed);
  if (named) return named;
  return pressed in own ? "" : pressed;
}

/** Every key that is written on the page says what it is now. */
export function relabel(within = document) {
  const own = chosen();
  for (const place of within.querySelectorAll("kbd"))
    if (own[place.textContent]) place.textContent = own[place.textContent];
}

const form = document.getElementById("own-keys");
if (form) {
  const fields = [...form.querySelectorAll("input[name]")];
  const told = form.querySelector("[role=status]");
  const own = chosen();
  for (const field of fields) field.value = own[field.name] ?? field.name;
  form.hidden = false;
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const values = fields.map((field) => field.value || field.name);
    if (new Set(values).size < values.length) {
      told.textContent = "One key cannot mean two things.";
      return;
    }
    const changed = fields.filter((field) => field.value && field.value !== field.name);
    localStorage.setItem(KEPT, JSON.stringify(Object.fromEntries(changed.map((field) => [field.name, field.value]))));
    told.textContent = "Kept in this browser.";
  });
  form.querySelector("[name=first]").addEventListener("click", () => {
    localStorage.removeItem(KEPT);
    for (const field of fields) field.value = field.name;
    told.textContent = "As they were at first.";
  });
}

// The keys a (assign), n (note) and b (person) of the queue. Each opens a dialog that the server made;
// without this file the same forms stand on the comment's and the person's own pages.

const list = document.getElementById("cards");
const toast = document.getElementById("toast");
const dialogs = { a: "assign", n: "note", b: "person" };
const current = () => list.querySelector(".card.current");
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

export async function post(path, fields) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token(), ...fields });
  try {
    const answer = await fetch(list.dataset.base + path, { method: "POST", body, headers: { Accept: "application/json" } });
    const said = await answer.json().catch(() => ({}));
    toast.textContent = said.detail ?? (answer.ok ? "Kept." : "This could not be kept.");
    toast.classList.toggle("bad", !answer.ok);
    return answer.ok && said;
  } catch {
    toast.textContent = "No connection: please try again.";
    toast.classList.add("bad");
    return false;
  }
}

export function openFor(key) {
  const dialog = document.getElementById(dialogs[key]);
  if (!dialog || !current() || !list.dataset.decides) return;
  dialog.querySelector(".about").textContent = current().querySelector(".who bdi").textContent;
  dialog.showModal();
  dialog.querySelector("input[name=text]")?.focus();
}

function line(card, name, text) {
  const place = card.querySelector(`.${name}`);
  place.textContent = text;
  place.hidden = !text;
}

const acts = {
  async assign(card, button) {
    if (await post(`comments/${card.dataset.comment}/assign`, { to: button.value }))
      line(card, "for", button.value ? `For ${button.dataset.name}` : "");
  },
  async person(card, button) {
    const page = `people/${card.dataset.person}`;
    if (!button.value) return window.open(list.dataset.base + page, "_blank", "noopener");
    const reason = `at comment ${card.dataset.comment}`;
    await post(`${page}/state`, { state: button.value, days: button.dataset.days ?? "", reason, seen: card.dataset.personSeen });
  },
};

for (const name of ["assign", "person"]) {
  document.getElementById(name)?.addEventListener("click", (event) => {
    const button = event.target.closest("ol button");
    if (!button) return;
    event.currentTarget.close();
    acts[name](current(), button);
  });
  document.getElementById(name)?.addEventListener("keydown", (event) => {
    const button = event.currentTarget.querySelectorAll("ol button")[Number(event.key) - 1];
    if (!/^[1-9]$/.test(event.key) || !button) return;
    event.preventDefault();
    button.click();
  });
}

document.getElementById("note")?.addEventListener("submit", async (event) => {
  const field = event.target.elements.text;
  if (!field?.value.trim()) return;
  const [card, text] = [current(), field.value];
  if (await post(`comments/${card.dataset.comment}/note`, { text })) line(card, "noted", `Note: ${text}`);
  field.value = "";
});

// Pinned rows are dragged into their order; the arrows do the same without a mouse.
const body = document.querySelector("#pinned tbody");
const form = document.querySelector("#order");

if (body && form && body.rows.length > 1) {
  let dragged = null;
  const order = () => [...body.rows].map((row) => row.dataset.pk).join(",");
  const before = order();

  for (const row of body.rows) row.draggable = true;
  body.addEventListener("dragstart", (event) => {
    dragged = event.target.closest("tr");
    dragged.classList.add("dragged");
    event.dataTransfer.effectAllowed = "move";
  });
  body.addEventListener("dragover", (event) => {
    const over = event.target.closest("tr");
    if (!dragged || !over) return;
    event.preventDefault();
    if (over === dragged) return;
    const box = over.getBoundingClientRect();
    over[event.clientY < box.top + box.height / 2 ? "before" : "after"](dragged);
  });
  body.addEventListener("dragend", () => {
    dragged?.classList.remove("dragged");
    dragged = null;
    if (order() === before) return;
    form.elements.pins.value = order();
    form.submit();
  });
}

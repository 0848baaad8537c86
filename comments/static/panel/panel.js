// The queue by keys. Without this file every card is a form that works; with it a decision is a key,
// shown at once, sent behind the moderator's back, kept while the line is down, and undone for ten
// seconds. Cards are the server's own HTML: this file builds none.

import { answer, correct, latest, pick } from "./answers.js";
import { openFor } from "./colleagues.js";
import { meaning, relabel } from "./keys.js";

const list = /** @type {HTMLElement} */ (document.getElementById("cards"));
const base = list.dataset.base;
const toast = document.getElementById("toast");
const reasons = /** @type {HTMLDialogElement} */ (document.getElementById("reasons"));
const help = /** @type {HTMLDialogElement} */ (document.getElementById("help"));
const DONE = { publish: "Published", hold: "Held", reject: "Rejected", spam: "Spam", remove: "Removed" };
const UNDO_FOR = 10_000;
const AHEAD = 8; // cards that are loaded before they are needed
const PULSE = 15_000;
const KEPT = `panel-unsent:${base}`;

let current = null;
let verbAsked = "";
const decided = []; // the newest last: what u undoes
let unsent = []; // {comment, seen, verb, reason, said}, in order
let sending = false;
let wait = 1000;

const cards = () => [...list.querySelectorAll(".card")];
const open = () => cards().filter((card) => !card.classList.contains("decided"));
const cardOf = (pk) => document.getElementById(`comment-${pk}`);
const token = () => document.querySelector("input[name=csrfmiddlewaretoken]")?.value ?? "";

function say(text, bad = false) {
  toast.textContent = text;
  toast.classList.toggle("bad", bad);
}

async function post(path, fields) {
  const body = new URLSearchParams({ csrfmiddlewaretoken: token() });
  for (const [name, value] of fields) body.append(name, value);
  const answer = await fetch(base + path, { method: "POST", body, headers: { Accept: "application/json" } });
  const json = (answer.headers.get("Content-Type") ?? "").startsWith("application/json");
  return { status: answer.status, said: json ? await answer.json() : {} };
}

// --- Moving ------------------------------------------------------------------------------------

function show(card) {
  current?.classList.remove("current");
  current?.removeAttribute("aria-current");
  current = card ?? null;
  if (!current) {
    if (!list.dataset.next) say("Nothing more here.");
    return;
  }
  current.classList.add("current");
  current.setAttribute("aria-current", "true");
  current.focus({ preventScroll: true });
  current.scrollIntoView({ block: "nearest" });
  soon();
  load();
}

function step(by) {
  const all = open();
  const at = all.indexOf(current);
  const next = all[Math.min(Math.max(at + by, 0), all.length - 1)];
  if (next) show(next);
}

function after(card) {
  const all = cards();
  const rest = all.slice(all.indexOf(card) + 1).find((one) => !one.classList.contains("decided"));
  return rest ?? open().at(-1);
}

let loading = false;
async function load() {
  const all = open();
  if (loading || !list.dataset.next || all.length - all.indexOf(current) > AHEAD) return;
  loading = true;
  try {
    const answer = await fetch(list.dataset.next, { headers: { Accept: "text/html" } });
    if (!answer.ok) return;
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const more = page.getElementById("cards");
    for (const card of more?.querySelectorAll(".card") ?? [])
      if (!document.getElementById(card.id)) {
        relabel(card);
        list.append(document.importNode(card, true));
      }
    list.dataset.next = more?.dataset.next ?? "";
    document.querySelector(".more")?.remove();
    if (!current) show(open()[0]);
  } catch {
    // The line is down: the next step tries again.
  } finally {
    loading = false;
  }
}

// --- Deciding ----------------------------------------------------------------------------------

function decide(card, verb, reason = "") {
  if (!card || card.classList.contains("decided")) return;
  if (verb === "publish") reason = "";
  const act = { comment: card.dataset.comment, seen: card.dataset.seen, verb, reason, at: Date.now() };
  act.said = card.querySelector("textarea[name=said]")?.value ?? "";
  card.classList.add("decided");
  outcome(card, `${DONE[verb]}.`);
  say(`${DONE[verb]}. u undoes it.`);
  decided.push(act);
  unsent.push(act);
  keep();
  if (card === current) show(after(card));
  send();
}

function outcome(card, text, bad = false) {
  const line = card.querySelector(".outcome");
  line.textContent = text;
  line.hidden = !text;
  line.classList.toggle("bad", bad);
}

function keep() {
  sessionStorage.setItem(KEPT, JSON.stringify(unsent));
}

async function send() {
  if (sending) return;
  sending = true;
  while (unsent.length) {
    const act = unsent[0];
    let answer;
    try {
      answer = await post(`comments/${act.comment}/decide`, [
        ["do", act.verb], ["reason", act.reason], ["seen", act.seen], ["said", act.said ?? ""],
      ]);
    } catch {
      answer = { status: 0, said: {} };
    }
    if (answer.status === 0 || answer.status === 429 || answer.status >= 500) {
      const many = unsent.length === 1 ? "1 decision is" : `${unsent.length} decisions are`;
      say(`No connection. ${many} kept here and will be sent.`, true);
      await new Promise((done) => setTimeout(done, wait));
      wait = Math.min(wait * 2, 15_000);
      continue;
    }
    if (answer.status === 401) {
      say("You have been signed out. Sign in in another tab: decisions are kept here.", true);
      await new Promise((done) => setTimeout(done, 5000));
      continue;
    }
    if (wait > 1000) say("Connected again: everything is sent.");
    wait = 1000;
    unsent = unsent.filter((one) => one !== act);
    keep();
    settle(act, answer);
  }
  sending = false;
}

function settle(act, { status, said }) {
  const card = cardOf(act.comment);
  if (status === 200) {
    act.decision = said.decision;
    if (act.takeBack) takeBack(act);
    return;
  }
  decided.splice(decided.indexOf(act), 1);
  const text = said.detail ?? "This could not be decided. Please look again.";
  if (card) {
    card.classList.add("conflict");
    outcome(card, text, true);
  }
  say(text, true);
}

function undo() {
  const act = decided.at(-1);
  const other = latest();
  if (other && other.at > (act?.at ?? 0)) return other.back();
  if (!act || Date.now() - act.at > UNDO_FOR) {
    say("Nothing to undo: after ten seconds, decide anew on the comment's own page.");
    return;
  }
  decided.pop();
  const waiting = unsent.indexOf(act);
  if (waiting > 0 || (waiting === 0 && !sending)) {
    unsent.splice(waiting, 1);
    keep();
    restore(act, act.seen);
  } else if (act.decision) takeBack(act);
  else act.takeBack = true; // on its way: as soon as it has arrived
}

async function takeBack(act) {
  try {
    const { status, said } = await post(`decisions/${act.decision}/undo`, []);
    if (status === 200) restore(act, said.seen);
    else say(said.detail ?? "This could not be undone.", true);
  } catch {
    decided.push(act);
    say("No connection: press u again.", true);
  }
}

function restore(act, seen) {
  const card = cardOf(act.comment);
  if (!card) return;
  card.classList.remove("decided", "conflict");
  card.dataset.seen = seen;
  card.querySelector("input[name=seen]").value = seen;
  outcome(card, "");
  // Whoever types by now goes on typing: letters that lost their field would be keys.
  if (!/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement?.tagName)) show(card);
  say("Undone.");
}

// --- Colleagues --------------------------------------------------------------------------------

let timer = 0;
const soon = () => {
  clearTimeout(timer);
  timer = setTimeout(pulse, 150);
};

async function pulse() {
  clearTimeout(timer);
  timer = setTimeout(pulse, PULSE);
  const fields = open().slice(0, 100).map((card) => ["seen", card.dataset.comment]);
  if (current && list.dataset.decides) fields.push(["open", current.dataset.comment]);
  try {
    const { status, said } = await post("pulse", fields);
    if (status === 200) mark(said);
  } catch {
    // The next one tells as much.
  }
}

function mark(said) {
  for (const card of cards()) {
    const who = said.open[card.dataset.comment] ?? "";
    const line = card.querySelector(".claimed");
    line.hidden = !who;
    line.querySelector("b").textContent = who;
    card.classList.toggle("claimed-by-other", Boolean(who));
  }
  for (const [tab, count] of Object.entries(said.counts)) {
    const place = document.querySelector(`[data-tab="${tab}"] .count`);
    if (place) place.textContent = count;
  }
}

// --- Keys --------------------------------------------------------------------------------------

function ask(verb) {
  if (!current || !list.dataset.decides) return;
  verbAsked = verb;
  reasons.showModal();
}

const KEYS = {
  j: () => step(1),
  k: () => step(-1),
  p: () => list.dataset.decides && decide(current, "publish"),
  r: () => ask("reject"),
  s: () => list.dataset.decides && decide(current, "spam"),
  x: () => ask("remove"),
  e: () => current?.querySelector("a.thread").click(),
  t: () => current?.querySelector("a.conversation-link").click(),
  u: undo,
  a: () => openFor("a"),
  n: () => openFor("n"),
  b: () => openFor("b"),
  w: answer,
  f: pick,
  c: correct,
  d: () => localStorage.setItem("panel-blur", document.documentElement.classList.toggle("blurred") ? "1" : ""),
  "/": () => {
    const narrow = document.querySelector(".narrow");
    if (!narrow) return; // a conversation has nothing to search
    narrow.open = true;
    document.getElementById("search").focus();
  },
  "?": () => help.showModal(),
};

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (reasons.open) {
    const chosen = reasons.querySelectorAll("button")[Number(event.key) - 1];
    if (/^[1-9]$/.test(event.key) && chosen) {
      event.preventDefault();
      chosen.click();
    }
    return;
  }
  if (document.querySelector("dialog[open]:not(#reasons, #help)")) return;
  if (help.open || /^(INPUT|SELECT|TEXTAREA)$/.test(event.target.tagName)) {
    if (event.key === "Escape" && !help.open) current?.focus();
    return;
  }
  const act = KEYS[meaning(event.key)];
  if (!act) return;
  event.preventDefault();
  act();
});

reasons.addEventListener("click", (event) => {
  const chosen = event.target.closest("button");
  if (!chosen) return;
  reasons.close();
  decide(current, verbAsked, chosen.value);
});

list.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-key]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link.closest(".card"));
  KEYS[link.dataset.key]();
});

list.addEventListener("submit", (event) => {
  const form = event.target;
  const card = form.closest(".card");
  event.preventDefault();
  if (card !== current) show(card);
  decide(card, event.submitter?.value ?? "publish", form.elements.reason.value);
});

list.addEventListener("focusin", (event) => {
  const card = event.target.closest(".card");
  if (card && card !== current && !card.classList.contains("decided")) {
    current?.classList.remove("current");
    current?.removeAttribute("aria-current");
    current = card;
    card.classList.add("current");
    card.setAttribute("aria-current", "true");
    soon();
  }
});

addEventListener("online", () => {
  wait = 1000;
  send();
});
addEventListener("beforeunload", (event) => {
  if (unsent.length) event.preventDefault();
});
addEventListener("pagehide", () => {
  const gone = new URLSearchParams({ csrfmiddlewaretoken: token(), open: "" });
  navigator.sendBeacon(`${base}pulse`, gone);
});

// What a reload interrupted is sent now; the server knows a decision that it had already.
unsent = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
for (const act of unsent) cardOf(act.comment)?.classList.add("decided");
document.documentElement.classList.add("keyed");
relabel();
document.documentElement.classList.toggle("blurred", Boolean(localStorage.getItem("panel-blur")));
if (unsent.length) send();
show(open().find((card) => `#${card.id}` === location.hash) ?? open()[0]);
if (!current) pulse();

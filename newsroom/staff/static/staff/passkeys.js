// Passkeys: the browser signs what the server asks (WebAuthn). Without this file, and in browsers
// that have none, the way by name and password stands.

const bytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (one) => one.charCodeAt(0));

const text = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

async function post(place, body) {
  const token = document.querySelector("input[name=csrfmiddlewaretoken]").value;
  const answer = await fetch(place, {
    method: "POST",
    headers: { Accept: "application/json", "Content-Type": "application/json", "X-CSRFToken": token },
    body: body === undefined ? "" : JSON.stringify(body),
  });
  const said = await answer.json();
  if (!answer.ok) throw new Error(said.detail);
  return said;
}

const known = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function make(place) {
  const options = await post(place);
  const { user, challenge, excludeCredentials } = options;
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: bytes(challenge),
      user: { ...user, id: bytes(user.id) },
      excludeCredentials: known(excludeCredentials),
    },
  });
  const { clientDataJSON, attestationObject } = made.response;
  return answerOf(made, { clientDataJSON, attestationObject });
}

async function prove(place) {
  const options = await post(place);
  const publicKey = { ...options, challenge: bytes(options.challenge) };
  const shown = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature } = shown.response;
  return answerOf(shown, { clientDataJSON, authenticatorData, signature });
}

function answerOf(credential, parts) {
  const response = {};
  for (const [name, value] of Object.entries(parts)) response[name] = text(value);
  const rawId = text(credential.rawId);
  return { id: rawId, rawId, type: credential.type, response, clientExtensionResults: {} };
}

if (window.PublicKeyCredential)
  for (const place of document.querySelectorAll("[data-passkey]")) {
    const told = place.querySelector("[role=alert]");
    place.hidden = false;
    place.querySelector("button").addEventListener("click", async () => {
      told.textContent = "";
      try {
        const { passkey, to, next } = place.dataset;
        const answer = await (passkey === "make" ? make(to) : prove(to));
        const name = place.querySelector("[name=name]")?.value;
        const said = await post(to, { answer, name, next });
        location.assign(said.next);
      } catch (error) {
        // Whoever closes the browser's own question knows that they did.
        if (error.name !== "NotAllowedError") told.textContent = error.message;
      }
    });
  }

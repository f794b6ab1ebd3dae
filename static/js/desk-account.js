// Passkeys: makes one, or shows one, and sends the form that holds the answer. Without this the app's code remains.

const bytes = (text) => Uint8Array.from(atob(text.replaceAll("-", "+").replaceAll("_", "/")), (one) => one.charCodeAt(0));

const words = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");

const named = (list) => (list ?? []).map((one) => ({ ...one, id: bytes(one.id) }));

async function create(options, alone) {
  const publicKey = structuredClone(options.creation_options.publicKey);
  publicKey.challenge = bytes(publicKey.challenge);
  publicKey.user.id = bytes(publicKey.user.id);
  publicKey.excludeCredentials = named(publicKey.excludeCredentials);
  Object.assign((publicKey.authenticatorSelection ??= {}), {
    residentKey: alone ? "required" : "discouraged",
    requireResidentKey: alone,
    ...(alone && { userVerification: "required" }),
  });
  const made = await navigator.credentials.create({ publicKey });
  return written(made, {
    clientDataJSON: words(made.response.clientDataJSON),
    attestationObject: words(made.response.attestationObject),
    transports: made.response.getTransports?.() ?? [],
  });
}

async function get(options) {
  const publicKey = structuredClone(options.request_options.publicKey);
  publicKey.challenge = bytes(publicKey.challenge);
  publicKey.allowCredentials = named(publicKey.allowCredentials);
  const shown = await navigator.credentials.get({ publicKey });
  const { clientDataJSON, authenticatorData, signature, userHandle } = shown.response;
  return written(shown, {
    clientDataJSON: words(clientDataJSON),
    authenticatorData: words(authenticatorData),
    signature: words(signature),
    userHandle: userHandle ? words(userHandle) : null,
  });
}

const written = (credential, response) => ({
  id: credential.id,
  rawId: words(credential.rawId),
  type: credential.type,
  authenticatorAttachment: credential.authenticatorAttachment,
  clientExtensionResults: credential.getClientExtensionResults(),
  response,
});

const inPage = () => JSON.parse(document.getElementById("passkey-options").textContent);

async function asked(form) {
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

const ACTS = {
  create: (form) => create(inPage(), form.elements.passwordless?.checked ?? false),
  get: () => get(inPage()),
  "sign-in": async (form) => get(await asked(form)),
};

// A passkey belongs to a name, so there are none where the site is asked for by number.
const possible = "credentials" in navigator && "PublicKeyCredential" in window && !/^[\d.]+$|^\[/.test(location.hostname);

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button");
  const failed = form.querySelector("[role=alert]");
  form.querySelector("[data-impossible]")?.toggleAttribute("hidden", possible);
  if (!possible) {
    button.disabled = true;
    continue;
  }
  form.hidden = false;
  button.addEventListener("click", async () => {
    failed.hidden = true;
    try {
      form.elements.credential.value = JSON.stringify(await ACTS[form.dataset.passkey](form));
      form.submit();
    } catch (error) {
      if (!(error instanceof DOMException || error instanceof Error)) throw error;
      failed.textContent = form.dataset.failed;
      failed.hidden = false;
    }
  });
}

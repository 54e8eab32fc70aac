// Passkeys: calls the browser's API and submits its result in the form's field "credential".
// webauthnJSON comes from django-allauth and is loaded in the head of the pages that need it.
const able = window.PublicKeyCredential && isSecureContext;

async function options(form) {
  if (form.dataset.passkey !== "login") {
    return JSON.parse(document.getElementById("passkey-data").textContent);
  }
  const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.statusText);
  return answer.json();
}

async function ask(form) {
  const { creation_options: creation, request_options: request } = await options(form);
  if (!creation) return window.webauthnJSON.get(request);
  Object.assign(creation.publicKey.authenticatorSelection, {
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  return window.webauthnJSON.create(creation);
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  if (!able) continue;
  const part = (name) => form.querySelector(`[data-passkey-${name}]`);
  form.hidden = part("button").hidden = false;
  part("missing")?.remove();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    event.stopImmediatePropagation();
    try {
      form.elements.credential.value = JSON.stringify(await ask(form));
      form.submit();
    } catch { // refused, timed out, or unsupported on this device
      part("trouble").hidden = false;
    }
  });
}
if (!able) for (const link of document.querySelectorAll("[data-passkey-only]")) link.hidden = true;

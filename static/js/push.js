// Switches on push messages on this device. Without support the page says what to do instead.
const part = document.querySelector("[data-push]");
if (part && navigator.serviceWorker && window.PushManager && window.Notification) begin();

function begin() {
  part.hidden = false;
  document.querySelector("[data-push-without]").hidden = true;
  const button = part.querySelector("[data-push-button]");
  button.addEventListener("click", () => {
    button.setAttribute("aria-disabled", "true");
    switchOn().catch((error) => say(error.name === "NotAllowedError" ? "denied" : "unreachable"))
      .then(() => button.removeAttribute("aria-disabled"));
  });
}

async function switchOn() {
  // Asked within the tap, else iPhones refuse.
  if (await Notification.requestPermission() !== "granted") return say("denied");
  await navigator.serviceWorker.register("/sw.js");
  const { pushManager } = await navigator.serviceWorker.ready;
  const former = await pushManager.getSubscription();
  if (former) await former.unsubscribe(); // it may belong to another person or key
  const made = await pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(part.dataset.push) });
  const { endpoint, keys } = made.toJSON();
  const form = part.querySelector("form");
  for (const [name, value] of Object.entries({ endpoint, ...keys })) form.elements[name].value = value;
  form.submit();
}

function say(what) {
  part.querySelector("[data-push-said]").textContent = part.dataset[what];
}

function bytes(base64url) {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

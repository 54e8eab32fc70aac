// Part of the service worker (residents/installation/views.py): shows push messages and opens their page.
const RENEWED = "/me/ways/push/renewed/";


self.addEventListener("push", (event) => {
  const message = contentOf(event);
  // A phone takes the permission away if a message shows nothing.
  event.waitUntil(self.registration.showNotification(message.title || "楼组", {
    body: message.body || "楼里有事，请打开看看。",
    tag: message.tag,
    data: { url: message.url || "/" },
    icon: "/static/img/icon-192.png",
    badge: "/static/img/badge-96.png",
  }));
});

self.addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(show(new URL(event.notification.data.url, self.location)));
});

// The browser ended the subscription, for instance after a time without use.
self.addEventListener("pushsubscriptionchange", (event) => event.waitUntil(renew()));

function contentOf(event) {
  try {
    return event.data.json();
  } catch {
    return {};
  }
}

async function show(url) {
  const ours = url.origin === self.location.origin ? url.href : "/";
  const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
  const open = pages.find((page) => page.url === ours);
  return open ? open.focus() : self.clients.openWindow(ours);
}

// The portal knows the browser by a cookie. Where nobody wants messages any more it gives no key.
async function renew() {
  const answer = await fetch(RENEWED);
  if (!answer.ok) return;
  const { key } = await answer.json();
  const made = await self.registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(key) });
  await fetch(RENEWED, { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(made) });
}

function bytes(base64url) {
  const text = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}

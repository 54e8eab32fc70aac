// Shows push messages and opens their page. It stores nothing and answers no request.
self.addEventListener("install", () => self.skipWaiting());

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

// Part of the service worker while offline pages are switched off (docs/offline.md): deletes the caches and itself.
// Entries that wait on the phone are in a database and stay. Where push messages are on, the worker stays for them.
// Browsers bring a registration back that is registered again while pages use it, with this worker as it is. So it looks at
// each message of a page whether the pages were switched on again, or else removes itself again.
const OFF = "off";

self.addEventListener("install", () => self.skipWaiting());
self.addEventListener("activate", (event) => event.waitUntil(remove()));
self.addEventListener("message", (event) => event.waitUntil(again()));

async function again() {
  const { registration } = self;
  await registration.update().catch(() => {});
  if (!registration.installing && !registration.waiting) await remove(); // else its successor decides
}

// The worker before may still be keeping a page. The cache "off" comes first, so that it deletes what it keeps after this.
async function remove() {
  await caches.open(OFF);
  for (const name of await caches.keys()) if (name !== OFF) await caches.delete(name);
  const subscription = await self.registration.pushManager?.getSubscription();
  if (!subscription) await self.registration.unregister();
}

// Part of the service worker while offline pages are switched off (docs/offline.md): deletes the caches and itself.
// Entries that wait on the phone are in a database and stay. Where push messages are on, the worker stays for them.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(remove()));

async function remove() {
  for (const name of await caches.keys()) await caches.delete(name);
  const subscription = await self.registration.pushManager?.getSubscription();
  if (!subscription) await self.registration.unregister();
}

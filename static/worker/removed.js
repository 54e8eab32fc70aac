// Part of the service worker while offline pages are switched off (docs/offline.md): deletes the caches and itself.
// Entries that wait on the phone are in a database and stay. Where push messages are on, the worker stays for them.
self.addEventListener("install", () => self.skipWaiting());

self.addEventListener("activate", (event) => event.waitUntil(remove()));

// The worker before may still be keeping pages for an open page, so the caches are deleted until no new ones appear.
async function remove() {
  await self.clients.claim();
  for (let round = 0, quiet = 0; round < 60 && quiet < 3; round += 1) {
    const names = await caches.keys();
    quiet = names.length ? 0 : quiet + 1;
    for (const name of names) await caches.delete(name);
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const subscription = await self.registration.pushManager?.getSubscription();
  if (!subscription) await self.registration.unregister();
}

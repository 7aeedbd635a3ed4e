// The service worker: keeps the app's own files so that it opens without a network.
// The build writes the version and the list. It never touches /api.
const CACHE = 'usher-' + 'VERSION'
const FILES = ['FILES']

self.addEventListener('install', (event) => {
  const fresh = FILES.map((url) => new Request(url, { cache: 'reload' }))
  event.waitUntil(caches.open(CACHE).then((cache) => cache.addAll(fresh)))
})

self.addEventListener('activate', (event) => {
  const old = (names) => names.filter((name) => name.startsWith('usher-') && name !== CACHE)
  const cleared = caches.keys().then((names) => Promise.all(old(names).map((name) => caches.delete(name))))
  event.waitUntil(cleared.then(() => self.clients.claim()))
})

self.addEventListener('fetch', (event) => {
  const url = new URL(event.request.url)
  if (event.request.method !== 'GET' || url.origin !== self.location.origin) return
  if (!FILES.includes(url.pathname)) return
  const kept = caches.open(CACHE).then((cache) => cache.match(url.pathname))
  event.respondWith(kept.then((answer) => answer ?? fetch(event.request)))
})

// A new version waits until the person at the door says so: never swap code while scanning.
self.addEventListener('message', (event) => {
  if (event.data === 'update') self.skipWaiting()
})

import { signal } from '@preact/signals'

/** A newer version of the app that waits to be taken; null when there is none. */
export const waiting = signal<ServiceWorker | null>(null)

/** Installs the app on the phone, and looks for newer versions. */
export async function install(): Promise<void> {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  const registration = await navigator.serviceWorker.register('/scan/sw.js', { scope: '/scan/' })
  const look = (): void => {
    // The very first installation replaces nothing.
    if (registration.waiting && navigator.serviceWorker.controller) waiting.value = registration.waiting
  }
  look()
  registration.addEventListener('updatefound', () => {
    registration.installing?.addEventListener('statechange', look)
  })
}

/** Takes the newer version; the page starts anew with it. */
export function update(): void {
  navigator.serviceWorker.addEventListener('controllerchange', () => location.reload(), { once: true })
  waiting.value?.postMessage('update')
}

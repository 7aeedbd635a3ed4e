import { signal } from '@preact/signals'

import { isLasting } from './database'

/** What endangers what is kept on this phone; to be said before it hurts. */
export type Danger = 'none' | 'not_lasting' | 'nearly_full'

export const danger = signal<Danger>('none')

/** Whether the browser promised not to throw away what is kept. */
export const isPromised = signal(false)

const ROOM_LEAST_BYTES = 20 * 1024 * 1024
const EVERY_MS = 60_000

/** Asks the browser to keep what is kept, and looks again and again how much room there is. */
export async function watchStorage(): Promise<void> {
  if ('storage' in navigator) isPromised.value = await navigator.storage.persist().catch(() => false)
  await look()
  setInterval(() => void look(), EVERY_MS)
}

async function look(): Promise<void> {
  if (!(await isLasting())) {
    danger.value = 'not_lasting'
    return
  }
  const { usage = 0, quota = Infinity } = await navigator.storage.estimate().catch(() => ({ usage: 0, quota: Infinity }))
  danger.value = quota - usage < ROOM_LEAST_BYTES ? 'nearly_full' : 'none'
}

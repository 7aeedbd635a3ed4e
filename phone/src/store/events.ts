import { computed, effect, signal } from '@preact/signals'

import type { Event } from '../rules/nouns'
import { fetchEvents } from '../sync/api'
import { me, obtain } from './account'
import { keptTable } from './database'
import type { Loaded } from './loaded'
import { route } from './route'

export const events = signal<Loaded<Event[]>>({ state: 'loading' })

/** The event whose address is open, if it is one of mine. */
export const event = computed<Event | null>(() => {
  const place = route.value
  if (events.value.state !== 'ready' || !('slug' in place)) return null
  return events.value.value.find((one) => one.slug === place.slug) ?? null
})

/** Said once, on the list of events. */
export const isGone = signal(false)

export async function loadEvents(): Promise<void> {
  const mine = keyOf(email.peek())
  const loaded = await obtain(fetchEvents)
  if (loaded.state === 'ready') {
    events.value = loaded
    await keptTable.change([[mine, loaded.value]]).catch(console.warn)
  } else if (events.value.state !== 'ready') {
    // What is here already stays when the network does not.
    events.value = loaded.state === 'no_contact' ? ((await kept(mine)) ?? loaded) : loaded
  }
}

function keyOf(person: string | null): string {
  return `events ${person ?? ''}`
}

async function kept(key: string): Promise<Loaded<Event[]> | null> {
  const value = await keptTable.get(key).catch(() => undefined)
  return Array.isArray(value) ? { state: 'ready', value } : null
}

export function maySearch(one: Event): boolean {
  return one.permissions.length > 0
}

export function mayScan(one: Event): boolean {
  return one.permissions.includes('scan_attendees')
}

const email = computed(() => (me.value.state === 'ready' ? (me.value.value?.email ?? null) : null))

// Another person signed in: other events.
effect(() => {
  if (email.value === null) events.value = { state: 'loading' }
  else void loadEvents()
})

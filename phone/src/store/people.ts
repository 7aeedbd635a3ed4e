import { signal } from '@preact/signals'

import type { Found, Profile } from '../rules/nouns'
import { found, isEnough, profileKept } from '../rules/search'
import { fetchFound, fetchProfile } from '../sync/api'
import { obtain } from './account'
import type { Loaded } from './loaded'
import { staysHere } from './own'
import { directory } from './roster'
import { serverNow } from './timing'

const PAUSE_MS = 250
export const FOUND_MAX = 50

export type Search = { state: 'idle' } | Loaded<Found[]>

export const search = signal<Search>({ state: 'idle' })
export const profile = signal<Loaded<Profile>>({ state: 'loading' })

let timer = 0
let running: AbortController | null = null

/** Searches once the typing pauses; the answer to an older text is dropped. */
export function find(slug: string, text: string): void {
  clearTimeout(timer)
  running?.abort()
  const name = text.trim()
  if (!isEnough(name)) {
    search.value = { state: 'idle' }
    return
  }
  timer = window.setTimeout(() => void run(slug, name), PAUSE_MS)
}

async function run(slug: string, name: string): Promise<void> {
  const mine = new AbortController()
  running = mine
  if (search.value.state !== 'ready') search.value = { state: 'loading' }
  const loaded = await obtain(() => fetchFound(slug, name, mine.signal))
  if (!mine.signal.aborted) search.value = loaded.state === 'no_contact' ? (foundHere(name) ?? loaded) : loaded
}

/** Without contact, those whom the phone keeps. */
function foundHere(name: string): Loaded<Found[]> | null {
  const kept = directory.peek()
  return kept && { state: 'ready', value: found(kept, name, FOUND_MAX) }
}

export async function loadProfile(slug: string, id: number): Promise<void> {
  profile.value = { state: 'loading' }
  const loaded = await obtain(() => fetchProfile(slug, id))
  profile.value = loaded.state === 'no_contact' ? (profileHere(slug, id) ?? loaded) : loaded
}

function profileHere(slug: string, id: number): Loaded<Profile> | null {
  const kept = directory.peek()
  const row = kept?.attendee(id) ?? null
  return kept && row && { state: 'ready', value: profileKept(kept, row, staysHere(id, kept, slug), serverNow()) }
}

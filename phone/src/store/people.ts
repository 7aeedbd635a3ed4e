import { signal } from '@preact/signals'

import type { Found, Profile } from '../rules/nouns'
import { fetchFound, fetchProfile } from '../sync/api'
import { obtain } from './account'
import type { Loaded } from './loaded'

const PAUSE_MS = 250
const LETTERS_MIN = 3
export const FOUND_MAX = 50

export type Search = { state: 'idle' } | Loaded<Found[]>

export const search = signal<Search>({ state: 'idle' })
export const profile = signal<Loaded<Profile>>({ state: 'loading' })

let timer = 0
let running: AbortController | null = null

const LETTER = /[\p{L}\p{N}]/u
const WIDE = /\p{Script=Han}|\p{Script=Hiragana}|\p{Script=Katakana}|\p{Script=Hangul}/u

/** Whether the server would search by this: a wide letter counts as two, as whole names may have no more. */
export function isEnough(name: string): boolean {
  const letters = [...name].filter((letter) => LETTER.test(letter))
  return letters.length + letters.filter((letter) => WIDE.test(letter)).length >= LETTERS_MIN
}

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
  if (!mine.signal.aborted) search.value = loaded
}

export async function loadProfile(slug: string, id: number): Promise<void> {
  profile.value = { state: 'loading' }
  profile.value = await obtain(() => fetchProfile(slug, id))
}

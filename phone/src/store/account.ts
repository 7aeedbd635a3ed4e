import { signal } from '@preact/signals'

import type { Me } from '../rules/nouns'
import { fetchMe } from '../sync/api'
import { Refused } from '../sync/http'
import { signOut as endSession } from '../sync/signin'
import { keptTable } from './database'
import { attempt, type Loaded } from './loaded'

const ME = 'me'

/** Who is signed in; null when nobody is. */
export const me = signal<Loaded<Me | null>>({ state: 'loading' })

/** True after the server ended a session that was in use. */
export const wasSignedOut = signal(false)

export async function loadMe(): Promise<void> {
  me.value = { state: 'loading' }
  const loaded = await attempt(() => fetchMe().catch(nobody))
  if (loaded.state === 'no_contact') me.value = (await kept()) ?? loaded
  else me.value = loaded
  if (loaded.state === 'ready') await keptTable.change([[ME, loaded.value]]).catch(console.warn)
}

/** Whoever was signed in when there last was contact goes on without. */
async function kept(): Promise<Loaded<Me> | null> {
  const value = await keptTable.get(ME).catch(() => undefined)
  return isMe(value) ? { state: 'ready', value } : null
}

function isMe(value: unknown): value is Me {
  return typeof value === 'object' && value !== null && 'email' in value && 'name' in value
}

/** Ends the sign-in; throws NoAnswer where the server can't be told, and then nobody is signed out. */
export async function signOut(): Promise<void> {
  await endSession()
  await keptTable.change([], [ME]).catch(console.warn)
  me.value = { state: 'ready', value: null }
}

/** Asks the server for something, and notices when it says that nobody is signed in any more. */
export function obtain<T>(load: () => Promise<T>): Promise<Loaded<T>> {
  return attempt(async () => {
    try {
      return await load()
    } catch (error) {
      noticeSignedOut(error)
      throw error
    }
  })
}

/** To be called with every refusal: the server may say that nobody is signed in any more. */
export function noticeSignedOut(error: unknown): void {
  if (!(error instanceof Refused) || error.status !== 401) return
  wasSignedOut.value = true
  me.value = { state: 'ready', value: null }
}

function nobody(error: unknown): null {
  if (error instanceof Refused && error.status === 401) return null
  throw error
}

import { signal } from '@preact/signals'

import type { Me } from '../rules/nouns'
import { fetchMe } from '../sync/api'
import { Refused } from '../sync/http'
import { signOut as endSession } from '../sync/signin'
import { attempt, type Loaded } from './loaded'

/** Who is signed in; null when nobody is. */
export const me = signal<Loaded<Me | null>>({ state: 'loading' })

/** True after the server ended a session that was in use. */
export const wasSignedOut = signal(false)

export async function loadMe(): Promise<void> {
  me.value = { state: 'loading' }
  me.value = await attempt(() => fetchMe().catch(nobody))
}

export async function signOut(): Promise<void> {
  await endSession()
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

import { signal } from '@preact/signals'

import { NoAnswer } from '../sync/http'
import { me, signOut } from './account'
import { forgetContradictions } from './contradictions'
import { eraseAll, markToErase } from './roster'

/** How signing out stands; without contact the server can't be told, and nobody is signed out. */
export const leaving = signal<'no' | 'going' | 'no_contact'>('no')

/** Signs out, and forgets the event's people; what waits stays for whoever made it. */
export async function leave(): Promise<void> {
  const person = me.peek()
  if (person.state !== 'ready' || person.value === null) return
  leaving.value = 'going'
  try {
    await markToErase(person.value.email, true)
    await signOut()
    await eraseAll(person.value.email)
    forgetContradictions(person.value.email)
    leaving.value = 'no'
  } catch (error) {
    leaving.value = 'no_contact'
    await markToErase(person.value.email, false)
    if (!(error instanceof NoAnswer)) console.error(error)
  }
}

import { computed, signal } from '@preact/signals'

import type { Result, Why } from '../rules/nouns'
import type { Direction } from '../rules/reasons'
import { me } from './account'
import { keptTable } from './database'
import { event } from './events'
import type { Waiting } from './outbox'

/** A scan that this phone told otherwise than the record would have, or an undo that was not taken. */
export interface Contradiction {
  id: string
  owner: string
  slug: string
  /** The session's code. */
  session: string
  direction: Direction
  /** Null where the badge is nobody's. */
  name: string | null
  what: 'let_in' | 'turned_away' | 'not_undone'
  /** Why the record would have refused. */
  reasons: Why[]
}

const KEPT = 'contradictions'
const MOST = 50

const all = signal<readonly Contradiction[]>([])

/** Those of whoever is signed in, at the event that is open. */
export const contradictions = computed(() => {
  const person = me.value.state === 'ready' ? me.value.value : null
  return all.value.filter((one) => one.owner === person?.email && one.slug === event.value?.slug)
})

function know(next: readonly Contradiction[]): void {
  all.value = next.slice(-MOST)
  void keptTable.change([[KEPT, all.value]]).catch(console.warn)
}

/** Keeps for whoever scanned what the server's answer says against what they were told here. */
export function noteContradiction(sent: Waiting, result: Result): void {
  const what = whatOf(sent, result)
  if (what === null) return
  const { id, session, direction } = sent.scan
  const { owner, slug } = sent
  const name = result.attendee?.name ?? null
  know([...all.peek().filter((one) => one.id !== id), { id, owner, slug, session, direction, name, what, reasons: result.reasons }])
}

function whatOf({ scan, undone }: Waiting, result: Result): Contradiction['what'] | null {
  // Nobody is in by a scan that is undone.
  if (result.undone) return null
  if (undone !== undefined) return 'not_undone'
  if (!result.conflict) return null
  return scan.told?.outcome === 'refused' ? 'turned_away' : 'let_in'
}

/** Puts one away that was read. */
export function dismiss(id: string): void {
  know(all.peek().filter((one) => one.id !== id))
}

/** Forgets all of somebody who signs out. */
export function forgetContradictions(owner: string): void {
  know(all.peek().filter((one) => one.owner !== owner))
}

/** Takes up what was not put away before the app was opened anew. */
export async function loadContradictions(): Promise<void> {
  const kept = await keptTable.get(KEPT).catch(() => undefined)
  if (Array.isArray(kept)) all.value = [...(kept as Contradiction[]), ...all.peek()]
}

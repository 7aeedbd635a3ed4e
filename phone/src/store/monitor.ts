import { signal } from '@preact/signals'

import { may } from '../rules/monitor'
import type { What } from '../rules/nouns'
import { words } from '../words'
import { me, noticeSignedOut } from './account'
import { newId } from './desk'
import { phone } from './door'
import { failed } from './loaded'
import { courseAt, keepSaid, takeBackSaid } from './said'
import { contact, reading } from './timing'
import { hurry } from './uploading'

const UNDO_MS = 120_000

interface Last {
  slug: string
  code: string
  id: string
  /** The undo's id, made once: pressed again after an answer that was lost, it is the same undo. */
  undo: string
  what: What
  wall: number
}

/** What was said last on this phone, to be taken back for two minutes. */
export const lastSaid = signal<Last | null>(null)

/** Why what was pressed came to nothing; empty where it did not. */
export const trouble = signal('')

type Extra = { count: number } | { name: string; words: string } | Record<string, never>

/** Says how the session goes: on this phone's disk before it is confirmed, then sent. */
export async function say(slug: string, code: string, what: What, extra: Extra = {}): Promise<void> {
  const person = me.peek()
  if (person.state !== 'ready' || person.value === null || !may(courseAt(slug, code), what)) return
  const said = { id: newId(), what, door: phone(), ...extra }
  const now = reading()
  try {
    await keepSaid({ owner: person.value.email, slug, code, said, reading: now, contact: contact.peek() })
    lastSaid.value = { slug, code, id: said.id, undo: newId(), what, wall: now.wall }
    trouble.value = ''
  } catch (error) {
    console.warn('what was said could not be kept', error)
    trouble.value = words.monitor.notKept
  }
  hurry()
}

/** Whether what was said last can still be taken back. */
export function mayTakeBack(slug: string, code: string, now: number): boolean {
  const last = lastSaid.value
  return last?.slug === slug && last.code === code && now - last.wall < UNDO_MS
}

/** Takes back what was said last. */
export async function takeBackLast(): Promise<void> {
  const last = lastSaid.peek()
  if (last === null) return
  lastSaid.value = null
  try {
    await takeBackSaid(last.slug, last.code, last.id, { void: last.undo, reading: reading(), contact: contact.peek() })
    trouble.value = ''
  } catch (error) {
    noticeSignedOut(error)
    const failure = failed(error)
    lastSaid.value = last
    trouble.value = failure.state === 'fault' ? failure.detail : words.noContact
  }
  hurry()
}

import { computed, effect } from '@preact/signals'

import type { Standing } from '../rules/nouns'
import { putDoor } from '../sync/api'
import { me, noticeSignedOut } from './account'
import { asking, lend } from './lease'
import { waiting } from './desk'
import { direction, phone } from './door'
import { event, mayScan } from './events'
import { route } from './route'
import { session } from './sessions'
import { isCutOff, noticeClock, reading } from './timing'

interface Told extends Standing {
  slug: string
}

const EVERY_MS = 30_000

/** The open scan screen in words for the server, as text so that only a change counts. */
const open = computed<string>(() => {
  if (route.value.screen !== 'scan' || event.value === null || session.value === null) return ''
  if (!mayScan(event.value)) return ''
  const told: Told = {
    slug: event.value.slug, session: session.value.code, direction: direction.value, waiting: waiting.value,
  }
  return JSON.stringify(told)
})

/** What was said last of an open scan screen. */
let last: Told | null = null

/** Keeps the server told where this phone stands; a network that fails is no matter. */
export function tellStanding(): void {
  effect(() => {
    if (open.value === '') return close()
    const told: Told = JSON.parse(open.value)
    // Without contact each scan would only try again in vain, and slow the next one down.
    if (!isCutOff.peek() || !isSamePlace(told, last)) void say(told)
    last = told
    const timer = setInterval(() => void say(told), EVERY_MS)
    return () => clearInterval(timer)
  })
}

function isSamePlace(one: Told, other: Told | null): boolean {
  return one.slug === other?.slug && one.session === other.session && one.direction === other.direction
}

function close(): undefined {
  const before = last
  last = null
  // Whoever is signed out can say nothing; the server sees the sign-in end.
  if (before !== null && isSignedIn()) void say({ ...before, session: null })
  return undefined
}

function isSignedIn(): boolean {
  const known = me.peek()
  return known.state === 'ready' && known.value !== null
}

async function put({ slug, ...standing }: Told): Promise<void> {
  const asked = asking(slug, standing.session ?? '')
  const before = reading()
  const answer = await putDoor(slug, phone(), standing)
  noticeClock(answer.at, before)
  await lend(answer, asked)
}

let next: Told | null = null
let isSaying = false

/** Says one thing after the other, and of several that wait only the newest. */
async function say(told: Told): Promise<void> {
  next = told
  if (isSaying) return
  isSaying = true
  while (next !== null) {
    const told: Told = next
    next = null
    await put(told).catch(noticeSignedOut)
  }
  isSaying = false
}

import { batch as together, effect, signal } from '@preact/signals'

import { isSame } from '../rules/clock'
import type { Result, Scan } from '../rules/nouns'
import { postScans } from '../sync/api'
import { NoAnswer, Refused } from '../sync/http'
import { noticeSignedOut } from './account'
import { stamp } from './clock'
import { loadContradictions, noteContradiction } from './contradictions'
import { forget, isUnchanged, loadOutbox, mine, setAside, type Waiting } from './outbox'
import { loadAnswered, noteAnswered } from './own'
import { spend } from './lease'
import { refresh } from './roster'
import { loadSaid, sayNext, unsaid } from './said'
import { countOwn } from './sessions'
import { contact, isCutOff, isMeasured, timeOf } from './timing'

const BATCH_MAX = 250
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 5_000
const LOCK = 'usher-upload'

/** Scans whose answer a screen waits for; they are sent there. */
export const atDesk = signal<ReadonlySet<string>>(new Set())

export function takeToDesk(id: string): void {
  atDesk.value = new Set(atDesk.peek()).add(id)
}

export function leaveDesk(id: string): void {
  atDesk.value = new Set([...atDesk.peek()].filter((one) => one !== id))
  hurry()
}

type Sent = (results: readonly Result[]) => void
const listeners: Sent[] = []

/** Calls back with the answers to scans that waited. */
export function onSent(listener: Sent): void {
  listeners.push(listener)
}

/** Sends what waits whenever there is contact, from now on. */
export async function startUploading(): Promise<void> {
  await Promise.all([loadOutbox(), loadSaid(), loadAnswered(), loadContradictions()])
  // A new scan doesn't end the waiting for a network that is gone: each try takes what screens need.
  effect(() => {
    if (mine.value.length > 0 || unsaid.value.length > 0) start()
  })
  effect(() => {
    if (!isCutOff.value) hurry()
  })
  window.addEventListener('online', hurry)
  document.addEventListener('visibilitychange', hurry)
}

let wake = (): void => undefined
let isRunning = false

/** Tries at once instead of waiting. */
export function hurry(): void {
  wake()
  start()
}

function start(): void {
  if (!isRunning) void run()
}

async function run(): Promise<void> {
  isRunning = true
  let isEmptied = false
  try {
    // Two windows of one phone never send the same at once; where there are no locks there is one window.
    isEmptied = 'locks' in navigator ? await navigator.locks.request(LOCK, drain) : await drain()
  } catch (error) {
    console.error(error)
  } finally {
    isRunning = false
  }
  // One that was kept just then would wait for the next.
  if (isEmptied && (nextBatch(1).length > 0 || unsaid.peek().length > 0)) start()
}

/** Sends batch after batch until nothing waits, or nobody is signed in: then it returns false. */
async function drain(): Promise<boolean> {
  let most = BATCH_MAX
  for (let tries = 0; ; ) {
    const batch = nextBatch(most)
    const [first] = batch
    const [said] = unsaid.peek()
    if (first === undefined && said === undefined) return true
    try {
      await measure(first === undefined ? [said] : batch)
      // What was said of a session goes after the scans before it: it is held to who was inside.
      if (first === undefined) {
        await sayNext()
        tries = 0
        continue
      }
      // Meanwhile another may have signed in, or a screen taken one up.
      const here = new Set(mine.peek())
      if (!batch.every((one) => here.has(one) && isSendable(one))) continue
      const results = await postScans(first.slug, first.door, batch.map(bodyOf))
      await settle(batch, results)
      most = BATCH_MAX
      tries = 0
    } catch (error) {
      noticeSignedOut(error)
      if (error instanceof NoAnswer) await pause(waitAfter((tries += 1), error.retryAfterSeconds))
      else if (!(error instanceof Refused)) throw error
      else if (error.status === 401) return false
      else if (isAboutOne(error) && batch.length > 1) most = Math.ceil(batch.length / 2)
      else await setAside(batch, error.message)
    }
  }
}

/** Hears the server's clock once more after these scans: two contacts tell how wrong the phone's was. */
async function measure(batch: readonly (Pick<Waiting, 'contact'> | undefined)[]): Promise<void> {
  const isHeardSince = !batch.some((one) => one !== undefined && isSame(one.contact, contact.peek()))
  if (!isMeasured() || !isHeardSince) await refresh()
}

/** Whether one scan of the batch may be wrong, and the others good. */
function isAboutOne(error: Refused): boolean {
  return error.status !== 403 && error.status !== 404
}

function isSendable(one: Waiting): boolean {
  return one.problem === '' && !atDesk.peek().has(one.scan.id)
}

/** The oldest that may be sent, and those after it of the same door. */
function nextBatch(most: number): Waiting[] {
  const sendable = mine.peek()
    .filter(isSendable)
    .sort((a, b) => a.place - b.place)
  const [first] = sendable
  const others = sendable.findIndex((one) => one.slug !== first?.slug || one.door !== first.door)
  return sendable.slice(0, others < 0 ? most : Math.min(others, most))
}

/** The scan as it is sent, with the best time that is known of it by now. */
export function bodyOf(one: Pick<Waiting, 'scan' | 'reading' | 'contact' | 'undone'>): Scan {
  const { at, doubtful } = timeOf(one)
  const clock = { phone_at: stamp(new Date(one.reading.wall)), doubtful }
  const body = { ...one.scan, scanned_at: stamp(new Date(at)), clock }
  const { undone } = one
  return undone === undefined ? body : { ...body, undone: { void: undone.void, at: stamp(new Date(timeOf(undone).at)) } }
}

async function settle(batch: readonly Waiting[], results: readonly Result[]): Promise<void> {
  // Whom the server let in while nobody was told took a place of what this phone was lent.
  const late = batch.filter((one, index) => one.effect === null && results[index]?.outcome === 'admitted')
  for (const one of late) await spend(one.slug, one.scan.session, 1)
  // One that was taken back meanwhile is sent once more, with its undo.
  const done = new Set(batch.filter(isUnchanged))
  void forget([...done].map((one) => one.scan.id)).catch(console.warn)
  together(() => newestOf(batch, results).forEach(({ seq, tally }, code) => countOwn(seq, { code, tally })))
  batch.forEach((sent, index) => {
    const result = results[index]
    if (result === undefined || !done.has(sent)) return
    if (!result.undone) note(sent, result.seq)
    noteContradiction(sent, result)
  })
  listeners.forEach((listener) => listener(results))
}

/** The last answer for each session: of hundreds of counts the screens need one. */
function newestOf(batch: readonly Waiting[], results: readonly Result[]): Map<string, Result> {
  const newest = new Map<string, Result>()
  results.forEach((result, index) => {
    const code = batch[index]?.scan.session ?? ''
    if (result.seq >= (newest.get(code)?.seq ?? 0)) newest.set(code, result)
  })
  return newest
}

function note({ slug, effect }: Waiting, seq: number): void {
  const attendee = effect?.attendee ?? null
  if (effect !== null && attendee !== null) noteAnswered({ slug, attendee, pass: effect.pass, seq })
}

function waitAfter(tries: number, retryAfterSeconds: number | null): number {
  if (retryAfterSeconds !== null) return retryAfterSeconds * 1_000
  // Phones that lost the network together must not come back in step.
  return Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS) * (0.5 + Math.random() / 2)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds)
    wake = () => (clearTimeout(timer), resolve())
  })
}

import { batch as together, effect } from '@preact/signals'

import { effective } from '../rules/clock'
import type { Result, Scan } from '../rules/nouns'
import { postScans } from '../sync/api'
import { NoAnswer, Refused } from '../sync/http'
import { noticeSignedOut } from './account'
import { stamp } from './clock'
import { forget, loadOutbox, mine, setAside, type Waiting } from './outbox'
import { noteAnswered } from './own'
import { count } from './sessions'
import { contact, isCutOff } from './timing'

const BATCH_MAX = 250
const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 5_000
const LOCK = 'usher-upload'

/** Scans whose answer a screen waits for; they are sent there. */
const atDesk = new Set<string>()

export function takeToDesk(id: string): void {
  atDesk.add(id)
}

export function leaveDesk(id: string): void {
  atDesk.delete(id)
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
  await loadOutbox()
  // A new scan doesn't end the waiting for a network that is gone: each try takes what screens need.
  effect(() => {
    if (mine.value.length > 0) start()
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
  try {
    // Two windows of one phone never send the same at once; where there are no locks there is one window.
    if ('locks' in navigator) await navigator.locks.request(LOCK, drain)
    else await drain()
  } catch (error) {
    console.error(error)
  } finally {
    isRunning = false
  }
}

/** Sends batch after batch until nothing waits or nobody is signed in. */
async function drain(): Promise<void> {
  let most = BATCH_MAX
  for (let tries = 0; ; ) {
    const batch = nextBatch(most)
    const [first] = batch
    if (first === undefined) return
    try {
      const results = await postScans(first.slug, first.door, batch.map(bodyOf))
      settle(batch, results)
      most = BATCH_MAX
      tries = 0
    } catch (error) {
      noticeSignedOut(error)
      if (error instanceof NoAnswer) await pause(waitAfter((tries += 1), error.retryAfterSeconds))
      else if (!(error instanceof Refused)) throw error
      else if (error.status === 401) return
      else if (isAboutOne(error) && batch.length > 1) most = Math.ceil(batch.length / 2)
      else await setAside(batch, error.message)
    }
  }
}

/** Whether one scan of the batch may be wrong, and the others good. */
function isAboutOne(error: Refused): boolean {
  return error.status !== 403 && error.status !== 404
}

/** The oldest that may be sent, and those after it of the same door. */
function nextBatch(most: number): Waiting[] {
  const sendable = mine.peek()
    .filter((one) => one.problem === '' && !atDesk.has(one.scan.id))
    .sort((a, b) => a.place - b.place)
  const [first] = sendable
  return sendable.filter((one) => one.slug === first?.slug && one.door === first.door).slice(0, most)
}

/** The scan as it is sent, with the best time that is known of it by now. */
export function bodyOf(one: Pick<Waiting, 'scan' | 'reading' | 'contact'>): Scan {
  const { at, doubtful } = effective(one.reading, one.contact, contact.peek())
  const clock = { phone_at: stamp(new Date(one.reading.wall)), doubtful }
  return { ...one.scan, scanned_at: stamp(new Date(at)), clock }
}

function settle(batch: readonly Waiting[], results: readonly Result[]): void {
  void forget(batch.map((one) => one.scan.id)).catch(console.warn)
  together(() => results.forEach((result, index) => {
    const sent = batch[index]
    count(result.seq, [{ code: sent?.scan.session ?? '', tally: result.tally }])
    if (sent?.effect) noteAnswered({ attendee: sent.effect.attendee ?? -1, pass: sent.effect.pass, seq: result.seq })
  }))
  listeners.forEach((listener) => listener(results))
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

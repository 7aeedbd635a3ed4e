import type { Result, Scan } from '../rules/nouns'
import { postScan } from './api'
import { NoAnswer } from './http'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 5_000

export interface Sending {
  answer: Promise<Result>
  /** Tries at once instead of waiting. */
  again: () => void
  /** Stops trying; whether the server has taken the scan is then not known. */
  cancel: () => void
}

/** Sends a scan until it is answered, always under the same id, and tells of each try without contact. */
export function sending(slug: string, door: string, scan: Scan, onNoContact: (tries: number) => void): Sending {
  const stop = new AbortController()
  let hurry = (): void => undefined
  const again = (): void => hurry()

  async function tryOn(): Promise<Result> {
    for (let tries = 1; ; tries += 1) {
      try {
        return await postScan(slug, door, scan, stop.signal)
      } catch (error) {
        if (!(error instanceof NoAnswer)) throw error
        onNoContact(tries)
        await pause(waitAfter(tries, error.retryAfterSeconds))
      }
    }
  }

  function pause(milliseconds: number): Promise<void> {
    return new Promise((resolve, reject) => {
      const timer = window.setTimeout(resolve, milliseconds)
      hurry = () => (clearTimeout(timer), resolve())
      stop.signal.addEventListener('abort', () => (clearTimeout(timer), reject(stop.signal.reason)), { once: true })
    })
  }

  window.addEventListener('online', again)
  const answer = tryOn().finally(() => window.removeEventListener('online', again))
  return { answer, again, cancel: () => stop.abort() }
}

function waitAfter(tries: number, retryAfterSeconds: number | null): number {
  if (retryAfterSeconds !== null) return retryAfterSeconds * 1_000
  return Math.min(FIRST_WAIT_MS * 2 ** (tries - 1), LONGEST_WAIT_MS)
}

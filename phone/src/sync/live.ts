import type { Tally } from '../rules/nouns'
import { liveAddress } from './api'
import { tallies } from './wire'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000

export interface Listener {
  onTallies: (seq: number, changed: { code: string; tally: Tally }[]) => void
  onContact: (isConnected: boolean) => void
  /** The feed is refused: my access may have ended, or nobody is signed in any more. */
  onRefused: () => void
  /** My access to the event has ended. */
  onGone: () => void
}

/** Follows the event's live feed until the returned function is called; connects again by itself. */
export function follow(slug: string, listener: Listener): () => void {
  let source: EventSource | null = null
  let timer = 0
  let wait = FIRST_WAIT_MS

  function connect(): void {
    clearTimeout(timer)
    source?.close()
    source = new EventSource(liveAddress(slug))
    source.onopen = () => {
      wait = FIRST_WAIT_MS
      listener.onContact(true)
    }
    source.addEventListener('tallies', (event) => {
      const { seq, sessions } = tallies(JSON.parse(event.data), 'live')
      listener.onTallies(seq, sessions)
    })
    source.addEventListener('gone', () => {
      stop()
      listener.onGone()
    })
    source.onerror = () => {
      listener.onContact(false)
      // The browser tries again by itself, except after an answer that was an error.
      if (source?.readyState !== EventSource.CLOSED) return
      listener.onRefused()
      connectLater()
    }
  }

  function connectLater(): void {
    timer = window.setTimeout(connect, wait)
    wait = Math.min(wait * 2, LONGEST_WAIT_MS)
  }

  // A phone that slept may hold a connection that is long dead.
  function wake(): void {
    if (document.visibilityState === 'visible') connect()
  }

  function stop(): void {
    clearTimeout(timer)
    source?.close()
    document.removeEventListener('visibilitychange', wake)
    window.removeEventListener('online', connect)
  }

  document.addEventListener('visibilitychange', wake)
  window.addEventListener('online', connect)
  connect()
  return stop
}

import type { Tally } from '../rules/nouns'
import { liveAddress } from './api'
import { tallies } from './wire'

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 15_000

export interface Listener {
  /** Counts that changed, and a number that is another one when what phones keep has changed. */
  onTallies: (seq: number, changed: { code: string; tally: Tally }[], roster: number) => void
  onContact: (isConnected: boolean) => void
  /** The feed is refused: my access may have ended, or nobody is signed in any more. */
  onRefused: () => void
  /** My access to the event has ended. */
  onGone: () => void
}

/** Follows the event's live feed until the returned function is called; connects again by itself. */
export function follow(slug: string, listener: Listener): () => void {
  const feed = new Feed(liveAddress(slug), listener)
  // A phone that slept may hold a connection that is long dead.
  const wake = (): void => {
    if (document.visibilityState === 'visible') feed.connect()
  }
  document.addEventListener('visibilitychange', wake)
  window.addEventListener('online', wake)
  feed.connect()
  return () => {
    feed.close()
    document.removeEventListener('visibilitychange', wake)
    window.removeEventListener('online', wake)
  }
}

class Feed {
  private source: EventSource | null = null
  private timer = 0
  private wait = FIRST_WAIT_MS
  private isOver = false

  constructor(private readonly address: string, private readonly listener: Listener) {}

  connect(): void {
    this.stop()
    if (this.isOver) return
    const source = new EventSource(this.address)
    source.onopen = () => this.open()
    source.onerror = () => this.fail(source)
    source.addEventListener('tallies', (event) => {
      const { seq, sessions, roster } = tallies(JSON.parse(event.data), 'live')
      this.listener.onTallies(seq, sessions, roster)
    })
    source.addEventListener('gone', () => {
      this.close()
      this.listener.onGone()
    })
    this.source = source
  }

  close(): void {
    this.isOver = true
    this.stop()
  }

  private open(): void {
    this.wait = FIRST_WAIT_MS
    this.listener.onContact(true)
  }

  private fail(source: EventSource): void {
    this.listener.onContact(false)
    // The browser tries again by itself, except after an answer that was an error.
    if (source.readyState !== EventSource.CLOSED) return
    this.listener.onRefused()
    this.timer = window.setTimeout(() => this.connect(), this.wait)
    this.wait = Math.min(this.wait * 2, LONGEST_WAIT_MS)
  }

  private stop(): void {
    clearTimeout(this.timer)
    this.source?.close()
    this.source = null
  }
}

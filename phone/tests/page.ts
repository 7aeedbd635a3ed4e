import { vi } from 'vitest'

/** The page that a phone has, down to what the stores ask of it; Node has none of it. */
export class Page extends EventTarget {
  hidden = false
  visibilityState = 'visible'
  cookie = ''
  documentElement = {}
}

class Storage {
  private readonly kept = new Map<string, string>()
  getItem = (key: string): string | null => this.kept.get(key) ?? null
  setItem = (key: string, value: string): void => void this.kept.set(key, value)
  removeItem = (key: string): void => void this.kept.delete(key)
  clear = (): void => this.kept.clear()
}

class SilentFeed extends EventTarget {
  close(): void {}
}

class Window extends EventTarget {
  setTimeout = setTimeout
}

type Answer = (path: string, asked?: RequestInit) => Promise<Response>

/** Opens the app's address on a page whose clock stands at this time, before this server. */
export function openPage(hash: string, now: number, answer: Answer): Page {
  const page = new Page()
  vi.useFakeTimers({ now })
  vi.stubGlobal('document', page)
  vi.stubGlobal('window', new Window())
  vi.stubGlobal('location', { hash })
  vi.stubGlobal('EventSource', SilentFeed)
  vi.stubGlobal('navigator', { languages: [] })
  vi.stubGlobal('fetch', answer)
  emptyStorage()
  return page
}

/** Lets the browser keep nothing of before. */
export function emptyStorage(): void {
  vi.stubGlobal('localStorage', new Storage())
  vi.stubGlobal('sessionStorage', new Storage())
}

export function closePage(): void {
  vi.useRealTimers()
  vi.unstubAllGlobals()
}

import type { Scan } from '../rules/nouns'
import { me } from './account'
import { mine, type Waiting } from './outbox'
import { bodyOf } from './uploading'

/** The queue as a file, which `usher import_scans` takes: the last resort of a phone that finds no way. */
interface SavedScans {
  about: 'Scans of Usher that were not sent'
  version: 1
  account: string
  saved_at: string
  events: { slug: string; doors: { door: string; scans: Scan[] }[] }[]
}

const ABOUT = 'Scans of Usher that were not sent'

export function savedScans(waiting: readonly Waiting[], account: string, at: Date): SavedScans {
  const slugs = [...new Set(waiting.map((one) => one.slug))]
  const events = slugs.map((slug) => ({ slug, doors: doorsOf(waiting.filter((one) => one.slug === slug)) }))
  return { about: ABOUT, version: 1, account, saved_at: at.toISOString(), events }
}

function doorsOf(waiting: readonly Waiting[]): { door: string; scans: Scan[] }[] {
  const doors = [...new Set(waiting.map((one) => one.door))]
  return doors.map((door) => ({ door, scans: waiting.filter((one) => one.door === door).map(bodyOf) }))
}

/** Hands the queue to the person as a file, and returns its name; it stays on the phone too. */
export function saveToFile(): string {
  const person = me.peek()
  const account = person.state === 'ready' ? (person.value?.email ?? '') : ''
  const at = new Date()
  const text = JSON.stringify(savedScans(mine.peek(), account, at), null, 1)
  const link = document.createElement('a')
  link.href = URL.createObjectURL(new Blob([text], { type: 'application/json' }))
  link.download = `usher-scans-${at.toISOString().slice(0, 16).replace(':', '')}.json`
  link.click()
  URL.revokeObjectURL(link.href)
  return link.download
}

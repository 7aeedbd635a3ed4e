import { NoAnswer, Refused } from '../sync/http'

/** Something that comes from the server: on its way, here, or not to be had. */
export type Loaded<T> =
  | { state: 'loading' }
  | { state: 'ready'; value: T }
  | { state: 'no_contact' }
  | { state: 'fault'; detail: string; status?: number }

export async function attempt<T>(load: () => Promise<T>): Promise<Loaded<T>> {
  try {
    return { state: 'ready', value: await load() }
  } catch (error) {
    return failed(error)
  }
}

export function failed(error: unknown): { state: 'no_contact' } | { state: 'fault'; detail: string; status?: number } {
  if (error instanceof NoAnswer) return { state: 'no_contact' }
  if (error instanceof Refused) return { state: 'fault', detail: error.message, status: error.status }
  console.error(error)
  return { state: 'fault', detail: String(error) }
}

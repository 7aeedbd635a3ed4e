import { problem } from './wire'
import type { Shape } from './shape'

/** The server answered, and it is a no: the detail is in words for people. */
export class Refused extends Error {
  constructor(readonly status: number, detail: string) {
    super(detail)
  }
}

/** The server did not answer, or could not just now: the same request may be sent again. */
export class NoAnswer extends Error {
  constructor(readonly retryAfterSeconds: number | null = null) {
    super('no answer')
  }
}

/** A page's answer is worth waiting for this long; a phone's radio may sleep for seconds. */
const PATIENCE_MS = 10_000
const GATEWAY = new Set([502, 503, 504])
export const AGAIN = new Set([408, 429, 500, 502, 503, 504])

export interface Ask {
  method?: 'GET' | 'POST' | 'PUT' | 'DELETE'
  body?: unknown
  signal?: AbortSignal
  /** How long an answer is waited for. */
  patienceMs?: number
}

type Hearing = (isAnswered: boolean) => void
const hearings: Hearing[] = []

/** Calls back after each request: whether the server answered it, whatever it said. */
export function onAnswer(hearing: Hearing): void {
  hearings.push(hearing)
}

function tellHearings(isAnswered: boolean): void {
  hearings.forEach((hearing) => hearing(isAnswered))
}

/** Sends a request and returns the response whatever its status; throws NoAnswer when none comes. */
export async function send(path: string, ask: Ask = {}): Promise<Response> {
  const patience = AbortSignal.timeout(ask.patienceMs ?? PATIENCE_MS)
  const signal = ask.signal ? either(ask.signal, patience) : patience
  try {
    const method = ask.method ?? 'GET'
    const body = ask.body === undefined ? null : JSON.stringify(ask.body)
    const response = await fetch(path, { method, body, signal, headers: headers(body), credentials: 'same-origin' })
    // What stands between phone and server may answer for a server that can't.
    tellHearings(!GATEWAY.has(response.status))
    return response
  } catch (error) {
    if (ask.signal?.aborted) throw error
    tellHearings(false)
    throw new NoAnswer()
  }
}

/** Sends a request and reads its answer; throws Refused or NoAnswer. */
export async function ask<T>(path: string, shape: Shape<T>, options: Ask = {}): Promise<T> {
  const response = await agreed(path, options)
  try {
    return shape(await response.json(), path)
  } catch (error) {
    // Some networks answer every address with a page of their own.
    if (error instanceof SyntaxError) throw new NoAnswer()
    throw error
  }
}

async function agreed(path: string, options: Ask): Promise<Response> {
  const response = await send(path, options)
  if (AGAIN.has(response.status)) throw new NoAnswer(retryAfter(response))
  if (!response.ok) throw new Refused(response.status, await detail(response))
  return response
}

function headers(body: string | null): Record<string, string> {
  const csrf = /(?:^|; )csrftoken=([^;]+)/.exec(document.cookie)?.[1]
  return {
    Accept: 'application/json',
    ...(body === null ? {} : { 'Content-Type': 'application/json' }),
    ...(csrf === undefined ? {} : { 'X-CSRFToken': csrf }),
  }
}

async function detail(response: Response): Promise<string> {
  const said: unknown = await response.json().catch(() => ({}))
  const { title, detail } = problem(said ?? {}, 'problem')
  return detail ?? title ?? ''
}

function retryAfter(response: Response): number | null {
  const seconds = Number(response.headers.get('Retry-After'))
  return seconds > 0 ? seconds : null
}

// AbortSignal.any is younger than the phones that we serve.
function either(one: AbortSignal, other: AbortSignal): AbortSignal {
  const both = new AbortController()
  for (const signal of [one, other]) {
    if (signal.aborted) both.abort(signal.reason)
    signal.addEventListener('abort', () => both.abort(signal.reason), { once: true })
  }
  return both.signal
}

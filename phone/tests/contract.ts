import { readFileSync } from 'node:fs'

import type { Facts, Judged, Override } from '../src/rules/judge'

/** contract/rules.json as this side reads it. */
interface Rules {
  table: Record<'in' | 'out', { reason: string; kind: string | { elsewhere: Record<string, string> } }[]>
  defaults: Record<string, unknown>
  cases: { name: string; facts: Record<string, unknown>; override: Override | null; verdict: Judged }[]
}

export const RULES: Rules = JSON.parse(readFileSync(new URL('../../contract/rules.json', import.meta.url), 'utf8'))

const INSTANTS = ['at', 'opens_at', 'closes_at']

/** A case's facts, with the file's defaults for what it doesn't give. */
export function factsOf(given: Record<string, unknown>): Facts {
  const values = { ...RULES.defaults, ...given }
  const instants = INSTANTS.map((name) => [name, instant(values[name])])
  return { ...values, ...Object.fromEntries(instants) } as Facts // The server's test holds the file to all facts.
}

function instant(written: unknown): number | null {
  return typeof written === 'string' ? Date.parse(written) : null
}

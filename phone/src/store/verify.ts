import type { RosterEvent } from '../rules/roster'

export interface Verified {
  code: string
  signature: 'none' | 'genuine' | 'forged' | 'other_event'
}

/** What a badge's text holds. */
export async function verify(text: string, _event: RosterEvent): Promise<Verified> {
  return { code: text, signature: 'none' }
}

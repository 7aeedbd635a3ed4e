import { verifyAsync } from '@noble/ed25519'

import type { Question } from '../rules/facts'
import type { PublicKey, RosterEvent } from '../rules/roster'
import { isSignedForm, parseSigned, type SignedBadge } from '../rules/signature'

/** What a badge holds: the code to look up, and what the signature beside it proves. */
export interface Verified {
  code: string
  signature: Question['signature']
}

type Bytes = Uint8Array<ArrayBuffer>

const ALGORITHM = 'Ed25519'
const imported = new Map<string, Promise<CryptoKey>>()

/**
 * Reads a badge's text. A plain code stands for itself. A code that nothing proves is not looked
 * up: the whole text stands in its place.
 */
export function verify(text: string, event: Pick<RosterEvent, 'badge_event' | 'keys'>): Promise<Verified> {
  return isSignedForm(text) ? signedBadge(text, event) : Promise.resolve({ code: text, signature: 'none' })
}

async function signedBadge(text: string, event: Pick<RosterEvent, 'badge_event' | 'keys'>): Promise<Verified> {
  const badge = parseSigned(text)
  // Where no key was ever made, what can't be read is a code of another system.
  if (badge === null) return { code: text, signature: event.keys.length > 0 ? 'forged' : 'none' }
  // Over plain HTTP browsers prove nothing: the code is looked up, and the server proves the rest.
  if (globalThis.isSecureContext === false) return { code: badge.code, signature: 'none' }
  if (badge.event !== event.badge_event) return { code: text, signature: 'other_event' }
  const key = event.keys.find((one) => one.id === badge.key)
  if (key === undefined || !(await proves(key, badge))) return { code: text, signature: 'forged' }
  return { code: badge.code, signature: key.revoked_at === null ? 'genuine' : 'forged' }
}

async function proves({ public: written }: PublicKey, { signature, message }: SignedBadge): Promise<boolean> {
  let key: CryptoKey
  try {
    key = await importedKey(written)
  } catch {
    // This browser's own cryptography has no Ed25519. zip215 would take what others refuse.
    return verifyAsync(signature, message, bytesOf(written), { zip215: false })
  }
  return crypto.subtle.verify(ALGORITHM, key, signature, message)
}

function importedKey(written: string): Promise<CryptoKey> {
  const kept = imported.get(written)
  if (kept !== undefined) return kept
  const made = crypto.subtle.importKey('raw', bytesOf(written), ALGORITHM, false, ['verify'])
  imported.set(written, made)
  return made
}

function bytesOf(base64url: string): Bytes {
  const text = atob(base64url.replaceAll('-', '+').replaceAll('_', '/'))
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0))
}

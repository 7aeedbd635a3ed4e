// The text of a signed badge, as the server's rules/signed_badge.py reads it; contract/badges.json
// holds both to the same answers.

const PREFIX = 'U1:'
const PURPOSE = 'usher badge 1\0'
const EVENT_AT = 1
const CODE_AT = 5
const SIGNATURE_AT = 15
const BYTES = 79
const BASE45 = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:'
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** A signed badge as its text says, proven or not. */
export interface SignedBadge {
  key: number
  /** The four bytes that tell the event, hexadecimal. */
  event: string
  code: string
  message: Uint8Array<ArrayBuffer>
  signature: Uint8Array<ArrayBuffer>
}

/** Tells whether a text says that it is a signed badge, true or not. */
export function isSignedForm(text: string): boolean {
  return text.trimStart().slice(0, PREFIX.length).toUpperCase() === PREFIX
}

/** What a text says, in whatever case it was typed; null where it is none of these. */
export function parseSigned(text: string): SignedBadge | null {
  const written = text.trim().toUpperCase()
  const found = written.startsWith(PREFIX) ? fromBase45(written.slice(PREFIX.length)) : null
  if (found === null || found.length !== BYTES) return null
  const said = found.subarray(0, SIGNATURE_AT)
  return {
    key: found[0] ?? 0,
    event: [...found.subarray(EVENT_AT, CODE_AT)].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
    code: unpacked(found.subarray(CODE_AT, SIGNATURE_AT)),
    message: Uint8Array.from([...PURPOSE].map((letter) => letter.charCodeAt(0)).concat(...said)),
    signature: found.slice(SIGNATURE_AT),
  }
}

/** The bytes that a text stands for, null where it stands for none (RFC 9285). */
export function fromBase45(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 3 === 1) return null
  const bytes: number[] = []
  for (let at = 0; at < text.length; at += 3) {
    const letters = [...text.slice(at, at + 3)].map((letter) => BASE45.indexOf(letter))
    const value = letters.reduceRight((sum, letter) => sum * 45 + letter, 0)
    if (letters.includes(-1) || value >= 256 ** (letters.length - 1)) return null
    if (letters.length === 3) bytes.push(value >> 8)
    bytes.push(value & 255)
  }
  return Uint8Array.from(bytes)
}

/** Five bits a letter. */
function unpacked(packed: Uint8Array): string {
  let code = ''
  let held = 0
  let bits = 0
  for (const byte of packed) {
    held = (held << 8) | byte
    for (bits += 8; bits >= 5; bits -= 5) code += ALPHABET[(held >> (bits - 5)) & 31] ?? ''
    held &= (1 << bits) - 1
  }
  return code
}

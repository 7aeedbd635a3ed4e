// Crockford's base 32 reads these as the digits that they look like.
const ALIKE: Readonly<Record<string, string>> = { O: '0', I: '1', L: '1', '-': '', ' ': '' }

/** The text as a code of Usher's own would be written, as the server's rules/badge_code.py does. */
export function canonical(text: string): string {
  return text.trim().toUpperCase().replace(/[OIL\- ]/g, (letter) => ALIKE[letter] ?? letter)
}

import { en, type Words } from './en'

const CATALOGUES: Record<string, Words> = { en }

/** The texts in the person's language, where there is a catalogue for it. */
export const words: Words = chosen(navigator.languages)

function chosen(languages: readonly string[]): Words {
  const known = languages.map((language) => CATALOGUES[language.slice(0, 2)])
  return known.find((catalogue) => catalogue !== undefined) ?? en
}

import { de } from './de'
import { en, type Words } from './en'
import { es } from './es'
import { fr } from './fr'
import { language } from './language'
import type { Language } from './languages'

/** Each language's texts. A new text is put into en.ts; the compiler then names the languages that lack it. */
export const CATALOGUES: Record<Language, Words> = { en, de, es, fr }

/** The texts in this phone's language. */
export const words: Words = CATALOGUES[language]

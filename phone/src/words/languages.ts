/** The languages of the app, each by its own name, so that everybody finds theirs. */
export const LANGUAGES = { en: 'English', de: 'Deutsch', es: 'Español', fr: 'Français' } as const
export type Language = keyof typeof LANGUAGES

/** How a language writes dates and numbers; a day comes before its month in all of ours. */
export const LOCALES: Record<Language, string> = { en: 'en-GB', de: 'de', es: 'es', fr: 'fr' }

export function isLanguage(code: unknown): code is Language {
  return typeof code === 'string' && Object.hasOwn(LANGUAGES, code)
}

/** The language that was chosen here; else the first that the phone's owner reads and we have. */
export function languageOf(chosen: string | null, read: readonly string[]): Language {
  return [chosen, ...read.map((locale) => locale.split('-')[0])].find(isLanguage) ?? 'en'
}

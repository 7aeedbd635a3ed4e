import { LOCALES, type Language } from './languages'

/** A noun in each form that a language has for numbers: two in ours, up to six elsewhere. */
export type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string }

/** A language's way to write numbers, and numbers with their nouns. */
export function numbersIn(language: Language) {
  const locale = LOCALES[language]
  const plurals = new Intl.PluralRules(locale)
  const count = (value: number): string => value.toLocaleString(locale)
  const counted = (value: number, forms: Forms): string => `${count(value)} ${forms[plurals.select(value)] ?? forms.other}`
  return { count, counted }
}

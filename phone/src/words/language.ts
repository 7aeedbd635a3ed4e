import { languageOf, type Language } from './languages'

const CHOSEN = 'usher-language'

/** The language of this phone, for as long as the page is open. */
export const language: Language = languageOf(localStorage.getItem(CHOSEN), navigator.languages)

/** Keeps a language on this phone, and starts the page anew in it. */
export function choose(chosen: Language): void {
  localStorage.setItem(CHOSEN, chosen)
  // The server's own pages and its refusals follow.
  document.cookie = `django_language=${chosen}; path=/; max-age=31536000; samesite=lax`
  location.reload()
}

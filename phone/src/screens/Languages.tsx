import { desk } from '../store/desk'
import { words } from '../words'
import { choose, language } from '../words/language'
import { isLanguage, LANGUAGES } from '../words/languages'
import { Icon } from './Icon'

/** The choice of the app's language; the page starts anew, which a scan without an answer would not outlive. */
export function Languages() {
  return (
    <label class="languages">
      <Icon name="language" size={20} />
      <span>{words.language}</span>
      <select data-testid="language" value={language} disabled={desk.value.kind === 'asking'}
        onChange={({ currentTarget: { value } }) => isLanguage(value) && choose(value)}>
        {Object.entries(LANGUAGES).map(([code, name]) => <option key={code} value={code} lang={code}>{name}</option>)}
      </select>
    </label>
  )
}

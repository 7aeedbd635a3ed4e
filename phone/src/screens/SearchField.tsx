import { useEffect, useRef } from 'preact/hooks'

import { Icon } from './Icon'

interface Props {
  label: string
  value: string
  testid?: string
  isFocused?: boolean
  onText: (text: string) => void
}

export function SearchField({ label, value, testid, isFocused, onText }: Props) {
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => (isFocused ? field.current?.focus() : undefined), [])
  return (
    <label class="search">
      <Icon name="search" size={20} />
      <input type="search" value={value} placeholder={label} aria-label={label} enterkeyhint="search"
        autocomplete="off" autocapitalize="none" spellcheck={false} data-testid={testid}
        ref={field}
        onInput={(event) => onText(event.currentTarget.value)} />
    </label>
  )
}

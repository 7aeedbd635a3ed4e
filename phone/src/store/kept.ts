/** What this tab kept under a name over a reload, entry by entry; whatever is not such a value is left out. */
export function kept<T>(name: string, is: (value: unknown) => value is T): [string, T][] {
  const entries = read(sessionStorage.getItem(name))
  if (!Array.isArray(entries)) return []
  return entries.flatMap((entry: unknown): [string, T][] => {
    if (!Array.isArray(entry)) return []
    const [key, value]: unknown[] = entry
    return typeof key === 'string' && is(value) ? [[key, value]] : []
  })
}

function read(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '[]')
  } catch {
    return []
  }
}

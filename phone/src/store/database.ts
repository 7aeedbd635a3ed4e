import { openDB, type IDBPDatabase } from 'idb'

/** What lasts over a restart of the phone. Where a browser keeps nothing, this page's memory must do. */
const NAME = 'usher'
const VERSION = 1
const TABLES = ['kept', 'outbox'] as const
export type TableName = (typeof TABLES)[number]
type Durability = 'strict' | 'relaxed'

let opened: Promise<IDBPDatabase | null> | null = null

function database(): Promise<IDBPDatabase | null> {
  opened ??= open()
  return opened
}

async function open(): Promise<IDBPDatabase | null> {
  if (typeof indexedDB === 'undefined') return null
  try {
    return await openDB(NAME, VERSION, {
      upgrade: (made) => TABLES.forEach((table) => made.createObjectStore(table)),
    })
  } catch (error) {
    console.warn('nothing can be kept on this phone', error)
    return null
  }
}

/** Whether what is written lasts; false in browsers that refuse to keep anything. */
export async function isLasting(): Promise<boolean> {
  return (await database()) !== null
}

/** A table of values by key. A strict write is on disk when it returns; it throws where the phone is full. */
export class Table<T> {
  private readonly memory = new Map<string, T>()

  constructor(private readonly name: TableName) {}

  async get(key: string): Promise<T | undefined> {
    const lasting = await database()
    return lasting === null ? this.memory.get(key) : lasting.get(this.name, key)
  }

  async keys(): Promise<string[]> {
    const lasting = await database()
    return lasting === null ? [...this.memory.keys()] : (await lasting.getAllKeys(this.name)).map(String)
  }

  async all(): Promise<T[]> {
    const lasting = await database()
    return lasting === null ? [...this.memory.values()] : lasting.getAll(this.name)
  }

  /** What is kept under keys that begin so, in their order. */
  async startingWith(prefix: string): Promise<T[]> {
    const lasting = await database()
    if (lasting !== null) return lasting.getAll(this.name, IDBKeyRange.bound(prefix, `${prefix}\uffff`))
    return [...this.memory].filter(([key]) => key.startsWith(prefix)).map(([, value]) => value)
  }

  /** Makes another of what is kept, or deletes it, in one: no other window comes between. Strict. */
  async revise(key: string, to: (now: T | undefined) => T | undefined): Promise<void> {
    const lasting = await database()
    if (lasting === null) return this.reviseMemory(key, to)
    const writing = lasting.transaction(this.name, 'readwrite', { durability: 'strict' })
    const revised = async (): Promise<unknown> => {
      const next = to(await writing.store.get(key))
      return next === undefined ? writing.store.delete(key) : writing.store.put(next, key)
    }
    await Promise.all([revised(), writing.done])
  }

  private reviseMemory(key: string, to: (now: T | undefined) => T | undefined): void {
    const next = to(this.memory.get(key))
    if (next === undefined) this.memory.delete(key)
    else this.memory.set(key, next)
  }

  /**
   * Writes and deletes in one: all of it, or nothing. What is `relaxed` may be lost with the phone's
   * power, and whoever needs the disk waits less for it.
   */
  async change(
    written: readonly (readonly [string, T])[], deleted: readonly string[] = [], durability: Durability = 'strict',
  ): Promise<void> {
    const lasting = await database()
    if (lasting === null) {
      written.forEach(([key, value]) => this.memory.set(key, value))
      deleted.forEach((key) => this.memory.delete(key))
      return
    }
    const writing = lasting.transaction(this.name, 'readwrite', { durability })
    const store = writing.objectStore(this.name)
    const done = [...deleted.map((key) => store.delete(key)), ...written.map(([key, value]) => store.put(value, key))]
    await Promise.all([...done, writing.done])
  }
}

/** What is kept by name: who signed in last, their events, the roster, the clock. */
export const keptTable = new Table<unknown>('kept')

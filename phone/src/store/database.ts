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

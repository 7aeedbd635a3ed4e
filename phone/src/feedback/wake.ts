/** Keeps the screen on until the returned function is called; the system drops the lock on hiding. */
export function stayAwake(): () => void {
  let lock: WakeLockSentinel | null = null
  let isWanted = true
  let isAsking = false

  async function ask(): Promise<void> {
    if (document.hidden || isAsking || (lock && !lock.released) || !('wakeLock' in navigator)) return
    isAsking = true
    try {
      const got = await navigator.wakeLock.request('screen')
      if (isWanted) lock = got
      else await got.release()
    } catch {
      // A phone that saves its battery says no; scanning works all the same.
    } finally {
      isAsking = false
    }
  }

  const again = (): void => void ask()
  document.addEventListener('visibilitychange', again)
  again()
  return () => {
    isWanted = false
    document.removeEventListener('visibilitychange', again)
    void lock?.release()
  }
}

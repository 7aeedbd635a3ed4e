/** No scanner takes this long from its last letter to Enter; whoever reads a question takes longer. */
const REST_MS = 500

/** Tells an Enter that answers a question from one that only ends what was typed. */
export class Typing {
  private lastAt = -Infinity

  /** Whether this key is the Enter of a scanner, or may be. */
  endsWith(key: string, at: number): boolean {
    const isEnter = key === 'Enter'
    const isEnd = isEnter && at - this.lastAt < REST_MS
    // Some scanners send two line ends: the second belongs to the badge as the first does.
    if (isEnd || (!isEnter && [...key].length === 1)) this.lastAt = at
    return isEnd
  }
}

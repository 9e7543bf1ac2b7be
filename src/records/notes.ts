/** A value that was changed on its way in: what stood there, what stands now, and why (a message code `reason.*`). */
export interface Change {
  readonly row: number
  readonly field: string
  readonly before: string
  readonly after: string
  readonly reason: string
}

/** A value that is kept as it is and is doubtful: why (a message code `reason.*`). */
export interface Issue {
  readonly row: number
  readonly field: string
  readonly value: string
  readonly reason: string
}

/** What cleansing has to say of one block. Row numbers are the block's. */
export interface Notes {
  readonly changes: Change[]
  readonly issues: Issue[]
}

/** Notes of a block to which cleansing adds. */
export function emptyNotes(): Notes {
  return { changes: [], issues: [] }
}

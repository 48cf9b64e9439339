/** What a process held after so many deals were stored, or with so many items in its database. */
export interface MemoryMark {
  readonly rows: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

/** What a process held after so many deals. */
export interface MemoryMark {
  readonly deals: number;
  readonly residentBytes: number;
  readonly heapBytes: number;
}

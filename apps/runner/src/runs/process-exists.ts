import { hostname } from 'node:os';

/** Whether a process of this machine exists; `null` for one of another machine, of which nothing can be known here. */
export function processExists(host: string, pid: number): boolean | null {
  if (host !== hostname()) return null;
  try {
    // Signal 0 asks, and sends nothing.
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

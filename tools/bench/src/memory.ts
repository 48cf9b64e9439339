import { fork } from 'node:child_process';
import { join } from 'node:path';
import type { MemoryMark } from './memory-marks';

/** What a process of its own holds after each of these numbers of deals went through its store, so that no other measurement is in the figures. */
export function measureMemory(folder: string, marks: readonly number[]): Promise<readonly MemoryMark[]> {
  return new Promise((resolve, reject) => {
    const measured: MemoryMark[] = [];
    const child = fork(join(__dirname, 'memory-process.js'), [join(folder, 'memory.db'), ...marks.map(String)]);
    child.on('message', (mark) => measured.push(mark as MemoryMark));
    child.once('error', reject);
    child.once('exit', (code) => {
      if (code === 0 && measured.length === marks.length) resolve(measured);
      else reject(new Error(`The memory process ended with ${code} after ${measured.length} of ${marks.length} marks.`));
    });
  });
}

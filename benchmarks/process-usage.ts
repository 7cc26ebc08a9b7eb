import { readFileSync } from 'node:fs';

/** Linux counts a process's time in hundredths of a second, whatever its kernel's own tick is (proc(5)). */
const TICKS_PER_SECOND = 100;

/** The processor time that a process has used so far, its own and the kernel's for it, in seconds. */
export function cpuSeconds(pid: number): number {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name, which may hold blanks.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
}

export interface MemoryUse {
  readonly peakMegabytes: number;
  readonly megabytes: number;
}

/** The memory that a process has now, and the most that it has had. */
export function memoryUse(pid: number): MemoryUse {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  const megabytes = (field: string) => Number(new RegExp(`${field}:\\s+(\\d+)`).exec(status)?.[1]) / 1024;
  return { peakMegabytes: megabytes('VmHWM'), megabytes: megabytes('VmRSS') };
}

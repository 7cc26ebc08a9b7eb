/** What Node is started with so that its clock is off by CLOCK_SKEW_MS. */
export const skewedClockArguments = ['--import', new URL('skewed-clock.mjs', import.meta.url).href];

export const clockSkewVariable = 'CLOCK_SKEW_MS';

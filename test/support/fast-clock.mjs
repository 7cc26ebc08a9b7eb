/**
 * Has what a process measures with performance.now() last twenty times as long: `node --import …/fast-clock.mjs`. Timers
 * and the calendar go on as ever. What is told after half a minute is told after 1.5 seconds.
 */
const rightNow = performance.now.bind(performance);
performance.now = () => rightNow() * 20;

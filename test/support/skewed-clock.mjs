/**
 * Sets a process's clock wrong: `node --import …/skewed-clock.mjs`, by CLOCK_SKEW_MS milliseconds, ahead or (negative)
 * behind. What measures durations (performance.now(), timers) goes on as ever, as it does where a machine's clock is
 * wrong, and nothing in the process knows.
 */
const skewMs = Number(process.env.CLOCK_SKEW_MS ?? 0);

const RightDate = Date;
const now = () => RightDate.now() + skewMs;

const WrongDate = new Proxy(RightDate, {
  apply: () => new RightDate(now()).toString(),
  construct: (target, args, newTarget) =>
    Reflect.construct(target, args.length === 0 ? [now()] : args, newTarget),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
Object.defineProperty(RightDate.prototype, 'constructor', { value: WrongDate });
globalThis.Date = WrongDate;

// The other way to the present: timeOrigin + now().
Object.defineProperty(performance, 'timeOrigin', { value: performance.timeOrigin + skewMs });

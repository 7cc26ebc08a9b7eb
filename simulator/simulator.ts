import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIPv6 } from 'node:net';

import { isLoopbackOrigin } from './control/browser-origin.js';
import { answerControl, type Controls } from './control/control-routes.js';
import { type CallCounts, CallMeter } from './engagements/call-meter.js';
import { EngagementStore, type LedgerEntry } from './engagements/engagement-store.js';
import { StateFile } from './engagements/state-file.js';
import { type NewFault } from './faults/fault.js';
import { FaultList } from './faults/fault-list.js';
import { answerCall } from './partner-central.js';
import { type RuleSet } from './rules/rule-set.js';
import { changedSettings, type RuntimeSettings } from './runtime-settings.js';
import { type ServiceState } from './service-state.js';
import { send } from './wire/answer.js';
import { namesKnownHost } from './wire/known-host.js';
import { BodyTooLargeError } from './wire/read-body.js';

export interface SimulatorOptions {
  /** 0 or missing: a free one. */
  readonly port?: number;
  /** Missing: 127.0.0.1. */
  readonly host?: string;
  /** Hosts that requests may name besides this machine's and `host`, in lower case, without ports; missing: none. */
  readonly allowedHosts?: readonly string[];
  /** CreateEngagement calls within any second; missing: AWS's 15; 0: unlimited. */
  readonly ratePerSecond?: number;
  /** How long after its creation ListEngagements begins to show an engagement, in milliseconds; missing: 0. */
  readonly listLagMs?: number;
  /** Whose rules requests are held against: those of AWS's reference, or of its model; missing: the reference's. */
  readonly rules?: RuleSet;
  /** Where to keep what was created; missing: in memory only. */
  readonly stateFile?: string;
}

/** What was created and asked for. */
export interface Ledger {
  readonly engagements: readonly LedgerEntry[];
  readonly calls: CallCounts;
}

export interface RunningSimulator {
  readonly url: string;
  readonly port: number;
  /** @throws FieldError when the fault is wrong in itself, such as a probability of 2. */
  addFault(fault: NewFault): void;
  clearFaults(): void;
  settings(): RuntimeSettings;
  /**
   * Sets what can be set while it runs; what is not named stays as it is, and `reset()` takes all of it back.
   * @throws FieldError when a setting is out of bounds.
   */
  changeSettings(settings: Partial<RuntimeSettings>): void;
  /**
   * Forgets engagements, tokens, counts, faults, changed settings and the state file, and resets the calls that a
   * fault holds; work still in hand is never done.
   */
  reset(): Promise<void>;
  ledger(): Ledger;
  /** Ends every connection, hanging ones too, drops work still in hand, and gives the port back. */
  close(): Promise<void>;
}

/**
 * Starts a Partner Central on this machine.
 * @throws StateFileError when the state file is not the simulator's, or Node's own error when it cannot listen
 * (EADDRINUSE, for one).
 */
export async function startSimulator(options: SimulatorOptions = {}): Promise<RunningSimulator> {
  const { host = '127.0.0.1', port = 0, allowedHosts = [] } = options;
  const server = createServer();
  // An idle connection that the server closes just as its caller uses it again looks like an injected reset.
  server.keepAliveTimeout = 0;
  server.listen(port, host);
  await once(server, 'listening');
  try {
    const hosts = [...allowedHosts, isIPv6(host) ? `[${host}]` : host.toLowerCase()];
    return serve(server, host, new Simulation(options), hosts);
  } catch (error) {
    server.close();
    throw error;
  }
}

/** The simulator's memory, apart from its server. */
class Simulation implements Controls {
  private readonly ratePerSecond: number;
  private readonly firstSettings: RuntimeSettings;
  private readonly store: EngagementStore;
  private readonly faultList = new FaultList();
  private meter: CallMeter;
  private settingsNow: RuntimeSettings;
  private inHand = new Set<string>();
  private held = new AbortController();

  constructor({ ratePerSecond = 15, listLagMs = 0, rules = 'reference', stateFile }: SimulatorOptions) {
    this.firstSettings = { listLagMs, rules };
    this.settingsNow = this.firstSettings;
    this.ratePerSecond = ratePerSecond;
    this.meter = new CallMeter(ratePerSecond);
    this.store = new EngagementStore(stateFile === undefined ? undefined : new StateFile(stateFile));
  }

  state(): ServiceState {
    return {
      store: this.store,
      meter: this.meter,
      faults: this.faultList,
      settings: this.settingsNow,
      inHand: this.inHand,
      forgotten: this.held.signal,
    };
  }

  ledger(): Ledger {
    return { engagements: this.store.ledger(), calls: this.meter.counts() };
  }

  faults() {
    return this.faultList.list();
  }

  addFault(description: unknown) {
    return this.faultList.add(description);
  }

  clearFaults(): void {
    this.faultList.clear();
  }

  settings(): RuntimeSettings {
    return this.settingsNow;
  }

  changeSettings(description: unknown): RuntimeSettings {
    this.settingsNow = changedSettings(this.settingsNow, description);
    return this.settingsNow;
  }

  reset(): void {
    this.held.abort();
    this.held = new AbortController();
    this.inHand = new Set();
    this.store.clear();
    this.faultList.clear();
    this.settingsNow = this.firstSettings;
    this.meter = new CallMeter(this.ratePerSecond);
  }

  close(): void {
    // Not renewed: a call that comes to its fault only now shall not wait.
    this.held.abort();
    this.store.close();
  }
}

function serve(
  server: Server,
  host: string,
  simulation: Simulation,
  hosts: readonly string[],
): RunningSimulator {
  server.on('request', (request, response) => {
    if (namesKnownHost(request, hosts) || request.url === '/_simulator/health') {
      void handle(request, response, simulation);
    } else {
      send(response, { status: 421, headers: { connection: 'close' }, body: otherHost });
    }
  });
  const port = listeningPort(server);
  return {
    url: `http://${isIPv6(host) ? `[${host}]` : host}:${port}`,
    port,
    addFault: (fault) => {
      simulation.addFault(fault);
    },
    clearFaults: () => {
      simulation.clearFaults();
    },
    settings: () => simulation.settings(),
    changeSettings: (settings) => {
      simulation.changeSettings(settings);
    },
    reset: () => {
      simulation.reset();
      return Promise.resolve();
    },
    ledger: () => simulation.ledger(),
    close: async () => {
      if (server.listening) {
        const closed = once(server, 'close');
        server.close();
        simulation.close();
        server.closeAllConnections();
        await closed;
      }
    },
  };
}

const otherHost = 'The simulator does not go by this name. SIMULATOR_ALLOWED_HOSTS names further hosts.';

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  simulation: Simulation,
): Promise<void> {
  try {
    const { origin } = request.headers;
    // A page can't sign for AWS, but a fault would strike before that is seen: control refuses it.
    const isForeign = origin !== undefined && !isLoopbackOrigin(origin);
    if (request.method === 'POST' && request.url === '/' && !isForeign) {
      await answerCall(request, response, () => simulation.state());
    } else {
      await answerControl(request, response, simulation);
    }
  } catch (error) {
    refuseRequest(error, request, response);
  }
}

function refuseRequest(error: unknown, request: IncomingMessage, response: ServerResponse): void {
  if (error instanceof BodyTooLargeError) {
    // The rest of the body is not waited for, so the connection cannot go on.
    send(response, { status: 413, headers: { connection: 'close' }, body: error.message });
  } else if (request.complete && !response.headersSent) {
    // Such as a state file that cannot be deleted.
    send(response, { status: 500, headers: {}, body: error instanceof Error ? error.message : 'failed' });
  } else {
    response.destroy();
  }
}

function listeningPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') {
    throw new Error('The simulator listens on no TCP port.');
  }
  return address.port;
}

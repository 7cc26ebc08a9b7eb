/** What a test can have done with an API in the process that runs it. */
export type ApiOrder =
  | {
      readonly do: 'start';
      /** Its whole environment. */
      readonly settings: NodeJS.ProcessEnv;
      readonly simulatorDocument?: string;
    }
  | { readonly do: 'call'; readonly url: string; readonly provider: string; readonly method: string }
  | { readonly do: 'close'; readonly url: string };

/** An order on its way from a test to the host of its Jest worker. */
export interface WorkerOrder {
  readonly worker: string;
  /** Whether the process has AWS credentials. One with and one without are two. */
  readonly credentials: boolean;
  readonly order: ApiOrder;
}

/** On its way to the process itself. */
export interface HostOrder {
  readonly id: number;
  readonly order: ApiOrder;
}

export interface HostAnswer {
  readonly id: number;
  readonly url?: string;
  readonly failure?: string;
}

/** How the global setup tells the workers where orders are taken. */
export const hostsVariable = 'TEST_API_HOSTS';

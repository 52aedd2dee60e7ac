/** A stage in the format of Pipeline Graph View. */
export interface EmulatedStage {
  id: string;
  name: string;
  state:
    | 'queued'
    | 'running'
    | 'paused'
    | 'skipped'
    | 'success'
    | 'unstable'
    | 'failure'
    | 'aborted';
  startTimeMillis?: number;
  totalDurationMillis?: number;
  pauseDurationMillis?: number;
  children?: EmulatedStage[];
  /** Whether the children run in parallel */
  isParallel?: boolean;
  log?: string;
  /** Error of the stage */
  error?: string;
}

/** A parameter of a job or an input. */
export interface EmulatedParameter {
  type: 'String' | 'Text' | 'Boolean' | 'Choice' | 'Password' | 'File';
  name: string;
  description?: string;
  default?: string | boolean;
  choices?: string[];
}

/** An input that a run waits for. */
export interface EmulatedInput {
  id: string;
  message: string;
  ok: string;
  submitter?: string;
  parameters: EmulatedParameter[];
}

/** One commit in a run's change set. */
interface EmulatedChange {
  commitId: string;
  message: string;
  author: string;
  email: string;
  timestamp: number;
  paths: string[];
}

/** One test of a JUnit report. */
export interface EmulatedTest {
  suite: string;
  className: string;
  name: string;
  status: 'PASSED' | 'FAILED' | 'REGRESSION' | 'FIXED' | 'SKIPPED';
  duration: number;
  age?: number;
  failedSince?: number;
  errorDetails?: string;
  errorStackTrace?: string;
}

/** A text that may be larger than memory, read in parts by byte offset. */
interface EmulatedLog {
  size(): number;
  read(start: number, end: number): Buffer;
}

/** A build. */
export interface EmulatedBuild {
  number: number;
  timestamp: number;
  /** Duration; 0 while it runs */
  duration: number;
  estimatedDuration: number;
  result: 'SUCCESS' | 'UNSTABLE' | 'FAILURE' | 'ABORTED' | 'NOT_BUILT' | null;
  displayName?: string;
  description?: string;
  keepLog: boolean;
  queueId: number;
  causes: {
    _class: string;
    shortDescription: string;
    userId?: string;
    userName?: string;
  }[];
  parameters: { name: string; value: string | boolean; isSecret?: boolean }[];
  /** Commit that it builds */
  revision?: { hash: string; branch: string; remoteUrl: string };
  changes: EmulatedChange[];
  stages: EmulatedStage[];
  log: EmulatedLog;
  tests?: EmulatedTest[];
  /** Robot Framework's output.xml */
  robot?: string;
  coverage?: Record<string, string>;
  warnings?: {
    id: string;
    name: string;
    size: number;
    newSize: number;
    fixedSize: number;
  }[];
  sonarqube?: { dashboard: string; taskId: string };
  artifacts: { path: string; content: Buffer }[];
  inputs: EmulatedInput[];
  restartableStages: string[];
}

/** A job, or a folder of them. */
export interface EmulatedItem {
  kind:
    | 'folder'
    | 'organization'
    | 'multibranch'
    | 'pipeline'
    | 'freestyle'
    | 'matrix'
    | 'multijob';
  /** Name in Jenkins; the name of a branch is encoded */
  name: string;
  description?: string;
  isDisabled?: boolean;
  parameters?: EmulatedParameter[];
  /** XML configuration, if a client created it */
  config?: string;
  /** Newest first */
  builds: EmulatedBuild[];
  items: EmulatedItem[];
}

/** An item of the queue. */
export interface QueueItem {
  id: number;
  fullName: string;
  since: number;
  why: string;
  isCancelled: boolean;
  /** Number of its build, once it has started */
  executable?: number;
}

/** A log in memory that can grow. */
export class TextLog implements EmulatedLog {
  #bytes: Buffer;

  static of(text: string): TextLog {
    return new TextLog(Buffer.from(text));
  }

  private constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  size(): number {
    return this.#bytes.length;
  }

  read(start: number, end: number): Buffer {
    return this.#bytes.subarray(start, end);
  }

  add(text: string): void {
    this.#bytes = Buffer.concat([this.#bytes, Buffer.from(text)]);
  }

  text(): string {
    return this.#bytes.toString('utf8');
  }
}

/** A log of any length that repeats one line and needs no memory. */
export function endlessLog(line: string, bytes: number): EmulatedLog {
  const pattern = Buffer.from(`${line}\n`);
  return {
    size: () => bytes,
    read: (start, end) => {
      const length = Math.max(0, Math.min(end, bytes) - start);
      const part = Buffer.alloc(length);
      for (let at = 0; at < length;) {
        const from = (start + at) % pattern.length;
        at += pattern.copy(part, at, from);
      }
      return part;
    },
  };
}

/** A build that has just started. */
export function newBuild(
  number: number,
  timestamp: number,
  rest: Partial<EmulatedBuild> = {},
): EmulatedBuild {
  return {
    number,
    timestamp,
    duration: 0,
    estimatedDuration: -1,
    result: null,
    keepLog: false,
    queueId: number,
    causes: [],
    parameters: [],
    changes: [],
    stages: [],
    log: TextLog.of(''),
    artifacts: [],
    inputs: [],
    restartableStages: [],
    ...rest,
  };
}

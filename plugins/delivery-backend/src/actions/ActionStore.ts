import type { ActionRecord } from '@fairway/backstage-plugin-delivery-common';
import type { PipelineRef } from '@fairway/backstage-plugin-delivery-node';

/** Where the outcome of something in a queue is asked for. */
export interface QueuedAt {
  provider: string;
  pipeline: PipelineRef;
  queueId: string;
}

/** An action as it is kept. */
export interface StoredAction {
  record: ActionRecord;
  idempotencyKey: string;
  /** What it was done to, as it was then */
  before?: unknown;
  queued?: QueuedAt;
}

/** How an action goes on. */
export type ActionStep =
  | { state: 'queued'; queued: QueuedAt; message?: string }
  | {
      state: 'pending' | 'done' | 'refused' | 'failed';
      message?: string;
      runId?: string;
      endedAt: string;
    };

/** Every write that the portal was asked for: written before it is done. */
export interface ActionStore {
  /**
   * Keeps an action, unless the same person asked for one with the same key.
   * @returns the one that is kept, and whether that is this one
   */
  begin(action: StoredAction): Promise<{ kept: StoredAction; isNew: boolean }>;
  /** The one that a person asked for by this key before. */
  byKey(actor: string, key: string): Promise<StoredAction | undefined>;
  step(id: string, step: ActionStep): Promise<void>;
  get(id: string): Promise<StoredAction | undefined>;
  /** Those whose outcome is not known yet */
  queued(): Promise<StoredAction[]>;
}

import type { JsonObject, JsonValue } from '@backstage/types';
import type {
  ActionRecord,
  Refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { ActionOutcome } from '@fairway/backstage-plugin-delivery-node';

/** Entry of the audit log as it is stored. */
export interface StoredAction {
  record: ActionRecord;
  /** Unique for each actor */
  idempotencyKey: string;
  /** Keyed hash of the request; undefined in entries of older versions */
  digest?: string;
  /** State of the target before the action, without values of configuration */
  before?: JsonValue;
  /** What is needed to follow the action while it is queued */
  tracking?: JsonObject;
}

/** What happens to an entry whose outcome was not known. */
export type ActionUpdate =
  | ActionOutcome
  /** The server did not answer: the outcome is still not known */
  | { state: 'pending'; message: NonNullable<ActionRecord['outcome']> }
  | { state: 'rejected'; refusals: Refusal[] };

/** The audit log: every requested action, stored before it is executed. */
export interface ActionStore {
  /**
   * Stores an entry, unless the actor has one with the same idempotency key.
   *
   * @returns the stored entry, and whether it is the given one
   */
  add(entry: StoredAction): Promise<{ stored: StoredAction; isNew: boolean }>;
  /** The entry of an actor with an idempotency key. */
  findByKey(actor: string, key: string): Promise<StoredAction | undefined>;
  get(id: string): Promise<StoredAction | undefined>;
  /**
   * Updates an entry whose outcome is not known yet.
   *
   * @param at - ISO time
   * @returns whether it was updated: another replica may have settled it before
   */
  update(id: string, update: ActionUpdate, at: string): Promise<boolean>;
  /** Entries whose outcome is not known yet, oldest first. */
  unsettled(): Promise<StoredAction[]>;
}

import {
  deliveryPermissions,
  servicePermissions,
} from '@fairway/backstage-plugin-delivery-common';
import { z } from 'zod';

const kind = z
  .string()
  .regex(
    /^([a-z0-9.-]+)?\/[A-Z][A-Za-z0-9]*$/,
    'Write GROUP/KIND, such as /Secret or gateway.networking.k8s.io/Gateway',
  );

/** A name, where `*` stands for any text and `{id}` for the id of the service. */
const namePattern = z
  .string()
  .regex(
    /^([a-z0-9.*-]|\{id\})+$/,
    'Write a name. * stands for any text, {id} for the backstage.io/kubernetes-id of the service',
  );

const sharedObjectSchema = z.strictObject({
  /** Group and kind, such as `/Secret` */
  kind,
  name: namePattern,
  /** Namespace of the object; without it, the namespace of the object that refers to it */
  namespace: namePattern.optional(),
});

/** Schema of the settings in `delivery.apply` that allow references. */
export const applyRulesSchema = z.object({
  /** Objects that every service may refer to */
  shared: z.array(sharedObjectSchema).default([]),
  /** Hosts that services may use, each one service */
  hosts: z.array(namePattern).default([]),
  /** Hosts that several services may use at the same time */
  sharedHosts: z.array(namePattern).default([]),
  /** Annotations that objects may have, beside those that no controller acts on */
  annotations: z
    .array(
      z
        .string()
        .regex(
          /^[A-Za-z0-9./_*-]+$/,
          'Write the name of an annotation. * stands for any text',
        ),
    )
    .default([]),
  /** Kinds of `delivery.apply.kinds` whose references are not checked */
  uncheckedKinds: z.array(kind).default([]),
});

/** Settings that allow references; see {@link applyRulesSchema}. */
export type ApplyRules = z.infer<typeof applyRulesSchema>;

const entityRef = z
  .string()
  .regex(
    /^(user|group):[a-z0-9_.-]+\/[a-z0-9_.-]+$/,
    'Write the ref of a user or group in lower case, such as group:default/release-managers',
  );

const permissions = [...deliveryPermissions, ...servicePermissions].map(
  ({ name }) => name,
);

/** Schema of `environments[].requires`. */
export const requirementSchema = z.strictObject({
  permission: z.enum(permissions),
  /** Users and groups, one of which the person must be or belong to */
  submitters: z.array(entityRef).min(1).optional(),
});

/** What a person needs to change an environment directly; see {@link requirementSchema}. */
export type Requirement = z.infer<typeof requirementSchema>;

/** Whether a person is one of the submitters that an environment requires, if it requires any. */
export function isSubmitter(
  requires: Requirement | undefined,
  /** Entity refs of the user and of the user's groups */
  ownershipEntityRefs: string[],
): boolean {
  const { submitters } = requires ?? {};
  return (
    !submitters ||
    ownershipEntityRefs.some(ref =>
      submitters.includes(ref.toLocaleLowerCase('en-US')),
    )
  );
}

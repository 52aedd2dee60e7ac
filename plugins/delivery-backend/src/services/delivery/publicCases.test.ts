import type { Finding } from '@fairway/backstage-plugin-delivery-common';
import { cacheOfObjects } from '../../__testUtils__/cacheOfObjects';
import { publicCases } from '../diagnosis/__fixtures__/public';
import { NOW } from '../diagnosis/__fixtures__/public/objects';
import type { KubernetesObject } from '../diagnosis/__fixtures__/public/objects';
import { diagnose } from '../diagnosis/diagnose';
import type { DiagnosedWorkload } from '../diagnosis/Rule';
import { workloadHealth } from './workloadHealth';

function read(objects: KubernetesObject[]): DiagnosedWorkload {
  const cache = cacheOfObjects(objects);
  const [workload] = cache.workloadsIn('shop');
  return { ...cache.snapshot(workload), now: Date.parse(NOW) };
}

function lines(findings: Finding[]): string[] {
  return findings.flatMap(({ symptoms, ...finding }) => [
    lineOf(finding),
    ...symptoms.map(symptom => `- ${lineOf(symptom)}`),
  ]);
}

function lineOf({
  rule,
  certainty,
  sentence,
}: Pick<Finding, 'rule' | 'certainty' | 'sentence'>): string {
  return `${rule} ${certainty}: ${sentence}`;
}

describe.each(Object.entries(publicCases))('%s', (_, cases) => {
  it.each(Object.entries(cases))(
    '%s',
    (_name, { objects, health, sentence, findings = [] }) => {
      const snapshot = read(objects);
      const found = workloadHealth(snapshot);
      expect({
        health: `${found.status} ${found.reason}`,
        sentence: found.sentence,
        findings: lines(diagnose(snapshot)),
      }).toEqual({ health, sentence, findings });
    },
  );
});

it('takes a short peak of an autoscaler for information', () => {
  const { objects } =
    publicCases.autoscalers['an autoscaler is at its maximum'];
  const snapshot = read(objects);
  const severityAt = (seconds: number) =>
    diagnose({ ...snapshot, now: snapshot.now + seconds * 1000 })[0].severity;
  expect([severityAt(-301), severityAt(-300)]).toEqual(['info', 'warning']);
});

it('counts a pod with two addresses once', () => {
  const snapshot = read(
    publicCases.services['a dual-stack Service has each pod twice'].objects,
  );
  expect(diagnose(snapshot)[0].evidence).toContainEqual(
    expect.objectContaining({
      field: 'endpoints',
      value: '0 ready, 2 not ready',
    }),
  );
});

it('says how a pod ended whose node shut down, not how its container did', () => {
  const { pods } = read(publicCases.nodes['a node that shut down'].objects);
  const ended = pods.find(({ status }) => status === 'failed');
  expect(ended).toMatchObject({
    reason: 'Terminated',
    message: 'Pod was terminated in response to imminent node shutdown.',
  });
  expect(ended).not.toHaveProperty('exit');
});

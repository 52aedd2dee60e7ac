import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { portalAddresses, stackOf } from '../dev/stack.ts';
import { giteaFiles } from '../git/index.ts';
import { clusterPorts } from './ports.ts';

const stacks = ['default', 'test'].map(name =>
  stackOf('/repository', { FAIRWAY_STACK: name }),
);
const ports = stacks.flatMap(stack => [
  ...clusterPorts(stack).map(({ port }) => port),
  ...Object.values(portalAddresses(stack)).map(url =>
    Number(new URL(url).port),
  ),
  giteaFiles(stack).port,
]);

describe('the ports of all stacks', () => {
  it('differ, so that the stacks can run in parallel', () => {
    assert.deepEqual(
      ports.filter((port, index) => ports.indexOf(port) !== index),
      [],
    );
  });

  it('are below the range that Linux gives to clients', () => {
    // Default start of net.ipv4.ip_local_port_range.
    assert.ok(Math.max(...ports) < 32768);
  });

  it('do not collide with another Kubernetes on the machine', () => {
    // https://kubernetes.io/docs/reference/networking/ports-and-protocols,
    // minikube's API server, and the range of node ports.
    const usual = [2379, 2380, 6443, 8443, 10247, 10250, 10256, 10257, 10259];
    assert.deepEqual(
      ports.filter(port => usual.includes(port) || port >= 30000),
      [],
    );
  });
});

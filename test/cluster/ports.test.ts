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
  it('are apart, so that the stacks run beside each other', () => {
    assert.deepEqual(
      ports.filter((port, index) => ports.indexOf(port) !== index),
      [],
    );
  });

  it('are below those that Linux gives to clients', () => {
    // net.ipv4.ip_local_port_range begins here by default.
    assert.ok(Math.max(...ports) < 32768);
  });

  it('are none that another Kubernetes on the machine takes', () => {
    // https://kubernetes.io/docs/reference/networking/ports-and-protocols,
    // minikube's API server, and those that node ports are given from.
    const usual = [2379, 2380, 6443, 8443, 10247, 10250, 10256, 10257, 10259];
    assert.deepEqual(
      ports.filter(port => usual.includes(port) || port >= 30000),
      [],
    );
  });
});

import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import type { Stack } from '../dev/stack.ts';
import { GiteaClient } from '../git/GiteaClient.ts';
import { giteaFiles } from '../git/giteaFiles.ts';

/** Calls Gitea's API as administrator. */
export function giteaAsAdmin(stack: Stack) {
  const { url, token } = giteaFiles(stack);
  const ask = () =>
    GiteaClient.create(url, { token: readFileSync(token('admin'), 'utf8') });
  return {
    call: async (method: 'POST' | 'DELETE', path: string, body?: object) => {
      await ask().call(method, path, body);
    },
    /** The answer as JSON */
    text: async (path: string) =>
      JSON.stringify((await ask().call('GET', path)).body),
    list: async (path: string) => {
      const { body } = await ask().call('GET', path);
      assert.ok(Array.isArray(body), `${path} gives a list`);
      return body;
    },
  };
}

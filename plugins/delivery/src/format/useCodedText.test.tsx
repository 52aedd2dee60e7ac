import { renderInTestApp } from '@backstage/test-utils';
import {
  clusterProblem,
  outcomeMessage,
  refusal,
} from '@fairway/backstage-plugin-delivery-common';
import type { CodedMessage } from '@fairway/backstage-plugin-delivery-common';
import { screen } from '@testing-library/react';
import { useCodedText } from './useCodedText';

type Table = Parameters<typeof useCodedText>[0];

function Text({ table, message }: { table: Table; message: CodedMessage }) {
  return <output>{useCodedText(table)(message)}</output>;
}

async function textOf(table: Table, message: CodedMessage) {
  await renderInTestApp(<Text table={table} message={message} />);
  return screen.getByRole('status').textContent;
}

// Only the code and the values of a text and of its cause are put into words.
const coded = (message: CodedMessage): CodedMessage => ({
  ...message,
  values: { ...message.values, message: 'not shown' },
  message: 'not shown',
  ...(message.cause && { cause: { ...message.cause, message: 'not shown' } }),
});

const noRoute = clusterProblem('noRoute', { cluster: 'a' });

describe('useCodedText', () => {
  it('puts the cause of an outcome into words', async () => {
    const outcome = outcomeMessage('notObserved', {}, noRoute);
    expect(await textOf('outcome', coded(outcome))).toBe(
      "The portal cannot check what happened: Cluster 'a' cannot be reached: there is no route to it. Check the network",
    );
  });

  it('puts the cause of a refusal into words', async () => {
    const refused = refusal('serverRefused', {}, noRoute);
    expect(await textOf('refusal', coded(refused))).toBe(
      "Cluster 'a' cannot be reached: there is no route to it. Check the network",
    );
  });

  it('shows the message of an unknown code', async () => {
    const message = { code: 'odd', values: {}, message: 'As a sentence' };
    expect(await textOf('problem', message)).toBe('As a sentence');
  });
});
